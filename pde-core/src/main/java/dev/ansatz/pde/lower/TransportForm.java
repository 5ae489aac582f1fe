package dev.ansatz.pde.lower;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A problem for one field w in one space dimension written as {@code w_t + f w_x = g w_xx + s}, where f, g and s depend on x, t and w
 * but on no derivative of w, and w = {@code initial}(x) at the initial time.
 *
 * @param field w
 * @param t the time
 * @param x the place
 * @param velocity f, with which values are carried
 * @param diffusivity g
 * @param source s
 * @param initial w at the initial time, free of t
 */
public record TransportForm(Field field, Coordinate t, Coordinate x, Expr velocity, Expr diffusivity, Expr source, Expr initial) {

  /** What keeps a problem from being written in this form, in the user's words; empty if nothing does. */
  public static List<String> obstacles(Problem problem) {
    var obstacles = new ArrayList<String>();
    if (problem.fields().size() != 1) {
      obstacles.add("it has %d fields, where characteristics carry one".formatted(problem.fields().size()));
    }
    int dimension = problem.domain().space().map(space -> space.coordinates().size()).orElse(0);
    if (dimension != 1) {
      obstacles.add("it has %d space coordinates, where one is needed".formatted(dimension));
    }
    obstacles.addAll(EvolutionForm.obstacles(problem));
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    List<EvolutionForm.Unknown> unknowns = EvolutionForm.of(problem).unknowns();
    if (unknowns.size() > 1) {
      return List.of("it is of order %d in time, where characteristics need order 1".formatted(unknowns.size()));
    }
    List<Expr> allowed = monomials(problem);
    terms(unknowns.getFirst()).coefficients().keySet().stream().filter(m -> !allowed.contains(m)).forEach(m ->
        obstacles.add("it has a term in %s, where only %s and %s may stand, with coefficients free of derivatives"
            .formatted(m, allowed.get(1), allowed.get(2))));
    return obstacles;
  }

  /** @throws IllegalArgumentException naming all {@link #obstacles} */
  public static TransportForm of(Problem problem) {
    List<String> obstacles = obstacles(problem);
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException("%s is no transport of one field:\n- %s".formatted(problem.name(),
          String.join("\n- ", obstacles)));
    }
    var unknown = EvolutionForm.of(problem).unknowns().getFirst();
    Map<Expr, Expr> coefficients = terms(unknown).coefficients();
    List<Expr> monomials = monomials(problem);
    var time = problem.domain().time().orElseThrow();
    return new TransportForm(unknown.field(), time.coordinate(), problem.coordinates().get(1),
        coefficients.getOrDefault(monomials.get(1), Const.ZERO).negate(), coefficients.getOrDefault(monomials.get(2), Const.ZERO),
        coefficients.getOrDefault(monomials.get(0), Const.ZERO),
        Lowering.normalForm(unknown.initial().substitute(Map.of(time.coordinate(), new Const(time.lower())))));
  }

  /** 1, w_x and w_xx. */
  private static List<Expr> monomials(Problem problem) {
    Field w = problem.fields().getFirst();
    Coordinate x = problem.coordinates().get(1);
    return List.of(Const.ONE, Partial.of(w, x), Partial.of(w, x, x));
  }

  private static Terms terms(EvolutionForm.Unknown unknown) {
    return Terms.of(unknown.rightHandSide(), e -> Leaves.unknowns(e).stream().allMatch(u -> Leaves.derivatives(u).isEmpty()));
  }
}
