package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.PointValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Expressions in normal form as functions on jet space, where coordinates, fields and their derivatives are independent
 * variables; identities between them are decided by values at random points.
 */
final class Jets {
  /** Points at which identities are tried: a false one survives by chance only if it holds at all of them to rounding. */
  private static final int POINTS = 12;
  private static final double ROUNDING = 1e-9;

  private Jets() {}

  /** The partial derivative with respect to a field or a derivative of one, all else held fixed. */
  static Expr derivative(Expr e, Expr unknown) {
    var marker = new Coordinate("\u0000", Coordinate.Kind.SPACE);
    Expr marked = Lowering.replaceLeaves(e, leaf -> leaf.equals(unknown) ? marker : leaf);
    return marked.derivative(marker).substitute(Map.of(marker, unknown));
  }

  /**
   * The variational derivative {@code Σ_J (-D)^J ∂e/∂u_J}, as its terms. It vanishes for all fields if and only if the
   * expression is a total divergence.
   *
   * @see <a href="https://doi.org/10.1007/978-1-4612-4350-2">Olver: Applications of Lie Groups to Differential Equations,
   *     theorem 4.7</a>
   */
  static List<Expr> variation(Expr e, Field field) {
    var terms = new ArrayList<Expr>();
    for (Expr unknown : Leaves.unknowns(e)) {
      if (Leaves.field(unknown).equals(field)) {
        Expr term = derivative(e, unknown);
        for (Coordinate x : Leaves.derivatives(unknown)) {
          term = term.derivative(x).negate();
        }
        terms.add(term);
      }
    }
    return terms;
  }

  /** Whether the terms add up to zero everywhere, relative to their sizes. */
  static boolean vanishes(List<Expr> terms) {
    double[][] values = values(terms);
    for (int p = 0; p < POINTS; p++) {
      double sum = 0;
      double size = 0;
      for (double[] term : values) {
        sum += term[p];
        size += Math.abs(term[p]);
      }
      // where a function is not defined nothing can be said
      if (!Double.isNaN(sum) && Math.abs(sum) > ROUNDING * size) {
        return false;
      }
    }
    return true;
  }

  /** The values {@code [expression][point]} at fixed random points. */
  static double[][] values(List<Expr> expressions) {
    if (expressions.isEmpty()) {
      return new double[0][];
    }
    var pointwise = Pointwise.of(expressions);
    var random = new SplittableRandom(0);
    var given = new HashMap<Expr, double[]>();
    // positive, so that roots and logarithms have values
    pointwise.inputs().forEach(input -> given.put(input, random.doubles(POINTS, 0.3, 1.7).toArray()));
    return pointwise.values(given, POINTS);
  }

  static boolean isLocal(Expr e) {
    return !(e instanceof Integral) && !(e instanceof PointValue) && e.operands().stream().allMatch(Jets::isLocal);
  }

  static Expr sum(List<Expr> terms) {
    return terms.stream().reduce(Const.ZERO, Expr::plus);
  }
}
