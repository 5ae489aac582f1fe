package dev.ansatz.pinn.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LagrangianFlowTest {
  private static double[][] points(int dimension, int count, long seed) {
    var random = new SplittableRandom(seed);
    double[][] points = new double[dimension + 1][count];
    for (double[] row : points) {
      for (int i = 0; i < count; i++) {
        row[i] = random.nextDouble(-1.5, 1.5);
      }
    }
    return points;
  }

  /** Derivatives of ρ and v are symbolic; rounding is some 1e-16 of terms of size 1, hundreds of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void continuityHoldsAtRandomWeights(int dimension) {
    var flow = new LagrangianFlow(dimension, 2, 3);
    List<Coordinate> c = flow.coordinates();
    Expr rho = flow.density();
    List<Expr> v = flow.velocity();
    Expr storage = rho.derivative(c.getFirst());
    Expr residual = storage;
    for (int i = 0; i < dimension; i++) {
      residual = residual.plus(rho.times(v.get(i)).derivative(c.get(i + 1)));
    }
    var program = flow.lower(List.of(residual, storage));
    double[][] points = points(dimension, 100, 5);
    for (int seed = 0; seed < 3; seed++) {
      double[] both = flow.values(program, flow.initial(seed), points);
      double largest = 0;
      for (int i = 0; i < 100; i++) {
        assertThat(both[i]).isCloseTo(0, within(1e-12));
        largest = Math.max(largest, Math.abs(both[100 + i]));
      }
      // or nothing would have been tested
      assertThat(largest).isGreaterThan(1e-3);
    }
  }

  /** The velocity against one found otherwise: mass left of x changes by the flux, in one dimension. */
  @Test
  void theFluxIsTheRateOfChangeOfTheMassToTheLeft() {
    var flow = new LagrangianFlow(1, 3, 2);
    double[] theta = flow.initial(1);
    double x = 0.3;
    double h = 1e-4;
    double rate = (massBelow(flow, theta, 0.5 + h, x) - massBelow(flow, theta, 0.5 - h, x)) / (2 * h);
    double[][] point = {{0.5}, {x}};
    double flux = flow.density(theta, point)[0] * flow.velocity(theta, point)[0][0];
    // h² times third derivatives, and quadrature by midpoints below
    assertThat(flux).isCloseTo(-rate, within(1e-6));
  }

  private static double massBelow(LagrangianFlow flow, double[] theta, double t, double x) {
    int n = 12_000;
    double lower = -30;
    double[][] points = new double[2][n];
    double h = (x - lower) / n;
    for (int i = 0; i < n; i++) {
      points[0][i] = t;
      points[1][i] = lower + (i + 0.5) * h;
    }
    double sum = 0;
    for (double rho : flow.density(theta, points)) {
      sum += rho;
    }
    return sum * h;
  }

  /** The trapezoidal rule on smooth functions that vanish at the ends converges faster than any power. */
  @Test
  void massIsConstantInTime() {
    var line = new LagrangianFlow(1, 3, 2);
    for (double t : new double[] {-1, 0, 0.5, 2}) {
      assertThat(massBelow(line, line.initial(4), t, 30)).isCloseTo(2, within(1e-10));
    }
    var plane = new LagrangianFlow(2, 2, 5);
    int n = 320;
    double half = 24;
    double h = 2 * half / n;
    for (double t : new double[] {-1, 1}) {
      double[][] points = new double[3][n * n];
      for (int i = 0; i < n * n; i++) {
        points[0][i] = t;
        points[1][i] = -half + (i / n + 0.5) * h;
        points[2][i] = -half + (i % n + 0.5) * h;
      }
      double sum = 0;
      for (double rho : plane.density(plane.initial(2), points)) {
        sum += rho;
      }
      assertThat(sum * h * h).isCloseTo(5, within(1e-8));
    }
  }

  /**
   * A normal density that drifts and widens, x = 2t + (1 + t/2) ξ, in evenly spread samples (a Kronecker sequence); its velocity is
   * 2 + ξ/2 at all times.
   */
  @Test
  void aFitToSamplesRecoversDensityAndVelocity() {
    var flow = new LagrangianFlow(1, 2, 1);
    int count = 2000;
    var normal = new org.hipparchus.distribution.continuous.NormalDistribution();
    double[][] samples = new double[2][count];
    for (int i = 0; i < count; i++) {
      double t = (i + 0.5) / count;
      double quantile = (i + 0.5) * 0.618033988749895 % 1;
      samples[0][i] = t;
      samples[1][i] = 2 * t + (1 + t / 2) * normal.inverseCumulativeProbability(quantile);
    }
    double[] theta = flow.fit(flow.initial(0), samples, 100);
    double[][] points = new double[2][25];
    for (int i = 0; i < 25; i++) {
      points[0][i] = 0.2 + 0.15 * (i % 5);
      points[1][i] = 2 * points[0][i] + (1 + points[0][i] / 2) * (i / 5 - 2) / 2.0;
    }
    double[] rho = flow.density(theta, points);
    double[] v = flow.velocity(theta, points)[0];
    double densityError = 0;
    double velocityError = 0;
    for (int i = 0; i < 25; i++) {
      double xi = (i / 5 - 2) / 2.0;
      densityError = Math.max(densityError, Math.abs(rho[i] - normal.density(xi) / (1 + points[0][i] / 2)));
      velocityError = Math.max(velocityError, Math.abs(v[i] - 2 - xi / 2));
    }
    // measured 8.4e-4 and 0.071 from this start; another order of rounding takes another path, hence ten and three times
    assertThat(densityError).isLessThan(8.4e-3);
    assertThat(velocityError).isLessThan(0.21);
  }

  @Test
  void everyWrongArgumentIsTold() {
    assertThatThrownBy(() -> new LagrangianFlow(4, 0, -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the dimension must be 1, 2 or 3, not 4").hasMessageContaining("at least 1 unit")
        .hasMessageContaining("the mass must be positive");
    var flow = new LagrangianFlow(1, 1, 1);
    assertThatThrownBy(() -> flow.density(new double[3], new double[2][1])).hasMessageContaining("parameters, not 3");
    assertThatThrownBy(() -> flow.density(flow.initial(0), new double[3][1])).hasMessageContaining("points have 2 rows");
  }
}
