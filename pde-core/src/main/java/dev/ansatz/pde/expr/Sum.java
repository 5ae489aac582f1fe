package dev.ansatz.pde.expr;

import java.util.List;

/** A sum of two or more terms in canonical order. */
public record Sum(List<Expr> terms) implements Expr {
  public Sum {
    terms = List.copyOf(terms);
  }

  public static Expr of(Expr... terms) {
    return new Sum(List.of(terms));
  }
}
