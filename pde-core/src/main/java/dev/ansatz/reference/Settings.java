package dev.ansatz.reference;

import dev.ansatz.solve.Termination;
import java.util.Locale;

/**
 * What may be asked of a reference solver.
 *
 * @param method by its word, or "auto"
 * @param n points, intervals or degree in each space dimension; 0 to choose and refine
 * @param dt time step; 0 to choose and refine
 * @param tolerance the relative L2 error to refine to
 */
record Settings(String method, int n, double dt, double tolerance) {
  /** The end of a refinement that has reached the tolerance. */
  Termination.Converged reached(double estimate) {
    return new Termination.Converged(String.format(Locale.ROOT, "own error estimate %.1e, asked for %.1e", estimate, tolerance));
  }
}
