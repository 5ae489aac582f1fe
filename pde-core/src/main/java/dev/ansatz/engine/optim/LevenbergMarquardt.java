package dev.ansatz.engine.optim;

import dev.ansatz.engine.array.LaneProduct;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/** TEMPORARY linear algebra; see the todo of this branch. */
public final class LevenbergMarquardt {
  private double damping = 1e-2;
  private double[] r;
  private double[] jacobian;
  private double[] trialResiduals;

  public double damping() {
    return damping;
  }

  public void damping(double value) {
    damping = value;
  }

  /** One step; returns |r|² after it, which is the value before if nothing lower was found; NaN if not finite at θ. */
  public double step(LeastSquares problem, double[] theta) {
    int n = problem.parameters();
    int m = problem.residuals();
    if (r == null || r.length != m) {
      r = new double[m];
      trialResiduals = new double[m];
      jacobian = new double[m * n];
    }
    double value = problem.jacobian(theta, r, jacobian);
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    double[] normal = new double[n * n];
    LaneProduct.gradient(1, n, n, m, jacobian, 0, jacobian, 0, normal, 0);
    double[] g = new double[n];
    for (int q = 0; q < n; q++) {
      for (int i = 0; i < m; i++) {
        g[q] -= jacobian[q * m + i] * r[i];
      }
    }
    double[] trial = new double[n];
    for (int attempt = 0; attempt < 12; attempt++) {
      double[] p = solve(normal, g, n);
      if (p != null) {
        double predicted = 0;
        for (int q = 0; q < n; q++) {
          trial[q] = theta[q] + p[q];
          predicted += p[q] * (damping * p[q] + g[q]);
        }
        double next = problem.residuals(trial, trialResiduals);
        double ratio = (value - next) / predicted;
        if (next < value) {
          System.arraycopy(trial, 0, theta, 0, n);
          damping *= ratio > 0.75 ? 1.0 / 3 : ratio > 0.25 ? 1 : 2;
          return next;
        }
      }
      damping *= 4;
    }
    return value;
  }

  private double[] solve(double[] normal, double[] g, int n) {
    var matrix = new DMatrixRMaj(n, n, true, Arrays.copyOf(normal, n * n));
    for (int q = 0; q < n; q++) {
      matrix.add(q, q, damping);
    }
    var solver = LinearSolverFactory_DDRM.chol(n);
    if (!solver.setA(matrix)) {
      return null;
    }
    var x = new DMatrixRMaj(n, 1);
    solver.solve(new DMatrixRMaj(n, 1, true, g), x);
    return x.data;
  }
}
