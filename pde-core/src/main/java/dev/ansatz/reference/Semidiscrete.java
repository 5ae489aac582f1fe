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

  /** What a state stands for. */
  SpaceBasis basis();

  /** The coefficients in {@link #basis} of a state at time t. */
  default void coefficients(double t, double[] y, double[] out) {
    System.arraycopy(y, 0, out, 0, y.length);
  }

  /** The time derivative of those coefficients, from that of the state. */
  default void coefficientRates(double t, double[] rate, double[] out) {
    System.arraycopy(rate, 0, out, 0, rate.length);
  }
}
