package dev.ansatz.pinn.train;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.solve.CheckpointException;
import dev.ansatz.solve.Checkpointing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The checkpoints of one training: which are its own, when the next is due, and what happens if one cannot be written. */
final class Checkpoints {
  /** Says only when training ends: more may be asked for when it goes on. */
  private static final Set<String> FREE = Set.of("iterations");

  private final Checkpointing checkpointing;
  private final Map<String, String> description = new LinkedHashMap<>();
  private long latest = System.nanoTime();
  private boolean proven;

  /**
   * @throws CheckpointException if the options choose a method whose state is not saved
   */
  Checkpoints(Checkpointing checkpointing, Problem problem, PinnOptions options, long seed, int parameters) {
    this.checkpointing = checkpointing;
    boolean stateless = switch (options.sampling()) {
      case UNIFORM, LATIN_HYPERCUBE, SOBOL, RAD -> true;
      case FIXED, RAR_G, R3, CAUSAL_R3 -> false;
    };
    if (!stateless || !options.causal().isNone() || options.weighting() != Weighting.SUM) {
      throw new CheckpointException(checkpointing.file(), "causal weights, points that stay from draw to draw and the balance of several losses are "
          + "not saved: use --set causal=none --set weighting=sum and a sampling of uniform, latin-hypercube, sobol or rad, or no checkpoint");
    }
    description.put("solver", "pinn");
    description.put("problem", Pde.print(problem));
    options.settings().forEach(setting -> description.put(setting.name(), setting.defaultValue()));
    description.put("seed", "" + seed);
    description.put("parameters", "" + parameters);
  }

  /**
   * Gives the checkpoint to {@code restore}, if there is one; false if not.
   *
   * @throws CheckpointException if it is of other work or damaged
   */
  boolean resume(Consumer<Checkpoint> restore) {
    Optional<Checkpoint> found = Checkpoint.resume(checkpointing.file(), description, FREE);
    found.ifPresent(checkpoint -> take(checkpoint, restore));
    proven = found.isPresent();
    return proven;
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
   * Writes one. Once one was read or written, a failure is told to {@code complaints}, and the training, worth more than its checkpoint, goes on.
   *
   * @throws CheckpointException if not even the first can be written
   */
  void write(Supplier<Map<String, Tensor>> state, Consumer<String> complaints) {
    try {
      new Checkpoint(description, state.get()).write(checkpointing.file());
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
