package dev.ansatz.pde.lower;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.pde.expr.Expr;
import java.util.List;

/**
 * Expressions lowered to a pointwise kernel: the one bridge from statement to engine. Kernel input i is the value of
 * {@code inputs.get(i)}: a coordinate (LANE), a field or a {@code Partial} of a field (LANE), or a parameter (UNIFORM).
 * Kernel output j (LANE) is the j-th lowered expression.
 *
 * <p>SIGNATURE SKETCH.
 */
public record ResidualProgram(List<Expr> inputs, Kernel kernel) {
  /** Lowers the normal forms of the expressions; the inputs are the leaves they use, in a canonical order. */
  public static ResidualProgram of(List<Expr> expressions) {
    throw new UnsupportedOperationException();
  }
}
