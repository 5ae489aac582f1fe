package dev.ansatz.reference;

import static dev.ansatz.pde.Pde.boundary;
import static dev.ansatz.pde.Pde.box;
import static dev.ansatz.pde.Pde.disk;
import static dev.ansatz.pde.Pde.edge;
import static dev.ansatz.pde.Pde.equation;
import static dev.ansatz.pde.Pde.expression;
import static dev.ansatz.pde.Pde.field;
import static dev.ansatz.pde.Pde.lap;
import static dev.ansatz.pde.Pde.on;
import static dev.ansatz.pde.Pde.pde;
import static dev.ansatz.pde.Pde.polygon;
import static dev.ansatz.pde.Pde.space;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteElementReferenceTest {
  private static final Coordinate X = space("x");
  private static final Coordinate Y = space("y");
  private static final Field U = field("u", X, Y);

  private static Solution solve(String method, double tolerance, Problem problem) {
    return Reference.solver(method, tolerance).solve(problem, Run.defaults().withBudget(Duration.ofSeconds(100)));
  }

  @ParameterizedTest
  @CsvSource({"poisson-square,fem-p1,1e-3", "poisson-square,fem-p2,1e-5", "poisson-neumann,fem-p1,1e-3", "poisson-neumann,fem-p2,1e-5",
      "helmholtz,fem-p2,1e-3"})
  void errorEstimatesAreHonestOnTheCatalogue(String name, String method, double tolerance) {
    var problem = Catalog.get(name).problem();
    var answer = solve(method, tolerance, problem);
    double error = answer.compare(solve("exact", 1e-10, problem)).relativeL2();
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    // measured from 0.8 to 1 of the estimate
    assertThat(error).isBetween(0.5 * answer.errorEstimate().orElseThrow(), 1.2 * answer.errorEstimate().orElseThrow());
  }

  /** u = (1 − r²)/4 on the disk. */
  @Test
  void derivativesAreThereUpToTheSecond() {
    var problem = pde("torsion", disk(X, Y, 0, 0, 1), equation(lap(U).eq(-1)), on(boundary(), U.eq(0)));
    var answer = Reference.solver(1e-6).solve(problem, Run.defaults());
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2");
    assertThat(answer.value(U, 0.3, -0.4)).isCloseTo(0.75 / 4, within(1e-6));
    assertThat(answer.derivative(U, new MultiIndex(1, 0), 0.3, -0.4)).isCloseTo(-0.15, within(1e-4));
    assertThat(answer.derivative(U, new MultiIndex(0, 1), 0.3, -0.4)).isCloseTo(0.2, within(1e-4));
    assertThat(answer.derivative(U, new MultiIndex(2, 0), 0.3, -0.4)).isCloseTo(-0.5, within(1e-2));
    assertThat(answer.derivative(U, new MultiIndex(1, 1), 0.3, -0.4)).isCloseTo(0, within(1e-2));
    assertThatThrownBy(() -> answer.derivative(U, new MultiIndex(2, 1), 0.3, -0.4)).isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("derivatives to order 2");
  }

  @Test
  void pointsOnTheBoundaryAreInAndOthersAreNot() {
    var problem = pde("torsion", disk(X, Y, 0, 0, 1), equation(lap(U).eq(-1)), on(boundary(), U.eq(0)));
    var answer = Reference.solver(1e-4).solve(problem, Run.defaults());
    for (int k = 0; k < 100; k++) {
      assertThat(answer.value(U, Math.cos(0.0628 * k), Math.sin(0.0628 * k))).isCloseTo(0, within(1e-5));
    }
    assertThat(answer.value(U, 1.2, 0)).isNaN();
  }

  /** The change of conditions in the middle of a side is a corner too: u = Im √z there, r^(1/2). */
  @Test
  void meshesAreGradedWhereConditionsChange() {
    var halfPlane = polygon(X, Y, edge("inflow", -1, 0, 0, 0), edge("outflow", 0, 0, 1, 0), edge("far", 1, 0, 1, 1),
        edge("far", 1, 1, -1, 1), edge("far", -1, 1, -1, 0));
    Expr exact = expression("(x^2 + y^2)^(1/4)*sin(atan2(y, x)/2)", X, Y);
    // on y = 0: zero flux where x < 0, zero where x > 0
    var problem = pde("slit", halfPlane, equation(lap(U).eq(0)), on("inflow", Pde.dn(U).eq(0)), on("outflow", U.eq(0)),
        on("far", U.eq(exact)));
    var answer = solve("fem-p2", 1e-5, problem);
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    var reference = new Solution(problem, ExactSolution.evaluator(problem, Map.of(U, exact)), answer.termination(), 0, 0, Duration.ZERO,
        java.util.OptionalDouble.empty(), java.util.OptionalDouble.empty(), answer.provenance());
    double error = answer.compare(reference).relativeL2();
    assertThat(error).isLessThan(2 * answer.errorEstimate().orElseThrow());
    assertThat(Double.parseDouble(answer.provenance().configuration().get("error of u").replaceAll(".*order ", ""))).isBetween(2.75, 3.2);
  }

  /** 1 − r² in a disk whose rim is kept at zero: a series of modes J₀(j r) exp(−j² t) / (j³ J₁(j)) times 8, j the zeros of J₀. */
  @Test
  void heatInADisk() {
    var problem = Pde.parse("""
        problem disk
        u(t, x, y)  on  disk (0, 0) radius 1, t in [0, 0.2]
        u_t = lap(u)
        initial u = 1 - x^2 - y^2
        boundary disk: u = 0
        """);
    var u = problem.fields().getFirst();
    var answer = solve("auto", 1e-3, problem);
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2");
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    double[] zeros = {2.404825557695773, 5.520078110286311, 8.653727912911013, 11.791534439014281, 14.930917708487787};
    double[] j1 = {0.5191474972894669, -0.3402648065583681, 0.2714522999283819, -0.2324598313647072, 0.2065464331214987};
    for (double t : new double[] {0.05, 0.2}) {
      double exact = 0;
      for (int k = 0; k < zeros.length; k++) {
        // at the centre, where J₀ is 1
        exact += 8 * Math.exp(-zeros[k] * zeros[k] * t) / (Math.pow(zeros[k], 3) * j1[k]);
      }
      // the norm of the start is 0.58 of its greatest value
      assertThat(answer.value(u, t, 0, 0)).isCloseTo(exact, within(2 * answer.errorEstimate().orElseThrow()));
    }
    assertThat(answer.value(u, 0, 0.5, 0.5)).isEqualTo(0.5);
    assertThat(answer.value(u, 0.1, 0.9, 0.9)).isNaN();
  }

  /** Semilinear: a front of Fisher's equation in a disk stays between 0 and 1, and grows to 1. */
  @Test
  void reactionAndDiffusionInADisk() {
    var problem = Pde.parse("""
        problem fisher
        u(t, x, y)  on  disk (0, 0) radius 1, t in [0, 8]
        u_t = 0.1*lap(u) + u*(1 - u)
        initial u = exp(-8*(x - 0.3)^2 - 8*y^2)/2
        boundary disk: dn(u) = 0
        """);
    var answer = solve("auto", 3e-2, problem);
    var u = problem.fields().getFirst();
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    // e^(-t) times the odds against 1 is left
    assertThat(answer.value(u, 8, -0.9, 0)).isBetween(0.97, 1.001);
    assertThat(answer.value(u, 2, 0.3, 0)).isBetween(0.2, 1.0);
  }

  /** −Δu = λ e^u, Bratu's problem: on the unit square max u = 1.38 at λ = 6 on the lower of two branches, none above 6.808. */
  @Test
  void nonlinearProblemsByNewton() {
    var bratu = Pde.parse("""
        problem bratu
        u(x, y)  on  x in [0, 1], y in [0, 1]
        param lambda = 6
        -(u_xx + u_yy) = lambda*exp(u)
        boundary u = 0
        """);
    var answer = solve("fem-p2", 1e-4, bratu);
    var spectral = solve("chebyshev-collocation", 1e-5, bratu);
    assertThat(answer.compare(spectral).relativeL2()).isLessThan(2 * answer.errorEstimate().orElseThrow());
    assertThat(Integer.parseInt(answer.provenance().configuration().get("Newton iterations"))).isLessThan(5);
    assertThat(solve("fem-p2", 1e-4, bratu.with("lambda", 7)).termination()).isInstanceOf(Termination.Diverged.class);
  }

  /** Two fields that react, one given, one with a flux. */
  @Test
  void systems() {
    var stated = Pde.parse("""
        problem pair
        u(x, y), v(x, y)  on  x in [0, 1], y in [0, 1]
        -(u_xx + u_yy) + u*v = 0
        -2*(v_xx + v_yy) + u^2 - v = 0
        boundary u = 0
        boundary x=0, x=1: dn(v) = 0
        boundary y=0, y=1: v = 0
        """);
    Map<Field, Expr> exact = Map.of(stated.fields().get(0), expression("sin(x + 2*y)", X, Y), stated.fields().get(1),
        expression("exp(x*y)", X, Y));
    var problem = dev.ansatz.pde.lower.Lowering.manufacture(stated, exact);
    var answer = solve("fem-p2", 1e-4, problem);
    assertThat(answer.value(problem.fields().get(0), 0.3, 0.7)).isCloseTo(Math.sin(1.7), within(2e-4));
    assertThat(answer.value(problem.fields().get(1), 0.3, 0.7)).isCloseTo(Math.exp(0.21), within(2e-4));
  }

  @Test
  void refusalsNameEveryReason() {
    assertThat(reasons("fem-p2", Catalog.get("heat-1d").problem()))
        .containsExactly("finite elements are for the plane and for space, not for 1 dimension");
    assertThat(reasons("fem-p2", Catalog.get("wave-2d-long-time").problem())).anyMatch(r -> r.contains("time derivative"));
    assertThat(reasons("fem-p2", Catalog.get("taylor-green").problem()))
        .anyMatch(r -> r.equals("finite elements in time cannot hold a periodic condition"));
    assertThat(reasons("fem-p2", Catalog.get("boundary-layer").problem()))
        .containsExactly("finite elements are for the plane and for space, not for 1 dimension");
    assertThat(reasons("fem-p2", Catalog.get("clamped-plate").problem())).anyMatch(r -> r.contains("of an order above 2"));
    var floating = pde("floating", disk(X, Y, 0, 0, 1), equation(lap(U).eq(1)), on(boundary(), Pde.dn(U).eq(0.5)));
    assertThat(reasons("fem-p2", floating)).containsExactly(
        "u is fixed only up to a constant: add a gauge, such as gauge mean(u) = 0");
    var stokes = Pde.parse("""
        problem stokes
        vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
        grad(p) = lap(v)
        div(v) = 0
        boundary v = 0
        """);
    assertThat(reasons("fem-p1", stokes))
        .containsExactly("the equation of p has no second derivatives: linear elements are not stable for it");
  }

  private static List<String> reasons(String method, Problem problem) {
    return ((Support.No) Reference.solver(method, 1e-3).supports(problem)).reasons();
  }

  @Test
  void cancellationKeepsWhatIsThere() {
    var problem = pde("l", polygon(X, Y, edge("w", 0, 0, 1, 0), edge("w", 1, 0, 0, 1), edge("w", 0, 1, 0, 0)), equation(lap(U).eq(-1)),
        on(boundary(), U.eq(0)));
    int[] polls = {0};
    var answer = Reference.solver("fem-p2", 1e-12).solve(problem, Run.defaults().withCancelled(() -> ++polls[0] > 3));
    assertThat(answer.termination()).isInstanceOf(Termination.Cancelled.class);
    assertThat(answer.value(U, 0.3, 0.3)).isBetween(0.01, 0.05);
  }

  /** Conjugate gradients with multigrid take over above 100,000 unknowns; the error goes on falling by 8. */
  @Test
  void largeSystemsByMultigrid() {
    var problem = pde("poisson", box(X.in(0, 1), Y.in(0, 1)), equation(lap(U).negate().plus(U).eq(0)),
        on(boundary(), U.eq(expression("exp(x)", X, Y))));
    var answer = solve("fem-p2", 1e-14, problem);
    assertThat(answer.parameters()).isGreaterThan(100_000);
    assertThat(answer.value(U, 0.41, 0.62)).isCloseTo(Math.exp(0.41), within(2 * answer.errorEstimate().orElseThrow() * Math.E));
    assertThat(answer.provenance().configuration().get("error of u")).containsPattern("order (2\\.9|3\\.0)");
  }
}
