package dev.ansatz.engine.optim;

import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.program.Executor;

/**
 * The local model |r(θ) + J p|² of a sum of squares, factored so that the damped step for any λ is cheap; and trial steps from θ.
 *
 * <p>J goes through orthogonal transformations, never through JᵀJ, so that its condition number is not squared.
 */
final class GaussNewtonModel {
  private final Executor executor;
  private LeastSquares problem;
  private double[] theta;
  private double[] r;
  private double[] jacobian;
  private double[] trialResiduals;
  private double[] trial;
  private StreamingQr qr;
  private DampedLeastSquares steps;
  private double value;

  GaussNewtonModel(Executor executor) {
    this.executor = executor;
  }

  /** Linearises at θ and returns |r|², NaN if it or the Jacobian is not finite. */
  double linearise(LeastSquares problem, double[] theta) {
    this.problem = problem;
    this.theta = theta;
    int n = problem.parameters();
    int m = problem.residuals();
    if (r == null || r.length != m || jacobian.length != m * n) {
      r = new double[m];
      trialResiduals = new double[m];
      jacobian = new double[Math.multiplyExact(m, n)];
      trial = new double[n];
      qr = new StreamingQr(n, 1, executor);
      steps = DampedLeastSquares.of(qr);
    }
    value = problem.jacobian(theta, r, jacobian);
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    qr.clear();
    try {
      qr.append(m, jacobian, 0, 1, m, r, 0);
      qr.residualSquare(0);
    } catch (ArithmeticException _) {
      return Double.NaN;
    }
    return value;
  }

  DampedLeastSquares steps() {
    return steps;
  }

  /** |J|² in the Frobenius norm. */
  double jacobianSquare() {
    return Vectors.dot(jacobian, jacobian);
  }

  /** |r(θ + p)|², infinite if not finite. */
  double valueAfter(double[] p) {
    for (int q = 0; q < trial.length; q++) {
      trial[q] = theta[q] + p[q];
    }
    double after = problem.residuals(trial, trialResiduals);
    return Double.isFinite(after) ? after : Double.POSITIVE_INFINITY;
  }

  /** θ ← θ + p. */
  void accept(double[] p) {
    for (int q = 0; q < p.length; q++) {
      theta[q] += p[q];
    }
  }
}
