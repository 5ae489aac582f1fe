package dev.ansatz.reference;

/** A real matrix in whatever form is cheapest to apply. */
interface LinearMap {
  /** y ← A x; x and y must not overlap. */
  void multiply(double[] x, double[] y);

  /** y ← y + A x; x and y must not overlap. */
  void multiplyAdd(double[] x, double[] y);
}
