package dev.ansatz.engine.linalg;

/**
 * The m × n matrix T_ij = t_{i − j}, constant along its diagonals, as a corner of a {@link Circulant} of the next power
 * of two from m + n − 1: a product takes O((m + n) log(m + n)) operations.
 *
 * <p>Source: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 4.8.4.
 */
public final class Toeplitz implements LinearOperator {
  private final int rows;
  private final int columns;
  private final Circulant circulant;

  private Toeplitz(int rows, int columns, Circulant circulant) {
    this.rows = rows;
    this.columns = columns;
    this.circulant = circulant;
  }

  /** The matrix with these first column and row, which have their first element in common. */
  public static Toeplitz of(double[] firstColumn, double[] firstRow) {
    int m = firstColumn.length;
    int n = firstRow.length;
    if (m == 0 || n == 0 || firstColumn[0] != firstRow[0]) {
      throw new IllegalArgumentException("the first column has " + m + " elements and the first row " + n
          + (m == 0 || n == 0 ? "; both need one or more" : "; both must begin with the same one, not " + firstColumn[0]
              + " and " + firstRow[0]));
    }
    int order = m + n == 2 ? 1 : 2 * Integer.highestOneBit(m + n - 2);
    double[] c = new double[order];
    System.arraycopy(firstColumn, 0, c, 0, m);
    for (int j = 1; j < n; j++) {
      c[order - j] = firstRow[j];
    }
    return new Toeplitz(m, n, Circulant.of(c));
  }

  /** The symmetric matrix with this first column. */
  public static Toeplitz symmetric(double[] firstColumn) {
    return of(firstColumn, firstColumn);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public void apply(double[] x, double[] y) {
    double[] in = padded(x, columns);
    double[] out = new double[in.length];
    circulant.apply(in, out);
    System.arraycopy(out, 0, y, 0, rows);
  }

  @Override
  public void applyTransposed(double[] x, double[] y) {
    double[] in = padded(x, rows);
    double[] out = new double[in.length];
    circulant.applyTransposed(in, out);
    System.arraycopy(out, 0, y, 0, columns);
  }

  private double[] padded(double[] x, int length) {
    double[] z = new double[circulant.rows()];
    System.arraycopy(x, 0, z, 0, length);
    return z;
  }
}
