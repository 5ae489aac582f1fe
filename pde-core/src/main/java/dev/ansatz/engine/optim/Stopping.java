package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Watches over some {@linkplain StopRule stop rules} during one run. */
public final class Stopping {
  private final List<StopRule> rules;
  /** For each rule that looks back: the lowest so far, and for how many observations it has not been lowered. */
  private final double[] lowest;
  private final double[] since;

  public Stopping(List<StopRule> rules) {
    this.rules = List.copyOf(rules);
    lowest = new double[rules.size()];
    since = new double[rules.size()];
    forget();
  }

  /** To be called after each step; returns the first rule that is met. */
  public Optional<StopRule> observe(StopRule.Observation seen) {
    StopRule met = null;
    for (int i = 0; i < rules.size(); i++) {
      boolean stop = switch (rules.get(i)) {
        case StopRule.LossBelow rule -> seen.loss() <= rule.bound();
        case StopRule.GradientBelow rule -> seen.gradientNorm() <= rule.bound();
        case StopRule.NoProgress rule -> since(i, seen.loss(), 1 - rule.relative()) >= rule.steps();
        case StopRule.Patience rule -> since(i, seen.watched(), 1) >= rule.observations();
      };
      if (stop && met == null) {
        met = rules.get(i);
      }
    }
    return Optional.ofNullable(met);
  }

  private double since(int i, double value, double factor) {
    if (Double.isNaN(value)) {
      return since[i];
    }
    if (Double.isInfinite(lowest[i]) || value < lowest[i] - (1 - factor) * Math.abs(lowest[i])) {
      lowest[i] = value;
      since[i] = 0;
    } else {
      since[i]++;
    }
    return since[i];
  }

  /** Forgets what was seen: to be called when the objective has changed. */
  public void forget() {
    Arrays.fill(lowest, Double.POSITIVE_INFINITY);
    Arrays.fill(since, 0);
  }

  /** Copies of what was seen, to be continued from. */
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("lowest", lowest.clone());
    state.put("since", since.clone());
    return state;
  }

  /**
   * Continues from the {@link #state} of one with the same rules.
   *
   * @throws IllegalArgumentException if it had another number of rules
   */
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("lowest", lowest.length).expect("since", since.length).check();
    saved.copy("lowest", lowest);
    saved.copy("since", since);
  }
}
