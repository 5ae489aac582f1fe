package dev.ansatz.pde;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.law.Law;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A field that the equations mention and do not determine. */
public sealed interface Coefficient extends Clause {
  Field field();

  /** To be found from observations, starting from a guess if there is one. */
  record Unknown(Field field, Optional<Expr> guess) implements Coefficient {}

  /** Given with each instance of a family of problems, drawn from a law if there is one. */
  record Input(Field field, Optional<Law> law) implements Coefficient {}

  /** The same with its expressions changed. */
  default Coefficient map(UnaryOperator<Expr> f) {
    return switch (this) {
      case Unknown(Field field, Optional<Expr> guess) -> new Unknown(field, guess.map(f));
      case Input input -> input;
    };
  }
}
