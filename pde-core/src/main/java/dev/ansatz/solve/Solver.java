package dev.ansatz.solve;

import dev.ansatz.pde.Problem;

/** A method, fully configured, that turns a problem into a solution. */
public interface Solver {
  String name();

  Support supports(Problem problem);

  /**
   * Solves. Divergence, a spent budget and cancellation are told by {@link Solution#termination()}, never by an exception.
   *
   * @throws UnsupportedProblemException if {@link #supports} says no
   */
  Solution solve(Problem problem, Run run);
}
