package dev.ansatz.pde.expr;

import java.util.List;
import java.util.stream.Stream;

/**
 * A partial derivative of {@code operand}, once with respect to each entry of {@code with}, repeated entries meaning
 * higher orders; {@code with} is sorted, so that u_tx and u_xt are equal. Made by {@link #of}.
 */
public record Partial(Expr operand, List<Coordinate> with) implements Expr {
  public Partial {
    with = with.stream().sorted().toList();
  }

  /**
   * The derivative, left unexpanded ({@code d(u^2, x)} keeps its conservation form; see
   * {@link Expr#derivative(Coordinate)} for the other): derivatives of derivatives are joined, those of constants and
   * of fields that do not depend on the coordinate vanish, and {@code x_x = 1}.
   */
  public static Expr of(Expr operand, Coordinate... with) {
    return of(operand, List.of(with));
  }

  /** See {@link #of(Expr, Coordinate...)}. */
  public static Expr of(Expr operand, List<Coordinate> with) {
    if (with.isEmpty()) {
      return operand;
    }
    return switch (operand) {
      case Const _ -> Const.ZERO;
      case Parameter _ -> Const.ZERO;
      case Coordinate c -> with.size() == 1 && with.getFirst().equals(c) ? Const.ONE : Const.ZERO;
      case Field f when !f.coordinates().containsAll(with) -> Const.ZERO;
      case Partial(Expr inner, var first) -> of(inner, Stream.concat(first.stream(), with.stream()).toList());
      default -> new Partial(operand, with);
    };
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
