package dev.ansatz.pinn.train;

import java.time.Duration;

/** The time that a training has spent of its budget, with what it spent before it was interrupted. */
final class Clock {
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000;

  private final long budget;
  private final long begun = System.nanoTime();
  private long earlier;
  private long told = begun - NANOS_BETWEEN_REPORTS;

  Clock(Duration budget) {
    this.budget = budget.toNanos();
  }

  /** Counts time spent before this clock was made. */
  void addEarlier(long nanos) {
    earlier += nanos;
  }

  /** Nanoseconds spent before this clock was made. */
  long earlier() {
    return earlier;
  }

  /** Nanoseconds spent. */
  long spent() {
    return earlier + System.nanoTime() - begun;
  }

  /** The share of the budget that is spent, above 1 when there is none left. */
  double share() {
    return spent() / (double) budget;
  }

  /** True five times a second at most, when progress is to be told. */
  boolean isTimeToTell() {
    long now = System.nanoTime();
    boolean due = now - told >= NANOS_BETWEEN_REPORTS;
    told = due ? now : told;
    return due;
  }
}
