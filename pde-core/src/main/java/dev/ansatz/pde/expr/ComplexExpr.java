package dev.ansatz.pde.expr;

import java.util.function.UnaryOperator;

/** A complex number of two real expressions; no {@link Expr}, since a problem's fields are real. */
public record ComplexExpr(Expr re, Expr im) {
  /** The imaginary unit. */
  public static final ComplexExpr I = new ComplexExpr(Const.ZERO, Const.ONE);

  /** A real expression as a complex one. */
  public static ComplexExpr of(Expr real) {
    return new ComplexExpr(real, Const.ZERO);
  }

  public ComplexExpr plus(ComplexExpr other) {
    return new ComplexExpr(re.plus(other.re), im.plus(other.im));
  }

  public ComplexExpr plus(Expr other) {
    return plus(of(other));
  }

  public ComplexExpr minus(ComplexExpr other) {
    return plus(other.negate());
  }

  public ComplexExpr minus(Expr other) {
    return minus(of(other));
  }

  public ComplexExpr negate() {
    return map(Expr::negate);
  }

  public ComplexExpr times(ComplexExpr other) {
    return new ComplexExpr(re.times(other.re).minus(im.times(other.im)), re.times(other.im).plus(im.times(other.re)));
  }

  public ComplexExpr times(Expr factor) {
    return map(factor::times);
  }

  public ComplexExpr times(double factor) {
    return times(new Const(factor));
  }

  public ComplexExpr over(ComplexExpr divisor) {
    Expr norm = divisor.norm();
    return divisor.im.equals(Const.ZERO) ? over(divisor.re) : times(divisor.conj()).map(e -> e.over(norm));
  }

  public ComplexExpr over(Expr divisor) {
    return map(e -> e.over(divisor));
  }

  public ComplexExpr over(double divisor) {
    return over(new Const(divisor));
  }

  /** A whole power by repeated multiplication; of a negative exponent, its reciprocal. */
  public ComplexExpr pow(int exponent) {
    if (exponent < 0) {
      return of(Const.ONE).over(pow(-exponent));
    }
    var power = of(Const.ONE);
    for (int i = 0; i < exponent; i++) {
      power = power.times(this);
    }
    return power;
  }

  public ComplexExpr conj() {
    return new ComplexExpr(re, im.negate());
  }

  /** {@code re² + im²}. */
  public Expr norm() {
    return re.pow(2).plus(im.pow(2));
  }

  /** {@code sqrt(re² + im²)}. */
  public Expr abs() {
    return im.equals(Const.ZERO) ? Call.of(Elementary.ABS, re) : Call.of(Elementary.SQRT, norm());
  }

  /** {@code exp(re) (cos(im) + i sin(im))}. */
  public ComplexExpr exp() {
    Expr size = Call.of(Elementary.EXP, re);
    return new ComplexExpr(size.times(Call.of(Elementary.COS, im)), size.times(Call.of(Elementary.SIN, im)));
  }

  /** Both parts changed alike, as a real linear operator does. */
  public ComplexExpr map(UnaryOperator<Expr> f) {
    return new ComplexExpr(f.apply(re), f.apply(im));
  }

  /** Equality of both parts: two real equations. */
  public VectorEquation eq(ComplexExpr right) {
    return new VectorEquation(java.util.List.of(re.eq(right.re), im.eq(right.im)));
  }

  public VectorEquation eq(Expr right) {
    return eq(of(right));
  }

  public VectorEquation eq(double right) {
    return eq(new Const(right));
  }

  @Override
  public String toString() {
    return im.equals(Const.ZERO) ? re.toString() : "(" + re + ") + i (" + im + ")";
  }
}
