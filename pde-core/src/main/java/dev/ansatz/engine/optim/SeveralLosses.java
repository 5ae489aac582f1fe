package dev.ansatz.engine.optim;

/** Losses L_k(θ) whose gradients are wanted one by one. */
public interface SeveralLosses {
  /** The length of θ. */
  int parameters();

  /** How many losses there are. */
  int lossCount();

  /** L_k at θ; {@code gradient} is overwritten by ∇L_k. */
  double gradient(int k, double[] theta, double[] gradient);
}
