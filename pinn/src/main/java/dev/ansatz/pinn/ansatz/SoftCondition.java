package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import java.util.Optional;

/**
 * A condition that the trial functions do not satisfy by themselves, so that it becomes a loss.
 *
 * @param name what a user would call it: "initial u", "u on x=1"
 * @param residual zero where the condition holds; normal derivatives resolved
 * @param part where it holds, or empty at the initial time
 */
public record SoftCondition(String name, Expr residual, Optional<BoundaryPart> part) {
  /** Points where the condition must hold, {@code [coordinate][lane]}. */
  public double[][] points(Domain domain, PointSequence sequence, int count, long seed) {
    return part.map(p -> sequence.boundary(domain, p, count, seed)).orElseGet(() -> sequence.initial(domain, count, seed));
  }
}
