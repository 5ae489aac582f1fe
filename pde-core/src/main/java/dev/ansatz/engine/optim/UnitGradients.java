package dev.ansatz.engine.optim;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/** The singular value decomposition of the matrix whose rows are U(g_k) = g_k/|g_k|, without what is zero to working precision. */
final class UnitGradients {
  /** |x|² is at least 1 where U(g_k)·x = 1 has a solution; below this, rounding is all there is of it. */
  private static final double VANISHING = 1e-12;

  private final int losses;
  private final int parameters;
  private final DMatrixRMaj u;
  private final DMatrixRMaj vt;
  private final double[] sigma;
  /** (1/σ_i) u_i·(1, …, 1), or 0 where σ_i counts as zero. */
  private final double[] shares;

  /** Of gradients none of which is zero. */
  UnitGradients(double[][] g) {
    losses = g.length;
    parameters = g[0].length;
    var units = new DMatrixRMaj(losses, parameters);
    for (int k = 0; k < losses; k++) {
      double norm = Vectors.norm(g[k]);
      for (int q = 0; q < parameters; q++) {
        units.unsafe_set(k, q, g[k][q] / norm);
      }
    }
    var svd = DecompositionFactory_DDRM.svd(losses, parameters, true, true, true);
    if (!svd.decompose(units)) {
      throw new ArithmeticException("the singular values of " + losses + " gradients were not found; are they finite?");
    }
    u = svd.getU(null, false);
    vt = svd.getV(null, true);
    sigma = svd.getSingularValues();
    int rank = Math.min(losses, parameters);
    double cutoff = 4 * Math.max(losses, parameters) * Math.ulp(1.0) * Arrays.stream(sigma, 0, rank).max().orElseThrow();
    shares = new double[rank];
    double square = 0;
    for (int i = 0; i < rank; i++) {
      if (sigma[i] > cutoff) {
        for (int k = 0; k < losses; k++) {
          shares[i] += u.unsafe_get(k, i) / sigma[i];
        }
      }
      square += shares[i] * shares[i];
    }
    if (square < VANISHING) {
      Arrays.fill(shares, 0);
    }
  }

  /** The x of least norm with least Σ_k (U(g_k)·x − 1)², or 0. */
  void solve(double[] x) {
    Arrays.fill(x, 0);
    for (int i = 0; i < shares.length; i++) {
      Vectors.add(shares[i], vt.getData(), i * parameters, x, parameters);
    }
  }

  /** The a with x = Σ_k a_k U(g_k). */
  double[] coefficients() {
    double[] a = new double[losses];
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] != 0) {
        for (int k = 0; k < losses; k++) {
          a[k] += shares[i] / sigma[i] * u.unsafe_get(k, i);
        }
      }
    }
    return a;
  }
}
