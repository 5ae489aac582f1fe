package dev.ansatz.engine.linalg;

/**
 * D + U Uᵀ for a positive diagonal D of order n and U of n × k: products, the inverse and the determinant in O(n k)
 * operations, after O(n k²) for the latter two.
 *
 * <p>The inverse is D⁻¹ − D⁻¹ U (I + Uᵀ D⁻¹ U)⁻¹ Uᵀ D⁻¹ (M. Woodbury, Inverting Modified Matrices, Princeton 1950).
 * It loses as many digits as U Uᵀ is larger than D: E. Yip, SIAM J. Sci. Stat. Comput. 7 (1986), doi:10.1137/0907034.
 */
public final class DiagonalPlusLowRank implements LinearOperator.Symmetric {
  private final double[] d;
  private final int k;
  private final LinearOperator u;
  private final Cholesky inner;

  private DiagonalPlusLowRank(double[] d, int k, double[] u) {
    this.d = d.clone();
    this.k = k;
    this.u = LinearOperator.dense(d.length, k, u.clone());
    double[] scaled = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      scaled[i] = u[i] / Math.sqrt(d[i / k]);
    }
    double[] gram = new double[k * k];
    for (int j = 0; j < k; j++) {
      gram[j * k + j] = 1;
    }
    SymmetricProduct.add(d.length, k, scaled, 0, k, gram);
    inner = Cholesky.of(k, gram);
  }

  /** The matrix of a positive diagonal d and of U, stored by rows, with k ≥ 1 columns. */
  public static DiagonalPlusLowRank of(double[] d, int k, double[] u) {
    if (k < 1 || u.length != d.length * k) {
      throw new IllegalArgumentException(u.length + " elements for " + d.length + " rows of rank " + k);
    }
    for (int i = 0; i < d.length; i++) {
      if (!(d[i] > 0)) {
        throw new IllegalArgumentException("element " + i + " of the diagonal is " + d[i] + "; it must be positive");
      }
    }
    return new DiagonalPlusLowRank(d, k, u);
  }

  @Override
  public int rows() {
    return d.length;
  }

  @Override
  public void apply(double[] x, double[] y) {
    double[] z = new double[k];
    u.applyTransposed(x, z);
    u.apply(z, y);
    for (int i = 0; i < d.length; i++) {
      y[i] = Math.fma(d[i], x[i], y[i]);
    }
  }

  /** log det(D + U Uᵀ) = log det D + log det(I + Uᵀ D⁻¹ U). */
  public double logDeterminant() {
    double s = inner.logDeterminant();
    for (double x : d) {
      s += Math.log(x);
    }
    return s;
  }

  /** (D + U Uᵀ)⁻¹. */
  public LinearOperator inverse() {
    return new Inverse(this);
  }

  private void applyInverse(double[] x, double[] y) {
    double[] scaled = new double[d.length];
    for (int i = 0; i < d.length; i++) {
      scaled[i] = x[i] / d[i];
    }
    double[] z = new double[k];
    u.applyTransposed(scaled, z);
    u.apply(inner.solve(z), y);
    for (int i = 0; i < d.length; i++) {
      y[i] = (x[i] - y[i]) / d[i];
    }
  }

  private record Inverse(DiagonalPlusLowRank a) implements Symmetric {
    @Override
    public int rows() {
      return a.rows();
    }

    @Override
    public void apply(double[] x, double[] y) {
      a.applyInverse(x, y);
    }
  }
}
