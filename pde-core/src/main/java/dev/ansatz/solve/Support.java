package dev.ansatz.solve;

import dev.ansatz.pde.Problem;
import java.util.List;
import java.util.stream.Stream;

/** Whether a solver can solve a problem, and every reason why not. */
public sealed interface Support {
  record Yes() implements Support {}

  record No(List<String> reasons) implements Support {
    public No {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }
  }

  static Support yes() {
    return new Yes();
  }

  static Support no(String... reasons) {
    return new No(List.of(reasons));
  }

  /** Yes if there is no reason against. */
  static Support unless(List<String> reasons) {
    return reasons.isEmpty() ? yes() : new No(reasons);
  }

  /** Whether a solver that computes in double precision only can do so in a run. */
  static Support inDoublePrecision(Run run) {
    return run.precision() == Run.Precision.F64 ? yes() : no("it computes in double precision only: use --precision f64");
  }

  default boolean isYes() {
    return this instanceof Yes;
  }

  /** Yes if both say so; otherwise no, for the reasons of both. */
  default Support and(Support other) {
    return unless(Stream.of(this, other).flatMap(s -> s instanceof No no ? no.reasons.stream() : Stream.empty()).toList());
  }

  /**
   * For the beginning of {@link Solver#solve}.
   *
   * @throws UnsupportedProblemException if it is no
   */
  default void orThrow(Solver solver, Problem problem) {
    if (this instanceof No no) {
      throw new UnsupportedProblemException(solver.name(), problem, no);
    }
  }
}
