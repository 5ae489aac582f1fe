package dev.ansatz.engine.linalg;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The s × n matrix S whose columns have h elements ±1/√h each, in random rows with random signs (and their sum where rows
 * coincide): |S x|² is |x|² on average. A product takes h operations for an element, and a matrix is sketched as its
 * rows arrive.
 *
 * <p>Sources: K. Clarkson, D. Woodruff, Low-rank approximation and regression in input sparsity time, J. ACM 63 (2017),
 * doi:10.1145/3019134; for h above 1, J. Nelson, H. Nguyễn, OSNAP, FOCS 2013, doi:10.1109/FOCS.2013.21.
 */
public final class CountSketch implements LinearOperator {
  private final int s;
  private final int n;
  private final int hashes;
  /** The row of element q of column i is at i*hashes + q, its complement for a negative sign. */
  private final int[] row;
  private final double scale;

  private CountSketch(int s, int n, int hashes, int[] row) {
    this.s = s;
    this.n = n;
    this.hashes = hashes;
    this.row = row;
    scale = 1 / Math.sqrt(hashes);
  }

  /** S with s rows, n columns and h elements a column, all at least 1; the same for the same seed. */
  public static CountSketch of(int s, int n, int hashes, long seed) {
    if (s < 1 || n < 1 || hashes < 1) {
      throw new IllegalArgumentException("a sketch of " + s + " rows and " + n + " columns with " + hashes
          + " hashes; all must be at least 1");
    }
    var random = new SplittableRandom(seed);
    int[] row = new int[Math.multiplyExact(n, hashes)];
    for (int q = 0; q < row.length; q++) {
      int r = random.nextInt(s);
      row[q] = random.nextBoolean() ? r : ~r;
    }
    return new CountSketch(s, n, hashes, row);
  }

  @Override
  public int rows() {
    return s;
  }

  @Override
  public int columns() {
    return n;
  }

  @Override
  public void apply(double[] x, double[] y) {
    applyToColumn(x, 0, y, 0);
  }

  /** S times the n elements of a from an offset, such as a column of a matrix stored by columns, into s elements of b. */
  public void applyToColumn(double[] a, int aOffset, double[] b, int bOffset) {
    Arrays.fill(b, bOffset, bOffset + s, 0);
    for (int i = 0; i < n; i++) {
      double x = scale * a[aOffset + i];
      for (int q = i * hashes; q < (i + 1) * hashes; q++) {
        if (row[q] < 0) {
          b[bOffset + ~row[q]] -= x;
        } else {
          b[bOffset + row[q]] += x;
        }
      }
    }
  }

  @Override
  public void applyTransposed(double[] x, double[] y) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int q = i * hashes; q < (i + 1) * hashes; q++) {
        sum += row[q] < 0 ? -x[~row[q]] : x[row[q]];
      }
      y[i] = scale * sum;
    }
  }

  /**
   * B += S A for rows {@code first} to {@code first + m − 1} of A, which has p columns and rows {@code aRow} apart in a;
   * b is S A, s × p by rows, complete when all n rows of A have been given.
   */
  public void addRows(int first, int m, int p, double[] a, int aOffset, int aRow, double[] b) {
    if (first < 0 || m < 0 || first + m > n) {
      throw new IllegalArgumentException("rows " + first + " to " + (first + m - 1) + " of a matrix that has " + n);
    }
    for (int i = 0; i < m; i++) {
      int from = aOffset + i * aRow;
      for (int q = (first + i) * hashes; q < (first + i + 1) * hashes; q++) {
        double f = row[q] < 0 ? -scale : scale;
        int to = (row[q] < 0 ? ~row[q] : row[q]) * p;
        for (int j = 0; j < p; j++) {
          b[to + j] = Math.fma(f, a[from + j], b[to + j]);
        }
      }
    }
  }
}
