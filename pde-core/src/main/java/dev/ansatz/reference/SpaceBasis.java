package dev.ansatz.reference;

/** How a state of a {@link Semidiscrete} stands for functions of x. Immutable; safe for use by several threads. */
sealed interface SpaceBasis permits FourierBasis, ChebyshevBasis {
  int fields();

  double lower();

  double upper();

  /** The numbers that hold the fields, boundary values included. */
  int size();

  /** Writes ∂^order u_field/∂x^order at {@code x[p]} to {@code out[p]} for p in [from, to). */
  void evaluate(double[] coefficients, int field, int order, double[] x, int from, int to, double[] out);
}
