package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Finite elements on tetrahedra. */
class FiniteElementsInSpaceTest {
  private static final List<Coordinate> SPACE = List.of(Pde.space("x"), Pde.space("y"), Pde.space("z"));
  private static final List<String> EXACT = List.of("sin(x + 0.7*y)*exp(z/2) + cos(1.3*z - y)", "exp(x/2)*cos(y + z)");

  private static Problem manufactured(String text, Map<Field, Expr> exact) {
    var stated = Pde.parse(text);
    for (int f = 0; f < stated.fields().size(); f++) {
      exact.put(stated.fields().get(f), Pde.expression(EXACT.get(f), SPACE.toArray(Coordinate[]::new)));
    }
    return Lowering.manufacture(stated, exact);
  }

  /** The errors in L2 on meshes each the refinement of the one before, of all fields together. */
  private static double[] errors(String text, int degree, double h, int meshes) {
    var exact = new HashMap<Field, Expr>();
    var problem = manufactured(text, exact);
    assertThat(FiniteElements.obstacles(problem, degree)).isEmpty();
    var elements = new FiniteElements(problem, degree, h, () -> {});
    var rule = problem.domain().space().orElseThrow().quadrature(8);
    double[] found = new double[rule.weights().length];
    double[] errors = new double[meshes];
    for (int k = 0; k < meshes; k++) {
      var solution = elements.next().orElseThrow();
      for (int f = 0; f < problem.fields().size(); f++) {
        double[] u = Pointwise.of(exact.get(problem.fields().get(f))).values(SPACE, rule.points())[0];
        solution.evaluate(f, MultiIndex.zero(3), rule.points(), found);
        for (int p = 0; p < u.length; p++) {
          // the coarsest mesh leaves out what is far beyond its chords
          errors[k] += Double.isNaN(found[p]) && k == 0 ? 0 : rule.weights()[p] * Math.pow(found[p] - u[p], 2);
        }
      }
      errors[k] = Math.sqrt(errors[k]);
    }
    return errors;
  }

  private static void assertRate(double[] errors, double rate, double slack) {
    double last = Math.log(errors[errors.length - 2] / errors[errors.length - 1]) / Math.log(2);
    assertThat(last).as("errors %s", Arrays.toString(errors)).isBetween(rate - slack, rate + slack);
  }

  /** Measured 1.88 and 2.98. */
  @Test
  void valuesOnABall() {
    String text = "problem a\nu(x, y, z)  on  ball (0.1, 0.2, 0.3) radius 1\n-lap(u) + u = 0\nboundary u = 0\n";
    assertRate(errors(text, 1, 0.6, 3), 2, 0.25);
    assertRate(errors(text, 2, 0.6, 2), 3, 0.3);
  }

  /** A box without a corner, whose faces are on no common lattice: Newton's method, and Robin's condition. */
  @Test
  void aNonlinearEquationOnAPolyhedron() {
    String text = """
        problem a
        u(x, y, z)  on  x in [0, 1.2], y in [0, 1], z in [0, 0.8] minus (x in [0.7, 1.2], y in [0.45, 1], z in [0.3, 0.8])
        -d((1 + 0.3*u^2)*u_x, x) - d((1 + 0.3*u^2)*u_y, y) - d((1 + 0.3*u^2)*u_z, z) + u^3 = 0
        boundary x=0, y=0, z=0: u = 0
        boundary x=0.7, x=1.2, y=0.45, y=1, z=0.3, z=0.8: dn(u) + u = 0
        """;
    assertRate(errors(text, 1, 0.6, 3), 2, 0.25);
    assertRate(errors(text, 2, 0.6, 2), 3, 0.3);
  }

  /**
   * A coefficient that jumps on a plane through a hole, with the flux given everywhere. Measured 3.32: errors gather at the hole, whose
   * curved elements become better shaped with refinement, so that the order comes from above.
   */
  @Test
  void fluxesOnAHoleAndACoefficientThatJumps() {
    String text = """
        problem a
        u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1] minus ball hole (0.5, 0.5, 0.5) radius 0.3
        -lap(u) + (if z < 0.4 then 1 else 20)*u = 0
        boundary dn(u) = 0
        """;
    assertRate(errors(text, 2, 0.19, 2), 3.2, 0.3);
  }

  /** Not symmetric: by LU factors. */
  @Test
  void aSystemWithConvection() {
    String text = """
        problem a
        u(x, y, z), v(x, y, z)  on  ball (0, 0, 0) radius 1
        -lap(u) + u_x - 2*v_z + v = 0
        -lap(v) + 3*v_y + u = 0
        boundary u = 0
        boundary v = 0
        """;
    assertRate(errors(text, 2, 0.6, 2), 3, 0.3);
  }

  private static Solution solve(String method, double tolerance, Problem problem) {
    return Reference.solver(method, tolerance).solve(problem, Run.defaults().withBudget(Duration.ofSeconds(100)));
  }

  /** The solver chooses the elements by itself, and conjugate gradients with multigrid solve for 56,000 unknowns. */
  @Test
  void theEstimateCoversTheErrorAndDerivativesAreThereUpToTheSecond() {
    var exact = new HashMap<Field, Expr>();
    var problem = manufactured("problem a\nu(x, y, z)  on  ball (0, 0, 0) radius 1\n-lap(u) + u = 0\nboundary u = 0\n", exact);
    var u = problem.fields().getFirst();
    var answer = solve("auto", 1e-4, problem);
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2").containsKey("tetrahedra");
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    var reference = new Solution(problem, ExactSolution.evaluator(problem, exact), answer.termination(), 0, 0, Duration.ZERO,
        OptionalDouble.empty(),
        OptionalDouble.empty(), answer.provenance());
    double estimate = answer.errorEstimate().orElseThrow();
    assertThat(answer.compare(reference).relativeL2()).isBetween(0.3 * estimate, 1.5 * estimate);
    double[] at = {0.3, -0.4, 0.2};
    for (int[] orders : new int[][] {{0, 1, 0}, {0, 0, 1}}) {
      assertThat(answer.derivative(u, new MultiIndex(orders), at))
          .isCloseTo(reference.derivative(u, new MultiIndex(orders), at), within(3e-3));
    }
    for (int[] orders : new int[][] {{2, 0, 0}, {0, 0, 2}, {1, 0, 1}, {0, 1, 1}}) {
      assertThat(answer.derivative(u, new MultiIndex(orders), at))
          .isCloseTo(reference.derivative(u, new MultiIndex(orders), at), within(5e-2));
    }
    for (int k = 0; k < 50; k++) {
      double z = (k + 0.5) / 25 - 1;
      double[] rim = {Math.sqrt(1 - z * z) * Math.cos(k), Math.sqrt(1 - z * z) * Math.sin(k), z};
      assertThat(answer.value(u, rim)).isCloseTo(reference.value(u, rim), within(1e-3));
    }
    assertThat(answer.value(u, 1.2, 0, 0)).isNaN();
  }

  /** exp(−t) (x + y²): an evolution on a part of a ball. */
  @Test
  void heatInHalfABall() {
    var problem = Pde.parse("""
        problem half
        u(t, x, y, z)  on  ball (0, 0, 0) radius 1 intersect (x in [-1, 1], y in [-1, 1], z in [0, 1]), t in [0, 0.5]
        u_t = lap(u) - exp(-t)*(x + y^2 + 2)
        initial u = x + y^2
        boundary ball: u = exp(-t)*(x + y^2)
        boundary z=0: dn(u) = 0
        """);
    var u = problem.fields().getFirst();
    var answer = solve("auto", 1e-2, problem);
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2");
    assertThat(answer.termination().isUsable()).isTrue();
    assertThat(answer.value(u, 0.5, 0.2, -0.3, 0.4)).isCloseTo(Math.exp(-0.5) * 0.29, within(2e-3));
  }

  @Test
  void whatHasNoMeshIsSaid() {
    var touching = Pde.parse("""
        problem touching
        u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1] minus ball hole (0.5, 0.5, 0.3) radius 0.3
        lap(u) = 1
        boundary u = 0
        """);
    var answer = solve("fem-p1", 1e-2, touching);
    assertThat(answer.termination()).isInstanceOf(Termination.Diverged.class);
    assertThat(answer.termination().describe()).contains("no mesh of good tetrahedra was found");
    var parted = Pde.parse("""
        problem parted
        u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1]
        lap(u) = 1
        interface z = 0.5: jump(u) = 1
        interface z = 0.5: jump(u_z) = 0
        boundary u = 0
        """);
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(parted)).reasons())
        .containsExactly("finite elements hold interface conditions in the plane, not in space");
  }
}
