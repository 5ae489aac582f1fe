package dev.ansatz.pde.expr;

/** {@code base} raised to {@code exponent}. */
public record Power(Expr base, Expr exponent) implements Expr {
  public static Expr of(Expr base, Expr exponent) {
    return new Power(base, exponent);
  }
}
