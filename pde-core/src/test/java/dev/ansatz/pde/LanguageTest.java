package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The text form against the typed one, for what goes beyond equations with boundary and initial values. */
class LanguageTest {
  static final List<String> STATEMENTS = Statements.RICH;

  private final Coordinate x = space("x");
  private final Coordinate y = space("y");
  private final Coordinate t = time("t");

  @ParameterizedTest
  @FieldSource("STATEMENTS")
  void whatIsPrintedIsReadBack(String statement) {
    Problem p = parse(statement);
    assertThat(parse(print(p))).isEqualTo(p);
    assertThat(p.latex()).isNotBlank();
    assertThat(p.toString()).isNotBlank();
  }

  @Test
  void complexEquationsAreTwoRealOnes() {
    var h = complex("h", t, x);
    var i = ComplexExpr.I;
    Problem typed = pde("schroedinger", over(x.in(-5, 5), t.in(0, 1)),
        equation(dt(h).times(i).plus(d(h, x, x).times(0.5)).plus(h.times(h.norm())).eq(0)),
        initial(h.eq(new Const(2).over(cosh(x)))),
        periodic(x));
    Problem read = parse(Statements.SCHROEDINGER);
    // the order of fields is that of declaration in a text, of occurrence in a typed statement
    assertThat(read.equations()).isEqualTo(typed.equations());
    assertThat(read.conditions()).isEqualTo(typed.conditions());
    assertThat(parse(print(typed))).isEqualTo(typed);
    assertThat(read).hasToString("""
        schroedinger: hRe(t, x), hIm(t, x) on x ∈ [-5, 5], t ∈ [0, 1]
          -hIm_t + hRe (hIm² + hRe²) + 0.5 hRe_xx = 0
          hRe_t + hIm (hIm² + hRe²) + 0.5 hIm_xx = 0
          hRe = 2/cosh(x) at t=0
          hIm = 0 at t=0
          periodic in x""");
  }

  @Test
  void complexArithmetic() {
    Problem p = parse("""
        problem ginzburg-landau
        complex psi(t, x) on x in [0, 1], t in [0, 1]
        param b = 0.5, c = -1.5
        psi_t = psi + (1 + i*b)*psi_xx - (1 + i*c)*abs(psi)^2*psi
        initial psi = exp(i*2*pi*x)/(1 + i)
        periodic x
        """);
    assertThat(p.fields()).extracting(Field::name).containsExactly("psiRe", "psiIm");
    var a = p.fields().get(0);
    var b = p.fields().get(1);
    var start = Map.of(p.coordinates().get(1), 0.1);
    double phase = 0.2 * Math.PI;
    // (cos + i sin)/(1 + i) = (cos + sin)/2 + i (sin - cos)/2
    assertThat(p.conditions().get(0).stated().orElseThrow().right().evaluate(start))
        .isCloseTo((Math.cos(phase) + Math.sin(phase)) / 2, within(1e-15));
    assertThat(p.conditions().get(1).stated().orElseThrow().right().evaluate(start))
        .isCloseTo((Math.sin(phase) - Math.cos(phase)) / 2, within(1e-15));
    // at constant fields 2 + 3i: psi - (1 + ic)|psi|² psi with |psi|² = 13
    var values = Map.of(a, new Const(2), b, new Const(3));
    var point = Map.<Coordinate, Double>of();
    assertThat(p.equations().get(0).right().substitute(values).evaluate(point)).isCloseTo(2 - 13 * (2 + 1.5 * 3), within(1e-13));
    assertThat(p.equations().get(1).right().substitute(values).evaluate(point)).isCloseTo(3 - 13 * (3 - 1.5 * 2), within(1e-13));
    assertThat(p.toString()).contains("ψRe_t");
    assertThat(p.latex()).contains("\\partial_{t} \\psi_{\\mathrm{Re}}");
  }

  @Test
  void casesTablesAndInterfaces() {
    var u = field("u", x);
    var k = piecewise(4, when(1, less(x, 0.5)));
    var f = table("f", new double[] {0, 0.25, 1}, new double[] {1, 2, 0}, Table.Interpolation.LINEAR);
    Problem typed = pde("layers", over(x.in(0, 1)),
        equation(d(k.times(d(u, x)), x).negate().eq(f.at(x))),
        interfaceAt(x, 0.5, jump(u).eq(0)),
        interfaceAt(x, 0.5, jump(k.times(d(u, x))).eq(0)),
        on(boundary(), u.eq(0)));
    assertThat(parse(Statements.LAYERS)).isEqualTo(typed);
    assertThat(parse(Statements.LAYERS.replace("piecewise(x < 0.5: 1, else 4)", "(if x < 0.5 then 1 else 4)"))).isEqualTo(typed);
    assertThat(print(typed)).isEqualTo("""
        problem layers
        u(x)  on  x in [0, 1]
        table f(x) linear,
            x = [0, 0.25, 1],
            values = [1, 2, 0]
        -d(piecewise(x < 0.5: 1, else 4)*u_x, x) = f(x)
        interface x=0.5:  jump(u) = 0
        interface x=0.5:  jump(piecewise(x < 0.5: 1, else 4)*u_x) = 0
        boundary  u = 0
        """);
    assertThat(typed.latex()).isEqualTo("""
        \\begin{aligned}
        -\\left(\\begin{cases} 1 & x < 0.5 \\\\ 4 & \\text{else} \\end{cases}\\,u_{x}\\right)_{x} &= f\\left(x\\right) \\\\
        \\left[u\\right] &= 0 && \\text{at } x = 0.5 \\\\
        \\left[\\begin{cases} 1 & x < 0.5 \\\\ 4 & \\text{else} \\end{cases}\\,u_{x}\\right] &= 0 && \\text{at } x = 0.5 \\\\
        u &= 0 && \\text{on the boundary}
        \\end{aligned}""");
  }

  @Test
  void conditionsOfCasesChainAndCombine() {
    Expr e = expression("piecewise(0 < x <= 1 and y >= 2: 1, x > 3: 2, else 3)", x, y);
    assertThat(e).hasToString("piecewise(0 < x and x ≤ 1 and 2 ≤ y: 1, 3 < x: 2, else 3)");
    double[][] expected = {{1, 2, 1}, {0, 2, 3}, {0.5, 1.9, 3}, {1, 5, 1}, {1.0001, 5, 3}, {3, 0, 3}, {4, 0, 2}};
    for (double[] row : expected) {
      assertThat(e.evaluate(Map.of(x, row[0], y, row[1]))).isEqualTo(row[2]);
    }
    assertThat(expression("piecewise(1 < 2: x, else y)", x, y)).isEqualTo(x);
    assertThat(expression("piecewise(2 < 1: x, else y)", x, y)).isEqualTo(y);
    assertThat(expression("d(piecewise(x < 1: x^2, else y), x)", x, y).evaluate(Map.of(x, 0.5, y, 1.0))).isEqualTo(1);
  }

  @Test
  void gaugesTakeMeansAndPoints() {
    Problem p = parse(Statements.STOKES);
    assertThat(p.conditions()).anyMatch(c -> c instanceof Condition.Gauge);
    assertThat(p.toString()).contains("mean(p) = 0");
    assertThat(p.latex()).contains("\\left\\langle p\\right\\rangle &= 0");
    Problem q = parse(Statements.STOKES.replace("mean(p) = 0", "p(0, 0.5) = 2*pi"));
    var pressure = q.fields().get(2);
    assertThat(q.conditions()).contains(new Condition.Gauge(value(pressure, 0, 0.5).eq(2 * Math.PI)));
    assertThat(parse(print(q))).isEqualTo(q);
  }

  @Test
  void unknownsAndObservations() {
    var u = field("u", t, x);
    var D = unknown("D", 2).in(0.1, 10);
    Problem typed = pde("diffusion-inverse", over(x.in(-1, 1), t.in(0, 1)),
        equation(dt(u).eq(D.times(d(u, x, x)).minus(exp(t.negate()).times(sin(x.times(Math.PI)))))),
        initial(u.eq(sin(x.times(Math.PI)))),
        on(boundary(), u.eq(0)),
        observe(u, new double[][] {{0.5, -0.5}, {1, 0.25}}, new double[] {-0.6, 0.26}, 0.01));
    assertThat(parse(Statements.DIFFUSION_INVERSE)).isEqualTo(typed);
    assertThat(typed.toString()).contains("u observed at 2 points with noise 0.01", "to be found: D ≈ 2 in [0.1, 10]");
    assertThat(typed.with("D", 3).parameters()).containsExactly(new Parameter("D", 3, 0.1, 10, true));

    var w = field("w", x);
    var a = unknown("a", x);
    Problem field = pde("conductivity", over(x.in(0, 1)),
        equation(d(a.times(d(w, x)), x).eq(1)),
        on(boundary(), w.eq(0)),
        guess(a, x.plus(1)),
        observe(d(w, x), new double[][] {{0.5}}, new double[] {0}, 1e-3));
    assertThat(parse(Statements.CONDUCTIVITY)).isEqualTo(field);
    assertThat(field.coefficients()).extracting(Coefficient::field).containsExactly(a);
    assertThat(field.fields()).containsExactly(w);
  }

  @Test
  void parametersKeepToTheirBounds() {
    Problem p = parse(Statements.BURGERS.replace("0.01/pi", "0.01 in [0.001, 0.1]"));
    assertThat(print(p)).contains("param nu = 0.01 in [0.001, 0.1]\n");
    assertThat(p.with("nu", 0.1).parameters().getFirst().value()).isEqualTo(0.1);
    var e = catchThrowableOfType(StatementException.class, () -> p.with("nu", 0.2));
    assertThat(e.faults()).extracting(Fault::toString)
        .containsExactly("the parameter ν = 0.2 lies outside of [0.001, 0.1]; change one of them");
  }

  @Test
  void inputFieldsHaveLaws() {
    var s = field("s", x, y);
    var a = input("a", x, y);
    Problem typed = pde("darcy", over(x.in(0, 1), y.in(0, 1)),
        equation(div(grad(s).times(a)).negate().eq(1)),
        drawn(a, logNormal(matern(2.5, 0.2, 1))),
        on(boundary(), s.eq(0)));
    assertThat(parse(Statements.DARCY)).isEqualTo(typed);
    Problem given = typed.given(a, x.plus(1));
    assertThat(given.coefficients()).isEmpty();
    assertThat(given.equations().getFirst()).isEqualTo(div(grad(s).times(x.plus(1))).negate().eq(1));
    assertThatThrownBy(() -> typed.given(input("b", x, y), x)).isInstanceOf(StatementException.class)
        .hasMessageContaining("no input field 'b'; there is a");
  }

  @Test
  void bilaplacianAndIntegrals() {
    var u = field("u", t, x);
    assertThat(bilap(field("w", x, y))).hasToString("w_xxxx + 2 w_xxyy + w_yyyy");
    Problem p = parse("""
        problem nonlocal
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx + u*integral(u^2, x) - mean(u)
        initial u = x
        boundary x=0: u = 0
        boundary x=1: integral(u, x) = 1
        """);
    assertThat(p.equations().getFirst()).isEqualTo(
        dt(u).eq(d(u, x, x).plus(u.times(integral(u.pow(2), x))).minus(mean(u))));
    // what is integrated over is no variable any more
    assertThat(integral(u.times(x), x).derivative(x)).isEqualTo(Const.ZERO);
    assertThat(integral(x.times(y), x).substitute(Map.of(x, new Const(3), y, new Const(2)))).isEqualTo(integral(x.times(2), x));
    assertThat(mean(new Const(3))).isEqualTo(new Const(3));
  }
}
