package dev.ansatz.pde.lower;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.BoundaryPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A boundary condition on one part as {@code value × u + normal × ∂u/∂n = data}, n the outward normal.
 *
 * @param equation as stated
 * @param residual its left-hand side less its right, in normal form on the part
 * @param field u; absent for a condition of kind OTHER, whose further components are zero
 * @param value free of fields, zero for a Neumann condition
 * @param normal free of fields, zero for a Dirichlet condition
 * @param data free of fields
 */
public record BoundaryForm(
    BoundaryPart part,
    Kind kind,
    Equation equation,
    Expr residual,
    Optional<Field> field,
    Expr value,
    Expr normal,
    Expr data) {

  /** The kind of a boundary condition; OTHER is nonlinear, couples fields, or has tangential or higher derivatives. */
  public enum Kind {
    DIRICHLET, NEUMANN, ROBIN, OTHER;

    @Override
    public String toString() {
      return this == OTHER ? "other" : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One form per condition and part, in the order of the statement; where there is a normal derivative and a part has
   * several {@linkplain BoundaryPart#pieces() pieces}, one per piece, under the name of the part. Periodic conditions have none.
   */
  public static List<BoundaryForm> of(Problem problem) {
    var forms = new ArrayList<BoundaryForm>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, Equation equation)) {
        parts.forEach(part -> Lowering.pieces(equation.residual(), part).forEach(piece -> forms.add(of(equation, piece))));
      }
    }
    return List.copyOf(forms);
  }

  /** @throws IllegalStateException if there is a normal derivative and the part has several pieces */
  public static BoundaryForm of(Equation equation, BoundaryPart part) {
    List<Coordinate> space = part.coordinates();
    Expr residual = Lowering.onPart(equation.residual(), part);
    Expr value = Const.ZERO;
    Field field = null;
    boolean other = false;
    var slopes = new HashMap<Coordinate, Expr>();
    Terms terms = Terms.of(Lowering.onPart(equation.residual(), space));
    for (var term : terms.coefficients().entrySet()) {
      Expr monomial = term.getKey();
      if (!Leaves.hasUnknown(monomial)) {
        continue;
      }
      if (!Leaves.isUnknown(monomial) || field != null && !field.equals(Leaves.field(monomial))) {
        other = true;
        break;
      }
      field = Leaves.field(monomial);
      List<Coordinate> with = Leaves.derivatives(monomial);
      if (with.isEmpty()) {
        value = Lowering.withNormal(term.getValue(), part);
      } else if (with.size() == 1 && space.contains(with.getFirst())) {
        slopes.put(with.getFirst(), term.getValue());
      } else {
        other = true;
      }
    }
    Optional<Expr> normal = slopes.isEmpty() ? Optional.of(Const.ZERO) : alongNormal(slopes, part);
    if (other || field == null || normal.isEmpty()) {
      return new BoundaryForm(
          part, Kind.OTHER, equation, residual, Optional.empty(), Const.ZERO, Const.ZERO, Const.ZERO);
    }
    Kind kind = normal.get().equals(Const.ZERO) ? Kind.DIRICHLET : value.equals(Const.ZERO) ? Kind.NEUMANN : Kind.ROBIN;
    Expr data = Lowering.withNormal(terms.sumOver(monomial -> !Leaves.hasUnknown(monomial), new Const(-1)), part);
    return new BoundaryForm(part, kind, equation, residual, Optional.of(field), value, normal.get(), data);
  }

  /**
   * The factor of the normal derivative in a sum of partial derivatives; none if it is not in the direction of the normal. The
   * normal enters by its components, or by a derivative along the only coordinate that it has a component along.
   */
  private static Optional<Expr> alongNormal(Map<Coordinate, Expr> slopes, BoundaryPart part) {
    List<Coordinate> space = part.coordinates();
    var found = new LinkedHashSet<Expr>();
    for (Coordinate x : space) {
      Expr slope = slopes.getOrDefault(x, Const.ZERO);
      Expr factor = slope.derivative(Lowering.normal(x));
      boolean linear = slope.substitute(Map.of(Lowering.normal(x), Const.ZERO)).equals(Const.ZERO);
      found.add(linear && space.stream().noneMatch(y -> Leaves.of(factor).contains(Lowering.normal(y))) ? factor : Const.ZERO);
    }
    if (found.size() == 1 && !found.contains(Const.ZERO)) {
      return Optional.of(found.getFirst());
    }
    List<Expr> normal = part.pieces().size() == 1 ? part.normalExpressions() : List.of();
    for (int i = 0; i < normal.size(); i++) {
      Coordinate x = space.get(i);
      // the other components of a unit normal vanish
      if (normal.get(i) instanceof Const(double sign) && Math.abs(sign) == 1) {
        boolean others = slopes.entrySet().stream()
            .anyMatch(e -> !e.getKey().equals(x) && !Lowering.withNormal(e.getValue(), part).equals(Const.ZERO));
        return others ? Optional.empty() : Optional.of(Lowering.withNormal(slopes.getOrDefault(x, Const.ZERO), part).times(sign));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "%s %s on %s".formatted(kind, equation, part.name());
  }
}
