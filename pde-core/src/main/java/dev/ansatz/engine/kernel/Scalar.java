package dev.ansatz.engine.kernel;

/** A node of a {@link KernelBuilder}'s graph. SIGNATURE SKETCH. */
public final class Scalar {
  Scalar() {}

  public Scalar plus(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar plus(double other) { throw new UnsupportedOperationException(); }
  public Scalar minus(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar minus(double other) { throw new UnsupportedOperationException(); }
  public Scalar times(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar times(double other) { throw new UnsupportedOperationException(); }
  public Scalar over(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar over(double other) { throw new UnsupportedOperationException(); }
  public Scalar negate() { throw new UnsupportedOperationException(); }
  public Scalar reciprocal() { throw new UnsupportedOperationException(); }
  /** Integer power by repeated multiplication. */
  public Scalar pow(int exponent) { throw new UnsupportedOperationException(); }
  public Scalar pow(Scalar exponent) { throw new UnsupportedOperationException(); }
  public Scalar apply(Function function) { throw new UnsupportedOperationException(); }
  public Scalar min(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar max(Scalar other) { throw new UnsupportedOperationException(); }
  public Scalar atan2(Scalar x) { throw new UnsupportedOperationException(); }

  /** Elementary functions of one argument. */
  public enum Function { SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, EXP, LOG, SQRT, ABS, SIGN, ERF }
}
