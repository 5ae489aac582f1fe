package dev.ansatz.pinn.sampling;

/**
 * The gate of causal R3, g(s) = (1 − tanh(α(s − γ)))/2 of the time s ∈ [0, 1] of the whole: open before γ, shut after it, and moved on
 * as the residual behind it falls.
 *
 * <p>It multiplies the fitness |r| and the residual in the loss. Source: as for {@link RetainResampleRelease}.
 *
 * @param alpha steepness α, positive
 * @param gamma γ, where the gate is half open
 */
public record CausalGate(double alpha, double gamma) {
  private static final double TOLERANCE = 20;
  private static final double MOST = 0.1;

  /** α = 5, γ = −0.5. */
  public static CausalGate shut() {
    return new CausalGate(5, -0.5);
  }

  /** g(s). */
  public double at(double s) {
    return (1 - Math.tanh(alpha * (s - gamma))) / 2;
  }

  /**
   * The gate after γ ← γ + η min(exp(−20 F̄), 0.1).
   *
   * @param rate η
   * @param meanSquare F̄, the mean of (g r)² over the points
   */
  public CausalGate shifted(double rate, double meanSquare) {
    return new CausalGate(alpha, gamma + rate * Math.min(Math.exp(-TOLERANCE * meanSquare), MOST));
  }

  /** η with which the gate can travel from γ = −0.5 to 1.5 in half of so many steps; 1e-3, the paper's, if that is more. */
  public static double rate(int steps) {
    return Math.max(1e-3, 2 / MOST / (Math.max(steps, 2) / 2));
  }
}
