package dev.ansatz.reference;

/** A one-step method with a fixed step. Thread-confined. */
interface Stepper {
  /** Advances y from t to t + h in place. */
  void step(double t, double[] y);
}
