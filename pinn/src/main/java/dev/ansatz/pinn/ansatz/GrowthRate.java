package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Lowering;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast a reaction makes an error grow. */
public final class GrowthRate {
  private static final Coordinate VARIED = new Coordinate("varied", Coordinate.Kind.SPACE);

  private GrowthRate() {}

  /**
   * f'(u) of u_t = L u + f(u) + s(x, t), L being linear with constant coefficients: where u stays as it is, and nothing carries them away,
   * small errors grow by e^(f'(u) τ) in the time τ. Empty for other equations, those of several fields among them, and where it is a
   * constant that is not positive.
   */
  public static Optional<Expr> of(Problem problem) {
    if (problem.domain().time().isEmpty() || problem.fields().size() != 1 || !problem.coefficients().isEmpty()
        || !EvolutionForm.obstacles(problem).isEmpty()) {
      return Optional.empty();
    }
    List<EvolutionForm.Unknown> unknowns = EvolutionForm.of(problem).unknowns();
    EvolutionForm.Unknown unknown = unknowns.getFirst();
    Expr rate = sensitivity(unknown.rightHandSide(), unknown.field());
    boolean reaction = Lowering.unknowns(List.of(unknown.remainder())).stream().noneMatch(Partial.class::isInstance)
        && rate.leaves(Coordinate.class).isEmpty();
    return unknowns.size() > 1 || !reaction || rate instanceof Const(double value) && value <= 0 ? Optional.empty() : Optional.of(rate);
  }

  /** The derivative of an expression in normal form by a field or a partial derivative of one. */
  static Expr sensitivity(Expr e, Expr by) {
    return Lowering.replaceLeaves(e, leaf -> leaf.equals(by) ? VARIED : leaf).derivative(VARIED).substitute(Map.of(VARIED, by));
  }
}
