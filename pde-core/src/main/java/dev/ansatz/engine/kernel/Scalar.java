package dev.ansatz.engine.kernel;

/** A value in a {@link KernelBuilder}'s graph; immutable. Scalars of different builders do not mix. */
public final class Scalar {
  final KernelBuilder builder;
  final int id;

  Scalar(KernelBuilder builder, int id) {
    this.builder = builder;
    this.id = id;
  }

  /** The builder in whose graph it is. */
  public KernelBuilder builder() {
    return builder;
  }

  public Scalar plus(Scalar other) {
    return builder.binary(Op.ADD, this, other);
  }

  public Scalar plus(double other) {
    return plus(builder.constant(other));
  }

  public Scalar minus(Scalar other) {
    return builder.binary(Op.SUB, this, other);
  }

  public Scalar minus(double other) {
    return minus(builder.constant(other));
  }

  public Scalar times(Scalar other) {
    return builder.binary(Op.MUL, this, other);
  }

  public Scalar times(double other) {
    return times(builder.constant(other));
  }

  public Scalar over(Scalar other) {
    return builder.binary(Op.DIV, this, other);
  }

  public Scalar over(double other) {
    return over(builder.constant(other));
  }

  public Scalar negate() {
    return builder.unary(Op.NEG, this);
  }

  public Scalar reciprocal() {
    return builder.constant(1).over(this);
  }

  /** Integer power by repeated multiplication; a negative power is the reciprocal of the positive one; x⁰ is 1. */
  public Scalar pow(int exponent) {
    if (exponent < 0) {
      if (exponent == Integer.MIN_VALUE) {
        return pow(builder.constant(exponent));
      }
      return pow(-exponent).reciprocal();
    }
    Scalar power = null;
    Scalar square = this;
    for (int rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        power = power == null ? square : power.times(square);
      }
      if (rest > 1) {
        square = square.times(square);
      }
    }
    return power == null ? builder.constant(1) : power;
  }

  /** Real power, as {@link Math#pow}; a constant integer of at most 64 in size goes to {@link #pow(int)}. */
  public Scalar pow(Scalar exponent) {
    builder.own(exponent);
    Instruction e = builder.instruction(exponent.id);
    if (e.op() == Op.CONSTANT && e.value() == Math.rint(e.value()) && Math.abs(e.value()) <= 64) {
      return pow((int) e.value());
    }
    return builder.binary(Op.POW, this, exponent);
  }

  public Scalar apply(Function function) {
    return builder.unary(Op.of(function), this);
  }

  /** The smaller; NaN if either is; at a tie its derivative is that of this. */
  public Scalar min(Scalar other) {
    return builder.binary(Op.MIN, this, other);
  }

  /** The larger; NaN if either is; at a tie its derivative is that of this. */
  public Scalar max(Scalar other) {
    return builder.binary(Op.MAX, this, other);
  }

  /** {@code yes} where this is less than the bound, else {@code no}; its derivative is that of the one it chooses. */
  public Scalar ifLess(Scalar bound, Scalar yes, Scalar no) {
    return builder.selectLess(this, bound, yes, no);
  }

  /** The angle of the point (x, this), in [-π, π], as {@link Math#atan2}. */
  public Scalar atan2(Scalar x) {
    return builder.binary(Op.ATAN2, this, x);
  }

  /** As in the listing of its kernel: {@code %3 = tanh %2}. */
  @Override
  public String toString() {
    return "%" + id + " = " + Listing.of(builder.instruction(id));
  }

  /** Elementary functions of one argument. The derivative of ABS is SIGN, that of SIGN is zero. */
  public enum Function { SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, EXP, LOG, SQRT, ABS, SIGN, ERF }
}
