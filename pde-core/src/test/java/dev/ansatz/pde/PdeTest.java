package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static java.lang.Math.PI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PdeTest {
  private static final List<String> STATEMENTS = Statements.ALL;

  private final Coordinate x = space("x");
  private final Coordinate y = space("y");
  private final Coordinate t = time("t");
  private final Field u = field("u", t, x);
  private final Field w = field("w", x, y);
  private final Parameter nu = param("nu", 0.01 / PI);
  private final Domain strip = over(x.in(-1, 1), t.in(0, 1));
  private final Domain square = over(x.in(0, 1), y.in(0, 1));

  private Problem burgers() {
    return pde("burgers", strip,
        equation(dt(u).plus(u.times(d(u, x))).eq(nu.times(d(u, x, x)))),
        initial(u.eq(sin(x.times(PI)).negate())),
        on(boundary(), u.eq(0)));
  }

  @Test
  void bothSpellingsMakeOneTree() {
    assertThat(parse(Statements.BURGERS)).isEqualTo(burgers());

    var v = vector("v", x, y);
    var p = field("p", x, y);
    var re = param("Re", 100);
    assertThat(parse(Statements.CAVITY)).isEqualTo(pde("lid-driven-cavity", square,
        equation(advect(v, v).plus(grad(p)).minus(lap(v).over(re)).eq(0)),
        equation(div(v).eq(0)),
        on(at(y, 1), v.eq(1, 0)),
        on(at(y, 0).and(at(x, 0)).and(at(x, 1)), v.eq(0))));

    assertThat(parse(Statements.POISSON)).isEqualTo(pde("poisson-square", square,
        equation(lap(field("u", x, y)).negate().eq(sin(x.times(PI)).times(sin(y.times(PI))).times(2 * Math.pow(PI, 2)))),
        on(boundary(), field("u", x, y).eq(0))));
  }

  @Test
  void aProblemIsPrintedAsMathematics() {
    assertThat(burgers()).hasToString("""
        burgers: u(t, x) on x ∈ [-1, 1], t ∈ [0, 1]
          u_t + u u_x = ν u_xx
          u = -sin(π x) at t=0
          u = 0 on the boundary
          with ν = 0.01/π""");
    assertThat(print(burgers())).isEqualTo("""
        problem burgers
        u(t, x)  on  x in [-1, 1], t in [0, 1]
        param nu = 0.01/pi
        u_t + u*u_x = nu*u_xx
        initial  u = -sin(pi*x)
        boundary  u = 0
        """);
    assertThat(burgers().latex()).isEqualTo("""
        \\begin{aligned}
        u_{t} + u\\,u_{x} &= \\nu\\,u_{xx} \\\\
        u &= -\\sin\\left(\\pi\\,x\\right) && \\text{at } t = 0 \\\\
        u &= 0 && \\text{on the boundary}
        \\end{aligned}""");
    assertThat(print(parse(Statements.HEAT))).isEqualTo("""
        problem heat
        u(t, x)  on  x in [0, 2*pi], t in [0, 0.5]
        u_t = sin(x)*exp(-t) + u_xx
        initial  u = cos(x)
        boundary x=0:  u_x = 0
        boundary x=2*pi:  dn(u) = -1
        """);
    assertThat(print(parse(Statements.BEAM))).isEqualTo("""
        problem beam
        w(s, x1)  on  x1 in [0, 1], time s in [0, 1]
        w_{s s} + w_{x1 x1 x1 x1} = 0
        initial  w = 0
        initial  w_{s} = x1^2*(1 - x1)^2
        boundary  w = 0
        boundary  dn(w) = 0
        """);
  }

  @ParameterizedTest
  @FieldSource("STATEMENTS")
  void whatIsPrintedIsReadBack(String statement) {
    Problem p = parse(statement);
    assertThat(parse(print(p))).isEqualTo(p);
  }

  @Test
  void systemsGreekNamesAndLongSentences() {
    Problem p = parse(Statements.GRAY_SCOTT);
    assertThat(p.fields()).extracting(Field::name).containsExactly("u", "v");
    assertThat(p.parameters()).extracting(Parameter::name).containsExactly("epsilon", "delta", "F", "kappa");
    assertThat(p.equations().get(0)).hasToString("u_t = F (1 - u) - u v² + ε u_xx");
    assertThat(p.conditions().getFirst()).isEqualTo(new Condition.Periodic(x));
  }

  @Test
  void partsAreNamedByWhatIsFixed() {
    Problem p = pde("mixed", square, equation(lap(w).eq(0)),
        on("x=0", w.eq(0)), on(at(x, 1), dn(w).plus(w.times(2)).eq(1)), on(at(y, 1).and(at(y, 0)), dn(w).eq(0)));
    assertThat(p.domain().parts()).extracting(BoundaryPart::name).containsExactly("x=0", "x=1", "y=0", "y=1");
    assertThat(p.conditions()).last().isInstanceOfSatisfying(Condition.Boundary.class,
        b -> assertThat(b.parts()).extracting(BoundaryPart::name).containsExactly("y=0", "y=1"));
    assertThat(parse(print(p))).isEqualTo(p);
  }

  @Test
  void aVectorHasATimeDerivative() {
    Problem p = parse("""
        problem taylor-green
        vector v(t, x, y), p(t, x, y) on x in [0, 2*pi], y in [0, 2*pi], t in [0, 1]
        param nu = 0.1
        v_t + advect(v, v) + grad(p) = nu*lap(v)
        div(v) = 0
        initial v = (sin(x)*cos(y), -cos(x)*sin(y))
        periodic x, y
        """);
    assertThat(p.equations().getFirst()).hasToString("v1_t + v1 v1_x + v2 v1_y + p_x = ν (v1_xx + v1_yy)");
    assertThat(p.conditions()).hasSize(4);
    assertThat(parse(print(p))).isEqualTo(p);
  }

  @Test
  void withChangesAParameterEverywhere() {
    Problem p = parse(Statements.ADVECTION).with("beta", 50);
    assertThat(p).isEqualTo(parse(Statements.ADVECTION.replace("30", "50")));
    assertThat(p.with("β", 30)).isEqualTo(parse(Statements.ADVECTION));
    assertThatThrownBy(() -> burgers().with("mu", 1)).isInstanceOf(StatementException.class)
        .hasMessage("'burgers' cannot be changed:\n- no parameter 'mu'; did you mean 'nu'?");
    assertThatThrownBy(() -> parse(Statements.POISSON).with("nu", 1)).hasMessageEndingWith("it has no parameters");
    assertFaults(() -> burgers().with("nu", Double.NaN), "the parameter ν is NaN; give it a finite value");
  }

  /** In the text form such a line goes on in the next one, so that the printed problem could not be read again. */
  @Test
  void aNameDoesNotEndInAHyphen() {
    assertFaults(() -> pde("half-", strip, equation(dt(u).eq(d(u, x, x))), initial(u.eq(0)), on(boundary(), u.eq(0))),
        "'half-' cannot be the name of a problem; use letters, digits and hyphens");
  }

  @Test
  void aTypedStatementFailsOnceWithEverything() {
    assertFaults(() -> pde("typo", strip, equation(dt(u).eq(d(u, x, x))), on(at(x, 2), u.eq(0))),
        "no boundary part 'x=2'; the parts are x=-1, x=1",
        "no initial condition for u; add: initial u = ...",
        "no condition for u on the boundary part 'x=-1'; add: boundary x=-1: u = ...",
        "no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ...");
    assertFaults(() -> pde("two words", over(x.in(1, 0), t.in(0, Double.POSITIVE_INFINITY)),
            equation(dt(u).eq(d(u, x, x))), initial(u.eq(y)), on(boundary(), field("v", t, x).eq(0))),
        "'two words' cannot be the name of a problem; use letters, digits and hyphens",
        "the range t in [0, Infinity] is not finite; ranges are bounded: cut it where the solution is known",
        "the range x in [1, 0] is reversed; write x in [0, 1]",
        "the initial condition u = y mentions y, which has no range; the coordinates are t, x",
        "the boundary condition v = 0 mentions v(t, x), which is not a field of the problem; the fields are u(t, x)",
        "no condition for u on the boundary part 'x=1'; add: boundary x=1: u = ...",
        "no condition for u on the boundary part 'x=0'; add: boundary x=0: u = ...");
    assertFaults(() -> pde("p", strip, equation(nu.times(d(u, x, x)).eq(dt(u).times(param("nu", 1)))),
            initial(u.eq(0)), on(boundary(), u.eq(0))),
        "'nu' is the name of two parameters; give each its own");
    assertFaults(() -> pde("p", over(x.in(0, 1), t.in(0, 1), time("s").in(0, 1))),
        "there are two time coordinates, t and s; make one of them space(...)");
    assertFaults(() -> pde("p", strip), "there is no field; declare one, such as u(t, x)");
    assertFaults(() -> pde("p", strip, equation(dt(field("u_1", t, x)).eq(0)), initial(field("u_1", t, x).eq(0))),
        "'u_1' cannot be the name of a field; use a letter, then letters and digits");
  }

  @Test
  void whatIsNeededDependsOnTheOrder() {
    // a pressure is of first order beside velocities of second order: no condition of its own
    assertThat(parse(Statements.CAVITY).fields()).hasSize(3);
    // an advected field has one at the inflow, and may have none at the outflow
    assertThat(parse(Statements.ADVECTION).conditions()).hasSize(2);
    // an ordinary differential equation has no boundary
    assertThat(parse(Statements.LORENZ).domain().parts()).isEmpty();
    // one condition at one end of a third-order equation, two at the other
    var kdv = equation(dt(u).plus(d(u, x, 3)).eq(0));
    assertThat(pde("kdv", strip, kdv, initial(u.eq(0)), on(boundary(), u.eq(0)), on(at(x, 1), d(u, x).eq(0)))
        .conditions()).hasSize(3);
    assertFaults(() -> pde("kdv", strip, kdv, initial(u.eq(0)), on(boundary(), u.eq(0))),
        "u is of order 3 in x and has 2 conditions on x=-1 and x=1; it needs 3 there in all");
  }

  private static void assertFaults(ThrowingCallable statement, String... faults) {
    var e = catchThrowableOfType(StatementException.class, statement);
    assertThat(e).isNotNull();
    assertThat(e.faults()).allSatisfy(f -> assertThat(f.line()).isZero());
    assertThat(e.faults()).extracting(Fault::toString).containsExactly(faults);
  }
}
