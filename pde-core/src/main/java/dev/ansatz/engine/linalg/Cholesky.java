package dev.ansatz.engine.linalg;

import dev.ansatz.engine.array.PackedMatrix;

/**
 * A = Rᵀ R for a symmetric positive definite A, R upper triangular; n³/3 operations in blocks on the matrix product.
 *
 * <p>Source: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 4.2.
 */
public final class Cholesky {
  private static final int BLOCK = 48;

  private final int n;
  private final double[] r;

  private Cholesky(int n, double[] r) {
    this.n = n;
    this.r = r;
  }

  /**
   * Factorises the n × n matrix whose upper triangle a holds by rows; a is left as it is.
   *
   * @throws ArithmeticException if the matrix is not positive definite to working precision; it says at which row,
   *     counted from 0
   */
  public static Cholesky of(int n, double[] a) {
    double[] r = a.clone();
    for (int k = 0; k < n; k += BLOCK) {
      int end = Math.min(k + BLOCK, n);
      for (int i = k; i < end; i++) {
        double pivot = r[i * n + i];
        if (!(pivot > 0) || Double.isInfinite(pivot)) {
          throw new ArithmeticException("the matrix of order " + n + " is not positive definite: pivot " + pivot
              + " in row " + i + "; add damping or use StreamingQr");
        }
        double root = Math.sqrt(pivot);
        for (int j = i; j < n; j++) {
          r[i * n + j] /= root;
        }
        for (int q = i + 1; q < end; q++) {
          double f = r[i * n + q];
          for (int j = q; j < n; j++) {
            r[q * n + j] = Math.fma(-f, r[i * n + j], r[q * n + j]);
          }
        }
      }
      for (int j = end; j < n; j += BLOCK) {
        PackedMatrix.addProduct(Math.min(BLOCK, n - j), n - j, end - k, -1, r, k * n + j, 1, n, r, k * n + j, n, r,
            j * n + j, n);
      }
    }
    return new Cholesky(n, r);
  }

  /** x with A x = b; 2 n² operations. */
  public double[] solve(double[] b) {
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      x[i] /= r[i * n + i];
      for (int j = i + 1; j < n; j++) {
        x[j] = Math.fma(-x[i], r[i * n + j], x[j]);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double s = x[i];
      for (int j = i + 1; j < n; j++) {
        s = Math.fma(-r[i * n + j], x[j], s);
      }
      x[i] = s / r[i * n + i];
    }
    return x;
  }

  /** log det A. */
  public double logDeterminant() {
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += 2 * Math.log(r[i * n + i]);
    }
    return s;
  }
}
