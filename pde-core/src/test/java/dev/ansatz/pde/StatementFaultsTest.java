package dev.ansatz.pde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ansatz.pde.expr.Expressions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Malformed statements, each with everything that is said about it. */
class StatementFaultsTest {
  private static final String GOOD = """
      problem p
      u(t, x) on x in [-1, 1], t in [0, 1]
      param nu = 0.1
      u_t + u*u_x = nu*u_xx
      initial u = sin(pi*x)
      boundary u = 0""";

  private static Malformed row(int line, String text, String... faults) {
    return Malformed.line(GOOD, line, text, faults);
  }

  private static Malformed whole(String statement, String... faults) {
    return new Malformed(statement, faults);
  }

  static Stream<Malformed> rows() {
    return Stream.of(
        whole("",
            "line 1, column 1: the statement is empty; begin with: problem NAME"),
        whole("# nothing",
            "line 1, column 1: the statement is empty; begin with: problem NAME"),
        row(1, "problem",
            "line 1, column 1: the problem has no name; write: problem NAME"),
        row(1, "prblem p",
            "line 1, column 1: unknown word 'prblem' at the beginning of a line; did you mean 'problem'?"),
        row(1, "problem a b",
            "line 1, column 1: 'a b' cannot be the name of a problem; use letters, digits and hyphens"),
        row(7, "problem q",
            "line 7, column 1: a second problem; a text states one problem"),
        whole("u(t, x) on x in [-1, 1], t in [0, 1]\nparam nu = 0.1\nu_t + u*u_x = nu*u_xx\ninitial u = "
                + "sin(pi*x)\nboundary u = 0",
            "line 1, column 1: the statement has no name; begin with: problem NAME"),
        row(2, "u(t, x) on x in [1, -1], t in [0, 1]",
            "line 2, column 12: the range x in [1, -1] is reversed; write x in [-1, 1]"),
        row(2, "u(t, x) on x in [1, 1], t in [0, 1]",
            "line 2, column 12: the range x in [1, 1] is empty; its upper end must be greater than its lower end"),
        row(2, "u(t, x) on x in [0, 1/0], t in [0, 1]",
            "line 2, column 12: the range x in [0, Infinity] is not finite; "
                + "ranges are bounded: cut it where the solution is known"),
        row(2, "u(t, x) on x in [-1, 1]",
            "line 2, column 1: u depends on t, which has no range; add t in [..., ...]"),
        row(2, "u(t, x) on x [-1, 1], t in [0, 1]",
            "line 2, column 14: expected 'in' and the range of x, found '['; write x in [0, 1]"),
        row(2, "u(t, x on x in [-1, 1], t in [0, 1]",
            "line 2, column 8: expected ')' after the coordinates of u, found 'on'"),
        row(2, "u(t, x) on x in [-1 1], t in [0, 1]",
            "line 2, column 21: expected ',' between the ends of the range of x, found '1'"),
        row(2, "u(t, x) on x in [-1, 1], x in [0, 2], t in [0, 1]",
            "line 2, column 26: 'x' is the name of two coordinates; give each its own"),
        row(2, "u(t, x), u(t, x) on x in [-1, 1], t in [0, 1]",
            "line 2, column 1: 1 equation for 2 fields (u, u); state one equation for each field",
            "line 2, column 10: 'u' is the name of two fields; give each its own"),
        row(2, "u(t, x), nu(t, x) on x in [-1, 1], t in [0, 1]",
            "line 2, column 1: 1 equation for 2 fields (u, ν); state one equation for each field",
            "line 2, column 10: ν occurs in no equation; state its equation, or leave it out",
            "line 3, column 7: 'nu' is the name of a field and of a parameter; give each its own"),
        row(2, "sin(t, x) on x in [-1, 1], t in [0, 1]",
            "line 2, column 1: 'sin' has a meaning of its own and cannot be the name of a field; choose another name",
            "line 4, column 1: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 7: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 9: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 18: unknown name 'u'; did you mean 'nu'?",
            "line 5, column 9: unknown name 'u'; did you mean 'nu'?",
            "line 6, column 10: unknown name 'u'; did you mean 'nu'?"),
        row(2, "e(t, x) on x in [-1, 1], t in [0, 1]",
            "line 2, column 1: 'e' has a meaning of its own and cannot be the name of a field; choose another name",
            "line 4, column 1: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 7: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 9: unknown name 'u'; did you mean 'nu'?",
            "line 4, column 18: unknown name 'u'; did you mean 'nu'?",
            "line 5, column 9: unknown name 'u'; did you mean 'nu'?",
            "line 6, column 10: unknown name 'u'; did you mean 'nu'?"),
        row(2, "u_x(t, x) on x in [-1, 1], t in [0, 1]",
            "line 2, column 1: 'u_x' is no name; subscripts are derivatives; write ux"),
        row(2, "u(t, x) on x in [-1, L], t in [0, 1]",
            "line 2, column 22: unknown name 'L'; only numbers, pi and e stand here"),
        row(2, "# no fields",
            "line 1, column 1: there is no field; declare one, as in: u(t, x) on x in [0, 1], t in [0, 1]"),
        row(2, "u(t, x) on x in [-1, 1], t in [0, 1], time s in [0, 1]",
            "line 2, column 44: a second time coordinate, s; make it space, or leave it out"),
        row(3, "param nu",
            "line 3, column 9: expected '=' after the parameter nu, found the end of the line"),
        row(3, "param nu = mu",
            "line 3, column 12: unknown name 'mu'; only numbers, pi and e stand here"),
        row(3, "param nu = 1/0",
            "line 3, column 7: the parameter ν is Infinity; give it a finite value"),
        row(3, "param nu = 1e999",
            "line 3, column 7: the parameter ν is Infinity; give it a finite value",
            "line 3, column 12: the number 1e999 is too large; numbers end at 1.8e308"),
        row(3, "param nu = 0.1, nu = 0.2",
            "line 3, column 17: 'nu' is the name of two parameters; give each its own"),
        row(3, "parm nu = 0.1",
            "line 3, column 1: unknown word 'parm' at the beginning of a line; did you mean 'param'?",
            "line 4, column 15: unknown name 'nu'; did you mean 'u'?"),
        row(3, "param 3 = 4",
            "line 3, column 7: expected the name of a parameter, found '3'",
            "line 4, column 15: unknown name 'nu'; did you mean 'u'?"),
        row(3, "param nu = dn(2)",
            "line 3, column 12: dn cannot stand in a number"),
        row(4, "u_t + u*u_x = mu*u_xx",
            "line 4, column 15: unknown name 'mu'; did you mean 'nu'?"),
        row(4, "u_t + u u_x = nu*u_xx",
            "line 4, column 9: expected an operator between 'u' and 'u_x'; "
                + "products are written with *, one sentence stands on a line"),
        row(4, "u_t + 2u = nu*u_xx",
            "line 4, column 8: expected an operator between '2' and 'u'; "
                + "products are written with *, one sentence stands on a line"),
        row(4, "u_t + u*u_x",
            "line 4, column 12: expected '=' and a right side; an equation has two sides"),
        row(4, "u_t = u = nu*u_xx",
            "line 4, column 9: a second '=' in one equation; write one equation a line"),
        row(4, "u_t + u*u_y = nu*u_xx",
            "line 4, column 9: no coordinate 'y' in 'u_y'; the coordinates of u are t, x"),
        row(4, "u_t + x_x = nu*u_xx",
            "line 4, column 7: the subscript of 'x_x', but x is no field; only fields have derivatives"),
        row(4, "u_t + (u*u_x = nu*u_xx",
            "line 4, column 7: this parenthesis is not closed; expected an operator, ',' or ')' before '='"),
        row(4, "u_t + u)*u_x = nu*u_xx",
            "line 4, column 8: ')' closes nothing; remove it, or open it before"),
        row(4, "u_t + = nu*u_xx",
            "line 4, column 7: expected an expression, found '='"),
        row(4, "u_t + sni(x) = nu*u_xx",
            "line 4, column 7: unknown function 'sni'; did you mean 'sin'?"),
        row(4, "u_t + sin = nu*u_xx",
            "line 4, column 7: sin is a function; write sin(...)"),
        row(4, "u_t + sin(x, x) = nu*u_xx",
            "line 4, column 7: sin takes 1 argument, not 2"),
        row(4, "u_t + atan2(x) = nu*u_xx",
            "line 4, column 7: atan2 takes 2 arguments, not 1"),
        row(4, "u_t + u(t, x) = nu*u_xx",
            "line 4, column 8: u stands without its arguments here; write u"),
        row(4, "u_t + x(1 + u) = nu*u_xx",
            "line 4, column 8: expected an operator between 'x' and '('; "
                + "products are written with *, one sentence stands on a line"),
        row(4, "u_t + d(u) = nu*u_xx",
            "line 4, column 10: d needs a coordinate; write d(u, x)"),
        row(4, "u_t + d(u, y) = nu*u_xx",
            "line 4, column 12: expected a coordinate in d, found 'y'; the coordinates are t, x"),
        row(4, "u_t = nu*d(u, x, 9)",
            "line 4, column 18: the order of a derivative cannot be 9; it is a whole number from 1 to 6"),
        row(4, "u_t = nu*d(u, x, 1.5)",
            "line 4, column 18: the order of a derivative cannot be 1.5; it is a whole number from 1 to 6"),
        row(4, "u_t = u_xxxxxxx",
            "line 2, column 1: u is of order 7 in x and has 2 conditions on x=-1 and x=1; it needs 7 there in all",
            "line 4, column 1: the equation u_t = u_xxxxxxx contains a derivative of order 7; "
                + "the highest is 6; write it as a system"),
        row(4, "u_t = grad(u)",
            "line 4, column 5: a scalar and a vector stand together; only 0 is both"),
        row(4, "u_t = div(u) + u_xx",
            "line 4, column 11: expected a vector in div, found a scalar; declare one, as in: vector v(x, y)"),
        row(4, "u_t = nu*u_xx + dn(u)",
            "line 4, column 1: dn stands in the equation u_t = ∂_n u + ν u_xx; "
                + "use it in boundary conditions only: inside there is no normal"),
        row(4, "u_t = nu*u² + u_xx",
            "line 4, column 11: unexpected character '²'; write powers with ^, as in u^2"),
        row(4, "∂u/∂t = u_xx",
            "line 4, column 1: unexpected character '∂'; write derivatives as u_x or d(u, x)",
            "line 4, column 4: unexpected character '∂'; write derivatives as u_x or d(u, x)"),
        row(4, "u_t = nu*u_xx; u = 0",
            "line 4, column 14: unexpected character ';'; one sentence a line"),
        row(4, "u_{xx = u_t + u_xx",
            "line 4, column 3: the subscript of u is not closed; add }"),
        row(4, "u_t = nu*u_ + u_xx",
            "line 4, column 11: the subscript of u is empty; write u_x"),
        row(4, "u_t = curl(u) + u_xx",
            "line 4, column 12: expected a vector in curl, found a scalar; declare one, as in: vector v(x, y)"),
        row(4, "u_t = (1, 2) + u_xx",
            "line 4, column 7: a vector of 2 components in 1 space dimension"),
        row(4, "x = t",
            "line 2, column 1: u occurs in no equation; state its equation, or leave it out",
            "line 4, column 1: the equation x = t mentions no field; it must say something about u"),
        row(4, "# none",
            "line 2, column 1: no equations for 1 field (u); state one equation for each field"),
        row(7, "u_t = u_xx",
            "line 2, column 1: 2 equations for 1 field (u); state one equation for each field"),
        row(4, "u_t <= u_xx",
            "line 4, column 5: '<=' stands outside of piecewise(...); a statement has equations only"),
        row(4, "+u_t = u_xx",
            "line 4, column 1: expected an expression, found '+'; there is no unary plus"),
        row(4, "u_t = u_xx + 1/0",
            "line 4, column 1: the equation u_t = 0^(-1) + u_xx contains 0^(-1), which is no finite number; "
                + "replace it"),
        row(5, "# none",
            "line 2, column 1: no initial condition for u; add: initial u = ..."),
        row(5, "inital u = 0",
            "line 5, column 1: unknown word 'inital' at the beginning of a line; did you mean 'initial'?"),
        row(5, "initial u_t = 0",
            "line 2, column 1: no initial condition for u; add: initial u = ...",
            "line 5, column 1: the initial condition u_t = 0 gives u_t, but the equations are of order 1 in "
                + "t for u; leave it out"),
        row(7, "initial u = 0",
            "line 7, column 1: u is given twice at the start: u = sin(π x) and u = 0; keep one"),
        row(7, "initial u_t = 0",
            "line 7, column 1: the initial condition u_t = 0 gives u_t, but the equations are of order 1 in "
                + "t for u; leave it out"),
        row(5, "initial u",
            "line 5, column 10: expected '=' and a right side; an equation has two sides"),
        row(5, "initial dn(u) = 0",
            "line 5, column 1: dn stands in the initial condition ∂_n u = 0; use it in boundary conditions only"),
        row(5, "initial = 0",
            "line 5, column 9: expected an expression, found '='"),
        row(6, "boundary y=1, x=1: u = 0",
            "line 6, column 10: no coordinate 'y'; the boundary parts are x=-1, x=1"),
        whole("problem v\nvector v(y, x) on x in [0, 1], y in [0, 1]\nlap(v) = 0\nboundary v = 0",
            "line 2, column 8: the vector v is along y, x, but the space coordinates are x, y; "
                + "list the same coordinates in the same order"),
        whole("problem v\nvector v(t, x), vector w(t, y)\nv_t = dot(v, w)*w",
            "line 2, column 24: the vector w is along y, but the space coordinates are x; "
                + "list the same coordinates in the same order"),
        row(6, "# none",
            "line 2, column 1: no condition for u on the boundary part 'x=-1'; add: boundary x=-1: u = ...",
            "line 2, column 1: no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ..."),
        row(6, "boundary x=-1 u = 0",
            "line 2, column 1: no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ..."),
        row(6, "boundary x=2 u = 0",
            "line 6, column 10: no boundary part 'x=2'; the parts are x=-1, x=1"),
        row(6, "boundary y=1: u = 0",
            "line 6, column 10: no coordinate 'y'; the boundary parts are x=-1, x=1"),
        row(7, "boundary x=1: u = 1",
            "line 7, column 1: u is given twice on 'x=1': u = 0 and u = 1; keep one"),
        row(7, "periodic x",
            "line 6, column 1: the boundary condition u = 0 holds at the ends of x, which is periodic; "
                + "keep one of the two"),
        row(6, "periodic t",
            "line 2, column 1: no condition for u on the boundary part 'x=-1'; add: boundary x=-1: u = ...",
            "line 2, column 1: no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ...",
            "line 6, column 10: periodic t: time is not periodic; "
                + "name a space coordinate, or give initial conditions"),
        row(6, "periodic z",
            "line 6, column 10: 'z' is no coordinate; there is x"),
        row(6, "boundary 0 = 0",
            "line 2, column 1: no condition for u on the boundary part 'x=-1'; add: boundary x=-1: u = ...",
            "line 2, column 1: no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ...",
            "line 6, column 1: the boundary condition 0 = 0 mentions no field; it must say something about u"),
        row(6, "boundary",
            "line 6, column 9: expected an expression, found the end of the line"),
        row(6, "boundary x= u = 0",
            "line 6, column 13: expected a number, found 'u'; numbers, pi, e and their products may stand here"),
        row(7, "boundary x=1: v = 0",
            "line 7, column 15: unknown name 'v'; there is nu, t, u, x"),
        row(6, "periodic x x",
            "line 6, column 12: expected an operator between 'x' and 'x'; "
                + "products are written with *, one sentence stands on a line"),
        row(6, "periodic x, x",
            "line 6, column 13: periodic x is stated twice; keep one"),
        whole("problem s\nu(x) on x in [0, 1]\nu_xx = 1\nboundary u = 0\ninitial u = 0",
            "line 5, column 1: the initial condition u = 0 stands in a problem without time; "
                + "leave it out, or give the fields a time coordinate and its range"),
        whole("problem s\nu(x) on x in [0, 1]\nu_xxxx = 1\nboundary u = 0",
            "line 2, column 1: u is of order 4 in x and has 2 conditions on x=0 and x=1; it needs 4 there in all"),
        whole("problem s\nu(x) on x in [0, 1]\nu_x = 1",
            "line 2, column 1: no condition on 'x=0' or 'x=1'; give one where values enter, or state: periodic x"),
        whole("problem w\nu(t, x) on x in [0, 1], t in [0, 1]\nu_tt = u_xx\nboundary u = 0\ninitial u = 0",
            "line 2, column 1: no initial condition for u_t; add: initial u_t = ..."),
        whole("problem w\nu(t, x), v(t, x) on x in [0, 1], t in [0, 1]\nu_t = u_xx\nboundary u = 0\ninitial u = 0",
            "line 2, column 1: 1 equation for 2 fields (u, v); state one equation for each field",
            "line 2, column 10: v occurs in no equation; state its equation, or leave it out"),
        whole("problem v\nvector v(x, y) on x in [0, 1], y in [0, 1]\nlap(v) = 1\nboundary v = 0",
            "line 3, column 8: a scalar and a vector stand together; only 0 is both"),
        whole("problem v\nvector v(x, y) on x in [0, 1], y in [0, 1]\nlap(v) = 0\nboundary v = (1, 2, 3)",
            "line 4, column 14: a vector of 3 components in 2 space dimensions"),
        whole("problem v\nvector v(x, y) on x in [0, 1], y in [0, 1]\nv*v = 0\nboundary v = 0",
            "line 3, column 2: two vectors cannot be multiplied with *; write dot(a, b) for their scalar product"),
        whole("problem v\nvector v(x, y) on x in [0, 1], y in [0, 1]\nlap(v) = v_x\nboundary v = 0",
            "line 3, column 10: 'v_x' has a subscript, but v is a vector; its components are v1, v2"),
        whole("problem v\nvector v(x, y) on x in [0, 1], y in [0, 1]\nlap(v) = (1,2)/v\nboundary v = 0",
            "line 3, column 15: a vector cannot be a divisor; divide by a scalar"),
        whole("problem o\nu(t) on t in [0, 1]\nu_t = lap(u)\ninitial u = 1",
            "line 3, column 7: lap needs a space coordinate, and there is none"),
        whole("problem o\nu(t) on t in [0, 1]\nu_t = -u\ninitial u = 1\nboundary u = 0",
            "line 5, column 1: the boundary condition u = 0 holds on no part of the boundary; leave it out"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyFaultIsNamed(Malformed row) {
    row.assertFaults();
  }

  @Test
  void theGoodStatementIsGood() {
    assertThat(Pde.parse(GOOD).name()).isEqualTo("p");
  }

  @Test
  void theMessageShowsTheLineAndACaret() {
    var e = catchThrowableOfType(StatementException.class,
        () -> Pde.parse(GOOD.replace("+ u*u_x", "+ uu*u_x").replace("boundary u", "\tboundary\tv")));
    assertThat(e).hasMessage("""
        'p' is not well stated:
        line 4, column 7: unknown name 'uu'; did you mean 'u'?
            u_t + uu*u_x = nu*u_xx
                  ^
        line 6, column 11: unknown name 'v'; there is nu, t, u, x
            \tboundary\tv = 0
            \t        \t^""");
  }

  @Test
  void deepNestingIsRefusedWithoutOverflowingTheStack() {
    for (String nest : List.of("(", "-", "sin(", "2^", "(-", "d(")) {
      var e = catchThrowableOfType(StatementException.class,
          () -> Pde.parse(GOOD.replace("u*u_x", nest.repeat(1000) + "u")));
      assertThat(e.faults()).hasSize(1);
      assertThat(e.faults().getFirst().message()).isEqualTo("this is nested more than 100 deep");
    }
  }

  @Test
  void longTextsAreRefused() {
    var e = catchThrowableOfType(StatementException.class, () -> Pde.parse("u".repeat(10_001)));
    assertThat(e.faults()).extracting(Fault::toString)
        .containsExactly("line 1, column 1: the statement has 10001 characters beside the numbers in tables and observations; it may have "
            + "10000");
    e = catchThrowableOfType(StatementException.class, () -> Pde.parse(" ".repeat(2_000_001)));
    assertThat(e.faults()).extracting(Fault::toString)
        .containsExactly("line 1, column 1: the statement has 2000001 characters; it may have 2000000");
  }

  /** The longest texts with the most work in each character; the slowest takes 1 s on a cold, busy machine. */
  @Test
  void theWorstTextsAreReadInTime() {
    for (String worst : List.of("@", "/sin(x)", "*u_x", "+x^2", "u=\n", "param a=1\n", "[", "u_{x x x}", "-(u", "1e9", ",\n")) {
      String text = GOOD + "\n1" + worst.repeat(9_800 / worst.length());
      long start = System.nanoTime();
      var e = catchThrowableOfType(StatementException.class, () -> Pde.parse(text));
      assertThat(e).isNotNull();
      assertThat(e.faults()).hasSizeBetween(1, 51);
      assertThat(e.getMessage()).hasSizeLessThan(20_000);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void expressionsHaveThePlaceOfTheirFaultsToo() {
    var e = catchThrowableOfType(StatementException.class, () -> Pde.expression("1 + sin(q)*y_", Expressions.NAMES));
    assertThat(e).hasMessage("""
        this is no expression:
        line 1, column 9: unknown name 'q'; there is k, nu, t, u, v, w, x, y
            1 + sin(q)*y_
                    ^
        line 1, column 13: the subscript of y is empty; write y_x
            1 + sin(q)*y_
                        ^""");
  }

  @Test
  void filesAreReadAsTexts(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("p.pde"), GOOD);
    assertThat(Pde.parse(file)).isEqualTo(Pde.parse(GOOD));
  }
}
