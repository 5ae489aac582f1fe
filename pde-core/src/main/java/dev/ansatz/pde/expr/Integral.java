package dev.ansatz.pde.expr;

import java.util.List;

/**
 * The integral of {@code operand} over the range of some coordinates, or its mean there; made by {@link #of}.
 *
 * @param over the coordinates that are integrated over; none means all of space
 * @param mean whether it is divided by the measure of what is integrated over
 */
public record Integral(Expr operand, List<Coordinate> over, boolean mean) implements Expr {
  public Integral {
    over = over.stream().sorted().distinct().toList();
  }

  /** The integral; of zero it is zero, and the mean of a constant is that constant. */
  public static Expr of(Expr operand, List<Coordinate> over, boolean mean) {
    boolean constant = operand.equals(Const.ZERO) || mean && operand instanceof Const;
    return constant ? operand : new Integral(operand, over, mean);
  }

  /** Whether the coordinate is one that is integrated over, so that the integral does not depend on it. */
  public boolean isOver(Coordinate x) {
    return over.isEmpty() ? !x.isTime() : over.contains(x);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
