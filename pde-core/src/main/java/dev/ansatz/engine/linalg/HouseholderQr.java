package dev.ansatz.engine.linalg;

import dev.ansatz.engine.array.PackedMatrix;
import java.util.Arrays;

/**
 * A = Q R for a matrix of m × n, m ≥ n, with Q kept as a product of reflectors: 2 n² (m − n/3) operations, nearly all in matrix
 * products, and 8 (m n + n²) bytes. Where Q is not needed again, {@link StreamingQr} does without storing A.
 *
 * <p>The columns are halved until {@value #LEAF} are left; the reflectors of the left half go to the right half as I − V T Vᵀ. |Q R − A|
 * is of the order ε √n |A|.
 *
 * <p>Sources: R. Schreiber, C. Van Loan, A storage-efficient WY representation for products of Householder transformations, SIAM J. Sci.
 * Stat. Comput. 10 (1989), doi:10.1137/0910005; E. Elmroth, F. Gustavson, Applying recursion to serial and parallel QR factorization leads
 * to better performance, IBM J. Res. Dev. 44 (2000), doi:10.1147/rd.444.0605.
 */
public final class HouseholderQr {
  private static final int LEAF = 8;
  /** Columns whose reflectors are applied as one product. */
  private static final int PANEL = 64;

  private final int m;
  private final int n;
  /** The reflectors by rows: column j is zero above row j and one in it. */
  private final double[] v;
  private final double[] r;
  /** T of each panel, one below the other, PANEL columns wide. */
  private final double[] t;
  private double[] work = new double[0];

  private HouseholderQr(int m, int n, double[] a) {
    this.m = m;
    this.n = n;
    v = a.clone();
    r = new double[Math.multiplyExact(n, n)];
    t = new double[n * PANEL];
    double[] leaf = new double[LEAF * m];
    for (int c = 0; c < n; c += PANEL) {
      int width = Math.min(PANEL, n - c);
      factor(c, c, width, leaf);
      int rest = n - c - width;
      if (rest > 0) {
        reflect(c, c, width, true, v, c * n + c + width, n, rest);
        for (int i = c; i < c + width; i++) {
          move(i, c + width, n);
        }
      }
    }
  }

  /**
   * The factorisation of the m × n matrix stored by rows in a, which is left as it is.
   *
   * @throws ArithmeticException on an entry that is not finite, or whose square overflows
   */
  public static HouseholderQr of(int m, int n, double[] a) {
    if (n < 1 || m < n || a.length != m * n) {
      throw new IllegalArgumentException(a.length + " elements for a matrix of " + m + " x " + n
          + "; there must be m n of them, and at least as many rows as columns");
    }
    return new HouseholderQr(m, n, a);
  }

  /** The reflectors of columns c to c + width − 1, applied to these columns alone, with their block of the panel's T. */
  private void factor(int panel, int c, int width, double[] leaf) {
    if (width <= LEAF) {
      factorColumns(panel, c, width, leaf);
      return;
    }
    int left = width / 2;
    int right = width - left;
    int middle = c + left;
    factor(panel, c, left, leaf);
    reflect(panel, c, left, true, v, c * n + middle, n, right);
    for (int i = c; i < middle; i++) {
      move(i, middle, c + width);
    }
    factor(panel, middle, right, leaf);
    // the block of T between the halves, −T₁ (V₁ᵀ V₂) T₂
    double[] gram = new double[left * right];
    PackedMatrix.addProduct(left, right, m - middle, 1, v, middle * n + c, 1, n, v, middle * n + middle, n, gram, 0, right);
    double[] half = new double[left * right];
    PackedMatrix.addProduct(left, right, right, 1, gram, 0, right, 1, t, middle * PANEL + middle - panel, PANEL, half, 0, right);
    PackedMatrix.addProduct(left, right, left, -1, t, c * PANEL + c - panel, PANEL, 1, half, 0, right, t, c * PANEL + middle - panel,
        PANEL);
  }

  /** Elements of row i that no later reflector changes go to R. */
  private void move(int i, int from, int end) {
    System.arraycopy(v, i * n + from, r, i * n + from, end - from);
    Arrays.fill(v, i * n + from, i * n + end, 0);
  }

  /** Column by column, on a copy of the columns one after the other. */
  private void factorColumns(int panel, int c, int width, double[] x) {
    int rows = m - c;
    for (int i = 0; i < rows; i++) {
      for (int q = 0; q < width; q++) {
        x[q * rows + i] = v[(c + i) * n + c + q];
      }
    }
    for (int q = 0; q < width; q++) {
      int o = q * rows;
      double square = dot(x, o, o, q + 1, rows);
      double alpha = x[o + q];
      double beta = -Math.copySign(Math.sqrt(alpha * alpha + square), alpha);
      if (!Double.isFinite(beta)) {
        throw new ArithmeticException("the matrix has an entry that is not finite, or one whose square overflows");
      }
      double tau = 0;
      if (square > 0) {
        tau = (beta - alpha) / beta;
        double scale = 1 / (alpha - beta);
        for (int i = q + 1; i < rows; i++) {
          x[o + i] *= scale;
        }
      } else {
        beta = alpha;
      }
      x[o + q] = 1;
      for (int p = q + 1; p < width && tau != 0; p++) {
        double f = tau * dot(x, o, p * rows, q, rows);
        for (int i = q; i < rows; i++) {
          x[p * rows + i] -= f * x[o + i];
        }
      }
      // column q of T: −τ T (Vᵀ v_q)
      int row = c + q;
      for (int p = 0; p < q; p++) {
        double s = 0;
        for (int l = p; l < q; l++) {
          s += t[(c + p) * PANEL + c + l - panel] * dot(x, l * rows, o, q, rows);
        }
        t[(c + p) * PANEL + row - panel] = -tau * s;
      }
      t[row * PANEL + row - panel] = tau;
      r[row * n + row] = beta;
      for (int p = 0; p < q; p++) {
        r[(c + p) * n + row] = x[o + p];
        x[o + p] = 0;
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int q = 0; q < width; q++) {
        v[(c + i) * n + c + q] = x[q * rows + i];
      }
    }
  }

  /** Four partial sums, for their independence. */
  private static double dot(double[] x, int a, int b, int from, int end) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 3 < end; i += 4) {
      s0 = Math.fma(x[a + i], x[b + i], s0);
      s1 = Math.fma(x[a + i + 1], x[b + i + 1], s1);
      s2 = Math.fma(x[a + i + 2], x[b + i + 2], s2);
      s3 = Math.fma(x[a + i + 3], x[b + i + 3], s3);
    }
    for (; i < end; i++) {
      s0 = Math.fma(x[a + i], x[b + i], s0);
    }
    return s0 + s1 + (s2 + s3);
  }

  /** C ← (I − V Tᵀ Vᵀ) C, or with T for its transpose, for the rows of C from row c of the matrix, V of columns c to c + width − 1. */
  private void reflect(int panel, int c, int width, boolean transposed, double[] x, int x0, int xRow, int columns) {
    int size = width * columns;
    if (work.length < 2 * size) {
      work = new double[2 * size];
    }
    Arrays.fill(work, 0, 2 * size, 0);
    PackedMatrix.addProduct(width, columns, m - c, 1, v, c * n + c, 1, n, x, x0, xRow, work, 0, columns);
    int t0 = c * PANEL + c - panel;
    PackedMatrix.addProduct(width, columns, width, 1, t, t0, transposed ? 1 : PANEL, transposed ? PANEL : 1, work, 0, columns, work, size,
        columns);
    PackedMatrix.addProduct(m - c, columns, width, -1, v, c * n + c, n, 1, work, size, columns, x, x0, xRow);
  }

  /** Number of rows. */
  public int rows() {
    return m;
  }

  /** Number of columns. */
  public int columns() {
    return n;
  }

  /** R as n × n by rows, with zeros below the diagonal. */
  public double[] triangle() {
    return r.clone();
  }

  /** B ← Qᵀ B for B of m × k by rows, Q of m × m: 4 m n k operations. Not for concurrent use. */
  public void applyTransposed(int k, double[] b) {
    check(k, b);
    for (int c = 0; c < n; c += PANEL) {
      reflect(c, c, Math.min(PANEL, n - c), true, b, c * k, k, k);
    }
  }

  /** B ← Q B for B of m × k by rows, Q of m × m: 4 m n k operations. Not for concurrent use. */
  public void apply(int k, double[] b) {
    check(k, b);
    for (int c = (n - 1) / PANEL * PANEL; c >= 0; c -= PANEL) {
      reflect(c, c, Math.min(PANEL, n - c), false, b, c * k, k, k);
    }
  }

  private void check(int k, double[] b) {
    if (k < 1 || b.length != m * k) {
      throw new IllegalArgumentException(b.length + " elements for " + k + " columns of " + m + " rows");
    }
  }

  /**
   * The x of least |A x − b|.
   *
   * @throws ArithmeticException if a diagonal element of R is at most n ε times the largest: A has not full column rank to working
   *     precision
   */
  public double[] solve(double[] b) {
    double[] c = b.clone();
    applyTransposed(1, c);
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(r[i * n + i]));
    }
    double[] x = Arrays.copyOf(c, n);
    for (int i = n - 1; i >= 0; i--) {
      double d = r[i * n + i];
      if (!(Math.abs(d) > n * Math.ulp(1.0) * largest)) {
        throw new ArithmeticException("column " + i + " of the " + m + " x " + n + " matrix depends on the columns before it");
      }
      for (int j = i + 1; j < n; j++) {
        x[i] -= r[i * n + j] * x[j];
      }
      x[i] /= d;
    }
    return x;
  }
}
