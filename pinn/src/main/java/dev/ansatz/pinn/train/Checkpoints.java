package dev.ansatz.pinn.train;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.SolverProvider.Setting;
import dev.ansatz.solve.Termination;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The checkpoints of one solve: which are its own, when the next is due, and what happens if one cannot be written. */
public final class Checkpoints {
  private static final String ENDED = "ended so far";
  private final Checkpointing checkpointing;
  private final Map<String, String> description = new LinkedHashMap<>();
  private final Set<String> free;
  private final Map<String, Tensor> done = new LinkedHashMap<>();
  private long latest = System.nanoTime();
  private boolean proven;

  private Checkpoints(Checkpointing checkpointing, Set<String> free) {
    this.checkpointing = checkpointing;
    this.free = new HashSet<>(free);
    this.free.add(ENDED);
  }

  /**
   * Those of a solve, if it is to write any.
   *
   * @param settings all that its work depends on beside the problem and the run
   * @param free names of those that may be others when it goes on
   */
  public static Optional<Checkpoints> of(Run run, String solver, Problem problem, List<Setting> settings, Set<String> free) {
    return run.checkpointing().map(checkpointing -> {
      var checkpoints = new Checkpoints(checkpointing, free);
      checkpoints.description.put("solver", solver);
      checkpoints.description.put("problem", Pde.print(problem));
      settings.forEach(setting -> checkpoints.description.put(setting.name(), setting.defaultValue()));
      checkpoints.description.put("seed", "" + run.seed());
      checkpoints.description.put("precision", run.precision().name().toLowerCase(Locale.ROOT));
      return checkpoints;
    });
  }

  /**
   * The checkpoint there is.
   *
   * @throws CheckpointException if it is of other work or damaged
   */
  public Optional<Checkpoint> resume() {
    Optional<Checkpoint> found = Checkpoint.resume(checkpointing.file(), description, free);
    proven = found.isPresent();
    return found;
  }

  /**
   * Puts what is done, and will not change, into every checkpoint from now on.
   *
   * @param ended how the parts that are done ended together, null if there are none
   */
  public void keep(Map<String, Tensor> done, Termination ended) {
    this.done.putAll(done);
    if (ended != null) {
      description.put(ENDED, String.join("\n", ended.word(), switch (ended) {
        case Termination.Converged c -> c.criterion();
        case Termination.BudgetSpent b -> b.budget();
        case Termination.Diverged d -> d.where();
        case Termination.Overfitted o -> o.where();
        case Termination.Cancelled _ -> "";
      }, ended.remedy()));
    }
  }

  /** How the parts that were done when a checkpoint was written ended together; null if there were none. */
  public static Termination ended(Checkpoint checkpoint) {
    String text = checkpoint.description().get(ENDED);
    if (text == null) {
      return null;
    }
    String[] lines = text.split("\n", 3);
    if (lines.length < 3) {
      throw new IllegalArgumentException("'" + ENDED + "' is " + text);
    }
    return switch (lines[0]) {
      case "converged" -> new Termination.Converged(lines[1]);
      case "budget" -> new Termination.BudgetSpent(lines[1], lines[2]);
      case "diverged" -> new Termination.Diverged(lines[1], lines[2]);
      case "overfitted" -> new Termination.Overfitted(lines[1], lines[2]);
      default -> throw new IllegalArgumentException("'" + ENDED + "' is " + lines[0]);
    };
  }

  /**
   * Gives the checkpoint to {@code restore}.
   *
   * @throws CheckpointException if that finds something missing or of the wrong length
   */
  public void take(Checkpoint checkpoint, Consumer<Checkpoint> restore) {
    try {
      restore.accept(checkpoint);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(checkpointing.file(), "it is damaged: " + e.getMessage() + "; delete it, or name another file");
    }
  }

  /** True if the interval since the last one is over. */
  public boolean due() {
    return System.nanoTime() - latest >= checkpointing.interval().toNanos();
  }

  /**
   * Writes one. Once one was read or written, a failure is told to {@code progress}, and the training, worth more than its checkpoint,
   * goes on.
   *
   * @param share of the work that is done
   * @param iteration that is done
   * @throws CheckpointException if not even the first can be written
   */
  public void write(Supplier<Map<String, Tensor>> state, Progress progress, double share, long iteration) {
    try {
      var tensors = new LinkedHashMap<>(done);
      tensors.putAll(state.get());
      new Checkpoint(description, tensors).write(checkpointing.file());
      proven = true;
    } catch (IOException e) {
      String reason = "it cannot be written: " + Checkpoint.reason(e);
      if (!proven) {
        throw new CheckpointException(checkpointing.file(), reason);
      }
      progress.on(new Progress.Event("Checkpoint", Math.min(1, share), iteration, "the last one stays: " + reason));
    }
    latest = System.nanoTime();
  }
}
