package dev.ansatz.pde.expr;

import java.util.HashMap;
import java.util.List;

/**
 * The value of a field at a point: {@code p(0, 0)}, or {@code p(t, 0, 0)} for every time.
 *
 * @param at for each coordinate of the field, a constant, or the coordinate itself where it stays free
 */
public record PointValue(Field field, List<Expr> at) implements Expr {

  /** @throws IllegalArgumentException unless each coordinate of the field has one constant, or itself */
  public PointValue {
    at = List.copyOf(at);
    if (at.size() != field.coordinates().size()) {
      throw new IllegalArgumentException(field + " takes " + field.coordinates().size() + " arguments, not " + at.size());
    }
    for (int i = 0; i < at.size(); i++) {
      if (!(at.get(i) instanceof Const) && !at.get(i).equals(field.coordinates().get(i))) {
        throw new IllegalArgumentException("the argument " + at.get(i) + " of " + field + " is neither a number nor "
            + field.coordinates().get(i));
      }
    }
  }

  /** The value there of what stands in place of the field. */
  static Expr of(Field field, Expr replacement, List<Expr> at) {
    if (replacement instanceof Field same && same.coordinates().equals(field.coordinates())) {
      return at.equals(same.coordinates()) ? same : new PointValue(same, at);
    }
    var point = new HashMap<Expr, Expr>();
    for (int i = 0; i < at.size(); i++) {
      point.put(field.coordinates().get(i), at.get(i));
    }
    return replacement.substitute(point);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
