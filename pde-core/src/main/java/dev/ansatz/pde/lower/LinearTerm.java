package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * {@code coefficient × ∂^index field}.
 *
 * @param index orders of differentiation in the space coordinates, in the order of the problem's geometry
 * @param coefficient free of fields
 */
public record LinearTerm(Field field, MultiIndex index, Expr coefficient) {

  /** {@code ∂^index field}, the field itself for index zero; the coordinates are those that the index counts. */
  public Expr derivative(List<Coordinate> coordinates) {
    var with = new ArrayList<Coordinate>();
    for (int i = 0; i < coordinates.size(); i++) {
      with.addAll(Collections.nCopies(index.order(i), coordinates.get(i)));
    }
    return Partial.of(field, with);
  }

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
