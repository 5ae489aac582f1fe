package dev.ansatz.reference;

import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import java.io.Serial;
import java.time.Duration;

/** Ends a solve when its time is spent or it is cancelled, and tells how it goes. */
final class Watch {
  /** Thrown by {@link #poll}; carries how the solve ends. */
  static final class Stopped extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
    private final transient Termination termination;

    Stopped(Termination termination) {
      super(termination.describe(), null, false, false);
      this.termination = termination;
    }

    Termination termination() {
      return termination;
    }
  }

  private final Run run;
  private final long started = System.nanoTime();
  private long steps;

  Watch(Run run) {
    this.run = run;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  long steps() {
    return steps;
  }

  /** Counts steps. */
  void count(int more) {
    steps += more;
  }

  /** @throws Stopped if the time is spent or the solve is cancelled */
  void poll() {
    if (run.cancelled().getAsBoolean()) {
      throw new Stopped(new Termination.Cancelled());
    }
    if (elapsed().compareTo(run.budget()) > 0) {
      throw new Stopped(new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s", "raise the budget or the tolerance"));
    }
  }

  void report(String stage, String message) {
    double done = Math.min(1, (double) elapsed().toNanos() / run.budget().toNanos());
    run.progress().on(new Progress.Event(stage, done, steps, message));
  }
}
