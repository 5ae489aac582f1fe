package dev.ansatz.solve;

/** Why a solve ended; every ending but convergence says the remedy. */
public sealed interface Termination {
  /** What to try next, or an empty string. */
  String remedy();

  /** One word: converged, budget, diverged, overfitted or cancelled. */
  String word();

  record Converged(String criterion) implements Termination {
    @Override
    public String remedy() {
      return "";
    }

    @Override
    public String word() {
      return "converged";
    }
  }

  /** Iterations or time ran out; the solution is the best so far. */
  record BudgetSpent(String budget, String remedy) implements Termination {
    @Override
    public String word() {
      return "budget";
    }
  }

  /** A loss, gradient or state stopped being finite, or grew without bound. {@code where} names it. */
  record Diverged(String where, String remedy) implements Termination {
    @Override
    public String word() {
      return "diverged";
    }
  }

  /** The equation is satisfied at the points that were trained on and not between them; {@code where} gives the figures. */
  record Overfitted(String where, String remedy) implements Termination {
    @Override
    public String word() {
      return "overfitted";
    }
  }

  /** The caller stopped it; the solution is the best so far. */
  record Cancelled() implements Termination {
    @Override
    public String remedy() {
      return "resume from the last checkpoint, or start again";
    }

    @Override
    public String word() {
      return "cancelled";
    }
  }

  /** True unless diverged or overfitted: the answer is usable. */
  default boolean isUsable() {
    return !(this instanceof Diverged || this instanceof Overfitted);
  }

  /** Why the solve ended, and the remedy where there is one, in a sentence. */
  default String describe() {
    String why = switch (this) {
      case Converged c -> "converged: " + c.criterion();
      case BudgetSpent b -> "the budget is spent: " + b.budget();
      case Diverged d -> "diverged: " + d.where();
      case Overfitted o -> "overfitted: " + o.where();
      case Cancelled c -> "cancelled";
    };
    return remedy().isEmpty() ? why : why + "; " + remedy();
  }
}
