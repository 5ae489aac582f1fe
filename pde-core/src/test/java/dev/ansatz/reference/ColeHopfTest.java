package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Run;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ColeHopfTest {
  private static final double NU = 0.01 / Math.PI;

  private static ColeHopf of(double viscosity, DoubleUnaryOperator u0, double lower, double length, boolean odd) {
    return new ColeHopf(viscosity, y -> Arrays.stream(y).map(u0).toArray(), lower, length, odd, 1);
  }

  private static double[] at(ColeHopf solution, double x, double t) {
    double[] out = new double[4];
    solution.evaluate(x, t, 3, out);
    return out;
  }

  /** −∫ sin(π(x−z)) e^{E} dz / ∫ e^{E} dz with E = −cos(π(x−z))/(2πν) − z²/(4νt), by the trapezoidal rule on 40,001 points. */
  private static double trapezoid(double x, double t) {
    int n = 40_000;
    double[] exponent = new double[n + 1];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= n; i++) {
      double z = -1.6 + 3.2 * i / n;
      exponent[i] = -Math.cos(Math.PI * (x - z)) / (2 * Math.PI * NU) - z * z / (4 * NU * t);
      largest = Math.max(largest, exponent[i]);
    }
    double above = 0;
    double below = 0;
    for (int i = 0; i <= n; i++) {
      double w = Math.exp(exponent[i] - largest);
      above -= Math.sin(Math.PI * (x + 1.6 - 3.2 * i / n)) * w;
      below += w;
    }
    return above / below;
  }

  @Test
  void agreesWithTheClosedFormOfTheSineWave() {
    var solution = of(NU, y -> -Math.sin(Math.PI * y), -1, 2, true);
    for (double t : new double[] {0.01, 0.3, 0.5, 1}) {
      for (double x : new double[] {-1, -0.7, -0.01, 0, 0.003, 0.4, 0.99}) {
        assertThat(at(solution, x, t)[0]).as("x = %s, t = %s", x, t).isCloseTo(trapezoid(x, t), within(1e-13));
      }
    }
  }

  /** Basdevant et al. 1986: the slope at the origin is largest at πt = 1.6037, where it is −152.00516. */
  @Test
  void steepestSlopeIsThePublishedOne() {
    var solution = of(NU, y -> -Math.sin(Math.PI * y), -1, 2, true);
    assertThat(at(solution, 0, 1.6037 / Math.PI)[1]).isCloseTo(-152.00516, within(1e-5));
  }

  @Test
  void derivativesInSpaceAgreeWithDifferences() {
    var solution = of(0.05, y -> Math.exp(Math.sin(y)), 0, 2 * Math.PI, false);
    double h = 1e-3;
    for (double x : new double[] {0.2, 2, 5}) {
      double[] u = at(solution, x, 0.7);
      for (int order = 1; order <= 3; order++) {
        int k = order - 1;
        double difference = (8 * (at(solution, x + h, 0.7)[k] - at(solution, x - h, 0.7)[k])
            - (at(solution, x + 2 * h, 0.7)[k] - at(solution, x - 2 * h, 0.7)[k])) / (12 * h);
        // the differences: h⁴ times a fifth derivative of some hundreds for the highest order
        assertThat(u[order]).as("order %d at %s", order, x).isCloseTo(difference, within(1e-7 * Math.max(1, Math.abs(difference))));
      }
    }
  }

  /** u₀ + c gives c + u(x − ct, t): the potential is then not periodic. */
  @Test
  void isGalileanInvariant() {
    var still = of(0.1, Math::sin, 0, 2 * Math.PI, false);
    var moving = of(0.1, y -> Math.sin(y) + 2, 0, 2 * Math.PI, false);
    for (double x : new double[] {0, 1, 4.5}) {
      assertThat(at(moving, x, 1.5)[0]).isCloseTo(2 + at(still, x - 3, 1.5)[0], within(1e-13));
    }
  }

  @Test
  void oddContinuationHoldsTheEndsAtZero() {
    // not odd about either end: u₀'' = −2 there, so the continuation has kinks in its second derivative
    var solution = of(0.02, y -> y * (1 - y), 0, 1, true);
    assertThat(at(solution, 0, 0.4)[0]).isCloseTo(0, within(1e-14));
    assertThat(at(solution, 1, 0.4)[0]).isCloseTo(0, within(1e-14));
  }

  @Test
  void solvesTheCatalogueProblemWithItsTimeDerivative() {
    var burgers = Catalog.get("burgers").problem();
    var solution = Reference.solve(burgers);
    assertThat(solution.provenance().configuration()).containsEntry("method", "cole-hopf");
    assertThat(solution.errorEstimate().orElseThrow()).isLessThan(1e-12);
    var u = burgers.fields().getFirst();
    double h = 1e-4;
    double difference = (solution.value(u, 0.3 + h, 0.2) - solution.value(u, 0.3 - h, 0.2)) / (2 * h);
    assertThat(solution.derivative(u, new MultiIndex(1, 0), 0.3, 0.2)).isCloseTo(difference, within(1e-6));
    double[] values = solution.values(u, Grid.of(burgers, 3, 5));
    assertThat(values[1]).as("the initial value itself").isEqualTo(-Math.sin(Math.PI * -0.5));
    assertThat(values[5]).isCloseTo(0, within(1e-15));
  }

  @Test
  void agreesWithFourierAndChebyshevMethodsOfLines() {
    String text = """
        u(t, x)  on  x in [-1, 1], t in [0, 1]
        param nu = 0.1
        u_t + u*u_x = nu*u_xx
        initial   u = -sin(pi*x)
        """;
    var periodic = Pde.parse("problem periodic-burgers\n" + text + "periodic x\n");
    var held = Pde.parse("problem held-burgers\n" + text + "boundary u = 0\n");
    var exact = Reference.solver("cole-hopf", 1e-10).solve(periodic, Run.defaults());
    for (String method : new String[] {"fourier-etdrk4", "fourier-dp853"}) {
      var lines = Reference.solver(method, 1e-10).solve(periodic, Run.defaults());
      assertThat(lines.compare(exact).relativeL2()).as(method).isLessThan(1e-10);
    }
    var lines = Reference.solver("chebyshev-etdrk4", 1e-5).solve(held, Run.defaults());
    var heldExact = Reference.solver("cole-hopf", 1e-10).solve(held, Run.defaults());
    assertThat(lines.compare(heldExact).relativeL2()).isLessThan(1e-5);
  }
}
