package dev.ansatz.pde.expr;

import java.util.List;

/**
 * A partial derivative of {@code operand}, once with respect to each entry of {@code with}, repeated entries meaning
 * higher orders; {@code with} is sorted, so that u_tx and u_xt are equal.
 */
public record Partial(Expr operand, List<Coordinate> with) implements Expr {
  public Partial {
    with = with.stream().sorted().toList();
  }

  public static Expr of(Expr operand, Coordinate... with) {
    return new Partial(operand, List.of(with));
  }
}
