package dev.ansatz.engine.optim;

import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.program.Executor;

/**
 * The method of Levenberg and Marquardt: θ ← θ + p with p the minimiser of |J p + r|² + λ|p|².
 *
 * <p>The factorisation of J costs far more than a trial of a step. Therefore each iteration searches λ for the lowest value, by
 * factors of {@value #FACTOR} from the last one, as long as it goes down.
 *
 * <p>Source: J. J. Moré, The Levenberg–Marquardt algorithm: implementation and theory, Numerical Analysis, LNM 630 (1978),
 * doi:10.1007/BFb0067700. Deviation: the search over λ in place of a trust region.
 */
public final class LevenbergMarquardt {
  private static final double FACTOR = 4;
  private static final int MOST_TRIALS = 24;
  private static final double LEAST_DAMPING = 1e-30;

  private final GaussNewtonModel model;
  private double damping;

  /**
   * @param executor for the factorisation
   * @param damping λ to begin with, positive
   */
  public LevenbergMarquardt(Executor executor, double damping) {
    model = new GaussNewtonModel(executor);
    this.damping = damping;
  }

  /** The present λ. */
  public double damping() {
    return damping;
  }

  /** One step; returns |r|² after it, which is the value before if nothing lower was found; NaN if not finite at θ. */
  public double step(LeastSquares problem, double[] theta) {
    double value = model.linearise(problem, theta);
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    DampedLeastSquares.Step best = null;
    double lowest = value;
    double direction = 0;
    double lambda = damping;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      var step = model.steps().step(lambda);
      double after = model.valueAfter(step.p());
      boolean lower = after < lowest;
      if (lower) {
        lowest = after;
        best = step;
      }
      if (trial == 0) {
        // a step that already gains what the model foretold can be less damped
        direction = lower && value - after > 0.5 * step.predictedDecrease() ? 1 / FACTOR : FACTOR;
      } else if (!lower && best != null) {
        break;
      }
      lambda *= direction;
      if (lambda < LEAST_DAMPING) {
        break;
      }
    }
    if (best == null) {
      damping = Math.min(lambda, 1e12);
      return value;
    }
    damping = best.lambda();
    model.accept(best.p());
    return lowest;
  }
}
