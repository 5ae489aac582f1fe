package dev.ansatz.pinn.causal;

/**
 * Causal weights w = exp(−ε M L) of time slices, M strictly lower triangular of ones: w_i = exp(−ε Σ_{k&lt;i} L_k), so that a slice
 * counts little while the equation is violated before it.
 *
 * <p>They are numbers, not functions of the parameters: no gradient passes through them. For a least-squares method the residuals of
 * slice i are multiplied by √w_i.
 *
 * <p>Source: S. Wang, S. Sankaran, P. Perdikaris, Respecting causality for training physics-informed neural networks, Comput. Methods
 * Appl. Mech. Eng. 421 (2024) 116813, doi:10.1016/j.cma.2024.116813. The University of Pennsylvania claims a patent on causal training.
 *
 * @param epsilon ε, positive; with ε ΣL far above 10 only the first slice is trained
 */
public record CausalWeights(double epsilon) {
  public CausalWeights {
    if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException("the causal epsilon must be positive, not " + epsilon);
    }
  }

  /**
   * The weights, the first of which is 1; they do not increase.
   *
   * @param losses L, the unweighted mean square of each slice, in the order of time, at least 0
   */
  public double[] of(double[] losses) {
    return of(0, losses);
  }

  /**
   * The weights behind a zeroth slice, the initial conditions: w = exp(−ε (L₀ + M L)), so that nothing is trained before they hold.
   *
   * @param zeroth L₀, the weighted loss of the initial conditions, at least 0
   * @param losses L, the unweighted mean square of each slice, in the order of time, at least 0
   */
  public double[] of(double zeroth, double[] losses) {
    double[] w = new double[losses.length];
    double before = zeroth;
    for (int i = 0; i < w.length; i++) {
      w[i] = Math.exp(-epsilon * before);
      before += losses[i];
    }
    return w;
  }
}
