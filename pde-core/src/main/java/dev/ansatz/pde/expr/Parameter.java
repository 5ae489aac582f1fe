package dev.ansatz.pde.expr;

/**
 * A named constant of a problem, whose value can be changed without restating the problem; or, if it is unknown, a constant
 * that is to be found from observations.
 *
 * @param value of an unknown, the first guess
 * @param lower the least value it may take; -∞ where none is stated
 * @param upper the greatest value it may take; ∞ where none is stated
 * @param unknown whether it is to be found
 */
public record Parameter(String name, double value, double lower, double upper, boolean unknown) implements Expr {
  public Parameter {
    name = Names.canonical(name);
    value = value + 0.0;
    lower = lower + 0.0;
    upper = upper + 0.0;
  }

  /** Of a known value, without bounds. */
  public Parameter(String name, double value) {
    this(name, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);
  }

  /** The same between bounds; a statement whose value lies outside of them is refused. */
  public Parameter in(double lower, double upper) {
    return new Parameter(name, value, lower, upper, unknown);
  }

  /** The same with another value. */
  public Parameter withValue(double value) {
    return new Parameter(name, value, lower, upper, unknown);
  }

  public boolean isBounded() {
    return lower != Double.NEGATIVE_INFINITY || upper != Double.POSITIVE_INFINITY;
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
