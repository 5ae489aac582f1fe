package dev.ansatz.reference;

/** The ordinary differential equations y' = L y + N(t, y) that a discretisation in space leaves. Thread-confined. */
interface Semidiscrete {
  int size();

  /** N(t, y). */
  void remainder(double t, double[] y, double[] out);

  LinearMap linear();

  /** The coefficients of exponential time differencing with step h. */
  Etdrk4.Coefficients coefficients(double h);

  /** L y + N(t, y). */
  default void rate(double t, double[] y, double[] out) {
    remainder(t, y, out);
    linear().multiplyAdd(y, out);
  }
}
