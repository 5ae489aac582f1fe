package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The direction Σ_k λ_k g_k with weights that begin at one and follow an estimate λ̂ by λ ← κλ + (1−κ)λ̂, renewed every few steps. What
 * they follow makes the method.
 */
public abstract sealed class MovingWeights implements Combiner permits GradientNormWeights, TangentKernelWeights, LearningRateAnnealing {
  /** Keeps the weight of a loss whose measure vanishes below 1e5. */
  private static final double GUARD = 1e-5;

  private final double[] lambda;
  private final int every;
  private final double kept;
  private long t;

  /**
   * @param losses how many
   * @param every steps between renewals, at least 1
   * @param kept κ in [0, 1)
   */
  MovingWeights(int losses, int every, double kept) {
    if (every < 1 || !(kept >= 0 && kept < 1)) {
      throw new IllegalArgumentException("weights renewed every " + every + " steps keeping the share " + kept
          + " of the old: the steps must be at least 1, the share in [0, 1)");
    }
    lambda = new double[losses];
    Arrays.fill(lambda, 1);
    this.every = every;
    this.kept = kept;
  }

  /** λ̂ for these gradients, where it is given λ to write over. */
  abstract void estimate(double[][] gradients, double[] lambda);

  /** Where the mean of measures of the losses is positive and finite, the weights that make all measures equal to it. */
  static void equalise(double[] measures, double[] lambda) {
    double mean = Arrays.stream(measures).sum() / measures.length;
    if (mean > 0 && Double.isFinite(mean)) {
      for (int k = 0; k < measures.length; k++) {
        lambda[k] = mean / (measures[k] + GUARD * mean);
      }
    }
  }

  /** The present λ. */
  public final double[] weights() {
    return lambda.clone();
  }

  @Override
  public final void combine(double[][] gradients, double[] combined) {
    if (t++ % every == 0) {
      double[] estimate = lambda.clone();
      estimate(gradients, estimate);
      for (int k = 0; k < lambda.length; k++) {
        lambda[k] = kept * lambda[k] + (1 - kept) * estimate[k];
      }
    }
    WeightedSum.sum(lambda, gradients, combined);
  }

  @Override
  public final Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("lambda", lambda.clone());
    return state;
  }

  @Override
  public final void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("lambda", lambda.length).check();
    t = (long) saved.number("t");
    saved.copy("lambda", lambda);
  }
}
