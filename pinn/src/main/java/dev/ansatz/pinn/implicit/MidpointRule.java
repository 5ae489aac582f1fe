package dev.ansatz.pinn.implicit;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pde.lower.Lowering;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The implicit midpoint rule u − u₋ = Δt F((u + u₋)/2) for u_t = F, u₋ being u a step before, as expressions. */
public final class MidpointRule {
  private MidpointRule() {}

  /** Why a problem is not one of u_t = F, in the user's words; empty if it is. */
  public static List<String> refusals(Problem problem) {
    var reasons = new ArrayList<>(Feature.refusals(problem));
    List<String> obstacles = EvolutionForm.obstacles(problem);
    reasons.addAll(obstacles);
    if (obstacles.isEmpty() && EvolutionForm.of(problem).unknowns().stream().anyMatch(unknown -> unknown.derivative() > 0)) {
      reasons.add("it is of higher than first order in time: state it as a system of first order");
    }
    return reasons;
  }

  /**
   * u − u₋ − Δt F for each field.
   *
   * @param rates F, at the middle of the step where it depends on time
   * @param before u₋ for a field, and its derivative in space for one of a field
   * @param dt Δt
   */
  public static List<Expr> residuals(List<Field> fields, List<Expr> rates, UnaryOperator<Expr> before, double dt) {
    return IntStream.range(0, fields.size()).mapToObj(k -> {
      Expr rate = Lowering.replaceLeaves(Lowering.normalForm(rates.get(k)),
          leaf -> leaf instanceof Field || leaf instanceof Partial ? leaf.plus(before.apply(leaf)).times(0.5) : leaf);
      return fields.get(k).minus(before.apply(fields.get(k))).minus(rate.times(dt));
    }).toList();
  }
}
