package dev.ansatz.pde.expr;

/** {@code left = right}. */
public record Equation(Expr left, Expr right) {
  /** {@code left - right}. */
  public Expr residual() {
    return left.minus(right);
  }

  /** As it is typed in the text form. */
  public String text() {
    return left.text() + " = " + right.text();
  }

  public String latex() {
    return left.latex() + " = " + right.latex();
  }

  /** As mathematics: {@code u_t + u u_x = ν u_xx}. */
  @Override
  public String toString() {
    return left + " = " + right;
  }
}
