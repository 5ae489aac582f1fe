package dev.ansatz.engine.optim;

import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.program.Executor;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gauss–Newton with an adaptive ratio: the length of the step is chosen so that the model is trusted only as far as a target ratio of
 * actual to predicted decrease.
 *
 * <p>Each iteration tries {@value #PROBES} lengths around the last one and takes the longest whose ratio, made monotone and
 * interpolated in the logarithm of the length, is at least ρ*. Early on ρ* is small, which drives the damping λ down and so improves the
 * conditioning; once λ has stopped falling, ρ* is raised.
 *
 * <p>{@link #sketched} makes the doubly sketched method: each step is sought in a random subspace of the parameters, that of a
 * {@link dev.ansatz.engine.linalg.CosineSketch}, with the residuals mixed into fewer by a {@link
 * dev.ansatz.engine.linalg.CountSketch}, both drawn anew for each step. For s parameters of n and twice as many residuals of m the
 * factorisation takes 4 s³ operations instead of 2 m n². The ratios are those of the whole loss.
 *
 * <p>Source: F. Webb, Y. Jerad, C. Cartis, arXiv:2607.02194. Deviations: {@value #PROBES} lengths instead of 24, between which the ratio
 * is interpolated linearly; the weights of the losses stay as they are.
 */
public final class AdaptiveRatio implements LeastSquaresOptimizer {
  private static final int PROBES = 12;
  private static final double SPREAD = 3;
  private static final double SHORTEST = 1e-8;
  private static final double LONGEST = 1e3;
  private static final double EARLY_RATIO = 0.075;
  private static final double LATE_RATIO = 0.5;
  private static final int EARLY_ITERATIONS = 80;
  private static final int WINDOW = 30;

  private final GaussNewtonModel model;
  private final ArrayDeque<Double> dampings = new ArrayDeque<>();
  private double radius = 1;
  private double target = EARLY_RATIO;
  private int iterations;

  /** Without sketches. */
  public AdaptiveRatio(Executor executor) {
    this(new GaussNewtonModel(executor));
  }

  private AdaptiveRatio(GaussNewtonModel model) {
    this.model = model;
  }

  /**
   * The doubly sketched method.
   *
   * @param rows residuals after the sketch, at least as many as columns; a problem that has no more is not sketched in them
   * @param columns parameters after the sketch, at least 1; likewise
   * @param seed of the sketches
   */
  public static AdaptiveRatio sketched(Executor executor, int rows, int columns, long seed) {
    if (columns < 1 || rows < columns) {
      throw new IllegalArgumentException("a sketch of " + rows + " residuals and " + columns
          + " parameters; there must be at least 1 parameter and as many residuals");
    }
    return new AdaptiveRatio(new GaussNewtonModel(executor, rows, columns, seed));
  }

  /** The present length of a step. */
  public double radius() {
    return radius;
  }

  /** The ratio asked for at present. */
  public double targetRatio() {
    return target;
  }

  /** To be called when the objective has changed: what was seen of λ says nothing of the new one. */
  @Override
  public void objectiveChanged() {
    dampings.clear();
  }

  /** One step; returns |r|² after it, which is the value before if nothing lower was found; NaN if not finite at θ. */
  @Override
  public double step(LeastSquares problem, double[] theta) {
    double value = model.linearise(problem, theta);
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    double shortest = Math.max(radius / SPREAD, SHORTEST);
    double longest = Math.min(radius * SPREAD, LONGEST);
    double growth = Math.pow(longest / shortest, 1.0 / (PROBES - 1));
    double[] radii = new double[PROBES];
    double[] ratios = new double[PROBES];
    double floor = 1;
    for (int i = 0; i < PROBES; i++) {
      radii[i] = shortest * Math.pow(growth, i);
      var step = model.steps().step(model.steps().damping(radii[i]));
      floor = Math.min(floor, Math.clamp((value - model.valueAfter(step.p())) / step.predictedDecrease(), -1, 1));
      ratios[i] = floor;
    }
    double chosen = crossing(radii, ratios);
    DampedLeastSquares.Step step = model.steps().step(model.steps().damping(chosen));
    double after = model.valueAfter(step.p());
    iterations++;
    if (!(after < value)) {
      radius = shortest;
      return value;
    }
    radius = chosen;
    model.accept(step.p());
    watch(step.lambda());
    return after;
  }

  /** The longest radius whose ratio is the target: the ratios fall. */
  private double crossing(double[] radii, double[] ratios) {
    if (ratios[0] < target) {
      return radii[0];
    }
    for (int i = 1; i < PROBES; i++) {
      if (ratios[i] < target) {
        double share = (ratios[i - 1] - target) / (ratios[i - 1] - ratios[i]);
        return radii[i - 1] * Math.pow(radii[i] / radii[i - 1], share);
      }
    }
    return radii[PROBES - 1];
  }

  /** Raises the target when log λ has begun to rise. */
  private void watch(double lambda) {
    dampings.addLast(Math.log10(Math.max(lambda, 1e-300)));
    if (dampings.size() > WINDOW) {
      dampings.removeFirst();
    }
    if (target == EARLY_RATIO && iterations >= EARLY_ITERATIONS && dampings.size() == WINDOW) {
      double meanTime = (WINDOW - 1) / 2.0;
      double mean = dampings.stream().mapToDouble(d -> d).average().orElseThrow();
      double covariance = 0;
      double variance = 0;
      double varianceTime = 0;
      int i = 0;
      for (double d : dampings) {
        covariance += (i - meanTime) * (d - mean);
        variance += (d - mean) * (d - mean);
        varianceTime += (i - meanTime) * (i - meanTime);
        i++;
      }
      double slope = covariance / varianceTime;
      double correlation = variance == 0 ? 0 : covariance / Math.sqrt(variance * varianceTime);
      if (slope > 1e-4 && correlation > 0.1) {
        target = LATE_RATIO;
      }
    }
  }

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("radius", SavedState.of(radius));
    state.put("target", SavedState.of(target));
    state.put("iterations", SavedState.of(iterations));
    state.put("draws", SavedState.of(model.draws()));
    state.put("dampings", dampings.stream().mapToDouble(d -> d).toArray());
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("radius", 1).expect("target", 1).expect("iterations", 1).expect("draws", 1)
        .expectMultiple("dampings", 1, WINDOW).check();
    radius = saved.number("radius");
    target = saved.number("target");
    iterations = (int) saved.number("iterations");
    model.draws((long) saved.number("draws"));
    dampings.clear();
    for (double d : saved.array("dampings")) {
      dampings.addLast(d);
    }
  }
}
