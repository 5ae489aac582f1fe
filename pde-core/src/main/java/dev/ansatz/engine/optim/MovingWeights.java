package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights λ_k that begin at one and follow an estimate by an exponential moving average, renewed every few steps. */
final class MovingWeights {
  private final double[] lambda;
  private final int every;
  private final double kept;
  private long t;

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

  double[] lambda() {
    return lambda;
  }

  /** Counts a step; true if the weights are to be renewed in it. */
  boolean due() {
    return t++ % every == 0;
  }

  void follow(double[] estimate) {
    for (int k = 0; k < lambda.length; k++) {
      lambda[k] = kept * lambda[k] + (1 - kept) * estimate[k];
    }
  }

  Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("lambda", lambda.clone());
    return state;
  }

  void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("lambda", lambda.length).check();
    t = (long) saved.number("t");
    saved.copy("lambda", lambda);
  }
}
