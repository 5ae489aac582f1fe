package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * IMTL-G: the affine combination g = Σ α_k g_k, Σ α_k = 1, whose projections on all gradients are equal.
 *
 * <p>With u_k = g_k/|g_k|, equal projections mean that α_k|g_k| is in proportion to the a of x = Σ a_k u_k, u_k·x = 1, and the sum
 * S = Σ a_k/|g_k| fixes the factor: g = x/S, with the projection 1/S on every u_k. Losses without gradient are left out; opposite
 * gradients give 0.
 *
 * <p>Source: L. Liu et al., Towards impartial multi-task learning, ICLR 2021. Deviations: a is found instead of α₂ … α_m from
 * m − 1 equations, which lose the digits by which the lengths of the gradients differ. Of three gradients or more some a_k may be
 * negative, which two cannot do, and then S may have either sign: where it is negative the paper's g goes uphill on every loss, and
 * where it nearly vanishes g has any length. Here g is x/|S|, downhill on every loss, and no longer than the longest gradient, as it is
 * by itself if no α_k is negative.
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
    double longest = 0;
    for (int k = 0; k < g.length; k++) {
      double norm = Vectors.norm(g[k]);
      alpha[k] /= norm;
      sum += alpha[k];
      longest = Math.max(longest, norm);
    }
    WeightedSum.sum(alpha, g, combined);
    double length = Vectors.norm(combined);
    double scale = length == 0 ? 0 : Math.min(1 / Math.abs(sum), longest / length);
    for (int q = 0; q < combined.length; q++) {
      combined[q] *= scale;
    }
  }
}
