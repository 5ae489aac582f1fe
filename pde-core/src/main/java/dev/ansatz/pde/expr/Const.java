package dev.ansatz.pde.expr;

/** A real constant; negative zero is kept as zero. */
public record Const(double value) implements Expr {
  public static final Const ZERO = new Const(0);
  public static final Const ONE = new Const(1);

  public Const {
    value = value + 0.0;
  }

  /** The shortest decimal that reads back to the same value. */
  public String decimal() {
    return Numbers.decimal(value);
  }

  boolean isInteger() {
    return value == Math.rint(value) && Math.abs(value) < 1e15;
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
