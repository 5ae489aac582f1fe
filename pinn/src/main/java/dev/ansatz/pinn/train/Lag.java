package dev.ansatz.pinn.train;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields as they were a while ago: symbols for u(t − Δ, x), to be used in expressions beside u(t, x).
 *
 * @param by Δ, positive
 * @param fields the symbol of each of a problem's fields
 */
public record Lag(double by, Map<Field, Field> fields) {
  public Lag {
    if (!(by > 0) || Double.isInfinite(by)) {
      throw new IllegalArgumentException("a lag must be positive, not " + by);
    }
    fields = Map.copyOf(fields);
  }

  /** With symbols for all fields of a problem. */
  public static Lag of(Problem problem, double by) {
    var fields = new LinkedHashMap<Field, Field>();
    problem.fields().forEach(field -> fields.put(field, lagged(field)));
    return new Lag(by, fields);
  }

  /** No name that a user may give contains an underscore. */
  static Field lagged(Field field) {
    return new Field("lagged_" + field.name(), field.coordinates());
  }

  /**
   * A field, or a partial derivative of one in space, that long ago.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public Expr before(Expr unknown) {
    return switch (unknown) {
      case Field field when fields.containsKey(field) -> fields.get(field);
      case Partial(Field field, var with) when fields.containsKey(field) -> Partial.of(fields.get(field), with);
      default -> throw new IllegalArgumentException(unknown + " is no field of the problem and no derivative of one");
    };
  }
}
