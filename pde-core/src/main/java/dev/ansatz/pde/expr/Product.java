package dev.ansatz.pde.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A product of two or more factors in canonical order, a numeric coefficient first; made by {@link #of}. */
public record Product(List<Expr> factors) implements Expr {
  public Product {
    factors = List.copyOf(factors);
  }

  /**
   * The product, flattened, with its constants multiplied into one coefficient and whole powers of one base merged
   * ({@code u u^2 = u^3}).
   *
   * <p>Only whole exponents of the same sign are merged, so that the set where the product is defined stays as it was
   * written: {@code u/u} is not 1 (it is undefined where u vanishes), and {@code sqrt(x) sqrt(x)} is not x (which is
   * defined below zero too). A zero coefficient makes the product zero; -1 goes into a sum, other coefficients do not.
   */
  public static Expr of(Expr... factors) {
    return of(List.of(factors));
  }

  /** See {@link #of(Expr...)}. */
  public static Expr of(List<? extends Expr> factors) {
    double coefficient = 1;
    var exponents = new LinkedHashMap<Whole, Double>();
    var others = new ArrayList<Expr>();
    for (Expr factor : factors) {
      for (Expr f : factor instanceof Product p ? p.factors : List.of(factor)) {
        if (f instanceof Const c) {
          coefficient *= c.value();
        } else if (f instanceof Power(Expr base, Const n) && n.isInteger()) {
          exponents.merge(new Whole(base, n.value() < 0), n.value(), Double::sum);
        } else if (f instanceof Power) {
          others.add(f);
        } else {
          exponents.merge(new Whole(f, false), 1.0, Double::sum);
        }
      }
    }
    if (coefficient == 0) {
      return Const.ZERO;
    }
    exponents.forEach((whole, n) -> others.add(n == 1 ? whole.base : new Power(whole.base, new Const(n))));
    others.sort(Order.FACTORS);
    return assemble(coefficient, others);
  }

  private record Whole(Expr base, boolean negative) {}

  private static Expr assemble(double coefficient, List<Expr> others) {
    if (others.isEmpty()) {
      return new Const(coefficient);
    }
    // a - (b + c) is one sum, so that (b + c) - (b + c) vanishes
    if (coefficient == -1 && others.size() == 1 && others.getFirst() instanceof Sum(var terms)) {
      return Sum.of(terms.stream().map(Expr::negate).toList());
    }
    if (coefficient == 1) {
      return others.size() == 1 ? others.getFirst() : new Product(others);
    }
    var all = new ArrayList<Expr>(others.size() + 1);
    all.add(new Const(coefficient));
    all.addAll(others);
    return new Product(all);
  }

  /** {@code a/b}; coefficients are divided, not multiplied by a rounded reciprocal. */
  static Expr quotient(Expr a, Expr b) {
    double divisor = coefficient(b);
    double c = coefficient(a) / divisor;
    if (divisor == 0 || !Double.isFinite(c)) {
      return of(a, Power.of(b, new Const(-1)));
    }
    return of(new Const(c), monomial(a), Power.of(monomial(b), new Const(-1)));
  }

  /** The numeric coefficient of an expression: 3 of {@code 3 u}, 1 of {@code u}, 3 of {@code 3}. */
  static double coefficient(Expr e) {
    return switch (e) {
      case Const c -> c.value();
      case Product(var factors) when factors.getFirst() instanceof Const c -> c.value();
      default -> 1;
    };
  }

  /** What is left without {@link #coefficient}: {@code u} of {@code 3 u}, 1 of {@code 3}. */
  static Expr monomial(Expr e) {
    return switch (e) {
      case Const _ -> Const.ONE;
      case Product(var factors) when factors.getFirst() instanceof Const ->
          factors.size() == 2 ? factors.get(1) : new Product(factors.subList(1, factors.size()));
      default -> e;
    };
  }

  /** {@code c} times an expression without coefficient. */
  static Expr scaled(double c, Expr monomial) {
    return switch (monomial) {
      case Const one -> new Const(c * one.value());
      case Product(var factors) -> assemble(c, factors);
      default -> assemble(c, List.of(monomial));
    };
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
