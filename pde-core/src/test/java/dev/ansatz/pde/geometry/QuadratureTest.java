package dev.ansatz.pde.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class QuadratureTest {
  private static final Range X = new Range(new Coordinate("x", Coordinate.Kind.SPACE), -1, 2);
  private static final Range Y = new Range(new Coordinate("y", Coordinate.Kind.SPACE), 0, 0.5);

  private static double integrate(Quadrature rule, DoubleBinaryOperator f) {
    double[] values = new double[rule.weights().length];
    for (int p = 0; p < values.length; p++) {
      values[p] = f.applyAsDouble(rule.points()[0][p], rule.points()[1][p]);
    }
    return rule.integrate(values);
  }

  @Test
  void gaussLegendreIsExactUpToItsDegreeAndNoFurther() {
    for (int m = 1; m <= 8; m++) {
      var rule = Quadrature.gaussLegendre(List.of(X, Y), m);
      for (int degree = 0; degree <= 2 * m; degree++) {
        int n = degree;
        double exact = (Math.pow(2, n + 1) - Math.pow(-1, n + 1)) / (n + 1) * 0.5;
        double relative = Math.abs(integrate(rule, (x, y) -> Math.pow(x, n)) / exact - 1);
        if (degree < 2 * m) {
          assertThat(relative).isLessThan(1e-13); // some 100 roundings
        } else {
          assertThat(relative).isGreaterThan(1e-6); // 3^(2m+1) m!^4 / ((2m+1) (2m)!^2) is 6e-6 of the integral at m = 8
        }
      }
    }
  }

  @Test
  void trapezoidConvergesWithOrderTwo() {
    double exact = (Math.exp(2) - Math.exp(-1)) * Math.sin(0.5);
    double coarse = integrate(Quadrature.trapezoid(List.of(X, Y), 17), (x, y) -> Math.exp(x) * Math.cos(y)) - exact;
    double fine = integrate(Quadrature.trapezoid(List.of(X, Y), 33), (x, y) -> Math.exp(x) * Math.cos(y)) - exact;
    // The next term of the Euler–Maclaurin expansion shifts the rate by O(h²), under 0.01 here.
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(2, within(0.01));
  }

  /** Beside circles, corners where they cut edges; measured 0.5, 1e-5 and 7e-15 with 3, 6 and 12 points a direction. */
  @Test
  void theErrorOnCombinationsFallsExponentially() {
    var plane = List.of(X.coordinate(), Y.coordinate());
    var plate = new Box(List.of(new Range(X.coordinate(), -1, 1), new Range(Y.coordinate(), -1, 1)))
        .minus(new Disk(plane, "hole", List.of(0.3, 0.2), 0.3)).minus(new Disk(plane, "bite", List.of(-1.0, -0.4), 0.35));
    DoubleBinaryOperator f = (x, y) -> Math.exp(x) * Math.cos(3 * y);
    double exact = integrate(plate.quadrature(40), f);
    double before = 1;
    for (int m = 3; m <= 12; m *= 2) {
      double error = Math.abs(integrate(plate.quadrature(m), f) / exact - 1);
      // twice the points give twice the digits, less a little
      assertThat(error).isLessThan(Math.max(Math.pow(before, 1.6), 1e-13));
      before = error;
    }
    for (var part : plate.parts()) {
      // Gauss's error for cos 3y over a length of 2 is below 3^24 2^25 12!^4 / (25 24!^3) = 8e-20 with 12 points
      assertThat(integrate(part.quadrature(12), f)).isCloseTo(integrate(part.quadrature(40), f), within(1e-13));
    }
  }

  @Test
  void trapezoidIsSpectralOnPeriodicIntegrands() {
    var period = new Range(X.coordinate(), 0, 2 * Math.PI);
    var rule = Quadrature.trapezoid(List.of(period, Y), 33);
    // 2 pi I_0(1) by its power series
    double bessel = 0;
    double term = 1;
    for (int k = 1; k < 20; k++) {
      bessel += term;
      term *= 0.25 / (k * k);
    }
    assertThat(integrate(rule, (x, y) -> Math.exp(Math.cos(x)))).isCloseTo(2 * Math.PI * bessel * 0.5, within(1e-13));
  }
}
