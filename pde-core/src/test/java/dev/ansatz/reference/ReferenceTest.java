package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.UnsupportedProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {
  private static Problem problem(String text) {
    return Pde.parse("problem test\n" + text);
  }

  private static Solution solve(String method, double tolerance, Problem problem) {
    return Reference.solver(method, tolerance).solve(problem, Run.defaults().withBudget(Duration.ofSeconds(60)));
  }

  /** The expression in the problem's coordinates and parameters, as a solution. */
  private static Solution exact(Problem problem, String expression) {
    var names = new ArrayList<Expr>(problem.coordinates());
    names.addAll(problem.parameters());
    var u = problem.fields().getFirst();
    var like = solve("exact", 1e-10, Catalog.get("heat-1d").problem());
    return new Solution(problem, ExactSolution.evaluator(problem, Map.of(u, Pde.expression(expression, names.toArray(Expr[]::new)))),
        new Termination.Converged("exact"), 0, 0, Duration.ZERO, OptionalDouble.empty(), OptionalDouble.empty(), like.provenance());
  }

  private static void assertHonest(Solution answer, Solution exact, double tolerance) {
    double error = answer.compare(exact).relativeL2();
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    assertThat(error).isLessThan(tolerance);
    // estimates are of the worst time, so that they bound the error over the grid but for rounding
    assertThat(error).isLessThan(2 * answer.errorEstimate().orElseThrow() + 1e-13);
  }

  @ParameterizedTest
  @CsvSource({"advection,fourier-etdrk4", "advection,fourier-dp853", "convection-diffusion,fourier-etdrk4", "heat-1d,chebyshev-etdrk4",
      "heat-1d,chebyshev-dp853", "reaction,chebyshev-etdrk4", "boundary-layer,chebyshev-collocation",
          "poisson-square,chebyshev-collocation",
      "poisson-neumann,chebyshev-collocation", "poisson-neumann,spectral", "poisson-neumann,fd6", "helmholtz,spectral",
      "wave,chebyshev-etdrk4",
      "heat-2d,chebyshev-etdrk4", "heat-2d-multiscale,chebyshev-tase3", "convection-diffusion,fd6-etdrk4", "reaction-diffusion,fourier-gbs",
      "convection-diffusion,fourier-tase3"})
  void errorEstimatesAreHonestOnTheCatalogue(String name, String method) {
    var problem = Catalog.get(name).problem();
    assertHonest(solve(method, 1e-8, problem), solve("exact", 1e-10, problem), 1e-8);
  }

  @ParameterizedTest
  @CsvSource({"convection-diffusion,weno5,1e-6", "poisson-square,domain-splitting,1e-3", "poisson-square,fd2,1e-3",
      "heat-2d,fd4-tase2,1e-5"})
  void errorEstimatesOfLowOrderAreHonestToo(String name, String method, double tolerance) {
    var problem = Catalog.get(name).problem();
    assertHonest(solve(method, tolerance, problem), solve("exact", 1e-10, problem), tolerance);
  }

  /** Periodic along x, a moving value below and a moving Robin condition above: a nonlinear system in two dimensions. */
  @Test
  void periodicAndOtherDirectionsMix() {
    var made = Manufacture.of("""
        u(t, x, y), v(t, x, y)  on  x in [0, 2*pi], y in [0, 1], t in [0, 0.2]
        u_t = 0.2*lap(u) - u*u_x + v*u_y
        v_t = 0.1*lap(v) + u
        initial       u = 0
        initial       v = 0
        periodic      x
        boundary y=0: u = 0
        boundary y=1: dn(u) + 2*u = 0
        boundary y=0: dn(v) = 0
        boundary y=1: dn(v) = 0
        """, "sin(x - t)*exp(y)", "cos(x + y)*cos(t)");
    var answer = Reference.solver(1e-7).solve(made.problem(), Run.defaults());
    assertThat(answer.provenance().configuration()).containsEntry("method", "chebyshev-etdrk4");
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    assertThat(made.error(answer.fields())).isLessThan(answer.errorEstimate().orElseThrow()).isLessThan(1e-7);
  }

  @Test
  void threeDimensionsInTimeAndWithout() {
    var heat = Manufacture.of("""
        u(t, x, y, z)  on  x in [0, 1], y in [0, 2*pi], z in [0, 1], t in [0, 0.1]
        u_t = lap(u) - u*u_y
        initial       u = 0
        periodic      y
        boundary x=0: u = 0
        boundary x=1: dn(u) = 0
        boundary z=0: dn(u) - u = 0
        boundary z=1: u = 0
        """, "exp(x - t)*sin(y)*cos(z)");
    var answer = Reference.solver(1e-6).solve(heat.problem(), Run.defaults());
    assertThat(heat.error(answer.fields())).isLessThan(2 * answer.errorEstimate().orElseThrow()).isLessThan(1e-6);

    var elliptic = Manufacture.of("""
        u(x, y, z)  on  x in [0, 1], y in [0, 2*pi], z in [0, 1]
        u_xx + (1 + x*z)*u_yy + u_zz - u^3 = 0
        periodic      y
        boundary x=0: u = 0
        boundary x=1: dn(u) + u = 0
        boundary z=0: dn(u) = 0
        boundary z=1: u = 0
        """, "exp(x)*sin(y)*cos(z)");
    var still = Reference.solve(elliptic.problem());
    assertThat(still.provenance().configuration()).containsEntry("method", "spectral");
    assertThat(elliptic.error(still.fields())).isLessThan(1e-9);
  }

  /** Lorenz's equations have no space; against the classical method of Hipparchus with its own step. */
  @Test
  void ordinaryDifferentialEquationsAreProblemsWithoutSpace() {
    var pendulum = Manufacture.of("""
        u(t), v(t)  on  t in [0, 3]
        u_t = v
        v_t = -sin(u)
        initial u = 0
        initial v = 0
        """, "cos(2*t)", "exp(-t)");
    for (String method : new String[] {"ode-dp853", "ode-gbs", "ode-tase3", "ode-etdrk4"}) {
      var answer = solve(method, 1e-8, pendulum.problem());
      assertThat(answer.termination()).as(method).isInstanceOf(Termination.Converged.class);
      assertThat(answer.value(pendulum.problem().fields().getFirst(), 3)).as(method).isCloseTo(Math.cos(6), within(2e-8));
    }
  }

  /**
   * An explicit method would need 5,000 steps for stability. Ends that move reduce the order in time to 5/4: from 50 to 1,600 steps
   * errors fall by 2.34 to 2.39 a halving, 2^(5/4) being 2.38; with 200 there remains 1.1e-4.
   */
  @Test
  void nonlinearDiffusionIsStableWithItsCoefficientFrozen() {
    var medium = Manufacture.of("""
        u(t, x)  on  x in [0, 1], t in [0, 0.5]
        u_t = u*u_xx + u_x^2
        initial       u = 0
        boundary x=0: u = 0
        boundary x=1: u = 0
        """, "(1 + x^2)/(1 + t)");
    var method = new Method(Method.Space.CHEBYSHEV, Method.Time.TASE3);
    double coarse = medium.error(method, 24, 200);
    assertThat(coarse).isLessThan(1.5e-4);
    double order = Math.log(coarse / medium.error(method, 24, 400)) / Math.log(2);
    assertThat(order).isCloseTo(1.25, within(0.1));
  }

  @Test
  void shocksAreSolvedByFiniteVolumes() {
    var shock = problem("""
        u(t, x)  on  x in [0, 2*pi], t in [0, 3]
        u_t + u*u_x = 0
        initial   u = 0.5 + sin(x)
        periodic  x
        """);
    var answer = solve("auto", 0.05, shock);
    assertThat(answer.provenance().configuration()).containsEntry("method", "weno5");
    // the wave 1/2 + sin moves at 1/2; in its frame the shock stands at π and u there runs along characteristics, x = ξ + t sin ξ
    double t = 3;
    for (double x : new double[] {0.4, 1.5, 2.6}) {
      double low = 0;
      double high = Math.PI;
      for (int i = 0; i < 60; i++) {
        double xi = (low + high) / 2;
        if (xi + t * Math.sin(xi) < x) {
          low = xi;
        } else {
          high = xi;
        }
      }
      assertThat(answer.value(shock.fields().getFirst(), t, x + t / 2)).as("at %s", x).isCloseTo(0.5 + Math.sin(low), within(1e-4));
    }
  }

  @Test
  void exactSolutionsOfTheCatalogueFollowTheParameters() {
    var problem = Catalog.get("advection").problem().with("beta", 2);
    var u = problem.fields().getFirst();
    var solution = Reference.solve(problem);
    assertThat(solution.value(u, 0.5, 1.2)).isCloseTo(Math.sin(1.2 - 1), within(1e-15));
    assertThat(solution.derivative(u, new MultiIndex(1, 2), 0.5, 1.2)).isCloseTo(2 * Math.cos(1.2 - 1), within(1e-14));
  }

  @Test
  void movingRobinAndNeumannConditionsAreHeld() {
    var heat = problem("""
        u(t, x)  on  x in [0, 1], t in [0, 1]
        u_t = u_xx
        initial       u = cos(x)
        boundary x=0: dn(u) + 2*u = 2*exp(-t)
        boundary x=1: dn(u) = -exp(-t)*sin(1)
        """);
    assertHonest(solve("chebyshev-etdrk4", 1e-8, heat), exact(heat, "exp(-t)*cos(x)"), 1e-8);
  }

  @Test
  void secondOrderInTimeWithAMovingEnd() {
    var wave = problem("""
        u(t, x)  on  x in [0, 1], t in [0, 0.4]
        u_tt = u_xx
        initial       u = sin(x)
        initial       u_t = -cos(x)
        boundary x=0: u = -sin(t)
        boundary x=1: u = sin(1 - t)
        """);
    var answer = solve("chebyshev-dp853", 1e-6, wave);
    assertHonest(answer, exact(wave, "sin(x - t)"), 1e-6);
    var u = wave.fields().getFirst();
    assertThat(answer.derivative(u, new MultiIndex(0, 1), 0.37, 0.21)).isCloseTo(Math.cos(0.21 - 0.37), within(1e-5));
  }

  @Test
  void outflowNeedsNoCondition() {
    var transport = problem("""
        u(t, x)  on  x in [0, 1], t in [0, 1]
        u_t + u_x = 0
        initial       u = sin(x)
        boundary x=0: u = -sin(t)
        """);
    assertHonest(solve("chebyshev-dp853", 1e-8, transport), exact(transport, "sin(x - t)"), 1e-8);
  }

  @Test
  void nonlinearBoundaryValueProblemByNewton() {
    // u'' = 2 u³ has u = 1/(1 + x)
    var cubic = problem("""
        u(x)  on  x in [0, 1]
        u_xx = 2*u^3
        boundary x=0: u = 1
        boundary x=1: dn(u) = -1/4
        """);
    var answer = solve("chebyshev-collocation", 1e-10, cubic);
    assertHonest(answer, exact(cubic, "1/(1 + x)"), 1e-10);
    assertThat(answer.derivative(cubic.fields().getFirst(), new MultiIndex(2), 0.3)).isCloseTo(2 / Math.pow(1.3, 3), within(1e-9));
  }

  @Test
  void rectangleWithRobinConditionsAndVariableCoefficients() {
    var elliptic = problem("""
        u(x, y)  on  x in [0, 1], y in [0, 2]
        u_xx + (1 + x)*u_yy + y*u_x = exp(x + y)*(2 + x + y)
        boundary x=0: u = exp(y)
        boundary x=1: dn(u) + u = 2*exp(1 + y)
        boundary y=0: dn(u) = -exp(x)
        boundary y=2: u = exp(x + 2)
        """);
    assertHonest(solve("chebyshev-collocation", 1e-10, elliptic), exact(elliptic, "exp(x + y)"), 1e-10);
  }

  @Test
  void refusalsNameEveryReason() {
    var hyperspace = problem("""
        u(t, w, x, y, z)  on  w in [0, 1], x in [0, 1], y in [0, 1], z in [0, 1], t in [0, 1]
        u_t = u_xx + u_yy
        initial   u = 0
        boundary  u = 1
        """);
    assertThat(((Support.No) Reference.solver(1e-8).supports(hyperspace)).reasons())
        .containsExactly("it is solved in at most 3 space dimensions, not in 4");
    assertThatThrownBy(() -> Reference.solve(hyperspace)).isInstanceOf(UnsupportedProblemException.class)
        .hasMessageContaining("reference cannot solve test:\n- it is solved in at most 3 space dimensions");
    assertThat(((Support.No) Reference.solver("cole-hopf", 1e-8).supports(Catalog.get("fisher").problem())).reasons())
        .containsExactly("its equation is not u_t + λ u u_x = ν u_xx with a number λ and ν > 0");
    assertThat(((Support.No) Reference.solver("fourier-etdrk4", 1e-8).supports(Catalog.get("burgers").problem())).reasons())
        .containsExactly("it is not periodic");
  }

  @Test
  void aSolutionFixedOnlyUpToAConstantIsNotInvented() {
    var floating = problem("""
        u(x)  on  x in [0, 1]
        u_xx = 1
        boundary x=0: u_x = 0
        boundary x=1: u_x = 1
        """);
    var answer = solve("chebyshev-collocation", 1e-8, floating);
    assertThat(answer.termination()).isInstanceOf(Termination.Diverged.class);
    assertThat(answer.termination().remedy()).contains("check that the conditions fix the solution");
  }

  @Test
  void blowUpIsToldWithItsTime() {
    var explosion = problem("""
        u(t, x)  on  x in [0, 2*pi], t in [0, 2]
        u_t = u_xx + u^2
        initial   u = 2
        periodic  x
        """);
    // u = 1/(1/2 − t)
    var answer = solve("fourier-dp853", 1e-8, explosion);
    assertThat(answer.termination()).isInstanceOf(Termination.Diverged.class);
    assertThat(answer.termination().describe()).contains("not finite from t = 0.49");
  }

  @Test
  void cancellationAndBudgetEndTheSolve() {
    var ks = Catalog.get("kuramoto-sivashinsky").problem();
    var cancelled = Reference.solver(1e-10).solve(ks, Run.defaults().withCancelled(() -> true));
    assertThat(cancelled.termination().word()).isEqualTo("cancelled");
    var stages = new ArrayList<Progress.Event>();
    var spent = Reference.solver(1e-10).solve(ks, Run.defaults().withBudget(Duration.ofMillis(1500)).withProgress(stages::add));
    assertThat(spent.termination()).isNotInstanceOf(Termination.Converged.class);
    assertThat(spent.elapsed()).isLessThan(Duration.ofSeconds(6));
    assertThat(stages).allMatch(e -> e.stage().equals("fourier-etdrk4"));
  }

  @Test
  void aReferenceJudgesOnlyWhatItResolves() {
    var burgers = Reference.solve(Catalog.get("burgers-viscous").problem());
    assertThat(Reference.canJudge(burgers, 1e-8).fit()).isTrue();
    var verdict = Reference.canJudge(burgers, burgers.errorEstimate().orElseThrow());
    assertThat(verdict.fit()).isFalse();
    assertThat(verdict.message()).contains("cannot judge one of").contains("set tolerance=");
  }

  @Test
  void theProviderIsFoundAndListsEveryFault() {
    var provider = ServiceLoader.load(SolverProvider.class).stream().map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals("reference")).findFirst().orElseThrow();
    assertThat(provider.create("default", Map.of("tolerance", "1e-6", "method", "cole-hopf")).name()).isEqualTo("reference");
    assertThatThrownBy(() -> provider.create("best", Map.of("n", "7", "tolerence", "1", "dt", "soon")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no preset 'best'").hasMessageContaining("no setting 'tolerence'")
        .hasMessageContaining("n must be 0 or an even number from 8 to 8192, not 7")
        .hasMessageContaining("dt must be a number, not 'soon'");
  }
}
