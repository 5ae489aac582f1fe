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
      case ERF -> Erf.erf(a);
      case LESS -> a < b ? 1 : 0;
      case INPUT, CONSTANT, SELECT -> throw new IllegalArgumentException(op.toString());
    };
  }
}
