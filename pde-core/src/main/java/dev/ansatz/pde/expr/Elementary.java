package dev.ansatz.pde.expr;

/** The elementary functions an expression may apply; {@code pow} is {@link Power}. */
public enum Elementary {
  SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, EXP, LOG, SQRT, ABS, SIGN, ERF, MIN, MAX, ATAN2
}
