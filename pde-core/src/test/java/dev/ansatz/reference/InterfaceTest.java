package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Support;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/** Two media that meet in a line. */
class InterfaceTest {
  private static void assertOrderThree(Problem problem, DoubleBinaryOperator exact) {
    // a mesh whose triangles cross the interface has order 3/2 at most
    assertThat(order(problem, 2, exact)).isBetween(2.8, 3.3);
  }

  /** Of the errors in L2 on the last two of four meshes. */
  private static double order(Problem problem, int degree, DoubleBinaryOperator exact) {
    assertThat(FiniteElements.obstacles(problem, degree)).isEmpty();
    var elements = new FiniteElements(problem, degree, 0.5, () -> {});
    double[] errors = new double[4];
    var rule = problem.domain().space().orElseThrow().quadrature(40);
    double[] found = new double[rule.weights().length];
    for (int k = 0; k < errors.length; k++) {
      elements.next().orElseThrow().evaluate(0, MultiIndex.zero(2), rule.points(), found);
      for (int p = 0; p < found.length; p++) {
        errors[k] += rule.weights()[p] * Math.pow(found[p] - exact.applyAsDouble(rule.points()[0][p], rule.points()[1][p]), 2);
      }
      errors[k] = Math.sqrt(errors[k]);
    }
    return Math.log(errors[2] / errors[3]) / Math.log(2);
  }

  /** div(k grad u) with k = 1 and 10: u = 10 s cos y below, s cos y above, s = sin(x − 0.3), the flux continuous. */
  @Test
  void coefficientsThatJumpNeedEdgesOnTheLine() {
    var problem = Pde.parse("""
        problem media
        u(x, y)  on  disk (0, 0) radius 1
        -div((if x < 0.3 then 1 else 10)*grad(u)) = 20*sin(x - 0.3)*cos(y)
        boundary disk: u = (if x < 0.3 then 10 else 1)*sin(x - 0.3)*cos(y)
        """);
    assertOrderThree(problem, (x, y) -> (x < 0.3 ? 10 : 1) * Math.sin(x - 0.3) * Math.cos(y));
  }

  /** The same with a source on the line: u = s cos y on both sides, so that the flux jumps by 9 cos y. */
  @Test
  void fluxesThatJump() {
    var problem = Pde.parse("""
        problem source
        u(x, y)  on  disk (0, 0) radius 1
        -div((if x < 0.3 then 1 else 10)*grad(u)) = 2*(if x < 0.3 then 1 else 10)*sin(x - 0.3)*cos(y)
        interface x=0.3: jump(u) = 0
        interface x=0.3: 10*above(u_x) - below(u_x) = 9*cos(y)
        boundary disk: u = sin(x - 0.3)*cos(y)
        """);
    assertOrderThree(problem, (x, y) -> Math.sin(x - 0.3) * Math.cos(y));
  }

  /** Written as jumps, across a line in y, with another multiple of the flux: u = |y| on a square. */
  @Test
  void jumpsOfExpressions() {
    var problem = Pde.parse("""
        problem roof
        u(x, y)  on  x in [-1, 1], y in [-1, 1]
        lap(u) = 0
        interface y=0: jump(u) = 0
        interface y=0: 3*jump(u_y) = 6
        boundary  u = abs(y)
        """);
    var answer = Reference.solver("fem-p2", 1e-6).solve(problem, Run.defaults());
    // the elements hold it
    assertThat(answer.value(problem.fields().getFirst(), 0.31, -0.43)).isCloseTo(0.43, within(1e-10));
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2");
  }

  /** Heat through a wall of two layers: rest is linear in each. */
  @Test
  void layersInTime() {
    var problem = Pde.parse("""
        problem wall
        u(t, x, y)  on  x in [0, 2], y in [0, 1], t in [0, 20]
        u_t = div((if x < 1 then 1 else 3)*grad(u))
        initial u = 0
        interface x=1: jump(u) = 0
        interface x=1: jump((if x < 1 then 1 else 3)*u_x) = 0
        boundary x=0: u = 0
        boundary x=2: u = 4
        boundary y=0, y=1: dn(u) = 0
        """);
    var answer = Reference.solver("fem-p2", 1e-2).solve(problem, Run.defaults());
    // the difference of 4 is shared 3 : 1
    assertThat(answer.value(problem.fields().getFirst(), 20, 1, 0.4)).isCloseTo(3, within(1e-3));
    assertThat(answer.value(problem.fields().getFirst(), 20, 1.5, 0.4)).isCloseTo(3.5, within(1e-3));
  }

  @Test
  void otherConditionsAreRefused() {
    var problem = Pde.parse("""
        problem gap
        u(x, y)  on  x in [-1, 1], y in [-1, 1]
        -div((if x < 0 then 1 else 2)*grad(u)) = 1
        interface x=0: above(u) = 2*below(u)
        interface x=0: jump(u_x) = 0
        boundary  u = 0
        """);
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(problem)).reasons()).hasSize(2)
        .anyMatch(r -> r.contains("gives no jump of u: finite elements need jump(u) = ..."))
        .anyMatch(r -> r.contains("gives no jump of the flux"));
  }

  /** k = 1 and u = e^x cos y inside of a set, k = 10 and v = sin x cos y outside; both the value and the flux jump. */
  private static Problem around(String domain, String inside, String set, String boundary) {
    return Pde.parse("""
        problem around
        u(x, y)  on  %s
        -div((if %s then 1 else 10)*grad(u)) = if %s then 0 else 20*sin(x)*cos(y)
        interface %s: jump(u) = sin(x)*cos(y) - exp(x)*cos(y)
        interface %s: 10*above(dn(u)) - below(dn(u)) = 10*dn(sin(x)*cos(y)) - dn(exp(x)*cos(y))
        boundary %s u = sin(x)*cos(y)
        """.formatted(domain, inside, inside, set, set, boundary));
  }

  private static DoubleBinaryOperator exact(DoubleBinaryOperator inside) {
    return (x, y) -> inside.applyAsDouble(x, y) < 0 ? Math.exp(x) * Math.cos(y) : Math.sin(x) * Math.cos(y);
  }

  private static final DoubleBinaryOperator IN_CIRCLE = (x, y) -> x * x + y * y - 0.25;

  @Test
  void valuesAndFluxesThatJumpAcrossACircle() {
    var problem = around("x in [-1, 1], y in [-1, 1]", "x^2 + y^2 < 0.25", "disk (0, 0) radius 0.5", "");
    assertOrderThree(problem, exact(IN_CIRCLE));
    assertThat(order(problem, 1, exact(IN_CIRCLE))).isBetween(1.85, 2.2);
  }

  @Test
  void acrossACircleThatRunsIntoTheBoundary() {
    // a quarter of the disk, whose values on two sides jump where the circle ends
    var problem = Pde.parse("""
        problem quarter
        u(x, y)  on  x in [0, 1], y in [0, 1]
        -div((if x^2 + y^2 < 0.25 then 1 else 10)*grad(u)) = if x^2 + y^2 < 0.25 then 0 else 20*sin(x)*cos(y)
        interface disk (0, 0) radius 0.5: jump(u) = sin(x)*cos(y) - exp(x)*cos(y)
        interface disk (0, 0) radius 0.5: 10*above(dn(u)) - below(dn(u)) = 10*dn(sin(x)*cos(y)) - dn(exp(x)*cos(y))
        boundary  u = if x^2 + y^2 < 0.25 then exp(x)*cos(y) else sin(x)*cos(y)
        """);
    assertOrderThree(problem, exact(IN_CIRCLE));
  }

  @Test
  void acrossEdgesOfAPolygon() {
    var inside = "x > -0.4 and y > -0.3 and x + y < 0.5";
    var problem = around("disk (0, 0) radius 1.5", inside, "polygon (-0.4, -0.3) (0.8, -0.3) (-0.4, 0.9)", "disk:");
    assertOrderThree(problem, exact((x, y) -> Math.max(Math.max(-0.4 - x, -0.3 - y), x + y - 0.5)));
  }

  /** A problem that the language makes itself, whose values on the boundary jump where the interface ends. */
  @Test
  void acrossALineForAManufacturedSolution() {
    var problem = Pde.parse("""
        problem line
        u(x, y)  on  x in [-1, 1], y in [-1, 1]
        div((if y < 0.3 then 1 else 10)*grad(u)) + u^3 = 0
        interface y=0.3: jump(u) = 0
        interface y=0.3: jump((if y < 0.3 then 1 else 10)*u_y) = 0
        boundary  u = 0
        """);
    var exact = Pde.expression("if y < 0.3 then exp(x)*cos(y) else sin(x)*cos(y)", problem.fields().getFirst());
    assertOrderThree(Lowering.manufacture(problem, Map.of(problem.fields().getFirst(), exact)),
        (x, y) -> y < 0.3 ? Math.exp(x) * Math.cos(y) : Math.sin(x) * Math.cos(y));
  }

  /** A drop that is warmer than what is around it by 1, always. */
  @Test
  void jumpsInTime() {
    var problem = Pde.parse("""
        problem drop
        u(t, x, y)  on  x in [-1, 1], y in [-1, 1], t in [0, 1]
        u_t = div((if x^2 + y^2 < 0.25 then 1 else 3)*grad(u))
        initial u = if x^2 + y^2 < 0.25 then 1 else 0
        interface disk (0, 0) radius 0.5: jump(u) = -1
        interface disk (0, 0) radius 0.5: jump((if x^2 + y^2 < 0.25 then 1 else 3)*dn(u)) = 0
        boundary  u = t
        """);
    var field = problem.fields().getFirst();
    var answer = Reference.solver(2e-3).solve(problem, Run.defaults());
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2");
    assertThat(answer.value(field, 0, 0.1, 0.4)).isCloseTo(1, within(1e-9));
    // the jump stays, and so does the answer's own accuracy beside it
    double r = 0.5 / Math.sqrt(2);
    double inside = answer.value(field, 0.5, r - 1e-6, r - 1e-6);
    double outside = answer.value(field, 0.5, r + 1e-6, r + 1e-6);
    assertThat(inside - outside).isCloseTo(1, within(1e-4));
  }
}
