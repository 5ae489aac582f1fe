package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.ConjugateGradients.dot;

/**
 * The x of a Krylov space with least |b − A x| for a symmetric A, which may be indefinite.
 *
 * <p>Source: C. Paige, M. Saunders, Solution of sparse indefinite systems of linear equations, SIAM J. Numer. Anal. 12
 * (1975), doi:10.1137/0712047.
 */
public final class Minres {
  private Minres() {}

  /**
   * Starts from x = 0 and stops when |b − A x| ≤ tolerance |b|, or after that many iterations, or when the space
   * cannot grow: then A is singular and b not in its range, and the result has not converged.
   */
  public static IterativeResult solve(LinearOperator a, double[] b, double tolerance, int maxIterations) {
    int n = b.length;
    if (a.rows() != n || a.columns() != n) {
      throw new IllegalArgumentException("the operator is " + a.rows() + " x " + a.columns()
          + " and the right-hand side has " + n + " elements");
    }
    double[] x = new double[n];
    double norm = Math.sqrt(dot(b, b));
    double target = tolerance * norm;
    // the Lanczos vectors v, the directions w, and two rotations back
    double[] v = new double[n];
    double[] vOld = new double[n];
    double[] av = new double[n];
    double[] w = new double[n];
    double[] wOld = new double[n];
    for (int i = 0; i < n && norm > 0; i++) {
      v[i] = b[i] / norm;
    }
    double beta = 0;
    double c = 1;
    double cOld = 1;
    double s = 0;
    double sOld = 0;
    double eta = norm;
    double size = 0;
    int k = 0;
    while (Math.abs(eta) > target && k < maxIterations) {
      a.apply(v, av);
      double alpha = dot(v, av);
      for (int i = 0; i < n; i++) {
        av[i] -= alpha * v[i] + beta * vOld[i];
      }
      double next = Math.sqrt(dot(av, av));
      size = Math.max(size, Math.abs(alpha) + beta + next);
      double delta = c * alpha - cOld * s * beta;
      double rho = Math.hypot(delta, next);
      double above = s * alpha + cOld * c * beta;
      double above2 = sOld * beta;
      if (!(rho > n * Math.ulp(1.0) * size)) {
        break;
      }
      cOld = c;
      sOld = s;
      c = delta / rho;
      s = next / rho;
      for (int i = 0; i < n; i++) {
        double wNew = (v[i] - above * w[i] - above2 * wOld[i]) / rho;
        wOld[i] = w[i];
        w[i] = wNew;
        x[i] += c * eta * wNew;
        vOld[i] = v[i];
        v[i] = next > 0 ? av[i] / next : 0;
      }
      eta *= -s;
      beta = next;
      k++;
    }
    return new IterativeResult(x, k, Math.abs(eta), Math.abs(eta) <= target);
  }
}
