package dev.ansatz.pinn.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The layer of two cells of a few features each, where nothing is solved well and everything is seen: on Poisson's equation, and on a
 * stationary reaction u_xx + u_yy + u³ = f, whose rows are cubic in the output weights.
 */
final class LeastSquaresLayerTest {
  private static final Problem LINEAR = Catalog.get("poisson-square").problem();
  private static final Problem CUBIC = Pde.parse("""
      problem reaction
      u(x, y)  on  x in [0, 1], y in [0, 1]
      u_xx + u_yy + 4*u^3 = 20*sin(2*x + y)
      boundary  u = 0
      """);
  private final Executor executor = new Executor(1);

  @AfterEach
  void close() {
    executor.close();
  }

  static Stream<Problem> problems() {
    return Stream.of(LINEAR, CUBIC);
  }

  /** Some cells and their layer. */
  private final class Layer {
    private final Experts experts;
    private final double[][] weights;
    private final LeastSquaresLayer layer;

    Layer(Problem problem, double ridge) {
      experts = new Experts(problem, List.of(2, 1), ExpertOptions.preset("trained")
          .with(Map.of("features", "6", "points", "60", "condition-points", "20")), executor);
      weights = experts.initial(5);
      layer = experts.layer(0, weights, 1);
      layer.setRidge(ridge, weights);
    }

    void solveFully() {
      layer.solve(weights, 20);
      layer.polish(weights, 5);
    }

    double[] column(int c) {
      double[] unit = new double[layer.columns()];
      unit[c] = 1;
      return layer.product(weights, unit);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theResidualAtTheOptimumIsOrthogonalToTheBasis(Problem problem) {
    var own = new Layer(problem, 1e-3);
    own.solveFully();
    double[] f = own.layer.residual(own.weights);
    double[] omega = own.layer.omega(own.weights);
    double size = dot(f, f);
    assertThat(size).isGreaterThan(1e-3);
    for (int c = 0; c < omega.length; c++) {
      double[] column = own.column(c);
      double product = dot(column, f) + own.layer.ridge() * own.layer.ridge() * omega[c];
      // backward stability: n ε |column| |F| and some
      assertThat(product).isCloseTo(0, within(1e-12 * Math.sqrt(dot(column, column) * size)));
    }
  }

  /** F at any ω is F(0) + J ω: the two ways of finding it know nothing of each other. */
  @Test
  void theJacobianIsThatOfTheResidual() {
    var own = new Layer(LINEAR, 1e-3);
    double[] omega = new SplittableRandom(2).doubles(own.layer.columns(), -1, 1).toArray();
    double[] expected = own.layer.product(own.weights, omega);
    double[] atZero = own.layer.residual(own.weights);
    own.layer.set(own.weights, omega);
    double[] f = own.layer.residual(own.weights);
    for (int i = 0; i < f.length; i++) {
      assertThat(f[i]).isCloseTo(atZero[i] + expected[i], within(1e-10));
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theImplicitDerivativeAgreesWithFiniteDifferences(Problem problem) {
    var own = new Layer(problem, 1e-2);
    double[] v = new SplittableRandom(3).doubles(own.layer.columns(), -1, 1).toArray();
    own.solveFully();
    double[][] gradients = new double[2][own.weights[0].length];
    own.layer.addImplicitVjp(own.weights, v, gradients);
    double largest = Arrays.stream(gradients).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    double h = 1e-4;
    for (int cell = 0; cell < 2; cell++) {
      for (int q : new int[] {0, 3, 7, 11, 14, 17}) {
        double[] weight = own.weights[cell];
        int at = q;
        double difference = slope(weight[q], h, value -> {
          weight[at] = value;
          own.solveFully();
          return dot(v, own.layer.omega(own.weights));
        });
        assertThat(gradients[cell][q]).as("cell %d, weight %d", cell, q).isCloseTo(difference, within(1e-6 * largest));
      }
    }
  }

  /** Central differences of fourth order; the function is left at the middle. */
  private static double slope(double middle, double h, DoubleUnaryOperator function) {
    double slope = (8 * (function.applyAsDouble(middle + h) - function.applyAsDouble(middle - h))
        - (function.applyAsDouble(middle + 2 * h) - function.applyAsDouble(middle - 2 * h))) / (12 * h);
    function.applyAsDouble(middle);
    return slope;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  /** The loss that training sees, of both the explicit and the implicit part, on points that the least squares do not. */
  @ParameterizedTest
  @MethodSource("problems")
  void theGradientOfTrainingAgreesWithFiniteDifferences(Problem problem) {
    var own = new Layer(problem, 1e-3);
    var objective = own.experts.trained(own.layer, own.experts.layer(0, own.weights, 99), own.weights, 0);
    double[] theta = own.experts.hidden(own.weights, 0);
    double[] gradient = new double[theta.length];
    double[] ignored = new double[theta.length];
    objective.gradient(theta, gradient);
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < theta.length; i += 5) {
      int at = i;
      double difference = slope(theta[i], 1e-4, value -> {
        theta[at] = value;
        return objective.gradient(theta, ignored);
      });
      assertThat(gradient[i]).as("weight %d", i).isCloseTo(difference, within(1e-6 * largest));
    }
  }
}
