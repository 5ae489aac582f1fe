package dev.ansatz.pde.expr;

/** The outward normal derivative of {@code operand} on a boundary part. */
public record NormalDerivative(Expr operand) implements Expr {
  @Override
  public String toString() {
    return Printer.math(this);
  }
}
