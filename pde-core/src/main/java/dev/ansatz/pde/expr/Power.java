package dev.ansatz.pde.expr;

/** {@code base} raised to {@code exponent}; made by {@link #of}. */
public record Power(Expr base, Expr exponent) implements Expr {

  /**
   * The power with {@code b^0 = 1}, {@code b^1 = b}, {@code 1^p = 1}, powers of constants evaluated unless they
   * overflow or underflow, and whole powers pushed through products and whole powers: {@code (2 u)^2 = 4 u^2}, {@code (u^2)^3 = u^6}.
   * {@code (u^2)^0.5} stays, since it is |u| and not u.
   */
  public static Expr of(Expr base, Expr exponent) {
    if (base.equals(Const.ONE)) {
      return Const.ONE;
    }
    if (!(exponent instanceof Const n)) {
      return new Power(base, exponent);
    }
    if (n.value() == 0) {
      return Const.ONE;
    }
    if (n.value() == 1) {
      return base;
    }
    if (base instanceof Const b) {
      double value = power(b.value(), n.value());
      boolean lost = !Double.isFinite(value) || value == 0 && b.value() != 0;
      return lost ? new Power(base, exponent) : new Const(value);
    }
    if (n.isInteger() && base instanceof Product(var factors)) {
      return Product.of(factors.stream().map(f -> of(f, n)).toList());
    }
    if (n.isInteger() && base instanceof Power(Expr inner, Const m) && m.isInteger()) {
      return of(inner, new Const(m.value() * n.value()));
    }
    return new Power(base, exponent);
  }

  /** {@code b^n}, correctly rounded for n = -1 where {@link Math#pow} need not be. */
  static double power(double b, double n) {
    return n == -1 ? 1 / b : Math.pow(b, n);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
