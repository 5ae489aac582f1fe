package dev.ansatz.engine.optim;

import java.util.function.Supplier;

/**
 * Weights that make all losses fall equally fast in the linear regime: λ̂_k = K̄/(K_k + 1e-5 K̄), with K_k the mean over the points of
 * loss k of |∂r/∂θ|², which is the mean diagonal of its neural tangent kernel, and K̄ the mean of these; followed by λ ← κλ + (1−κ)λ̂
 * every few steps.
 *
 * <p>Source: S. Wang, X. Yu, P. Perdikaris, When and why PINNs fail to train: a neural tangent kernel perspective, J. Comput. Phys. 449
 * (2022) 110768, doi:10.1016/j.jcp.2021.110768, with the means and the moving average of arXiv:2308.08468.
 */
public final class TangentKernelWeights extends MovingWeights {
  private final Supplier<double[]> diagonals;

  /**
   * @param losses how many
   * @param every steps between renewals, at least 1
   * @param kept κ in [0, 1)
   * @param diagonals K at the present θ, asked for at renewals; see {@link WeightedResiduals#kernelDiagonals}
   */
  public TangentKernelWeights(int losses, int every, double kept, Supplier<double[]> diagonals) {
    super(losses, every, kept);
    this.diagonals = diagonals;
  }

  @Override
  void estimate(double[][] gradients, double[] lambda) {
    equalise(diagonals.get(), lambda);
  }
}
