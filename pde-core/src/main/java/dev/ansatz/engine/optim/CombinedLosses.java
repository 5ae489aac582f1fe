package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * Several losses as one objective: the value is Σ_k L_k, with the latest known value of those not evaluated, and the gradient what a
 * {@link Combiner} makes of theirs.
 *
 * <p>The gradient is in general not that of the value, so no line search may use it: for {@link Sgd} and {@link Adam} and what descends
 * from them. {@link MomentumConflictFree} and {@link MultiAdam} make whole updates, for {@link Sgd} without momentum.
 */
public final class CombinedLosses implements Objective {
  private final SeveralLosses losses;
  private final Combiner combiner;
  private final double[][] gradients;
  private final double[] latest;

  public CombinedLosses(SeveralLosses losses, Combiner combiner) {
    this.losses = losses;
    this.combiner = combiner;
    gradients = new double[losses.lossCount()][losses.parameters()];
    latest = new double[losses.lossCount()];
  }

  @Override
  public int parameters() {
    return losses.parameters();
  }

  /** Each loss when it was last evaluated, 0 before. */
  public double[] latest() {
    return latest.clone();
  }

  @Override
  public double gradient(double[] theta, double[] gradient) {
    for (int k = 0; k < gradients.length; k++) {
      if (combiner.reads(k)) {
        latest[k] = losses.gradient(k, theta, gradients[k]);
        if (!Double.isFinite(latest[k]) || !Vectors.isFinite(gradients[k])) {
          // a combiner that averages over steps would never forget it
          return Double.NaN;
        }
      }
    }
    combiner.combine(gradients, gradient);
    return Arrays.stream(latest).sum();
  }
}
