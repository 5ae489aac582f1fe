package dev.ansatz.pde.expr;

import java.util.List;

/** A product of two or more factors in canonical order. */
public record Product(List<Expr> factors) implements Expr {
  public Product {
    factors = List.copyOf(factors);
  }

  public static Expr of(Expr... factors) {
    return new Product(List.of(factors));
  }
}
