package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.ConjugateGradients.dot;

/**
 * The x of least |A x − b|² + λ |x|² by products with A and Aᵀ alone; equivalent to conjugate gradients on the normal
 * equations, with better numbers.
 *
 * <p>Source: C. Paige, M. Saunders, LSQR, ACM Trans. Math. Softw. 8 (1982), doi:10.1145/355984.355989.
 */
public final class Lsqr {
  private Lsqr() {}

  /**
   * Starts from x = 0 and stops when the gradient |Aᵀ (b − A x) − λ x| is at most tolerance times its first value |Aᵀ
   * b|, or after that many iterations. For dependent columns and λ = 0 the limit is the solution of least length.
   */
  public static IterativeResult solve(LinearOperator a, double[] b, double lambda, double tolerance, int maxIterations) {
    if (a.rows() != b.length || !(lambda >= 0)) {
      throw new IllegalArgumentException("the operator is " + a.rows() + " x " + a.columns()
          + ", the right-hand side has " + b.length
          + " elements and the damping is " + lambda + "; rows and elements must agree and the damping not be negative");
    }
    double[] x = new double[a.columns()];
    double[] u = b.clone();
    double beta = normalise(u);
    double[] v = new double[x.length];
    a.applyTransposed(u, v);
    double alpha = normalise(v);
    double[] w = v.clone();
    double[] av = new double[b.length];
    double[] au = new double[x.length];
    double damp = Math.sqrt(lambda);
    double phiBar = beta;
    double rhoBar = alpha;
    double first = alpha * beta;
    double gradient = first;
    int k = 0;
    while (gradient > tolerance * first && k < maxIterations) {
      a.apply(v, av);
      for (int i = 0; i < u.length; i++) {
        u[i] = av[i] - alpha * u[i];
      }
      beta = normalise(u);
      a.applyTransposed(u, au);
      for (int i = 0; i < v.length; i++) {
        v[i] = au[i] - beta * v[i];
      }
      alpha = normalise(v);
      // one rotation takes the damping into the bidiagonal, a second the subdiagonal out of it
      double damped = Math.hypot(rhoBar, damp);
      phiBar *= rhoBar / damped;
      double rho = Math.hypot(damped, beta);
      double c = damped / rho;
      double s = beta / rho;
      double theta = s * alpha;
      rhoBar = -c * alpha;
      double phi = c * phiBar;
      phiBar *= s;
      for (int i = 0; i < x.length; i++) {
        x[i] += phi / rho * w[i];
        w[i] = v[i] - theta / rho * w[i];
      }
      gradient = Math.abs(phiBar * alpha * c);
      k++;
    }
    return new IterativeResult(x, k, gradient, gradient <= tolerance * first);
  }

  private static double normalise(double[] x) {
    double norm = Math.sqrt(dot(x, x));
    for (int i = 0; norm > 0 && i < x.length; i++) {
      x[i] /= norm;
    }
    return norm;
  }
}
