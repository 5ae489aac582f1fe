package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupted trainings go on to the same bits. */
class CheckpointTest {
  private static final Run RUN = Run.defaults().withThreads(1).withBudget(Duration.ofMinutes(5));
  private static final PinnOptions SMALL = PinnOptions.preset("accurate").with(Map.of("layers", "1", "width", "6", "points", "100",
      "condition-points", "20", "adam-steps", "12", "iterations", "30", "redraw", "7", "sketch", "20"));
  private static final Problem PROBLEM = Catalog.get("burgers-viscous").problem();
  private static final int TRAINED = 12 + 30;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("state");
  }

  private Run saving(Duration interval) {
    return RUN.withCheckpointing(new Checkpointing(file, interval));
  }

  /** Cancelled when that many iterations are done. */
  private static Run after(Run run, int iterations) {
    var polls = new AtomicInteger();
    return run.withCancelled(() -> polls.getAndIncrement() >= iterations);
  }

  private static Solution solve(PinnOptions options, Run run) {
    return new Pinn(options).solve(PROBLEM, run);
  }

  /** Values and derivatives, which depend on every parameter of the network. */
  private static double[] answer(Solution solution) {
    var field = solution.problem().fields().getFirst();
    double[] bits = new double[20];
    for (int i = 0; i < 10; i++) {
      bits[i] = solution.value(field, -0.9 + 0.2 * i, 0.05 + 0.09 * i);
      bits[10 + i] = solution.derivative(field, new MultiIndex(1, 1), -0.9 + 0.2 * i, 0.05 + 0.09 * i);
    }
    return bits;
  }

  /** The state at the end, without the time that it took. */
  private static Map<String, String> state(Path file) throws Exception {
    var state = new LinkedHashMap<String, String>();
    Checkpoint.read(file).tensors().forEach((name, tensor) -> state.put(name, switch (tensor) {
      case Tensor.F64 t -> Arrays.toString(Arrays.stream(t.values()).mapToLong(Double::doubleToRawLongBits).toArray());
      case Tensor.I64 t -> Arrays.toString(t.values());
      case Tensor.F32 t -> Arrays.toString(t.values());
    }));
    state.remove("nanos-spent");
    state.remove("slabs.nanos-spent");
    return state;
  }

  /** In Adam, at its end, at the start of the second stage, before and after draws, at the last iteration; and all of these in turn. */
  @ParameterizedTest
  @CsvSource({
      "ssbroyden, rad, hard, none, sum, none",
      "ssbroyden, sobol, soft, nu:0.1, m-config, none",
      "levenberg-marquardt, latin-hypercube, hard, nu:0.1, sum, annealed",
      "adaptive-ratio, rad, soft, none, ntk, 1",
      "sketched-adaptive-ratio, uniform, hard, none, sum, none",
      "ssbroyden, fixed, soft, none, multiadam, none",
      "ssbroyden, r3, soft, nu:0.1, pcgrad, 10",
      "ssbroyden, causal-r3, soft, none, lra, none",
      "levenberg-marquardt, causal-r3, hard, none, sum, annealed",
      "ssbroyden, rar-g, soft, none, grad-norm, none",
      "ssbroyden, r3, soft, none, config, none",
      "ssbroyden, latin-hypercube, soft, none, imtl-g, none",
  })
  void goesOnToTheSameBits(String optimiser, String sampling, String conditions, String continuation, String weighting, String causal)
      throws Exception {
    var options = SMALL.with(Map.of("optimiser", optimiser, "sampling", sampling, "conditions", conditions, "continuation", continuation,
        "weighting", weighting, "causal", causal));
    Solution whole = solve(options, saving(Duration.ofDays(1)));
    assertThat(whole.iterations()).isEqualTo(TRAINED);
    double[] expected = answer(whole);
    assertThat(answer(solve(options, RUN))).as("saving changes nothing").containsExactly(expected);
    var end = state(file);
    int[] interruptions = {0, 1, 11, 12, 13, 18, 19, 20, 41};
    for (int iterations : interruptions) {
      Files.delete(file);
      Solution partial = solve(options, after(saving(Duration.ofDays(1)), iterations));
      assertThat(partial.termination()).isInstanceOf(Termination.Cancelled.class);
      assertThat(partial.iterations()).isEqualTo(iterations);
      Solution resumed = solve(options, saving(Duration.ofDays(1)));
      assertThat(resumed.iterations()).isEqualTo(TRAINED);
      assertThat(answer(resumed)).as("interrupted after %d iterations", iterations).containsExactly(expected);
      assertThat(state(file)).isEqualTo(end);
    }
    Files.delete(file);
    int done = 0;
    for (int iterations : interruptions) {
      solve(options, after(saving(Duration.ZERO), iterations - done));
      done = iterations;
    }
    assertThat(answer(solve(options, saving(Duration.ZERO)))).as("interrupted again and again").containsExactly(expected);
    assertThat(state(file)).isEqualTo(end);
  }

  /** Weights that are renewed at draws alone, in both stages and at their ends. */
  @Test
  void weightsByGrowthGoOnToTheSameBits() throws Exception {
    Problem problem = Catalog.get("allen-cahn").problem();
    var pinn = new Pinn(SMALL);
    double[] expected = answer(pinn.solve(problem, RUN));
    for (int iterations : new int[] {5, 12, 16}) {
      pinn.solve(problem, after(saving(Duration.ofDays(1)), iterations));
      assertThat(answer(pinn.solve(problem, saving(Duration.ofDays(1))))).containsExactly(expected);
      Files.delete(file);
    }
    assertThat(answer(new Pinn(SMALL.with(Map.of("growth", "none"))).solve(problem, RUN))).isNotEqualTo(expected);
  }

  /** In each slab, at its ends, and in turn; a network that is done is not trained again. */
  @ParameterizedTest
  @CsvSource({"fresh, hard, ssbroyden, r3", "warm, soft, levenberg-marquardt, fixed"})
  void slabsGoOnToTheSameBits(String start, String conditions, String optimiser, String sampling) throws Exception {
    var options = SMALL.with(Map.of("slabs", "3", "slab-start", start, "conditions", conditions, "optimiser", optimiser,
        "sampling", sampling,
        "causal", "1"));
    Solution whole = solve(options, saving(Duration.ofDays(1)));
    assertThat(whole.iterations()).isEqualTo(3 * TRAINED);
    double[] expected = answer(whole);
    assertThat(expected).doesNotContain(Double.NaN);
    var end = state(file);
    int[] interruptions = {5, 42, 43, 44, 45, 60, 87, 88, 120};
    for (int polls : interruptions) {
      Files.delete(file);
      solve(options, after(saving(Duration.ofDays(1)), polls));
      Solution resumed = solve(options, saving(Duration.ofDays(1)));
      assertThat(answer(resumed)).as("interrupted after %d polls", polls).containsExactly(expected);
      assertThat(resumed.termination()).as("with how the slabs before ended").isEqualTo(whole.termination());
      assertThat(state(file)).isEqualTo(end);
    }
    Files.delete(file);
    for (int i = 0; i < 8; i++) {
      solve(options, after(saving(Duration.ZERO), 17));
    }
    assertThat(answer(solve(options, saving(Duration.ZERO)))).as("interrupted again and again").containsExactly(expected);
    assertThat(state(file)).isEqualTo(end);
    assertThatThrownBy(() -> solve(options.with(Map.of("iterations", "40")), saving(Duration.ZERO))).isInstanceOf(CheckpointException.class)
        .hasMessageContaining("iterations: 30 in the checkpoint, 40 now");
  }

  @Test
  void moreIterationsGoOnFromTheEnd() {
    solve(SMALL, saving(Duration.ofDays(1)));
    var longer = SMALL.with(Map.of("iterations", "40"));
    Solution resumed = solve(longer, saving(Duration.ofDays(1)));
    assertThat(resumed.iterations()).isEqualTo(52);
    assertThat(answer(resumed)).containsExactly(answer(solve(longer, RUN)));
  }

  /** With no time left the checkpoint gives its answer at once: what was best of the 20 iterations, as cancelling gave it. */
  @Test
  void theCheckpointOfAKilledTrainingIsAnAnswer() {
    Solution partial = solve(SMALL, after(saving(Duration.ofDays(1)), 20));
    assertThat(answer(partial)).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    assertThat(partial.heldOutResidual()).isPresent();
    Solution read = solve(SMALL, saving(Duration.ofDays(1)).withBudget(Duration.ofNanos(1)));
    assertThat(read.termination()).isInstanceOf(Termination.BudgetSpent.class);
    assertThat(read.iterations()).isEqualTo(20);
    assertThat(answer(read)).containsExactly(answer(partial));
    assertThat(answer(solve(SMALL, saving(Duration.ofDays(1))))).as("and stays whole").containsExactly(answer(solve(SMALL, RUN)));
  }

  /** The time spent before counts against the budget and towards the elapsed time. */
  @Test
  void timeSpentBeforeCounts() {
    long begun = System.nanoTime();
    Solution partial = solve(SMALL, after(saving(Duration.ofDays(1)), 20));
    long spent = System.nanoTime() - begun;
    Solution resumed = solve(SMALL, saving(Duration.ofDays(1)).withBudget(partial.elapsed().dividedBy(2)));
    assertThat(resumed.iterations()).isEqualTo(20);
    assertThat(partial.elapsed().toNanos()).isLessThan(spent);
    assertThat(resumed.elapsed()).isGreaterThan(partial.elapsed().dividedBy(2));
  }

  @Test
  void otherWorkIsRefusedWithWhatDiffers() {
    solve(SMALL, after(saving(Duration.ofDays(1)), 3));
    assertThatThrownBy(() -> solve(SMALL.with(Map.of("points", "101", "optimiser", "levenberg-marquardt")),
        saving(Duration.ZERO).withSeed(1)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(file.toString(), "points: 100 in the checkpoint, 101 now", "seed: 0 in the checkpoint, 1 now",
            "optimiser: ssbroyden in the checkpoint, levenberg-marquardt now")
        .hasMessageNotContaining("width");
    assertThatThrownBy(() -> new Pinn(SMALL).solve(PROBLEM.with("nu", 0.02), saving(Duration.ZERO)))
        .isInstanceOf(CheckpointException.class).hasMessageContaining("problem: param");
  }

  @Test
  void damagedCheckpointsAreRefused() throws Exception {
    solve(SMALL, after(saving(Duration.ofDays(1)), 20));
    var saved = Checkpoint.read(file);
    for (String name : saved.tensors().keySet()) {
      var without = new LinkedHashMap<>(saved.tensors());
      without.put(name, new Tensor.F32(java.util.List.of(), new float[1]));
      new Checkpoint(saved.description(), without).write(file);
      assertThatThrownBy(() -> solve(SMALL, saving(Duration.ofDays(1)))).as(name).isInstanceOf(CheckpointException.class)
          .hasMessageContaining("it is damaged");
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> solve(SMALL, saving(Duration.ofDays(1)))).isInstanceOf(CheckpointException.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeTraining() throws Exception {
    Path blocked = Files.createFile(directory.resolve("file")).resolve("state");
    assertThatThrownBy(() -> solve(SMALL, RUN.withCheckpointing(new Checkpointing(blocked, Duration.ZERO))))
        .isInstanceOf(CheckpointException.class).hasMessageContaining("it cannot be written");
  }

  /** Once training is under way, it is worth more than a checkpoint. */
  @Test
  void aPlaceThatCanNoLongerBeWrittenIsToldAndTrainingGoesOn() {
    var complaints = new ArrayList<String>();
    var polls = new AtomicInteger();
    Progress listener = event -> {
      if (event.stage().equals("Checkpoint")) {
        complaints.add(event.message());
      }
    };
    Solution solution = solve(SMALL, saving(Duration.ZERO).withProgress(listener).withCancelled(() -> {
      if (polls.getAndIncrement() == 5) {
        file.toFile().delete();
        assertThat(file.toFile().mkdir()).isTrue();
      }
      return false;
    }));
    assertThat(solution.iterations()).isEqualTo(TRAINED);
    assertThat(complaints).isNotEmpty().allMatch(c -> c.contains("the last one stays: it cannot be written"));
  }
}
