package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.implicit.ImplicitNeuralSpatial;
import dev.ansatz.pinn.implicit.ImplicitNeuralSpatialOptions;
import dev.ansatz.pinn.lagrangian.LagrangianOptions;
import dev.ansatz.pinn.lagrangian.LagrangianPinn;
import dev.ansatz.pinn.spacetime.SpacetimeNetwork;
import dev.ansatz.pinn.spacetime.SpacetimeNetworkOptions;
import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Termination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link CheckpointTest} asks of {@link Pinn}, of the other solvers that take long. */
class ResumingTest {
  private static final Run RUN = Run.defaults().withThreads(1).withBudget(Duration.ofMinutes(5));

  @TempDir Path directory;

  /** Small solves of a few redraws, slabs or steps, and after how many questions whether to stop they are interrupted. */
  enum Case {
    LAGRANGIAN(new LagrangianPinn(LagrangianOptions.preset("accurate").with(Map.of("width", "6", "points", "60",
        "redraw", "4", "iterations", "18"))), """
            problem wave-that-steepens
            u(t, x) on x in [0, 2*pi], t in [0, 0.5]
            u_t + u*u_x = 0
            initial u = 1 + 0.3*sin(x)
            periodic x
            """, 0, 4, 5, 17),
    SLABS(new SpacetimeNetwork(SpacetimeNetworkOptions.defaults().with(Map.of("steps", "12", "slabs", "3", "width", "6", "harmonics", "1",
        "points", "60", "redraw", "4", "iterations", "7"))), """
            problem oscillator
            p(t), q(t) on t in [0, 3]
            p_t = -q
            q_t = p
            initial p = 1
            initial q = 0
            """, 0, 3, 8, 14, 23),
    LEVELS(new ImplicitNeuralSpatial(ImplicitNeuralSpatialOptions.defaults().with(Map.of("width", "6", "harmonics", "1", "points", "60",
        "steps", "4", "initial-iterations", "8", "iterations", "5"))), """
            problem rod
            u(t, x) on x in [0, 1], t in [0, 1]
            u_t = 0.1*u_xx
            initial u = sin(pi*x)
            boundary u = 0
            """, 0, 4, 9, 14);

    private final Solver solver;
    private final Problem problem;
    private final int[] interruptions;

    Case(Solver solver, String statement, int... interruptions) {
      this.solver = solver;
      this.problem = Pde.parse(statement);
      this.interruptions = interruptions;
    }

    Solution solve(Run run) {
      return solver.solve(problem, run);
    }

    double[] answer(Solution solution) {
      return DoubleStream.of(0.01, 0.2, 0.55, 0.98).map(share -> solution.value(problem.fields().getFirst(),
          problem.domain().ranges().stream().mapToDouble(range -> range.lower() + share * range.length()).toArray())).toArray();
    }
  }

  private Run saving(Path file, Duration interval) {
    return RUN.withCheckpointing(new Checkpointing(file, interval));
  }

  private static Run after(Run run, int polls) {
    var asked = new AtomicInteger();
    return run.withCancelled(() -> asked.getAndIncrement() >= polls);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnToTheSameBits(Case solve) throws Exception {
    Path file = directory.resolve("state");
    Solution whole = solve.solve(RUN);
    double[] expected = solve.answer(whole);
    assertThat(expected).doesNotContain(Double.NaN);
    assertThat(solve.answer(solve.solve(saving(file, Duration.ZERO)))).as("saving changes nothing").containsExactly(expected);
    assertThat(solve.answer(solve.solve(saving(file, Duration.ZERO)))).as("what is done is read").containsExactly(expected);
    for (int polls : solve.interruptions) {
      Files.delete(file);
      Run seldom = saving(file, Duration.ofDays(1));
      Solution partial = solve.solve(after(seldom, polls));
      assertThat(partial.termination()).as("stopped at question %d", polls).isInstanceOf(Termination.Cancelled.class);
      Solution resumed = solve.solve(seldom);
      assertThat(solve.answer(resumed)).as("interrupted at question %d", polls).containsExactly(expected);
      assertThat(resumed.iterations()).isEqualTo(whole.iterations());
      assertThat(resumed.termination()).isEqualTo(whole.termination());
      assertThat(resumed.heldOutResidual()).isEqualTo(whole.heldOutResidual());
      assertThat(resumed.errorEstimate()).isEqualTo(whole.errorEstimate());
    }
    Files.delete(file);
    for (int i = 0; i < 4; i++) {
      solve.solve(after(saving(file, Duration.ZERO), 9));
    }
    assertThat(solve.answer(solve.solve(saving(file, Duration.ZERO)))).as("interrupted again and again").containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource
  void damagedCheckpointsAndThoseOfOtherWorkAreRefused(Case solve) throws Exception {
    Path file = directory.resolve("state");
    solve.solve(after(saving(file, Duration.ZERO), solve.interruptions[3]));
    assertThatThrownBy(() -> solve.solve(saving(file, Duration.ZERO).withSeed(1))).isInstanceOf(CheckpointException.class)
        .hasMessageContaining("seed: 0 in the checkpoint, 1 now");
    var saved = Checkpoint.read(file);
    for (String name : saved.tensors().keySet()) {
      var without = new LinkedHashMap<>(saved.tensors());
      without.put(name, new Tensor.F32(List.of(), new float[1]));
      new Checkpoint(saved.description(), without).write(file);
      assertThatThrownBy(() -> solve.solve(saving(file, Duration.ofDays(1)))).as(name).isInstanceOf(CheckpointException.class)
          .hasMessageContaining("it is damaged");
    }
  }
}
