package dev.ansatz.pinn.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The layer of two cells of a few features each on Poisson's equation, where nothing is solved well and everything is seen. */
final class LeastSquaresLayerTest {
  private static final Problem PROBLEM = Catalog.get("poisson-square").problem();
  private final Executor executor = new Executor(1);
  private final Experts experts = new Experts(PROBLEM, ExpertOptions.preset("accurate")
      .with(Map.of("cells", "2x1", "features", "6", "points", "60", "condition-points", "20")), executor);
  private final double[][] weights = experts.initial(5);
  private final LeastSquaresLayer layer = experts.layer(weights, 1);

  @AfterEach
  void close() {
    executor.close();
  }

  @Test
  void theResidualAtTheOptimumIsOrthogonalToTheBasis() {
    layer.setRidge(1e-3, weights);
    layer.solve(weights);
    double[] f = layer.residual(weights);
    double[] j = layer.jacobian(weights);
    double[] omega = layer.omega(weights);
    int n = layer.columns();
    double size = 0;
    for (double value : f) {
      size += value * value;
    }
    assertThat(size).isGreaterThan(1e-3);
    for (int c = 0; c < n; c++) {
      double product = layer.ridge() * layer.ridge() * omega[c];
      double column = 0;
      for (int i = 0; i < layer.rows(); i++) {
        product += j[i * n + c] * f[i];
        column += j[i * n + c] * j[i * n + c];
      }
      // backward stability: n ε |column| |F| and some
      assertThat(product).isCloseTo(0, within(1e-12 * Math.sqrt(column * size)));
    }
  }

  /** F at any ω is F(0) + J ω: the two ways of finding it know nothing of each other. */
  @Test
  void theJacobianIsThatOfTheResidual() {
    double[] omega = new SplittableRandom(2).doubles(layer.columns(), -1, 1).toArray();
    layer.set(weights, new double[layer.columns()]);
    double[] expected = layer.residual(weights);
    double[] j = layer.jacobian(weights);
    layer.set(weights, omega);
    double[] f = layer.residual(weights);
    for (int i = 0; i < f.length; i++) {
      for (int c = 0; c < omega.length; c++) {
        expected[i] += j[i * omega.length + c] * omega[c];
      }
      assertThat(f[i]).isCloseTo(expected[i], within(1e-10));
    }
  }

  @Test
  void theImplicitDerivativeAgreesWithFiniteDifferences() {
    layer.setRidge(1e-2, weights);
    double[] v = new SplittableRandom(3).doubles(layer.columns(), -1, 1).toArray();
    layer.solve(weights);
    double[][] gradients = new double[weights.length][weights[0].length];
    layer.addImplicitVjp(weights, v, gradients);
    double largest = 0;
    for (double[] own : gradients) {
      for (double g : own) {
        largest = Math.max(largest, Math.abs(g));
      }
    }
    int[] tried = {0, 3, 7, 11, 14, 17};
    double h = 1e-4;
    for (int cell = 0; cell < weights.length; cell++) {
      for (int q : tried) {
        double kept = weights[cell][q];
        // central differences of fourth order
        double difference = (8 * (at(cell, q, kept + h, v) - at(cell, q, kept - h, v))
            - (at(cell, q, kept + 2 * h, v) - at(cell, q, kept - 2 * h, v))) / (12 * h);
        at(cell, q, kept, v);
        assertThat(gradients[cell][q]).as("cell %d, weight %d", cell, q).isCloseTo(difference, within(1e-6 * largest));
      }
    }
  }

  private double at(int cell, int q, double value, double[] v) {
    weights[cell][q] = value;
    layer.solve(weights);
    double[] omega = layer.omega(weights);
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += v[i] * omega[i];
    }
    return sum;
  }

  /** The loss that training sees, of both the explicit and the implicit part, on points that the least squares do not. */
  @Test
  void theGradientOfTrainingAgreesWithFiniteDifferences() {
    layer.setRidge(1e-3, weights);
    var objective = experts.trained(layer, experts.layer(weights, 99), weights);
    double[] theta = experts.hidden(weights);
    double[] gradient = new double[theta.length];
    double[] ignored = new double[theta.length];
    objective.gradient(theta, gradient);
    double largest = 0;
    for (double g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    double h = 1e-4;
    for (int i = 0; i < theta.length; i += 5) {
      double kept = theta[i];
      double[] values = new double[5];
      for (int k = -2; k <= 2; k++) {
        theta[i] = kept + k * h;
        values[k + 2] = objective.gradient(theta, ignored);
      }
      theta[i] = kept;
      double difference = (8 * (values[3] - values[1]) - (values[4] - values[0])) / (12 * h);
      assertThat(gradient[i]).as("weight %d", i).isCloseTo(difference, within(1e-6 * largest));
    }
  }
}
