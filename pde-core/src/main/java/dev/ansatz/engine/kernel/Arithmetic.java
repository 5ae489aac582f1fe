package dev.ansatz.engine.kernel;

import org.hipparchus.special.Erf;

/** The operations in scalar F64: what constants are folded with and what the interpreter runs. */
final class Arithmetic {
  private Arithmetic() {}

  static double apply(Op op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case NEG -> -a;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case POW -> StrictMath.pow(a, b);
      case ATAN2 -> StrictMath.atan2(a, b);
      case SIN -> StrictMath.sin(a);
      case COS -> StrictMath.cos(a);
      case TAN -> StrictMath.tan(a);
      case ASIN -> StrictMath.asin(a);
      case ACOS -> StrictMath.acos(a);
      case ATAN -> StrictMath.atan(a);
      case SINH -> StrictMath.sinh(a);
      case COSH -> StrictMath.cosh(a);
      case TANH -> StrictMath.tanh(a);
      case EXP -> StrictMath.exp(a);
      case LOG -> StrictMath.log(a);
      case SQRT -> Math.sqrt(a);
      case ABS -> Math.abs(a);
      case SIGN -> Math.signum(a);
      case ERF -> erf(a);
      case LESS -> a < b ? 1 : 0;
      default -> throw new IllegalArgumentException(op.toString());
    };
  }

  private static double erf(double x) {
    // the next term of the series is x²/3 times smaller; Hipparchus underflows for small x
    return Math.abs(x) < 1e-8 ? x * (2 / Math.sqrt(Math.PI)) : Erf.erf(x);
  }

  /** Any operation with operands, in F64 or F32: what lowered code means. F32 values are kept as the doubles equal to them. */
  static double apply(Instruction i, double a, double b, double c, boolean single) {
    return switch (i.op()) {
      case SELECT -> a != 0 ? b : c;
      case FMA -> single ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
      case BITS_ADD, BITS_SUB, BITS_AND, BITS_OR, BITS_XOR, SHIFT_LEFT, SHIFT_RIGHT -> single
          ? Float.intBitsToFloat((int) bits(i, Float.floatToRawIntBits((float) a) & 0xffffffffL,
              Float.floatToRawIntBits((float) b) & 0xffffffffL))
          : Double.longBitsToDouble(bits(i, Double.doubleToRawLongBits(a), Double.doubleToRawLongBits(b)));
      case SIN_BEYOND -> Math.abs(a) > i.value() ? apply(Op.SIN, a, 0) : b;
      case COS_BEYOND -> Math.abs(a) > i.value() ? apply(Op.COS, a, 0) : b;
      default -> apply(i.op(), a, b);
    };
  }

  private static long bits(Instruction i, long a, long b) {
    return switch (i.op()) {
      case BITS_ADD -> a + b;
      case BITS_SUB -> a - b;
      case BITS_AND -> a & b;
      case BITS_OR -> a | b;
      case BITS_XOR -> a ^ b;
      case SHIFT_LEFT -> a << (int) i.value();
      default -> a >>> (int) i.value();
    };
  }
}
