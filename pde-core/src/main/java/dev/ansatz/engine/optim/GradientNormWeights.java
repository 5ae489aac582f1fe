package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * Weights that make all gradients equally long: λ̂_k = ḡ/(|g_k| + 1e-5 ḡ) with ḡ the mean of |g_j|, followed by
 * λ ← κλ + (1−κ)λ̂ every few steps; the direction is Σ_k λ_k g_k.
 *
 * <p>The guard 1e-5 ḡ keeps the weight of a loss whose gradient vanishes below 1e5.
 *
 * <p>Source: S. Wang, S. Sankaran, H. Wang, P. Perdikaris, An expert's guide to training physics-informed neural networks,
 * arXiv:2308.08468; there κ = 0.9, every 1000 steps. Deviation: their sum of norms is our mean, which makes equal norms give weights 1.
 */
public final class GradientNormWeights extends MovingWeights {

  /**
   * @param losses how many
   * @param every steps between renewals, at least 1
   * @param kept κ in [0, 1)
   */
  public GradientNormWeights(int losses, int every, double kept) {
    super(losses, every, kept);
  }

  @Override
  void estimate(double[][] gradients, double[] lambda) {
    equalise(Arrays.stream(gradients).mapToDouble(Vectors::norm).toArray(), lambda);
  }
}
