package dev.ansatz.reference;

/**
 * What may be asked of a reference solver.
 *
 * @param method by its word, or "auto"
 * @param n points or degree in each space dimension to begin with; 0 to choose
 * @param dt time step to begin with; 0 to choose
 * @param tolerance the relative L2 error to refine to
 */
record Settings(String method, int n, double dt, double tolerance) {}
