package dev.ansatz.pde.expr;

/**
 * A scalar expression in coordinates, parameters and fields: an immutable tree with structural equality.
 *
 * <p>Constructors simplify locally (zeros, ones, constants, flattening, canonical order of operands) and never
 * globally. {@code toString()} prints mathematics.
 */
public sealed interface Expr
    permits Const, Coordinate, Parameter, Field, Sum, Product, Power, Call, Partial, NormalDerivative {

  default Expr plus(Expr other) {
    return Sum.of(this, other);
  }

  default Expr plus(double other) {
    return plus(new Const(other));
  }

  default Expr minus(Expr other) {
    return Sum.of(this, other.negate());
  }

  default Expr minus(double other) {
    return minus(new Const(other));
  }

  default Expr times(Expr other) {
    return Product.of(this, other);
  }

  default Expr times(double other) {
    return times(new Const(other));
  }

  default Expr over(Expr other) {
    return Product.of(this, Power.of(other, new Const(-1)));
  }

  default Expr over(double other) {
    return over(new Const(other));
  }

  default Expr pow(double exponent) {
    return Power.of(this, new Const(exponent));
  }

  default Expr pow(Expr exponent) {
    return Power.of(this, exponent);
  }

  default Expr negate() {
    return Product.of(new Const(-1), this);
  }

  default Equation eq(Expr right) {
    return new Equation(this, right);
  }

  default Equation eq(double right) {
    return eq(new Const(right));
  }
}
