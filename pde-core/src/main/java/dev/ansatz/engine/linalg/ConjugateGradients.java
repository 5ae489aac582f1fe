package dev.ansatz.engine.linalg;

/**
 * Conjugate gradients for A x = b with A symmetric positive definite, with an optional preconditioner.
 *
 * <p>Source: M. Hestenes, E. Stiefel, J. Res. Nat. Bur. Standards 49 (1952), doi:10.6028/jres.049.044.
 */
public final class ConjugateGradients {
  private ConjugateGradients() {}

  /** Starts from x = 0 and stops when |b − A x| ≤ tolerance |b|, or after that many iterations. */
  public static IterativeResult solve(LinearOperator a, double[] b, double tolerance, int maxIterations) {
    double[] ones = new double[b.length];
    java.util.Arrays.fill(ones, 1);
    return solve(a, LinearOperator.diagonal(ones), b, tolerance, maxIterations);
  }

  /**
   * With a symmetric positive definite approximation of A⁻¹.
   *
   * @throws ArithmeticException if a direction p has pᵀ A p ≤ 0: A is not positive definite
   */
  public static IterativeResult solve(LinearOperator a, LinearOperator preconditioner, double[] b, double tolerance,
      int maxIterations) {
    int n = b.length;
    if (a.rows() != n || a.columns() != n) {
      throw new IllegalArgumentException("the operator is " + a.rows() + " x " + a.columns()
          + " and the right-hand side has " + n + " elements");
    }
    double[] x = new double[n];
    double[] r = b.clone();
    double[] z = new double[n];
    double[] ap = new double[n];
    preconditioner.apply(r, z);
    double[] p = z.clone();
    double rz = dot(r, z);
    double target = tolerance * Math.sqrt(dot(b, b));
    double norm = Math.sqrt(dot(r, r));
    int k = 0;
    while (norm > target && k < maxIterations) {
      a.apply(p, ap);
      double curvature = dot(p, ap);
      if (!(curvature > 0)) {
        throw new ArithmeticException("the operator is not positive definite: a direction has curvature " + curvature);
      }
      double alpha = rz / curvature;
      for (int i = 0; i < n; i++) {
        x[i] += alpha * p[i];
        r[i] -= alpha * ap[i];
      }
      preconditioner.apply(r, z);
      double next = dot(r, z);
      double beta = next / rz;
      rz = next;
      for (int i = 0; i < n; i++) {
        p[i] = z[i] + beta * p[i];
      }
      norm = Math.sqrt(dot(r, r));
      k++;
    }
    return new IterativeResult(x, k, norm, norm <= target);
  }

  static double dot(double[] x, double[] y) {
    double s = 0;
    for (int i = 0; i < x.length; i++) {
      s += x[i] * y[i];
    }
    return s;
  }
}
