package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Support;
import org.junit.jupiter.api.Test;

/** Two media that meet in a line. */
class InterfaceTest {
  /** The exact solution is u below x = 0.3 and v above, of which u = v there. */
  private static void assertOrderThree(Problem problem, java.util.function.DoubleBinaryOperator exact) {
    assertThat(FiniteElements.obstacles(problem, 2)).isEmpty();
    var elements = new FiniteElements(problem, 2, 0.5, () -> {});
    double[] errors = new double[4];
    var rule = problem.domain().space().orElseThrow().quadrature(20);
    double[] found = new double[rule.weights().length];
    for (int k = 0; k < errors.length; k++) {
      elements.next().orElseThrow().evaluate(0, MultiIndex.zero(2), rule.points(), found);
      for (int p = 0; p < found.length; p++) {
        errors[k] += rule.weights()[p] * Math.pow(found[p] - exact.applyAsDouble(rule.points()[0][p], rule.points()[1][p]), 2);
      }
      errors[k] = Math.sqrt(errors[k]);
    }
    // a mesh whose triangles cross the line has order 3/2 at most
    assertThat(Math.log(errors[2] / errors[3]) / Math.log(2)).as(java.util.Arrays.toString(errors)).isBetween(2.8, 3.3);
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
        interface x=0: jump(u) = 1
        interface x=0: jump(u_x) = 0
        boundary  u = 0
        """);
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(problem)).reasons()).hasSize(2)
        .anyMatch(r -> r.contains("finite elements are continuous across an interface") && r.endsWith("they need jump(u) = 0"))
        .anyMatch(r -> r.contains("gives no jump of the flux"));
  }
}
