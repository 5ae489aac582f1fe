package dev.ansatz.pde.expr;

import java.util.Locale;
import org.hipparchus.special.Erf;

/** The elementary functions an expression may apply; {@code pow} is {@link Power}. */
public enum Elementary {
  SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, EXP, LOG, SQRT, ABS, SIGN, ERF, MIN, MAX, ATAN2;

  /** How many arguments it takes: 1 or 2. */
  public int arity() {
    return switch (this) {
      case MIN, MAX, ATAN2 -> 2;
      default -> 1;
    };
  }

  /** The name in the text form, such as {@code sin}; {@code atan2(y, x)} is the angle of the point (x, y). */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value at {@link #arity()} arguments; NaN outside the domain of definition. */
  public double apply(double... a) {
    return switch (this) {
      case SIN -> Math.sin(a[0]);
      case COS -> Math.cos(a[0]);
      case TAN -> Math.tan(a[0]);
      case ASIN -> Math.asin(a[0]);
      case ACOS -> Math.acos(a[0]);
      case ATAN -> Math.atan(a[0]);
      case SINH -> Math.sinh(a[0]);
      case COSH -> Math.cosh(a[0]);
      case TANH -> Math.tanh(a[0]);
      case EXP -> Math.exp(a[0]);
      case LOG -> Math.log(a[0]);
      case SQRT -> Math.sqrt(a[0]);
      case ABS -> Math.abs(a[0]);
      case SIGN -> Math.signum(a[0]);
      case ERF -> Erf.erf(a[0]);
      case MIN -> Math.min(a[0], a[1]);
      case MAX -> Math.max(a[0], a[1]);
      case ATAN2 -> Math.atan2(a[0], a[1]);
    };
  }
}
