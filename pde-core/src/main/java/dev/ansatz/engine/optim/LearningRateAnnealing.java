package dev.ansatz.engine.optim;

/**
 * Weights that lift the typical gradient of the conditions to the largest of the equation: loss 0 is the equation's, with λ₀ = 1, and
 * λ̂_k = max|g₀| / mean|g_k| over the parameters, followed by λ ← κλ + (1−κ)λ̂ every few steps.
 *
 * <p>A loss whose gradient vanishes keeps its weight.
 *
 * <p>Source: S. Wang, Y. Teng, P. Perdikaris, Understanding and mitigating gradient flow pathologies in physics-informed neural
 * networks, SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043. κ = 0.9 every 10 steps is usual.
 */
public final class LearningRateAnnealing extends MovingWeights {

  /**
   * @param losses how many
   * @param every steps between renewals, at least 1
   * @param kept κ in [0, 1)
   */
  public LearningRateAnnealing(int losses, int every, double kept) {
    super(losses, every, kept);
  }

  @Override
  void estimate(double[][] gradients, double[] lambda) {
    double largest = 0;
    for (double x : gradients[0]) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int k = 1; k < gradients.length; k++) {
      double mean = 0;
      for (double x : gradients[k]) {
        mean += Math.abs(x) / gradients[k].length;
      }
      lambda[k] = mean > 0 ? largest / mean : lambda[k];
    }
  }
}
