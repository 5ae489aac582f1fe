package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.Reflection;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnTest {
  private static final Run RUN = Run.defaults().withThreads(2).withBudget(Duration.ofMinutes(2));
  private static final PinnOptions SMALL = PinnOptions.preset("accurate").with(Map.of("layers", "2", "width", "8", "points", "400",
      "adam-steps", "200", "redraw", "100"));

  private static Solution solve(String problem, String... settings) {
    return solve(Catalog.get(problem).problem(), RUN, settings);
  }

  private static Solution solve(Problem problem, Run run, String... settings) {
    var changes = new java.util.HashMap<String, String>();
    for (String setting : settings) {
      changes.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return new Pinn(SMALL.with(changes)).solve(problem, run);
  }

  private static double error(Solution solution) {
    return solution.compare(Reference.solve(solution.problem())).relativeL2();
  }

  /**
   * Two layers of 8 units on 400 points. Bounds are ten times (burgers-viscous: five times) the worst that seeds 0, 1 and 2 gave: another
   * length of vectors rounds otherwise and so trains otherwise.
   */
  @ParameterizedTest
  @CsvSource({
      "poisson-square, 600, ssbroyden, 2e-5",
      "poisson-square, 120, adaptive-ratio, 5.3e-4",
      "poisson-square, 120, sketched-adaptive-ratio, 4.8e-4",
      "poisson-square, 40, levenberg-marquardt, 1.5e-4",
      "poisson-neumann, 600, ssbroyden, 3.5e-5",
      "heat-1d, 600, ssbroyden, 3e-6",
      "convection-diffusion, 600, ssbroyden, 7.5e-3",
      "reaction-diffusion, 600, ssbroyden, 2.8e-2",
      "burgers-viscous, 2500, ssbroyden, 0.2",
  })
  void solvesToTheAccuracyOfItsSize(String problem, int iterations, String optimiser, double bound) {
    Solution solution = solve(problem, "iterations=" + iterations, "optimiser=" + optimiser, "sketch=80");
    assertThat(error(solution)).isLessThan(bound);
  }

  /** 6.4e-5 for seed 0; 5e-5 in one run of others (SSBroyden after 2,000 steps of Adam, 941 parameters), who allow 3e-4. */
  @Test
  void burgersInTwoThousandIterations() {
    Solution solution = solve("burgers", "layers=3", "width=20", "points=4000", "adam-steps=2000", "iterations=2000", "redraw=500");
    assertThat(error(solution)).isLessThan(3e-4);
  }

  /** Of untrained networks, at points and their mirror images; fields are of size 1, and features round. */
  @ParameterizedTest
  @CsvSource({"kuramoto-sivashinsky-regular, -1, 1e-13", "allen-cahn, 1, 1e-13", "poisson-four-discs, 1, 1e-13", "helmholtz, -1, 1e-12"})
  void trialFunctionsAreOddAndEvenAsTheSolutionIs(String name, int sign, double rounding) {
    Problem problem = Catalog.get(name).problem();
    var trials = TrialFunctions.of(problem, true, Reflection.of(problem));
    assertThat(trials.reflections()).isNotEmpty();
    var model = new NetworkModel(problem, trials, new Mlp(2, 8, Activation.TANH), 3);
    double[][] points = new PointSequence.Uniform().interior(problem.domain(), 50, 3);
    double[] theta = model.initial(0);
    double[] values = new double[50];
    double[] images = new double[50];
    try (var executor = new Executor(1)) {
      var field = model.express(List.copyOf(problem.fields()));
      field.at(executor, points).values(theta, values, 0);
      for (Reflection reflection : trials.reflections()) {
        double[][] mirrored = points.clone();
        int axis = problem.coordinates().indexOf(reflection.coordinate());
        mirrored[axis] = Arrays.stream(points[axis]).map(x -> 2 * reflection.centre() - x).toArray();
        field.at(executor, mirrored).values(theta, images, 0);
        for (int p = 0; p < 50; p++) {
          assertThat(images[p]).isCloseTo(sign * values[p], within(rounding));
        }
      }
    }
  }

  @Test
  void aParameterInTheProgramTakesNoOtherValue() {
    Problem burgers = Catalog.get("burgers-viscous").problem();
    var model = new NetworkModel(burgers, TrialFunctions.hard(burgers), new Mlp(1, 4, Activation.TANH), 1);
    var nu = burgers.parameters().getFirst();
    var residual = List.of(burgers.equations().getFirst().residual());
    double[][] point = {{0.5}, {0.25}};
    double[] theta = model.initial(0);
    double[][] values = new double[2][1];
    try (var executor = new Executor(1)) {
      var folded = model.express(residual);
      assertThat(folded.folded()).containsExactly(nu);
      assertThatThrownBy(() -> folded.at(executor, point, Map.of(nu, 2 * nu.value()))).hasMessageContaining("varying");
      folded.at(executor, point).values(theta, values[0], 0);
      model.express(residual, Set.of(nu)).at(executor, point).values(theta, values[1], 0);
      // the same sum in another order
      assertThat(values[0][0]).isCloseTo(values[1][0], within(1e-14));
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsForAnyNumberOfThreads() {
    Problem problem = Catalog.get("burgers-viscous").problem();
    var index = new MultiIndex(0, 1);
    double[] slopes = new double[3];
    for (int k = 0; k < 3; k++) {
      Solution solution = solve(problem, RUN.withThreads(k == 2 ? 3 : k + 1), "iterations=40", "adam-steps=40", "points=1000");
      slopes[k] = solution.derivative(problem.fields().getFirst(), index, 0.4, 0.2);
    }
    assertThat(slopes[1]).isEqualTo(slopes[0]);
    assertThat(slopes[2]).isEqualTo(slopes[0]);
    assertThat(solve(problem, RUN.withSeed(1), "iterations=40", "adam-steps=40", "points=1000")
        .derivative(problem.fields().getFirst(), index, 0.4, 0.2)).isNotEqualTo(slopes[0]);
  }

  @Test
  void derivativesOfTheAnswerAreThoseOfItsValues() {
    Solution solution = solve("wave", "iterations=20", "adam-steps=20");
    var u = solution.problem().fields().getFirst();
    double h = 1e-3;
    double second = (solution.value(u, 0.3, 0.4 + h) - 2 * solution.value(u, 0.3, 0.4) + solution.value(u, 0.3, 0.4 - h)) / (h * h);
    // h² u_xxxx / 12 with u_xxxx ≲ 1e4, and ε / h²
    assertThat(solution.derivative(u, new MultiIndex(0, 2), 0.3, 0.4)).isCloseTo(second, within(2e-3));
  }

  /** With a held-out residual that the training did not see, the answer reports how well it satisfies the equation. */
  @Test
  void reportsTheHeldOutResidual() {
    Solution coarse = solve("poisson-square", "iterations=5", "adam-steps=0");
    Solution fine = solve("poisson-square", "iterations=300", "adam-steps=0");
    assertThat(fine.heldOutResidual().orElseThrow()).isLessThan(1e-2 * coarse.heldOutResidual().orElseThrow());
  }

  @Test
  void undefinedFromTheStartEndsBeforeTheFirstStepAndNamesTheLoss() {
    Problem problem = Pde.parse("""
        problem undefined
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx + log(u - 5)
        initial u = sin(pi*x)
        boundary u = 0
        """);
    Solution solution = solve(problem, RUN);
    assertThat(solution.iterations()).isZero();
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.Diverged.class, diverged -> {
      assertThat(diverged.where()).startsWith("the residual of u_t = ").contains("log(").contains("is NaN at (t, x) = (");
      assertThat(diverged.remedy()).contains("defined on the whole domain");
    });
  }

  /** The exact solution falls below zero, where the root is undefined: training must meet it and stop within that step. */
  @Test
  void undefinedOnTheWayStopsWithinOneStepAndNamesTheLoss() {
    Problem problem = Pde.parse("""
        problem falls
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = -10 + 0.01*sqrt(u)
        initial u = 1
        periodic x
        """);
    Solution solution = solve(problem, RUN, "adam-steps=5000", "learning-rate=0.05");
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.Diverged.class,
        diverged -> assertThat(diverged.where()).startsWith("the residual of u_t = ").contains("is NaN at (t, x) = ("));
    assertThat(solution.iterations()).isBetween(1L, 4999L);
    // what is returned is the last that was good, not what broke
    assertThat(solution.value(problem.fields().getFirst(), 0.01, 0.5)).isFinite();
  }

  @Test
  void cancellingKeepsTheBestSoFar() {
    var polls = new AtomicInteger();
    Problem problem = Catalog.get("poisson-square").problem();
    Solution solution = solve(problem, RUN.withCancelled(() -> polls.incrementAndGet() > 250), "iterations=100000");
    assertThat(solution.termination()).isInstanceOf(Termination.Cancelled.class);
    assertThat(solution.iterations()).isBetween(100L, 300L);
    assertThat(error(solution)).isLessThan(0.5);
  }

  @Test
  void theBudgetIsKept() {
    long begun = System.nanoTime();
    Solution solution = solve(Catalog.get("poisson-square").problem(), RUN.withBudget(Duration.ofSeconds(2)), "iterations=1000000",
        "tolerance=0");
    assertThat(solution.termination()).isInstanceOf(Termination.BudgetSpent.class);
    // one step of this small network takes milliseconds, compiling its kernels a second
    assertThat((System.nanoTime() - begun) / 1e9).isBetween(2.0, 6.0);
  }

  /** Left at the diffusivity it starts from, ten times the problem's own, the answer would be wrong by more than a half. */
  @Test
  void continuationLeadsACoefficientToItsOwnValue() {
    Solution solution = solve("heat-1d", "continuation=alpha:1", "redraw=30", "iterations=500");
    // 6e-7 was measured
    assertThat(error(solution)).isLessThan(1e-4);
  }

  @Test
  void everyWrongSettingIsTold() {
    assertThatThrownBy(() -> SMALL.with(Map.of("widht", "3", "layers", "x", "sampling", "grid", "continuation", "nu")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no setting 'widht'")
        .hasMessageContaining("layers must be a whole number, not 'x'")
        .hasMessageContaining("sampling must be one of latin-hypercube, sobol, uniform, fixed, rad, rar-g, r3, causal-r3, not 'grid'")
        .hasMessageContaining("continuation must be automatic, none or PARAMETER:VALUE");
    assertThatThrownBy(() -> SMALL.with(Map.of("width", "0", "points", "3", "redraw", "often")))
        .hasMessageContaining("redraw must be a whole number, not 'often'")
        .hasMessageContaining("width must be at least 1, not 0")
        .hasMessageContaining("points must be at least 16, not 3");
  }

  @Test
  void everyPresetHasItsSettings() {
    for (String preset : PinnOptions.PRESETS) {
      assertThat(PinnOptions.preset(preset).with(Map.of())).isEqualTo(PinnOptions.preset(preset));
    }
    assertThatThrownBy(() -> PinnOptions.preset("best")).hasMessageContaining("no preset 'best'; the presets are accurate, fast,");
  }
}
