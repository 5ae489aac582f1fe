package dev.ansatz.pinn.train;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Run;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The checkpoints of one training: which are its own, when the next is due, and what happens if one cannot be written. */
final class Checkpoints {
  private final Checkpointing checkpointing;
  private final Map<String, String> description = new LinkedHashMap<>();
  private final Set<String> free;
  private final Map<String, Tensor> done = new LinkedHashMap<>();
  private long latest = System.nanoTime();
  private boolean proven;

  Checkpoints(Checkpointing checkpointing, Problem problem, PinnOptions options, Run run, int parameters) {
    this.checkpointing = checkpointing;
    // how many iterations says only when training ends, and more may be asked for when it goes on; but slabs that are done stay
    free = options.slabs() == 1 ? Set.of("iterations") : Set.of();
    description.put("solver", "pinn");
    description.put("problem", Pde.print(problem));
    options.settings().forEach(setting -> description.put(setting.name(), setting.defaultValue()));
    description.put("seed", "" + run.seed());
    description.put("precision", run.precision().name().toLowerCase(Locale.ROOT));
    description.put("parameters", "" + parameters);
  }

  /**
   * The checkpoint there is.
   *
   * @throws CheckpointException if it is of other work or damaged
   */
  Optional<Checkpoint> resume() {
    Optional<Checkpoint> found = Checkpoint.resume(checkpointing.file(), description, free);
    proven = found.isPresent();
    return found;
  }

  /** Puts what is done, and will not change, into every checkpoint from now on. */
  void keep(Map<String, Tensor> done) {
    this.done.putAll(done);
  }

  /**
   * Gives the checkpoint to {@code restore}.
   *
   * @throws CheckpointException if that finds something missing or of the wrong length
   */
  void take(Checkpoint checkpoint, Consumer<Checkpoint> restore) {
    try {
      restore.accept(checkpoint);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(checkpointing.file(), "it is damaged: " + e.getMessage() + "; delete it, or name another file");
    }
  }

  /** True if the interval since the last one is over. */
  boolean due() {
    return System.nanoTime() - latest >= checkpointing.interval().toNanos();
  }

  /**
   * Writes one. Once one was read or written, a failure is told to {@code complaints}, and the training, worth more than its checkpoint,
   * goes on.
   *
   * @throws CheckpointException if not even the first can be written
   */
  void write(Supplier<Map<String, Tensor>> state, Consumer<String> complaints) {
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
      complaints.accept("the last one stays: " + reason);
    }
    latest = System.nanoTime();
  }
}
