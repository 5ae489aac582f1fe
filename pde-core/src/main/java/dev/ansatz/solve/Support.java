package dev.ansatz.solve;

import java.util.List;

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

  default boolean isYes() {
    return this instanceof Yes;
  }
}
