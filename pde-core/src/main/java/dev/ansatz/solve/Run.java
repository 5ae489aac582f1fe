package dev.ansatz.solve;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How to run, whatever the solver: nothing here changes which answer is sought.
 *
 * @param seed of every random choice
 * @param threads worker threads, at least 1; the answer is the same to the bit for any number
 * @param precision of the arithmetic
 * @param budget wall-clock time the solver may spend
 * @param progress listener
 * @param cancelled polled between iterations; true ends the solve with the best answer so far
 * @param checkpointing how a solver that {@linkplain Solver#writesCheckpoints can} makes its work last; empty for not at all
 */
public record Run(long seed, int threads, Precision precision, Duration budget, Progress progress, BooleanSupplier cancelled,
    Optional<Checkpointing> checkpointing) {
  public enum Precision { F64, F32 }

  public Run {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    if (budget.isNegative() || budget.isZero()) {
      throw new IllegalArgumentException("the budget must be positive, not " + budget);
    }
  }

  /** Seed 0, all processors, double precision, ten minutes, silent. */
  public static Run defaults() {
    return new Run(0, Runtime.getRuntime().availableProcessors(), Precision.F64, Duration.ofMinutes(10), Progress.SILENT, () -> false,
        Optional.empty());
  }

  public Run withSeed(long seed) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withThreads(int threads) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withPrecision(Precision precision) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withBudget(Duration budget) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withProgress(Progress progress) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withCancelled(BooleanSupplier cancelled) {
    return new Run(seed, threads, precision, budget, progress, cancelled, checkpointing);
  }

  public Run withCheckpointing(Checkpointing checkpointing) {
    return new Run(seed, threads, precision, budget, progress, cancelled, Optional.of(checkpointing));
  }
}
