package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of slabs in time, each of which starts where the one before ends. */
class TimeMarchingTest {
  private static final Run RUN = Run.defaults().withBudget(Duration.ofMinutes(10));
  private static final Map<String, String> SMALL = Map.of("layers", "2", "width", "8", "points", "200", "condition-points", "40",
      "adam-steps", "60", "redraw", "60", "iterations", "60");

  private static PinnOptions options(String preset, String... settings) {
    var changes = new HashMap<>(SMALL);
    for (String setting : settings) {
      changes.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return PinnOptions.preset(preset).with(changes);
  }

  private static double error(Solution solution) {
    return solution.compare(Reference.solve(solution.problem())).relativeL2();
  }

  /**
   * However little was trained, the state is handed over with all derivatives in space: the field, and of second order in time its
   * time derivative too. The two sides are different programs, at times that differ by one unit in the last place.
   */
  @ParameterizedTest
  @CsvSource({
      "burgers-viscous, 1, hard, 2",
      "burgers-viscous, 1, soft, 2",
      "kdv, 1, hard, 3",
      "wave, 2, hard, 2",
      "wave, 2, soft, 2",
      "lorenz, 1, hard, 0",
      "schroedinger, 1, soft, 2",
  })
  void theStateIsHandedOverExactly(String name, int orderInTime, String conditions, int orderInSpace) {
    Problem problem = Catalog.get(name).problem();
    var options = options("accurate", "slabs=3", "adam-steps=3", "iterations=2", "conditions=" + conditions);
    Solution solution = new Pinn(options).solve(problem, RUN);
    var time = problem.domain().time().orElseThrow();
    for (int k = 1; k < 3; k++) {
      double edge = time.lower() + time.length() * k / 3;
      for (Field field : problem.fields()) {
        for (int inTime = 0; inTime < orderInTime; inTime++) {
          for (int inSpace = 0; inSpace <= orderInSpace; inSpace++) {
            var index = orderInSpace == 0 ? new MultiIndex(inTime) : new MultiIndex(inTime, inSpace);
            double before = solution.derivative(field, index, point(problem, Math.nextDown(edge)));
            assertThat(solution.derivative(field, index, point(problem, edge))).as("%s of %s at %s", index, field.name(), edge)
                .isCloseTo(before, within(1e-12 * Math.max(1, Math.abs(before))));
          }
        }
      }
    }
  }

  /** Somewhere in the interval, or nowhere if there is no space. */
  private static double[] point(Problem problem, double t) {
    var ranges = problem.domain().ranges();
    return ranges.size() == 1 ? new double[] {t} : new double[] {t, ranges.get(1).lower() + 0.37 * ranges.get(1).length()};
  }

  /** Bounds are twenty times what seed 0 gave: another length of vectors rounds otherwise and so trains otherwise. */
  @ParameterizedTest
  @CsvSource({
      "hard, fresh, none, 4.4e-5",
      "hard, warm, annealed, 1e-4",
      "soft, fresh, 1, 7e-3",
  })
  void solvesTheHeatEquation(String conditions, String start, String causal, double bound) {
    var options = options("accurate", "slabs=3", "conditions=" + conditions, "slab-start=" + start, "causal=" + causal, "adam-steps=100",
        "iterations=200", "points=300");
    Solution solution = new Pinn(options).solve(Catalog.get("heat-1d").problem(), RUN);
    assertThat(solution.parameters()).isEqualTo(3 * 105);
    // Adam may end before its steps are spent, when every causal weight is satisfied
    assertThat(solution.iterations()).isBetween(3 * 200L, 3 * 300L);
    assertThat(error(solution)).isLessThan(bound);
  }

  /** A coefficient ten times its own at the start of each slab; left there, the answer would be wrong by more than a half. */
  @Test
  void continuationBeginsAnewInEverySlab() {
    Solution solution = new Pinn(options("accurate", "slabs=2", "continuation=alpha:1", "redraw=20", "iterations=250"))
        .solve(Catalog.get("heat-1d").problem(), RUN);
    assertThat(error(solution)).isLessThan(1e-3);
  }

  /** Cancelled in the second slab of three, the answer is what it is without cancelling in the first, and no number in the third. */
  @Test
  void cancellingLeavesTheSlabsThatWereTrained() {
    Problem problem = Catalog.get("heat-1d").problem();
    Field u = problem.fields().getFirst();
    var options = options("accurate", "slabs=3");
    var polls = new AtomicInteger();
    var stages = new ArrayList<String>();
    Progress progress = event -> stages.add(event.stage());
    Solution partial = new Pinn(options).solve(problem, RUN.withProgress(progress).withCancelled(() -> polls.getAndIncrement() > 150));
    Solution whole = new Pinn(options).solve(problem, RUN);
    assertThat(partial.termination()).isInstanceOf(Termination.Cancelled.class);
    assertThat(partial.iterations()).isBetween(121L, 160L);
    assertThat(stages).isNotEmpty().allMatch(stage -> stage.startsWith("slab 1 of 3, ") || stage.startsWith("slab 2 of 3, "));
    assertThat(partial.value(u, 0.3, 0.5)).isEqualTo(whole.value(u, 0.3, 0.5));
    assertThat(partial.value(u, 0.5, 0.5)).isFinite().isNotEqualTo(whole.value(u, 0.5, 0.5));
    assertThat(partial.value(u, 0.7, 0.5)).isNaN();
    assertThat(whole.value(u, 1, 0.5)).isFinite();
  }

  /** Each slab has its share of the time, and the whole no more than all of it. */
  @Test
  void theBudgetIsShared() {
    Problem problem = Catalog.get("heat-1d").problem();
    var done = new HashMap<String, Long>();
    Progress progress = event -> done.merge(event.stage().substring(0, 6), 1L, Long::sum);
    long begun = System.nanoTime();
    Solution solution = new Pinn(options("accurate", "slabs=3", "iterations=1000000", "tolerance=0"))
        .solve(problem, RUN.withBudget(Duration.ofSeconds(6)).withProgress(progress));
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.BudgetSpent.class,
        spent -> assertThat(spent.budget()).contains("in the slab from t = 0.000 to 0.3333"));
    // one step of this small network takes milliseconds, compiling its kernels a second
    assertThat((System.nanoTime() - begun) / 1e9).isBetween(6.0, 12.0);
    assertThat(done.keySet()).containsExactlyInAnyOrder("slab 1", "slab 2", "slab 3");
    assertThat(solution.value(problem.fields().getFirst(), 1, 0.5)).isFinite();
  }

  @Test
  void slabsNeedTime() {
    assertThat(new Pinn(options("accurate", "slabs=2")).supports(Catalog.get("poisson-square").problem()))
        .isInstanceOfSatisfying(Support.No.class, no -> assertThat(no.reasons()).anyMatch(reason -> reason.contains("use slabs=1")));
  }
}
