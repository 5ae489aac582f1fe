package dev.ansatz.solve;

import dev.ansatz.pde.Problem;

/** A method, fully configured, that turns a problem into a solution. */
public interface Solver {
  String name();

  Support supports(Problem problem);

  /** True if the solver heeds {@link Run#checkpointing}; others ignore it. */
  default boolean writesCheckpoints() {
    return false;
  }

  /**
   * Solves. Divergence, a spent budget and cancellation are told by {@link Solution#termination()}, never by an exception.
   *
   * @throws UnsupportedProblemException if {@link #supports} says no
   * @throws CheckpointException if the run names a checkpoint that is of other work, damaged, or cannot be written
   */
  Solution solve(Problem problem, Run run);
}
