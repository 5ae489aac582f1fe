package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * IMTL-G: the affine combination g = Σ α_k g_k, Σ α_k = 1, whose projections on all gradients are equal.
 *
 * <p>With u_k = g_k/|g_k|, equal projections mean that α_k|g_k| is in proportion to the a of x = Σ a_k u_k, u_k·x = 1, and the sum
 * fixes the factor. So the direction is that of {@link ConflictFree} or its opposite, only the length differs: weights may be negative,
 * and are large where their sum before scaling nearly vanishes. Losses without gradient are left out; opposite gradients give 0.
 *
 * <p>Source: L. Liu et al., Towards impartial multi-task learning, ICLR 2021. Deviation: a is found instead of α₂ … α_m from
 * m − 1 equations, which lose the digits by which the lengths of the gradients differ.
 */
public record ImpartialLearning() implements Combiner {
  @Override
  public void combine(double[][] gradients, double[] combined) {
    double[][] g = ConflictFree.nonzero(gradients);
    if (g.length == 0) {
      Arrays.fill(combined, 0);
      return;
    }
    double[] alpha = new UnitGradients(g).coefficients();
    double sum = 0;
    for (int k = 0; k < g.length; k++) {
      alpha[k] /= Vectors.norm(g[k]);
      sum += alpha[k];
    }
    for (int k = 0; k < g.length; k++) {
      alpha[k] = sum == 0 ? 0 : alpha[k] / sum;
    }
    WeightedSum.sum(alpha, g, combined);
  }
}
