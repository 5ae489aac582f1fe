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
import java.util.List;
import java.util.Locale;
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

  /** One form per condition and part, in the order of the statement; periodic conditions have none. */
  public static List<BoundaryForm> of(Problem problem) {
    var forms = new ArrayList<BoundaryForm>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, Equation equation)) {
        parts.forEach(part -> forms.add(of(equation, part)));
      }
    }
    return List.copyOf(forms);
  }

  public static BoundaryForm of(Equation equation, BoundaryPart part) {
    Expr residual = Lowering.onPart(equation.residual(), part);
    Expr value = Const.ZERO;
    Expr normal = Const.ZERO;
    Field field = null;
    boolean other = false;
    Terms terms = Terms.of(residual);
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
        value = term.getValue();
      } else if (with.equals(List.of(part.fixed()))) {
        normal = term.getValue().times(part.outward());
      } else {
        other = true;
      }
    }
    if (other || field == null) {
      return new BoundaryForm(
          part, Kind.OTHER, equation, residual, Optional.empty(), Const.ZERO, Const.ZERO, Const.ZERO);
    }
    Kind kind =
        normal.equals(Const.ZERO) ? Kind.DIRICHLET : value.equals(Const.ZERO) ? Kind.NEUMANN : Kind.ROBIN;
    Expr data = terms.sumOver(monomial -> !Leaves.hasUnknown(monomial), new Const(-1));
    return new BoundaryForm(part, kind, equation, residual, Optional.of(field), value, normal, data);
  }

  @Override
  public String toString() {
    return "%s %s on %s".formatted(kind, equation, part.name());
  }
}
