package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Quadrature;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Whether data of a field of which only derivatives occur are compatible, told from the statement: with the test function 1 its equation is
 * {@code ∫ s dx = ∮ F · n ds}, of which nothing depends on the field where s and F · n are given.
 */
final class Compatibility {
  private static final int POINTS = 16;
  /** Two rules that agree so far, over their difference from zero, tell it. */
  private static final double AGREEMENT = 1e-3;
  private static final double ROUNDING = 1e-12;

  private final CompiledForm compiled;
  private double total;
  private double size;

  private Compatibility(CompiledForm compiled) {
    this.compiled = compiled;
  }

  /**
   * The sum of sources and boundary fluxes over the sum of their sizes. Empty where they depend on fields or are not smooth, or where
   * fluxes jump inside.
   */
  static OptionalDouble imbalance(CompiledForm compiled, Field field) {
    Expr source = compiled.form.rows().stream().filter(r -> r.field().equals(field)).findFirst().orElseThrow().source();
    var fluxes = compiled.form.natural().stream().filter(n -> n.field().equals(field)).toList();
    boolean given = isGiven(source) && fluxes.stream().allMatch(n -> isGiven(n.flux()))
        && fluxes.stream().map(n -> n.part()).distinct().toList().containsAll(compiled.problem.domain().parts())
        && !compiled.hasFluxJump(field);
    if (!given) {
      return OptionalDouble.empty();
    }
    var coarse = new Compatibility(compiled);
    var fine = new Compatibility(compiled);
    for (var sum : List.of(coarse, fine)) {
      int m = sum == fine ? 2 * POINTS : POINTS;
      sum.add(source, compiled.problem.domain().space().orElseThrow().quadrature(m), null, 1);
      fluxes.forEach(n -> sum.add(n.flux(), n.part().quadrature(m), n.part(), -1));
    }
    double error = Math.abs(fine.total - coarse.total);
    if (error > Math.max(AGREEMENT * Math.abs(fine.total), ROUNDING * fine.size)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(fine.size == 0 ? 0 : Math.abs(fine.total) / fine.size);
  }

  private static boolean isGiven(Expr e) {
    return Lowering.unknowns(List.of(e)).isEmpty() && isSmooth(e);
  }

  private static boolean isSmooth(Expr e) {
    boolean cases = e instanceof Piecewise || e instanceof Tabulated
        || e instanceof Call call && Set.of(Elementary.ABS, Elementary.SIGN, Elementary.MIN, Elementary.MAX).contains(call.function());
    return !cases && e.operands().stream().allMatch(Compatibility::isSmooth);
  }

  private void add(Expr integrand, Quadrature rule, BoundaryPart part, int sign) {
    var given = new HashMap<Expr, double[]>();
    for (int i = 0; i < rule.points().length; i++) {
      given.put(compiled.space.get(i), rule.points()[i]);
      if (part != null) {
        given.put(compiled.form.normal().get(i), part.normals(rule.points())[i]);
      }
    }
    double[] values = Pointwise.of(integrand).values(given, rule.weights().length)[0];
    for (int p = 0; p < values.length; p++) {
      total += sign * rule.weights()[p] * values[p];
      size += Math.abs(rule.weights()[p] * values[p]);
    }
  }
}
