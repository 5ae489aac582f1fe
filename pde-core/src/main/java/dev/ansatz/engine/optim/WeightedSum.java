package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * Σ_k λ_k g_k with fixed weights.
 *
 * @param weights λ, one per loss
 */
public record WeightedSum(double... weights) implements Combiner {
  /** Copies the weights. */
  public WeightedSum {
    weights = weights.clone();
  }

  /** All weights one. */
  public static WeightedSum ofOnes(int losses) {
    double[] ones = new double[losses];
    Arrays.fill(ones, 1);
    return new WeightedSum(ones);
  }

  @Override
  public double[] weights() {
    return weights.clone();
  }

  @Override
  public void combine(double[][] gradients, double[] combined) {
    if (gradients.length != weights.length) {
      throw new IllegalArgumentException(weights.length + " weights for " + gradients.length + " losses; give one for each");
    }
    sum(weights, gradients, combined);
  }

  /** combined ← Σ_k λ_k g_k. */
  static void sum(double[] weights, double[][] gradients, double[] combined) {
    Arrays.fill(combined, 0);
    for (int k = 0; k < gradients.length; k++) {
      Vectors.add(weights[k], gradients[k], 0, combined, combined.length);
    }
  }
}
