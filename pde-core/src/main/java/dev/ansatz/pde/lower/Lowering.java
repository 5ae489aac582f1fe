package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import java.util.Collection;
import java.util.List;

/** The passes from statement to engine, each a pure function. SIGNATURE SKETCH. */
public final class Lowering {
  private Lowering() {}

  /** Derivatives pushed onto the fields: only {@code Partial(Field, …)} remain. NormalDerivative must have been resolved. */
  public static Expr normalForm(Expr expression) {
    throw new UnsupportedOperationException();
  }

  /** Orders of differentiation of a normal-form Partial in the given coordinate order. */
  public static MultiIndex index(Partial partial, List<Coordinate> coordinates) {
    throw new UnsupportedOperationException();
  }

  /** The Taylor channels that the (normal forms of the) expressions need, over the given coordinates. */
  public static JetSet jetPlan(Collection<? extends Expr> expressions, List<Coordinate> coordinates) {
    throw new UnsupportedOperationException();
  }

  public static Classification classify(Problem problem) {
    throw new UnsupportedOperationException();
  }
}
