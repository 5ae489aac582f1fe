package dev.ansatz.pde.expr;

/** A named constant of a problem, whose value can be changed without restating the problem. */
public record Parameter(String name, double value) implements Expr {
  public Parameter {
    name = Names.canonical(name);
    value = value + 0.0;
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
