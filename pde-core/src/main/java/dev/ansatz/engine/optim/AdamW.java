package dev.ansatz.engine.optim;

import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * {@link Adam} with decoupled decay of the weights: θ ← (1 − ηω) θ − η m̂ / (√v̂ + ε), where ω does not pass through the moments.
 *
 * <p>Source: I. Loshchilov, F. Hutter, Decoupled weight decay regularization, ICLR 2019, arXiv:1711.05101; ω is their λ/α.
 */
public final class AdamW implements GradientOptimizer {
  private final Adam adam;
  private final double decay;

  /**
   * @param parameters the length of θ
   * @param learningRate η for step 0, 1, …
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   * @param decay ω, at least 0
   */
  public AdamW(int parameters, LongToDoubleFunction learningRate, double beta1, double beta2, double epsilon, double decay) {
    adam = new Adam(parameters, learningRate, beta1, beta2, epsilon);
    this.decay = decay;
  }

  @Override
  public double step(Objective objective, double[] theta) {
    double value = adam.evaluate(objective, theta);
    if (!Double.isNaN(value)) {
      double kept = 1 - adam.rate() * decay;
      for (int q = 0; q < theta.length; q++) {
        theta[q] *= kept;
      }
      adam.update(theta);
    }
    return value;
  }

  /** Nothing to forget: the moments are kept. */
  @Override
  public void objectiveChanged() {}

  @Override
  public Map<String, double[]> state() {
    return adam.state();
  }

  @Override
  public void restore(Map<String, double[]> state) {
    adam.restore(state);
  }
}
