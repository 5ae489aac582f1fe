package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * An expression in normal form written as {@code sum of coefficient × monomial}: coefficients are free of fields,
 * monomials are products of fields, their derivatives and nonlinear functions of them, or 1 for the source. Products
 * are multiplied out, as long as that leaves fewer than {@value #LIMIT} terms; what is not stays one monomial.
 */
final class Terms {
  private static final int LIMIT = 1000;
  private final SequencedMap<Expr, Expr> coefficients = new LinkedHashMap<>();

  private Terms() {}

  /** With all that is free of fields in the coefficients. */
  static Terms of(Expr expression) {
    return of(expression, e -> !Leaves.hasUnknown(e));
  }

  /** With what {@code isCoefficient} accepts in the coefficients and the rest in the monomials. */
  static Terms of(Expr expression, Predicate<Expr> isCoefficient) {
    return switch (expression) {
      case Expr e when isCoefficient.test(e) -> single(Const.ONE, e);
      case Sum sum -> {
        var terms = new Terms();
        sum.terms().forEach(term -> of(term, isCoefficient).forEach(terms::add));
        yield terms;
      }
      case Product product -> product(product.factors().stream().map(f -> of(f, isCoefficient)).toList(), expression);
      case Power(Expr base, Const(double exponent)) when exponent == Math.rint(exponent) && exponent >= 2 -> {
        Terms terms = of(base, isCoefficient);
        if (terms.coefficients.size() == 1) {
          var only = terms.coefficients.firstEntry();
          yield single(only.getKey().pow(exponent), only.getValue().pow(exponent));
        }
        yield exponent > LIMIT
            ? single(expression, Const.ONE)
            : product(Collections.nCopies((int) exponent, terms), expression);
      }
      default -> single(expression, Const.ONE);
    };
  }

  private static Terms single(Expr monomial, Expr coefficient) {
    var terms = new Terms();
    terms.add(monomial, coefficient);
    return terms;
  }

  private void add(Expr monomial, Expr coefficient) {
    Expr sum = coefficients.containsKey(monomial) ? coefficients.get(monomial).plus(coefficient) : coefficient;
    if (sum.equals(Const.ZERO)) {
      coefficients.remove(monomial);
    } else {
      coefficients.put(monomial, sum);
    }
  }

  private static Terms product(List<Terms> factors, Expr whole) {
    if (factors.stream().mapToDouble(factor -> factor.coefficients.size()).reduce(1, (a, b) -> a * b) > LIMIT) {
      return single(whole, Const.ONE);
    }
    Terms product = single(Const.ONE, Const.ONE);
    for (Terms factor : factors) {
      var next = new Terms();
      product.forEach((m, c) -> factor.forEach((n, d) -> next.add(Product.of(m, n), Product.of(c, d))));
      product = next;
    }
    return product;
  }

  void forEach(BiConsumer<? super Expr, ? super Expr> action) {
    coefficients.forEach(action);
  }

  /** Monomial to coefficient, in the order of first appearance. */
  Map<Expr, Expr> coefficients() {
    return Collections.unmodifiableMap(coefficients);
  }

  /** The sum of the terms whose monomial is wanted. */
  Expr sum(Predicate<Expr> wanted) {
    return sumOver(wanted, Const.ONE);
  }

  /** The same, each term divided. */
  Expr sumOver(Predicate<Expr> wanted, Expr divisor) {
    return coefficients.entrySet().stream()
        .filter(term -> wanted.test(term.getKey()))
        .map(term -> Product.of(term.getValue(), term.getKey()).over(divisor))
        .reduce(Const.ZERO, Expr::plus);
  }
}
