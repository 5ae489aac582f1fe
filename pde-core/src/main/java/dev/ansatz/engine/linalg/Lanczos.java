package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.ConjugateGradients.dot;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * Approximations of the eigenvalues of a symmetric A from the Krylov space of a vector: Qᵀ A Q = T, tridiagonal, whose
 * eigenvalues, the Ritz values, approach the extreme ones of A first.
 *
 * <p>Each new vector is made orthogonal to all before it, twice, so that no eigenvalue appears more often than in exact
 * arithmetic: 4 n k² operations and 8 n k bytes for k steps. Without that, two vectors are enough, and copies of converged
 * eigenvalues appear among the Ritz values; extreme values and quadratures do not mind.
 *
 * <p>Sources: B. Parlett, The Symmetric Eigenvalue Problem, SIAM 1998, chapter 13, doi:10.1137/1.9781611971163; for
 * the trace, S. Ubaru, J. Chen, Y. Saad, Fast estimation of tr(f(A)) via stochastic Lanczos quadrature, SIAM J. Matrix
 * Anal. Appl. 38 (2017), doi:10.1137/16M1104974.
 */
public final class Lanczos {
  private final double[] values;
  private final double[] bounds;
  private final double[] weights;

  /**
   * An estimate from random vectors.
   *
   * @param value the mean over the vectors
   * @param standardError the standard deviation of that mean; NaN for a single vector
   */
  public record Estimate(double value, double standardError) {}

  private Lanczos(double[] alpha, double[] beta, int k) {
    var t = new DMatrixRMaj(k, k);
    for (int i = 0; i < k; i++) {
      t.set(i, i, alpha[i]);
      if (i + 1 < k) {
        t.set(i, i + 1, beta[i]);
        t.set(i + 1, i, beta[i]);
      }
    }
    var eigen = DecompositionFactory_DDRM.eig(k, true, true);
    if (!eigen.decompose(t)) {
      throw new ArithmeticException("the eigenvalues of the tridiagonal matrix of order " + k
          + " did not converge; the operator has a product that is not finite");
    }
    var order = new Integer[k];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(eigen.getEigenvalue(i).real, eigen.getEigenvalue(j).real));
    values = new double[k];
    bounds = new double[k];
    weights = new double[k];
    for (int i = 0; i < k; i++) {
      var vector = eigen.getEigenVector(order[i]);
      values[i] = eigen.getEigenvalue(order[i]).real;
      bounds[i] = beta[k - 1] * Math.abs(vector.get(k - 1, 0));
      weights[i] = vector.get(0, 0) * vector.get(0, 0);
    }
  }

  /**
   * At most that many steps from a start vector that is not zero; fewer if the space cannot grow.
   *
   * @param reorthogonalise whether to keep all vectors and hold them orthogonal
   */
  public static Lanczos of(LinearOperator a, double[] start, int steps, boolean reorthogonalise) {
    int n = start.length;
    double norm = Math.sqrt(dot(start, start));
    if (a.rows() != n || a.columns() != n || steps < 1 || !(norm > 0)) {
      throw new IllegalArgumentException("the operator is " + a.rows() + " x " + a.columns() + ", the start vector has "
          + n + " elements and norm " + norm + ", the steps are " + steps
          + "; the sizes must agree, norm and steps be positive");
    }
    double[] alpha = new double[steps];
    double[] beta = new double[steps];
    double[][] q = new double[reorthogonalise ? steps : 2][];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = start[i] / norm;
    }
    double size = 0;
    for (int k = 0; k < steps; k++) {
      q[k % q.length] = v;
      double[] w = new double[n];
      a.apply(v, w);
      if (k > 0) {
        subtract(beta[k - 1], q[(k - 1) % q.length], w);
      }
      alpha[k] = dot(v, w);
      subtract(alpha[k], v, w);
      for (int pass = 0; reorthogonalise && pass < 2; pass++) {
        for (int j = 0; j <= k; j++) {
          subtract(dot(q[j], w), q[j], w);
        }
      }
      beta[k] = Math.sqrt(dot(w, w));
      size = Math.max(size, Math.abs(alpha[k]) + beta[k]);
      if (!(beta[k] > n * Math.ulp(1.0) * size)) {
        return new Lanczos(alpha, beta, k + 1);
      }
      for (int i = 0; i < n; i++) {
        w[i] /= beta[k];
      }
      v = w;
    }
    return new Lanczos(alpha, beta, steps);
  }

  private static void subtract(double f, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] -= f * x[i];
    }
  }

  /** The Ritz values, ascending. */
  public double[] values() {
    return values.clone();
  }

  /** For each Ritz value, a radius around it within which an eigenvalue of A lies, but for rounding. */
  public double[] bounds() {
    return bounds.clone();
  }

  /** vᵀ f(A) v for the start vector v over |v|², by Gauss's quadrature: exact for polynomials of degree 2 k − 1. */
  public double quadrature(DoubleUnaryOperator f) {
    double s = 0;
    for (int i = 0; i < values.length; i++) {
      s += weights[i] * f.applyAsDouble(values[i]);
    }
    return s;
  }

  /**
   * tr f(A) from that many vectors of random signs, with {@code steps} products each; {@code Math::log} gives log det A
   * of a positive definite A.
   */
  public static Estimate trace(LinearOperator a, DoubleUnaryOperator f, int vectors, int steps, long seed) {
    if (vectors < 1) {
      throw new IllegalArgumentException("an estimate needs at least one vector, not " + vectors);
    }
    var random = new SplittableRandom(seed);
    int n = a.rows();
    double sum = 0;
    double squares = 0;
    for (int r = 1; r <= vectors; r++) {
      double[] z = new double[n];
      for (int i = 0; i < n; i++) {
        z[i] = random.nextBoolean() ? 1 : -1;
      }
      double x = n * of(a, z, steps, true).quadrature(f);
      // Welford's update
      double change = x - sum;
      sum += change / r;
      squares += change * (x - sum);
    }
    return new Estimate(sum, Math.sqrt(squares / (vectors - 1) / vectors));
  }
}
