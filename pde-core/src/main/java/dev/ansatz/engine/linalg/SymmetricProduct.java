package dev.ansatz.engine.linalg;

import dev.ansatz.engine.array.PackedMatrix;

/**
 * The upper triangle of Jᵀ J, and Jᵀ r.
 *
 * <p>Its condition number is the square of that of J: below an error of some 1e-8 use {@link StreamingQr}.
 */
public final class SymmetricProduct {
  private static final int BLOCK = 96;

  private SymmetricProduct() {}

  /**
   * {@code gram += Jᵀ J} in the upper triangle (and in places below, inside blocks of the diagonal) for m rows of n
   * columns, stored by rows at distance {@code jRow}; {@code gram} is n × n by rows. m n² operations.
   */
  public static void add(int m, int n, double[] j, int jOffset, int jRow, double[] gram) {
    for (int k = 0; k < n; k += BLOCK) {
      PackedMatrix.addProduct(Math.min(BLOCK, n - k), n - k, m, 1, j, jOffset + k, 1, jRow, j, jOffset + k, jRow, gram,
          k * n + k, n);
    }
  }

  /** {@code gradient += Jᵀ r}. */
  public static void addTimes(int m, int n, double[] j, int jOffset, int jRow, double[] r, int rOffset,
      double[] gradient) {
    for (int i = 0; i < m; i++) {
      double x = r[rOffset + i];
      for (int c = 0, o = jOffset + i * jRow; c < n; c++) {
        gradient[c] = Math.fma(x, j[o + c], gradient[c]);
      }
    }
  }
}
