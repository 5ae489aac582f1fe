package dev.ansatz.engine.optim;

/** When to stop; a value, watched over by {@link Stopping}. Quantities that are not a number meet no rule. */
public sealed interface StopRule {

  /**
   * What is known after a step.
   *
   * @param loss the value of the objective
   * @param gradientNorm |g|, or NaN where it is not known
   * @param watched a quantity that is not trained on, such as the residual on points held out; NaN where it was not evaluated
   */
  record Observation(double loss, double gradientNorm, double watched) {
    /** The loss alone. */
    public static Observation ofLoss(double loss) {
      return new Observation(loss, Double.NaN, Double.NaN);
    }
  }

  /** The loss is at most the bound. */
  record LossBelow(double bound) implements StopRule {}

  /** |g| is at most the bound. */
  record GradientBelow(double bound) implements StopRule {}

  /**
   * In the last {@code steps} steps the lowest loss was not lowered by the share {@code relative} of it.
   *
   * @param steps at least 1
   * @param relative in [0, 1)
   */
  record NoProgress(int steps, double relative) implements StopRule {
    /** Checks the ranges. */
    public NoProgress {
      if (steps < 1 || !(relative >= 0 && relative < 1)) {
        throw new IllegalArgumentException("no progress of " + relative + " in " + steps
            + " steps: the share must be in [0, 1), the steps at least 1");
      }
    }
  }

  /**
   * The watched quantity was not below its lowest in {@code observations} observations one after another.
   *
   * @param observations at least 1
   */
  record Patience(int observations) implements StopRule {
    /** Checks the range. */
    public Patience {
      if (observations < 1) {
        throw new IllegalArgumentException("patience for " + observations + " observations: it must be at least 1");
      }
    }
  }
}
