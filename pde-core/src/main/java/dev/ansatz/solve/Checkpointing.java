package dev.ansatz.solve;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how often a solver writes what it needs to go on after an interruption.
 *
 * @param file replaced whole at each checkpoint; if it is there at the start, the solver goes on from it
 * @param interval between two checkpoints, not negative; zero writes one after every iteration
 */
public record Checkpointing(Path file, Duration interval) {
  public Checkpointing {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("the interval between checkpoints must not be negative, not " + interval);
    }
  }
}
