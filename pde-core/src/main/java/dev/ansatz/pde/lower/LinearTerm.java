package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import java.util.Map;

/**
 * {@code coefficient × ∂^index field}.
 *
 * @param index orders of differentiation in the space coordinates, in the order of the problem's geometry
 * @param coefficient free of fields
 */
public record LinearTerm(Field field, MultiIndex index, Expr coefficient) {

  /** True if the coefficient is free of coordinates too. */
  public boolean isConstant() {
    return !Leaves.hasCoordinate(coefficient);
  }

  /**
   * The constant coefficient as a number.
   *
   * @throws IllegalArgumentException if it varies with a coordinate
   */
  public double value() {
    return coefficient.evaluate(Map.of());
  }
}
