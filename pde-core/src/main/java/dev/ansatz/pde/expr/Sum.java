package dev.ansatz.pde.expr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A sum of two or more terms in canonical order; made by {@link #of}. */
public record Sum(List<Expr> terms) implements Expr {
  public Sum {
    terms = List.copyOf(terms);
  }

  /**
   * The sum, flattened, with terms that differ only in their numeric coefficient merged ({@code 2 u + u = 3 u}),
   * zeros dropped and the rest in canonical order: time derivatives first, then by order of differentiation.
   */
  public static Expr of(Expr... terms) {
    return of(List.of(terms));
  }

  /** See {@link #of(Expr...)}. */
  public static Expr of(List<? extends Expr> terms) {
    var coefficients = new LinkedHashMap<Expr, Double>();
    for (Expr term : terms) {
      if (term instanceof Sum inner) {
        inner.terms.forEach(t -> coefficients.merge(Product.monomial(t), Product.coefficient(t), Double::sum));
      } else {
        coefficients.merge(Product.monomial(term), Product.coefficient(term), Double::sum);
      }
    }
    var merged = new ArrayList<Expr>();
    coefficients.forEach((monomial, c) -> {
      if (c != 0) {
        merged.add(Product.scaled(c, monomial));
      }
    });
    // 2 (a + b) - (a + b) leaves a bare sum behind
    if (merged.size() > 1 && merged.stream().anyMatch(Sum.class::isInstance)) {
      return of(merged);
    }
    merged.sort(Order.TERMS);
    return switch (merged.size()) {
      case 0 -> Const.ZERO;
      case 1 -> merged.getFirst();
      default -> new Sum(merged);
    };
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
