package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.ConjugateGradients.dot;

import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * A ≈ U diag(s) Vᵀ with k orthonormal columns in U and V, from products of A and Aᵀ with random vectors.
 *
 * <p>With p more vectors than k and q power iterations, the expected error |A − U diag(s) Vᵀ| is at most (1 + √(k/(p −
 * 1)) + e √(k + p)/p √(min(m, n) − k))^(1/(2q + 1)) σ_{k+1} for the range, and one more σ_{k+1} for the truncation;
 * p = 10 and q = 2 serve well. 2 (q + 1)(k + p) products.
 *
 * <p>Source: N. Halko, P. Martinsson, J. Tropp, Finding structure with randomness, SIAM Review 53 (2011),
 * doi:10.1137/090771806, algorithms 4.4 and 5.1.
 *
 * @param rank k
 * @param u U, rows of A by k, stored by rows
 * @param s the singular values, descending
 * @param v V, columns of A by k, stored by rows
 */
public record RandomizedSvd(int rank, double[] u, double[] s, double[] v) {

  /** The approximation of rank k ≥ 1, with p ≥ 0 more vectors and q ≥ 0 power iterations. */
  public static RandomizedSvd of(LinearOperator a, int k, int p, int q, long seed) {
    int m = a.rows();
    int n = a.columns();
    if (k < 1 || k > Math.min(m, n) || p < 0 || q < 0) {
      throw new IllegalArgumentException("rank " + k + " with " + p + " more vectors and " + q
          + " power iterations for a matrix of " + m + " x " + n
          + "; the rank must be from 1 to the smaller side, the others not negative");
    }
    int l = Math.min(k + p, Math.min(m, n));
    var random = new SplittableRandom(seed);
    double[][] range = new double[l][m];
    double[][] rows = new double[l][n];
    for (int i = 0; i < l; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = random.nextGaussian();
      }
      a.apply(rows[i], range[i]);
    }
    orthonormalise(range);
    for (int power = 0; power < q; power++) {
      for (int i = 0; i < l; i++) {
        a.applyTransposed(range[i], rows[i]);
      }
      orthonormalise(rows);
      for (int i = 0; i < l; i++) {
        a.apply(rows[i], range[i]);
      }
      orthonormalise(range);
    }
    // B = Qᵀ A, by rows
    var b = new DMatrixRMaj(l, n);
    for (int i = 0; i < l; i++) {
      a.applyTransposed(range[i], rows[i]);
      System.arraycopy(rows[i], 0, b.data, i * n, n);
    }
    var svd = DecompositionFactory_DDRM.svd(l, n, true, true, true);
    if (!svd.decompose(b)) {
      throw new ArithmeticException("the singular values of the projected matrix did not converge; the operator has a "
          + "product that is not finite");
    }
    var w = svd.getU(null, false);
    var sigma = svd.getW(null);
    var vt = svd.getV(null, true);
    SingularOps_DDRM.descendingOrder(w, false, sigma, vt, true);
    double[] u = new double[m * k];
    double[] s = new double[k];
    double[] v = new double[n * k];
    for (int c = 0; c < k; c++) {
      s[c] = sigma.get(c, c);
      for (int j = 0; j < n; j++) {
        v[j * k + c] = vt.get(c, j);
      }
      for (int i = 0; i < l; i++) {
        double f = w.get(i, c);
        for (int r = 0; r < m; r++) {
          u[r * k + c] += f * range[i][r];
        }
      }
    }
    return new RandomizedSvd(k, u, s, v);
  }

  /** Gram and Schmidt's process, modified, each vector twice; one that depends on those before it becomes zero. */
  private static void orthonormalise(double[][] x) {
    for (int i = 0; i < x.length; i++) {
      double before = Math.sqrt(dot(x[i], x[i]));
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          double f = dot(x[j], x[i]);
          for (int r = 0; r < x[i].length; r++) {
            x[i][r] -= f * x[j][r];
          }
        }
      }
      double norm = Math.sqrt(dot(x[i], x[i]));
      double factor = norm > x.length * Math.ulp(1.0) * before ? 1 / norm : 0;
      for (int r = 0; r < x[i].length; r++) {
        x[i][r] *= factor;
      }
    }
  }
}
