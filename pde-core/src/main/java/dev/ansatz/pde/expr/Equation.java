package dev.ansatz.pde.expr;

/** {@code left = right}. */
public record Equation(Expr left, Expr right) {
  /** {@code left - right}. */
  public Expr residual() {
    return left.minus(right);
  }
}
