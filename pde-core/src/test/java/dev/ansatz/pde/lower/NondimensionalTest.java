package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.expression;
import static dev.ansatz.pde.Pde.parse;
import static dev.ansatz.pde.Pde.print;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NondimensionalTest {
  private static final String STEEL = """
      problem bar
      u(t, x) on x in [0, 0.2], t in [0, 400]
      param a = 1.2e-5
      u_t = a*u_xx - 1e-5*(u - 300)^2
      initial u = 300 + 500*x
      boundary x=0: u = 300
      boundary x=0.2: dn(u) + 5*(u - 300) = 0
      """;

  private static Map<Expr, Double> scales(Problem p, double t, double x, double u) {
    var scales = new LinkedHashMap<Expr, Double>();
    scales.put(p.coordinates().get(0), t);
    scales.put(p.coordinates().get(1), x);
    scales.put(p.fields().getFirst(), u);
    return scales;
  }

  @Test
  void everySentenceIsScaled() {
    Problem p = parse(STEEL);
    assertThat(print(Lowering.nondimensionalise(p, scales(p, 400, 0.2, 100)).problem())).isEqualTo("""
        problem bar
        u(t, x)  on  x in [0, 1], t in [0, 1]
        param a = 1.2e-5
        u_t = -4e-5*(-300 + 100*u)^2 + 9999.999999999998*a*u_xx
        initial  u = 3 + x
        boundary x=0:  u = 3
        boundary x=1:  -300 + 100*u + 100*dn(u) = 0
        """);
  }

  @Test
  void theScaledSolutionMapsBack() {
    Problem p = parse(STEEL);
    var scaled = Lowering.nondimensionalise(p, scales(p, 50, 0.1, 20));
    var solver = Reference.solver(1e-7);
    var direct = solver.solve(p, Run.defaults());
    var mapped = solver.solve(scaled.problem(), Run.defaults());
    var u = p.fields().getFirst();
    double[][] points = {{50, 200, 400}, {0.01, 0.15, 0.2}};
    double[][] there = scaled.scaled(points);
    for (int i = 0; i < 3; i++) {
      // both refine to a relative 1e-7 of values near 300, at single points some times that; slopes are 100 times as sensitive
      double value = scaled.factor(u) * mapped.value(u, there[0][i], there[1][i]);
      assertThat(value).isCloseTo(direct.value(u, points[0][i], points[1][i]), within(1e-3));
      var x = new MultiIndex(0, 1);
      double slope = scaled.factor(Partial.of(u, p.coordinates().get(1))) * mapped.derivative(u, x, there[0][i], there[1][i]);
      assertThat(slope).isCloseTo(direct.derivative(u, x, points[0][i], points[1][i]), within(1e-1));
    }
  }

  @Test
  void explicitSolutionsMapBackToSolutions() {
    Problem p = parse("""
        problem heat
        u(t, x) on x in [0, 2], t in [0, 1]
        u_t = u_xx/pi^2
        initial u = sin(pi*x)
        boundary u = 0
        """);
    var u = p.fields().getFirst();
    var scaled = Lowering.nondimensionalise(p, scales(p, 3, 2, 7));
    // u = exp(-t) sin(pi x) = 7 û(t/3, x/2)
    Expr hat = expression("exp(-3*t)*sin(2*pi*x)/7", p.coordinates().toArray(Expr[]::new));
    Expr residual = Lowering.normalForm(scaled.problem().equations().getFirst().residual().substitute(Map.of(u, hat)));
    var point = Map.of(p.coordinates().get(0), 0.2, p.coordinates().get(1), 0.3);
    assertThat(residual.evaluate(point)).isCloseTo(0, within(1e-14));
    assertThat(scaled.restored(Map.of(u, hat)).get(u).evaluate(point)).isCloseTo(Math.exp(-0.2) * Math.sin(0.3 * Math.PI), within(1e-14));
  }

  @Test
  void integralsPointsInterfacesAndObservationsAreScaled() {
    Problem p = parse("""
        problem layers
        u(x) on x in [0, 4]
        unknown k = 2
        d(piecewise(x < 2: k, else 4)*u_x, x) = integral(u) - mean(u)
        interface x=2: jump(u) = 0
        interface x=2: jump(piecewise(x < 2: k, else 4)*u_x) = 1
        boundary dn(u) = 0
        gauge u(3) = mean(u)
        observe u at 1 = 3 noise 0.1
        """);
    var scales = Map.<Expr, Double>of(p.coordinates().getFirst(), 2.0, p.fields().getFirst(), 10.0);
    assertThat(print(Lowering.nondimensionalise(p, scales).problem())).isEqualTo("""
        problem layers
        u(x)  on  x in [0, 2]
        unknown k = 2
        d(piecewise(2*x < 2: k, else 4)*u_x, x) = 8*integral(u) - 4*mean(u)
        interface x=1:  jump(10*u) = 0
        interface x=1:  jump(5*piecewise(2*x < 2: k, else 4)*u_x) = 1
        boundary  dn(u) = 0
        gauge  u(1.5) = mean(u)
        observe 10*u at (0.5) = 3 noise 0.1
        """);
  }

  @Test
  void wrongScalesAreNamedTogether() {
    Problem p = parse(STEEL);
    assertThatThrownBy(() -> Lowering.nondimensionalise(p, Map.of(p.parameters().getFirst(), 2.0, p.fields().getFirst(), -1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bar' cannot be made dimensionless:")
        .hasMessageContaining("a is none of its coordinates and fields; they are [t, x, u]")
        .hasMessageContaining("the scale -1 of u is not positive and finite");
  }
}
