package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.expr.Table;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed sentences on coefficients, data, complex fields, integrals, gauges and interfaces; see {@link StatementFaultsTest}. */
class LanguageFaultsTest {
  private static final String GOOD = """
      problem p
      u(x, y) on x in [0, 1], y in [0, 2]
      -lap(u) = 1
      boundary u = 0
      param k = 2""";

  private static Malformed row(int line, String text, String... faults) {
    return Malformed.line(GOOD, line, text, faults);
  }

  private static Malformed complex(String equation, String... faults) {
    return new Malformed("problem c\ncomplex h(t, x) on x in [0, 1], t in [0, 1]\n" + equation + "\ninitial h = 1\nperiodic x", faults);
  }

  private static final String TABLE = "table f(x) linear, x = [0, 1], values = [1, 2]";

  static Stream<Malformed> rows() {
    return Stream.of(
        // parameters
        row(5, "param k = 2 in [3, 4]",
            "line 5, column 7: the parameter k = 2 lies outside of [3, 4]; change one of them"),
        row(5, "param k = 2 in [4, 0]",
            "line 5, column 7: the bounds [4, 0] of k are reversed or no numbers; write the lower one first"),
        row(5, "param k = 2 in 3",
            "line 5, column 16: expected '[' before the bounds of k, found '3'"),
        row(5, "param k = 2 in [0, 1/0]",
            "line 5, column 7: the bounds [0, Infinity] of k are not finite; give two finite bounds, or none"),
        row(5, "include other",
            "line 5, column 1: unknown word 'include' at the beginning of a line; a statement stands by itself: nothing is included"),
        // unknowns
        row(6, "unknown D = 2",
            "line 6, column 9: nothing is observed from which D could be found; add: observe ... at (...) = ... noise ..."),
        row(6, "unknown D",
            "line 6, column 10: expected '=' and a guess after the unknown D, found the end of the line"),
        row(6, "unknown 3",
            "line 6, column 9: expected the name of an unknown, found '3'"),
        row(6, "unknown a(x) = u",
            "line 6, column 9: the guess of a mentions u; write it in coordinates and parameters",
            "line 6, column 9: nothing is observed from which a could be found; add: observe ... at (...) = ... noise ..."),
        row(6, "unknown a(x) = y\nobserve u at (0, 0) = 1 noise 1",
            "line 6, column 9: the guess of a mentions y, on which a does not depend; it may mention x"),
        row(6, "unknown a(z)\nobserve u at (0, 0) = 1 noise 1",
            "line 6, column 9: a depends on z, which has no range; the coordinates are x, y"),
        row(6, "unknown u(x)\nobserve u at (0, 0) = 1 noise 1",
            "line 6, column 9: 'u' is the name of a field and of a coefficient; give each its own"),
        // observations
        row(6, "observe u at (0, 0) = 1",
            "line 6, column 24: expected ',' and another point, or 'noise' and its size, found the end of the line; "
                + "state the standard deviation of a measurement, as in: noise 0.01"),
        row(6, "observe u at (0, 0) = 1 noise 0",
            "line 6, column 1: the observation of u has the noise 0; state the standard deviation of a measurement, greater than 0"),
        row(6, "observe u at (0, 0) = 1 noise -1",
            "line 6, column 1: the observation of u has the noise -1; state the standard deviation of a measurement, greater than 0"),
        row(6, "observe u at (0, 3) = 1 noise 1",
            "line 6, column 1: point 1 of the observation of u lies at y = 3, outside of the domain; leave it out"),
        row(6, "observe u at (0, 1) = 1, 0.5 = 2 noise 1",
            "line 6, column 1: point 2 of the observation of u has 1 coordinates, not 2; give x, y"),
        row(6, "observe u at (0, 1) noise 1",
            "line 6, column 21: expected '=' and the value after a point, found 'noise'"),
        row(6, "observe u = 3 noise 1",
            "line 6, column 11: expected 'at' and a point, found '='; write observe u at (0, 0.5) = 1.2 noise 0.01"),
        row(6, "observe x at (0, 1) = 1 noise 1",
            "line 6, column 1: the observation of x mentions no field; it must say something about u",
            "line 6, column 1: point 1 of the observation of x has 2 coordinates, not 0; give "),
        row(6, "observe v at (0, 1) = 1 noise 1",
            "line 6, column 9: unknown name 'v'; there is k, u, x, y"),
        // input fields
        row(6, "input a(x) from mattern(1, 2, 3)",
            "line 6, column 17: unknown law 'mattern'; did you mean 'matern'?"),
        row(6, "input a(x) from matern(1, 2)",
            "line 6, column 28: expected ',' after the length, found ')'"),
        row(6, "input a(x) from matern(0, -2, 1)",
            "line 6, column 7: the law of a: the length -2 is not positive and finite; change it",
            "line 6, column 7: the law of a: the smoothness 0 is not positive and finite; change it"),
        row(6, "input a(x) from lognormal(fourier(1, 1, 1))",
            "line 6, column 27: lognormal takes a Gaussian law, not 'fourier'; write lognormal(matern(2.5, 0.2, 1))"),
        row(6, "input a(x) from fourier(1.5, 1, 1)",
            "line 6, column 25: the number of modes is no whole number"),
        row(6, "input a(x) matern",
            "line 6, column 12: expected an operator between ')' and 'matern'; products are written with *, one sentence stands on a line"),
        row(6, "input a from matern(1, 1, 1)",
            "line 6, column 9: expected '(' and the coordinates of a, found 'from'"),
        // tables
        row(6, "table f(x) quadratic, x = [0, 1], values = [1, 2]",
            "line 6, column 12: expected the kind of interpolation of f, found 'quadratic'; write linear or cubic"),
        row(6, "table f(x) linear, y = [0, 1], values = [1, 2]",
            "line 6, column 20: expected x = [...], found 'y'"),
        row(6, "table f(x) linear, x = [0, 1], values = [1, 2, 3]",
            "line 6, column 7: the table f: 3 values on a grid of 2 nodes"),
        row(6, "table f(x) cubic, x = [0, 1, 1], values = [1, 2, 3]",
            "line 6, column 7: the table f: cubic interpolation needs 4 nodes along x, not 3; the nodes along x do not rise at number 3"),
        row(6, "table f(x, y) linear, x = [0, 1], y = [0, 1], values = [[1, 2], [3]]",
            "line 6, column 65: row 2 has 1 values; it needs 2, one for each node of the second argument"),
        row(6, "table f(x, y, z) linear, x = [0, 1], y = [0, 1], z = [0, 1], values = [1]",
            "line 6, column 7: the table f: a table has one or two arguments, not 3; 1 values on a grid of 8 nodes"),
        row(6, "table f(x) linear, x = [0, a], values = [1, 2]",
            "line 6, column 28: expected a number, found 'a'; numbers, pi, e and their products may stand here"),
        row(6, TABLE + "\n" + TABLE,
            "line 7, column 7: 'f' is the name of two tables; give each its own"),
        row(3, "-lap(u) = f(y)\n" + TABLE,
            "line 3, column 1: the table f in the equation -u_xx - u_yy = f(y) reaches from 0 to 1, and y from 0 to 2; tabulate all of "
                + "the range"),
        row(3, "-lap(u) = f(x, y)\n" + TABLE,
            "line 3, column 11: the table f takes 1 argument, not 2"),
        row(3, "-lap(u) = f\n" + TABLE,
            "line 3, column 12: expected '(' and the arguments of the table f, found the end of the line"),
        row(3, "-lap(u) = f_x(x)\n" + TABLE,
            "line 3, column 11: the subscript of 'f_x', but f is a table; it may have the orders of a derivative of the interpolant, "
                + "one an argument; write d(...) for others"),
        row(3, "-lap(u) = k(x)\ntable k(x) linear, x = [0, 1], values = [1, 2]",
            "line 4, column 7: 'k' is the name of a parameter and of a table; give each its own"),
        // cases
        row(3, "-lap(u) = piecewise(x: 1, else 2)",
            "line 3, column 22: expected a comparison, found ':'; compare with <, <=, > or >="),
        row(3, "-lap(u) = piecewise(x < 1, else 2)",
            "line 3, column 26: expected ':' between a condition and its value, found ','"),
        row(3, "-lap(u) = piecewise(x < 1: 1)",
            "line 3, column 29: expected ',' before the next case, or else and a value, found ')'"),
        row(3, "-lap(u) = piecewise(else 1)",
            "line 3, column 21: piecewise has no case; write piecewise(x < 1: a, else b)"),
        row(3, "-lap(u) = if x < 1 then 2",
            "line 3, column 26: expected 'else' after the value of then, found the end of the line"),
        row(3, "-lap(u) = if x < 1 2",
            "line 3, column 20: expected 'then' after the condition, found '2'"),
        row(3, "-lap(u) = x < 1",
            "line 3, column 13: '<' stands outside of piecewise(...); a statement has equations only"),
        // integrals, points, sides
        row(3, "-lap(u) = integral(u, t)",
            "line 3, column 23: expected a coordinate in integral, found 't'; the coordinates are x, y"),
        new Malformed("problem d\nu(x, y) on disk (0, 0) radius 1\n-lap(u) = integral(u, x)\nboundary u = 0", List.of(
            "line 3, column 1: the equation -u_xx - u_yy = integral(u, x) integrates over x, which has no range of its own in a domain "
                + "that is no box; integrate over all of space")),
        row(3, "-lap(u) = jump(u)",
            "line 3, column 1: jump stands in the equation -u_xx - u_yy = jump(u); use it in interface conditions only"),
        row(3, "-lap(u) = u(0, 0)",
            "line 3, column 12: u stands without its arguments here; write u"),
        row(6, "gauge u = 0",
            "line 6, column 1: the gauge u = 0 holds at no stated place; write mean(p) = 0, or p(0, 0) = 0 with a point"),
        row(6, "gauge u(0) = 0",
            "line 6, column 7: u takes 2 arguments, not 1; give a number for each of x, y"),
        row(6, "gauge u(y, 0) = 0",
            "line 6, column 7: the argument y of u is neither a number nor x; give a number for each of x, y"),
        row(6, "gauge u(0, 5) = 0",
            "line 6, column 1: the gauge u(0, 5) = 0 takes u at y = 5, outside of its range; take it from [0, 2]"),
        row(6, "gauge dn(u) = 0",
            "line 6, column 1: dn stands in the gauge ∂_n u = 0; use it in boundary and interface conditions only",
            "line 6, column 1: the gauge ∂_n u = 0 holds at no stated place; write mean(p) = 0, or p(0, 0) = 0 with a point"),
        row(6, "gauge mean(x) = 0",
            "line 6, column 1: the gauge mean(x) = 0 mentions no field; it must say something about u"),
        // interfaces
        row(6, "interface x=0.5: jump(u) = 0",
            "line 6, column 11: u is of order 2 in x and has 1 condition at the interface x=0.5; it needs 2 there"),
        row(6, "interface x=1: jump(u) = 0\ninterface x=1: jump(u_x) = 0",
            "line 6, column 11: the interface x = 1 does not lie inside of [0, 1]; at its ends give boundary conditions",
            "line 7, column 11: the interface x = 1 does not lie inside of [0, 1]; at its ends give boundary conditions"),
        row(6, "interface z=0.5: jump(u) = 0",
            "line 6, column 11: 'z' is no coordinate; there is x, y"),
        row(6, "interface x=0.5: u = 0\ninterface x=0.5: jump(u_x) = 0",
            "line 6, column 11: the interface condition u = 0 says nothing of the two sides; use jump(u), above(u) or below(u)"),
        row(6, "interface x=0.5: jump(jump(u)) = 0\ninterface x=0.5: jump(u_x) = 0",
            "line 6, column 11: one trace stands in another in the interface condition jump(jump(u)) = 0; "
                + "write jump(...) of an expression without above, below and jump"),
        row(6, "interface x=0.5: jump(u) = mean(u)\ninterface x=0.5: jump(u_x) = 0",
            "line 6, column 11: an integral stands in the interface condition jump(u) = mean(u); an interface condition holds at each "
                + "point by itself"),
        row(6, "interface 0.5: jump(u) = 0",
            "line 6, column 11: expected a coordinate and its value at the interface, such as x=0.5, or a shape, found '0.5'"),
        row(6, "interface x=0.5: dn(jump(u)) = 0\ninterface x=0.5: jump(u) = 0",
            "line 6, column 11: a trace is differentiated in the interface condition ∂_n jump(u) = 0; write the trace of the derivative, "
                + "such as jump(dn(u))"),
        row(6, "interface x=0.5: d(jump(u), x) = 0\ninterface x=0.5: jump(u) = 0",
            "line 6, column 11: a trace is differentiated in the interface condition (jump(u))_x = 0; write the trace of the derivative, "
                + "such as jump(u_x)"),
        row(6, "interface disk (0.5, 0.5) radius 0.2: jump(u) = 0",
            "line 6, column 11: u is of order 2 in x, y and has 1 condition at the interface around disk (0.5, 0.5) radius 0.2; it needs "
                + "2 there"),
        row(6, "interface disk (3, 0) radius 1: jump(u) = 0\ninterface disk (3, 0) radius 1: jump(dn(u)) = 0",
            "line 6, column 11: no part of the rim of disk (3, 0) radius 1 lies inside of the domain; on the boundary of the domain give "
                + "boundary conditions",
            "line 7, column 11: no part of the rim of disk (3, 0) radius 1 lies inside of the domain; on the boundary of the domain give "
                + "boundary conditions"),
        row(6, "interface disk (0.5, 0.5) radius -1: jump(u) = 0\ninterface disk (0.5, 0.5) radius -1: jump(dn(u)) = 0",
            "line 6, column 11: the radius of a disk is -1; a radius is positive",
            "line 7, column 11: the radius of a disk is -1; a radius is positive"),
        row(6, "interface ball (0.5, 0.5, 0.5) radius 0.1: jump(u) = 0\ninterface ball (0.5, 0.5, 0.5) radius 0.1: jump(dn(u)) = 0",
            "line 6, column 11: a ball needs three space coordinates, not 2 [x, y]; in two dimensions there are disks",
            "line 7, column 11: a ball needs three space coordinates, not 2 [x, y]; in two dimensions there are disks"),
        row(6, "interface disk (0.5, 0.5) radius 0.2 jump(u) = 0",
            "line 6, column 38: expected ':' after the set that the interface surrounds, as in disk (0, 0) radius 1: jump(u) = 0, found "
                + "'jump'"),
        row(6, "interface disc (0.5, 0.5) radius 0.2: jump(u) = 0",
            "line 6, column 11: unknown shape 'disc'; did you mean 'disk'?"),
        // complex fields
        complex("i*h_t = i*sin(h)",
            "line 3, column 15: expected a real number, found a complex one; write re(h), im(h) or abs(h)"),
        complex("i*h_t = h^0.5",
            "line 3, column 9: a complex number has whole powers up to 8 only; write its modulus and phase as fields of their own"),
        complex("h_t = h^x",
            "line 3, column 7: a complex number has whole powers up to 8 only; write its modulus and phase as fields of their own"),
        complex("h_t = h_y",
            "line 3, column 7: no coordinate 'y' in 'h_y'; the coordinates of hRe are t, x"),
        complex("h_t = grad(h)",
            "line 3, column 12: expected a real number, found a complex one; write re(h), im(h) or abs(h)"),
        complex("h_t = h" + "*h".repeat(20),
            "line 3, column 28: this formula has more than 20000 parts when it is written out; state it as a system"),
        row(3, "-lap(u) = i*u",
            "line 3, column 11: unknown name 'i'; there is k, u, x, y"),
        // growth without end
        row(3, "-lap(u) = " + "lap(".repeat(20) + "u*u" + ")".repeat(20),
            "line 3, column 43: this formula has more than 20000 parts when it is written out; state it as a system"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyFaultIsNamed(Malformed row) {
    row.assertFaults();
  }

  @Test
  void theGoodStatementIsGood() {
    assertThat(Pde.parse(GOOD).parameters()).hasSize(1);
  }

  @Test
  void typedStatementsHaveTheSameFaults() {
    var x = space("x");
    var u = field("u", x);
    var a = unknown("a", x);
    var poisson = equation(d(a.times(d(u, x)), x).eq(1));
    assertFaults(() -> pde("p", over(x.in(0, 1)), poisson, on(boundary(), u.eq(0)), drawn(a, matern(1, 1, 1)),
            observe(u, new double[][] {{0.5}}, new double[] {1, 2}, Double.NaN)),
        "a is no input field; only input fields have laws",
        "the observation of u has the noise NaN; state the standard deviation of a measurement, greater than 0",
        "the observation of u has 2 values at 1 points; give one value for each point");
    assertFaults(() -> pde("p", over(x.in(0, 1)), equation(d(u, x, x).eq(1)), on(boundary(), u.eq(0)), guess(a, x)),
        "a occurs nowhere; leave out what is said of it");
    double[] nodes = new double[16_000];
    Arrays.setAll(nodes, i -> i);
    var sum = u.times(0);
    for (int i = 0; i < 5; i++) {
      sum = sum.plus(table("f" + i, nodes, nodes, Table.Interpolation.LINEAR).at(x));
    }
    var large = sum;
    assertFaults(() -> pde("p", over(x.in(0, 1)), equation(d(u, x, x).eq(large)), on(boundary(), u.eq(0))),
        "tables and observations hold 80000 numbers; a statement may hold 65536");
  }

  private static void assertFaults(ThrowingCallable statement, String... faults) {
    Malformed.assertFaults(statement, List.of(faults));
  }
}
