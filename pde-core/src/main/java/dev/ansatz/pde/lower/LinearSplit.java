package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * An expression as {@code linear + remainder}, where {@code linear} is a sum of coefficients times fields and their
 * partial derivatives and {@code remainder} is all else: sources and nonlinear terms.
 */
record LinearSplit(List<LinearTerm> linear, Expr remainder) {

  /**
   * @param expression in normal form, with derivatives in {@code coordinates} only
   * @param constantOnly leave terms whose coefficient varies with a coordinate in the remainder
   */
  static LinearSplit of(Expr expression, List<Coordinate> coordinates, boolean constantOnly) {
    var linear = new ArrayList<LinearTerm>();
    var remainder = new ArrayList<Expr>();
    Terms terms =
        constantOnly
            ? Terms.of(expression, e -> !Leaves.hasUnknown(e) && !Leaves.hasCoordinate(e))
            : Terms.of(expression);
    terms.forEach(
        (monomial, coefficient) -> {
          if (Leaves.isUnknown(monomial)) {
            linear.add(new LinearTerm(Leaves.field(monomial), Leaves.index(monomial, coordinates), coefficient));
          } else {
            remainder.add(Product.of(coefficient, monomial));
          }
        });
    return new LinearSplit(List.copyOf(linear), remainder.stream().reduce(Const.ZERO, Expr::plus));
  }
}
