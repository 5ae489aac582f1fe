package dev.ansatz.pinn.causal;

import java.util.Arrays;

/**
 * Causal weights whose ε grows: the next follows when the least weight is above {@value #SATISFIED}, or when an ε has had its share of
 * the renewals; the last one stays.
 *
 * <p>Source: as for {@link CausalWeights}. Deviations: the weights are those of intervals of time, whose points need not lie at one
 * instant, so that any sampling serves; a slice's part in the loss is in proportion to its points.
 */
public final class CausalAnnealing {
  /** The least weight above which an ε has done its work, δ of the paper. */
  public static final double SATISFIED = 0.99;

  private final Causality causality;
  private final TimeSlices slices;
  private final long renewalsEach;
  private int stage;
  private long renewals;
  private double least;

  /**
   * @param causality with at least one ε
   * @param renewalsEach how often the weights are renewed at most before the next ε, at least 1
   */
  public CausalAnnealing(Causality causality, TimeSlices slices, long renewalsEach) {
    if (causality.isNone() || renewalsEach < 1) {
      throw new IllegalArgumentException("causal annealing needs an epsilon and at least 1 renewal for each, not " + renewalsEach);
    }
    this.causality = causality;
    this.slices = slices;
    this.renewalsEach = renewalsEach;
  }

  /**
   * Renews the weights of points; all points of a slice share one.
   *
   * @param times of the points
   * @param squares of the residual at the points, unweighted
   * @param weights overwritten
   */
  public void renew(double[] times, double[] squares, double[] weights) {
    renew(0, times, squares, weights);
  }

  /**
   * Renews the weights of points behind a zeroth slice.
   *
   * @param zeroth the weighted loss of the initial conditions, 0 where they are built in
   * @param times of the points
   * @param squares of the residual at the points, unweighted
   * @param weights overwritten
   */
  public void renew(double zeroth, double[] times, double[] squares, double[] weights) {
    boolean last = stage == causality.epsilons().size() - 1;
    if (!last && (least > SATISFIED || renewals >= renewalsEach)) {
      stage++;
      renewals = 0;
    }
    double[] w = new CausalWeights(epsilon()).of(zeroth, slices.means(times, squares));
    for (int p = 0; p < weights.length; p++) {
      weights[p] = w[slices.of(times[p])];
    }
    least = Arrays.stream(w).min().orElseThrow();
    renewals++;
  }

  /**
   * The mean over the slices of the means of a quantity in each, which is what a loss of causal weights is made of.
   *
   * @param times of the points
   * @param values at the points, already multiplied by their weights
   */
  public double meanOverSlices(double[] times, double[] values) {
    return Arrays.stream(slices.means(times, values)).average().orElseThrow();
  }

  /** A copy of all that the next renewal depends on. */
  public double[] state() {
    return new double[] {stage, renewals, least};
  }

  /**
   * Continues from the {@link #state} of another of the same construction.
   *
   * @throws IllegalArgumentException if it is no such state
   */
  public void restore(double[] state) {
    if (state.length != 3 || !(state[0] >= 0 && state[0] < causality.epsilons().size()) || !(state[1] >= 0)) {
      throw new IllegalArgumentException("no state of " + causality.epsilons().size() + " causal epsilons: " + Arrays.toString(state));
    }
    stage = (int) state[0];
    renewals = (long) state[1];
    least = state[2];
  }

  /** The present ε. */
  public double epsilon() {
    return causality.epsilons().get(stage);
  }

  /** The least weight at the last renewal, 0 before the first. */
  public double leastWeight() {
    return least;
  }

  /** Whether the last ε has done its work: all times are trained. */
  public boolean satisfied() {
    return stage == causality.epsilons().size() - 1 && least > SATISFIED;
  }
}
