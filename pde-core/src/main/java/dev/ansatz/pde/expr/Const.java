package dev.ansatz.pde.expr;

/** A real constant. */
public record Const(double value) implements Expr {
  public static final Const ZERO = new Const(0);
  public static final Const ONE = new Const(1);
}
