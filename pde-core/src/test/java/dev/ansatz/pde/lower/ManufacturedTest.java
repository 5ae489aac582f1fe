package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.expression;
import static dev.ansatz.pde.Pde.parse;
import static dev.ansatz.pde.Pde.print;
import static dev.ansatz.pde.Pde.sin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManufacturedTest {
  private static Problem manufactured(String statement, String... exact) {
    Problem problem = parse(statement);
    var fields = problem.fields();
    var expressions = new LinkedHashMap<Field, Expr>();
    for (int i = 0; i < exact.length; i++) {
      var names = new ArrayList<Expr>(problem.coordinates());
      names.addAll(problem.parameters());
      expressions.put(fields.get(i), expression(exact[i], names.toArray(Expr[]::new)));
    }
    return Lowering.manufacture(problem, expressions);
  }

  @Test
  void dataFreeOfFieldsAreReplacedAndSourcesAddedToAllElse() {
    Problem p = manufactured("""
        problem burgers
        u(t, x) on x in [-1, 1], t in [2, 3]
        param nu = 0.1
        u_t + u*u_x = nu*u_xx
        initial u = -sin(pi*x)
        boundary x=-1: u = 0
        boundary x=1: dn(u) + u^2 = u
        """, "t*x^2");
    assertThat(print(p)).isEqualTo("""
        problem burgers
        u(t, x)  on  x in [-1, 1], t in [2, 3]
        param nu = 0.1
        u_t + u*u_x = -2*nu*t + 2*t^2*x^3 + x^2 + nu*u_xx
        initial  u = 2*x^2
        boundary x=-1:  u = t*x^2
        boundary x=1:  u^2 + dn(u) = -t*x^2 + t^2*x^4 + u + dn(t*x^2)
        """);
  }

  @Test
  void systemsAndWavesAreManufacturedTermByTerm() {
    assertThat(print(manufactured("""
        problem wave
        u(t, x), v(t, x) on x in [0, 1], t in [0, 1]
        u_tt = d(v^2, x)
        v_t = u
        initial u = 0
        initial u_t = 0
        initial v = 0
        boundary x=0: v = 1
        """, "sin(t)*x", "1 + t*x"))).isEqualTo("""
        problem wave
        u(t, x), v(t, x)  on  x in [0, 1], t in [0, 1]
        u_tt = -2*t*(1 + t*x) - x*sin(t) + d(v^2, x)
        v_t = x - x*sin(t) + u
        initial  u = 0
        initial  u_t = x
        initial  v = 1
        boundary x=0:  v = 1 + t*x
        """);
  }

  /** Those on boxes that need neither a gauge nor data. */
  static List<String> names() {
    return Catalog.all().stream().map(Catalog.Entry::problem)
        .filter(p -> Feature.of(p).isEmpty() && p.domain().parts().stream().allMatch(Face.class::isInstance))
        .map(Problem::name).toList();
  }

  /** Expressions of period L in every coordinate of range L, so that they suit periodic problems too. */
  private static Map<Field, Expr> waves(Problem problem) {
    var exact = new LinkedHashMap<Field, Expr>();
    for (Field f : problem.fields()) {
      Expr product = new Const(1.5 + 0.25 * exact.size());
      for (Coordinate c : f.coordinates()) {
        Range range = problem.domain().ranges().stream().filter(r -> r.coordinate().equals(c)).findFirst().orElseThrow();
        double phase = 0.3 + 0.2 * exact.size();
        Expr angle = c.minus(range.lower()).times(2 * Math.PI / range.length()).plus(phase);
        product = product.plus(sin(angle).times(0.3 / f.coordinates().size()));
      }
      exact.put(f, product);
    }
    return exact;
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyEquationAndConditionHoldsForTheExpressions(String name) {
    Problem problem = Catalog.get(name).problem();
    var exact = waves(problem);
    Problem p = Lowering.manufacture(problem, exact);
    assertThat(p.equations()).hasSameSizeAs(problem.equations());
    assertThat(p.conditions()).hasSameSizeAs(problem.conditions());
    for (Equation e : p.equations()) {
      assertHolds(p, e, exact, Map.of(), null);
    }
    for (Condition c : p.conditions()) {
      switch (c) {
        case Condition.Initial(Equation e) -> {
          Range time = p.domain().time().orElseThrow();
          assertHolds(p, e, exact, Map.of(time.coordinate(), time.lower()), null);
        }
        case Condition.Boundary(var parts, Equation e) ->
            parts.forEach(part -> assertHolds(p, e, exact, Map.of(((Face) part).fixed(), ((Face) part).value()), part));
        case Condition.Periodic _ -> { }
        case Condition.Interface _, Condition.Gauge _, Condition.Observation _ -> throw new AssertionError(c);
      }
    }
    assertThat(parse(print(p))).isEqualTo(p);
  }

  /** Both sides are evaluated by themselves; they agree to the rounding of sums of some 100 terms. */
  private static void assertHolds(
      Problem p, Equation e, Map<Field, Expr> exact, Map<Coordinate, Double> at, BoundaryPart part) {
    double[][] points = new PointSequence.Sobol().interior(p.domain(), 8, 1);
    var coordinates = p.coordinates();
    at.forEach((c, value) -> Arrays.fill(points[coordinates.indexOf(c)], value));
    Expr left = explicit(e.left().substitute(exact), part);
    Expr right = explicit(e.right().substitute(exact), part);
    double[][] values = Pointwise.of(left, right).values(coordinates, points);
    double size = 1e-300;
    for (int i = 0; i < values[0].length; i++) {
      size = Math.max(size, Math.abs(values[0][i]));
    }
    for (int i = 0; i < values[0].length; i++) {
      assertThat(Math.abs(values[0][i] - values[1][i])).as(e.toString()).isLessThan(1e-12 * (1 + size));
    }
  }

  private static Expr explicit(Expr e, BoundaryPart part) {
    return part == null ? Lowering.normalForm(e) : Lowering.onPart(e, part);
  }

  @Test
  void aReferenceFindsTheManufacturedSolution() {
    Problem p = manufactured("""
        problem reaction-diffusion
        u(t, x) on x in [-1, 1], t in [0, 1]
        u_t = 0.1*u_xx + u - u^3
        initial u = 0
        boundary x=-1: u = 0
        boundary x=1: dn(u) + 2*u = 0
        """, "exp(-t)*cos(2*x) + x/2");
    var u = p.fields().getFirst();
    var solution = Reference.solver(1e-7).solve(p, Run.defaults());
    double[][] points = {{0.25, -0.9}, {0.5, 0.1}, {1, 0.7}, {1, 1}};
    for (double[] point : points) {
      double exact = Math.exp(-point[0]) * Math.cos(2 * point[1]) + point[1] / 2;
      // a reference refines to a relative 1e-7 of fields of size 1; a single point may be off by some times the L2 error
      assertThat(solution.value(u, point)).isCloseTo(exact, within(1e-6));
    }
  }

  @Test
  void gaugesInterfacesAndObservationsHoldToo() {
    Problem p = parse("""
        problem layers
        u(x) on x in [0, 4]
        unknown a(x)
        d(a*u_x, x) = 0
        interface x=2: jump(u) = 0
        interface x=2: jump(a*u_x) = 1
        boundary dn(u) = 0
        gauge u(3) = mean(u)
        observe a*u at 1 = 3, 2 = 0 noise 0.1
        """);
    var x = p.coordinates().getFirst();
    var exact = Map.of(p.fields().getFirst(), x.pow(2), p.coefficients().getFirst().field(), x.plus(1));
    assertThat(print(Lowering.manufacture(p, exact))).isEqualTo("""
        problem layers
        u(x)  on  x in [0, 4]
        unknown a(x)
        d(a*u_x, x) = 2*x + 2*(1 + x)
        interface x=2:  jump(u) = jump(x^2)
        interface x=2:  jump(a*u_x) = jump(2*x*(1 + x))
        boundary  dn(u) = dn(x^2)
        gauge  u(3) = 9 - mean(x^2) + mean(u)
        observe a*u at (1) = 2,
            (2) = 12 noise 0.1
        """);
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    Problem p = parse("""
        problem pair
        u(t, x), v(x), w(t, x) on x in [0, 1], t in [0, 1]
        param nu = 1
        u_t = nu*u_xx + v
        v_xx = u
        w_t = w_x
        initial u = 0
        initial w = 0
        periodic x
        """);
    Field u = p.fields().get(0);
    Field v = p.fields().get(1);
    var x = p.coordinates().get(1);
    var t = p.coordinates().get(0);
    var foreign = new Field("q", List.of(x));
    assertThatThrownBy(() -> Lowering.manufacture(p, Map.of(u, x.times(2), v, t.times(u), foreign, x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no solution of 'pair' can be manufactured:")
        .hasMessageContaining("no expression is given for w")
        .hasMessageContaining("q is no field of the problem; its fields are u, v, w")
        .hasMessageContaining("u = 2 x is not periodic in x over its range")
        .hasMessageContaining("the expression for v mentions u; write it in coordinates and parameters")
        .hasMessageContaining("the expression for v mentions t, on which v does not depend");
  }
}
