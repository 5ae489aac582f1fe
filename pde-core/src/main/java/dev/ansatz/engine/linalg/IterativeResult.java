package dev.ansatz.engine.linalg;

/**
 * What an iterative solver found.
 *
 * @param x the solution, or the best so far
 * @param iterations products with the operator (and, for least squares, its transpose)
 * @param residual the norm that the tolerance was set for: |b − A x| of a linear system, |Aᵀ (b − A x)| of least
 *     squares, as the recurrence has it
 * @param converged whether the tolerance was met
 */
public record IterativeResult(double[] x, int iterations, double residual, boolean converged) {}
