package dev.ansatz.engine.kernel;

/**
 * The operations of an instruction list. Those after {@link #SELECT} appear only in lowered code; there, an elementary
 * function means that it is evaluated lane by lane.
 */
enum Op {
  /** Operand a is the input's number. */
  INPUT(0),
  CONSTANT(0),
  ADD(2),
  SUB(2),
  MUL(2),
  DIV(2),
  NEG(1),
  MIN(2),
  MAX(2),
  POW(2),
  /** The angle of the point (b, a): operand order as in {@link Math#atan2}. */
  ATAN2(2),
  SIN(1),
  COS(1),
  TAN(1),
  ASIN(1),
  ACOS(1),
  ATAN(1),
  SINH(1),
  COSH(1),
  TANH(1),
  EXP(1),
  LOG(1),
  SQRT(1),
  ABS(1),
  SIGN(1),
  ERF(1),
  /** True where a &lt; b; a mask, used by SELECT only. */
  LESS(2),
  /** b where the mask a holds, else c. */
  SELECT(3),

  /** a b + c, rounded once. */
  FMA(3),
  /** Integer arithmetic on the bit patterns. */
  BITS_ADD(2),
  BITS_SUB(2),
  BITS_AND(2),
  BITS_OR(2),
  BITS_XOR(2),
  /** The bit pattern shifted by the instruction's value, zeros coming in. */
  SHIFT_LEFT(1),
  SHIFT_RIGHT(1),
  /** b, but the sine of a (lane by lane) where |a| is more than the instruction's value. */
  SIN_BEYOND(2),
  COS_BEYOND(2);

  final int arity;

  Op(int arity) {
    this.arity = arity;
  }


  static Op of(Scalar.Function function) {
    return switch (function) {
      case SIN -> SIN;
      case COS -> COS;
      case TAN -> TAN;
      case ASIN -> ASIN;
      case ACOS -> ACOS;
      case ATAN -> ATAN;
      case SINH -> SINH;
      case COSH -> COSH;
      case TANH -> TANH;
      case EXP -> EXP;
      case LOG -> LOG;
      case SQRT -> SQRT;
      case ABS -> ABS;
      case SIGN -> SIGN;
      case ERF -> ERF;
    };
  }
}
