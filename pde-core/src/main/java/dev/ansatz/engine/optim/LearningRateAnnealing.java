package dev.ansatz.engine.optim;

import java.util.Map;

/**
 * Weights that lift the typical gradient of the conditions to the largest of the equation: loss 0 is the equation's, with λ₀ = 1, and
 * λ̂_k = max|g₀| / mean|g_k| over the parameters, followed by λ ← κλ + (1−κ)λ̂ every few steps.
 *
 * <p>A loss whose gradient vanishes keeps its weight.
 *
 * <p>Source: S. Wang, Y. Teng, P. Perdikaris, Understanding and mitigating gradient flow pathologies in physics-informed neural
 * networks, SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043. κ = 0.9 every 10 steps is usual.
 */
public final class LearningRateAnnealing implements Combiner {
  private final MovingWeights weights;

  /**
   * @param losses how many
   * @param every steps between renewals, at least 1
   * @param kept κ in [0, 1)
   */
  public LearningRateAnnealing(int losses, int every, double kept) {
    weights = new MovingWeights(losses, every, kept);
  }

  /** The present λ. */
  public double[] weights() {
    return weights.lambda().clone();
  }

  @Override
  public void combine(double[][] gradients, double[] combined) {
    if (weights.due()) {
      double largest = 0;
      for (double x : gradients[0]) {
        largest = Math.max(largest, Math.abs(x));
      }
      double[] estimate = weights.lambda().clone();
      for (int k = 1; k < gradients.length; k++) {
        double mean = 0;
        for (double x : gradients[k]) {
          mean += Math.abs(x) / gradients[k].length;
        }
        estimate[k] = mean > 0 ? largest / mean : estimate[k];
      }
      weights.follow(estimate);
    }
    WeightedSum.sum(weights.lambda(), gradients, combined);
  }

  @Override
  public Map<String, double[]> state() {
    return weights.state();
  }

  @Override
  public void restore(Map<String, double[]> state) {
    weights.restore(state);
  }
}
