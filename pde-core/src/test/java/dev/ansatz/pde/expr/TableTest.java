package dev.ansatz.pde.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Table.Interpolation;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private static final Coordinate X = Expressions.X;
  private static final Coordinate Y = Expressions.Y;

  /** Uneven nodes from 0 to 1. */
  private static double[] nodes(int n) {
    return IntStream.range(0, n).mapToDouble(i -> {
      double s = i / (n - 1.0);
      return s + 0.1 * Math.sin(2 * Math.PI * s);
    }).toArray();
  }

  private static Table line(int n, Interpolation interpolation) {
    double[] x = nodes(n);
    return new Table("k", List.of("x"), new double[][] {x}, Arrays.stream(x).map(Math::exp).toArray(), interpolation);
  }

  private static Table plane(int n, Interpolation interpolation, DoubleBinaryOperator f) {
    double[] x = nodes(n);
    double[] y = nodes(n + 3);
    double[] values = new double[x.length * y.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = f.applyAsDouble(x[p / y.length], y[p % y.length]);
    }
    return new Table("k", List.of("x", "y"), new double[][] {x, y}, values, interpolation);
  }

  private static double error(Table table, int order) {
    double worst = 0;
    for (int i = 0; i <= 1000; i++) {
      double at = i / 1000.0;
      worst = Math.max(worst, Math.abs(table.value(new double[] {at}, new int[] {order}) - Math.exp(at)));
    }
    return worst;
  }

  /** de Boor: the error of the interpolant is of order 2 or 4, and one order less for each derivative. */
  @ParameterizedTest
  @CsvSource({"LINEAR,0,2", "LINEAR,1,1", "CUBIC,0,4", "CUBIC,1,3", "CUBIC,2,2", "CUBIC,3,1"})
  void theErrorFallsAtTheRateOfTheMethod(Interpolation interpolation, int order, double rate) {
    double coarse = error(line(41, interpolation), order);
    double fine = error(line(81, interpolation), order);
    assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(rate, within(0.15));
  }

  @Test
  void thePlaneHasTheSameRatesInMixedDerivatives() {
    DoubleBinaryOperator f = (x, y) -> Math.sin(2 * x) * Math.exp(y);
    double[] errors = new double[2];
    double[] mixed = new double[2];
    for (int k = 0; k < 2; k++) {
      Table table = plane(21 * (k + 1) - k, Interpolation.CUBIC, f);
      for (int i = 0; i <= 50; i++) {
        for (int j = 0; j <= 50; j++) {
          double[] at = {i / 50.0, j / 50.0};
          errors[k] = Math.max(errors[k], Math.abs(table.value(at, new int[] {0, 0}) - f.applyAsDouble(at[0], at[1])));
          mixed[k] = Math.max(mixed[k],
              Math.abs(table.value(at, new int[] {1, 1}) - 2 * Math.cos(2 * at[0]) * Math.exp(at[1])));
        }
      }
    }
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isGreaterThan(3.7);
    assertThat(Math.log(mixed[0] / mixed[1]) / Math.log(2)).isGreaterThan(2.7);
  }

  /** A not-a-knot spline is the cubic itself where there is one. */
  @Test
  void cubicsAndPlanesAreReproduced() {
    Table cubic = plane(5, Interpolation.CUBIC, (x, y) -> (1 + x * x * x) * (2 - y + y * y * y));
    Table linear = plane(5, Interpolation.LINEAR, (x, y) -> 1 + x - 2 * y + 3 * x * y);
    double[] at = {0.37, 0.81};
    assertThat(cubic.value(at, new int[] {0, 0})).isCloseTo((1 + 0.37 * 0.37 * 0.37) * (2 - 0.81 + 0.81 * 0.81 * 0.81), within(1e-14));
    assertThat(cubic.value(at, new int[] {2, 1})).isCloseTo(6 * 0.37 * (-1 + 3 * 0.81 * 0.81), within(1e-12));
    assertThat(linear.value(at, new int[] {0, 0})).isCloseTo(1 + 0.37 - 1.62 + 3 * 0.37 * 0.81, within(1e-15));
  }

  @Test
  void beyondItsEndsATableStaysAsItIs() {
    Table table = line(6, Interpolation.CUBIC);
    assertThat(table.value(new double[] {-3}, new int[] {0})).isEqualTo(1);
    assertThat(table.value(new double[] {5}, new int[] {0})).isEqualTo(Math.E);
    assertThat(table.value(new double[] {5}, new int[] {1})).isZero();
    assertThat(table.value(new double[] {-0.0}, new int[] {0})).isEqualTo(1);
    assertThat(table.value(new double[] {Double.NaN}, new int[] {0})).isNaN();
  }

  /** Small tables are operations of the kernel, large ones inputs of it: both give the value of the tree, with derivatives. */
  @ParameterizedTest
  @ValueSource(ints = {4, 33, 34, 200})
  void kernelsHaveTheValueOfTheTree(int n) {
    for (Interpolation interpolation : Interpolation.values()) {
      Expr k = line(n, interpolation).at(X.times(2).minus(Y));
      assertSame(k.times(X).plus(k.pow(2)));
      assertSame(k.derivative(X));
      assertSame(Partial.of(k, X, Y));
    }
  }

  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void kernelsHaveTheValueOfThePlane(Interpolation interpolation) {
    Expr k = plane(6, interpolation, (x, y) -> Math.sin(3 * x + y)).at(X, X.times(Y));
    assertSame(k);
    assertSame(Partial.of(k, X).plus(Partial.of(k, Y, Y)));
  }

  @Test
  void casesHaveTheValueOfTheTree() {
    var cases = List.of(
        new Piecewise.Case(List.of(new Piecewise.Comparison(X, true, new Const(0.3)), new Piecewise.Comparison(Y, false, X)), X.pow(2)),
        new Piecewise.Case(List.of(new Piecewise.Comparison(new Const(0.6), false, X)), X.times(Y)));
    Expr e = Piecewise.of(cases, Y);
    assertSame(e);
    assertSame(e.derivative(X));
    for (double x : new double[] {0.3, 0.6}) {
      double at = Pointwise.of(e).values(List.of(X, Y), new double[][] {{x}, {x}})[0][0];
      assertThat(at).isEqualTo(e.evaluate(Map.of(X, x, Y, x)));
    }
  }

  private static void assertSame(Expr e) {
    var random = new SplittableRandom(1);
    double[][] points = {random.doubles(100, -0.2, 1.2).toArray(), random.doubles(100, -0.2, 1.2).toArray()};
    double[] values = Pointwise.of(Lowering.normalForm(e)).values(List.of(X, Y), points)[0];
    for (int p = 0; p < values.length; p++) {
      double expected = e.evaluate(Map.of(X, points[0][p], Y, points[1][p]));
      // Hermite and monomial form of one polynomial; third differences of 200 nodes amplify rounding by 1e6
      assertThat(values[p]).isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
    }
  }

  @Test
  void whatIsNoTableIsToldWithEverything() {
    assertThatThrownBy(() -> new Table("k", List.of("x", "x"), new double[][] {{0, 1, 1}, {0, 1, 2, 3}},
        new double[] {1, 2, Double.NaN}, Interpolation.CUBIC)).hasMessage("the table k: two arguments have one name; "
            + "cubic interpolation needs 4 nodes along x, not 3; the nodes along x do not rise at number 3; 3 values on a grid of 12 "
            + "nodes; "
            + "value number 3 is NaN");
    assertThat(line(5, Interpolation.LINEAR)).isEqualTo(line(5, Interpolation.LINEAR)).isNotEqualTo(line(5, Interpolation.CUBIC))
        .hasToString("k(x): 5 values");
  }
}
