package dev.ansatz.pde.lower;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import java.util.List;

/**
 * A stationary problem's equations as {@code linear + nonlinear + source = 0}.
 *
 * @param rows one an equation
 */
public record StationaryForm(List<Row> rows) {

  /**
   * @param residual the equation's left-hand side less its right, in normal form
   * @param linear its linear terms; their coefficients may vary with the coordinates
   * @param nonlinear its other terms in the fields
   * @param source its terms free of fields
   */
  public record Row(Expr residual, List<LinearTerm> linear, Expr nonlinear, Expr source) {
    public Row {
      linear = List.copyOf(linear);
    }
  }

  public StationaryForm {
    rows = List.copyOf(rows);
  }

  public boolean isLinear() {
    return rows.stream().noneMatch(row -> Leaves.hasUnknown(row.nonlinear()));
  }

  /**
   * @throws IllegalArgumentException if the problem has a time coordinate
   */
  public static StationaryForm of(Problem problem) {
    if (problem.domain().time().isPresent()) {
      throw new IllegalArgumentException(problem.name() + " is not stationary: use EvolutionForm");
    }
    return new StationaryForm(
        problem.equations().stream()
            .map(
                equation -> {
                  Expr residual = Lowering.normalForm(equation.residual());
                  var split = LinearSplit.of(residual, problem.coordinates(), false);
                  Terms rest = Terms.of(split.remainder());
                  return new Row(
                      residual, split.linear(), rest.sum(Leaves::hasUnknown), rest.sum(m -> !Leaves.hasUnknown(m)));
                })
            .toList());
  }
}
