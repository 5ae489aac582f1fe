package dev.ansatz.engine.linalg;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;

/**
 * The triangle R of A = Q R and c = Qᵀ b for a matrix A of n columns and right-hand sides b whose rows arrive in
 * blocks, so that A is never stored: after all rows have been given, |A x − b|² = |R x − c|² + ρ² for every x.
 *
 * <p>Householder reflectors in compact WY form annihilate each block against the triangle of all rows before it:
 * backward stable, as a factorisation of the whole matrix is, 2 m n² operations for m rows. R starts from zero, and R
 * x = c is solvable only when A has full column rank; {@link DampedLeastSquares} takes any. The result is the same to
 * the bit for any executor. Not for concurrent use.
 *
 * <p>Source: J. Demmel, L. Grigori, M. Hoemmen, J. Langou, Communication-optimal parallel and sequential QR and LU
 * factorizations, SIAM J. Sci. Comput. 34 (2012), doi:10.1137/080731992 (the flat tree); G. Golub, C. Van Loan,
 * Matrix Computations, 4th ed., 5.2 and 6.5.
 */
public final class StreamingQr {
  /**
   * Rows annihilated at once; a strip of {@link #STRIP} of its columns and the packed reflectors stay in a 1 MiB
   * cache.
   */
  private static final int BLOCK = 512;
  private static final int STRIP = 96;

  private final int n;
  private final int sides;
  private final int stride;
  private final double[] r;
  private final double[] block;
  private final BlockReflector reflector = new BlockReflector(BLOCK);
  private final Executor executor;
  private final double[][] work;
  private int filled;
  private long rows;
  private final double[] residualSquares;

  /** For matrices of n ≥ 1 columns and one right-hand side, on the calling thread. Takes 8 n (n + 512) bytes. */
  public StreamingQr(int n) {
    this(n, 1, new Executor(1));
  }

  /** For that many right-hand sides, with the work shared out by an executor. */
  public StreamingQr(int n, int sides, Executor executor) {
    if (n < 1 || sides < 0) {
      throw new IllegalArgumentException(n + " columns and " + sides + " right-hand sides: at least 1 and 0 are needed");
    }
    this.n = n;
    this.sides = sides;
    this.executor = executor;
    // an odd number of cache lines between rows: under a power of two the rows would share cache sets
    stride = ((n + sides + 7) / 8 | 1) * 8;
    r = new double[Math.multiplyExact(n, stride)];
    block = new double[Math.multiplyExact(BLOCK, stride)];
    work = new double[executor.threads()][2 * BlockReflector.WIDTH * STRIP];
    residualSquares = new double[sides];
  }

  /** Number of columns of A. */
  public int columns() {
    return n;
  }

  /** Number of rows given so far. */
  public long rows() {
    return rows;
  }

  /** Forgets all rows. */
  public void clear() {
    Arrays.fill(r, 0);
    filled = 0;
    rows = 0;
    Arrays.fill(residualSquares, 0);
  }

  /**
   * Takes m rows with one right-hand side: element (i, j) is {@code a[aOffset + i*aRow + j*aColumn]}, and row i of
   * the right-hand side {@code b[bOffset + i]}.
   */
  public void append(int m, double[] a, int aOffset, int aRow, int aColumn, double[] b, int bOffset) {
    append(m, a, aOffset, aRow, aColumn, b, bOffset, 1, 0);
  }

  /**
   * Takes m rows: element (i, j) is {@code a[aOffset + i*aRow + j*aColumn]}, so {@code aRow = 1, aColumn = lanes} for
   * a Jacobian {@code [parameter][lane]}; right-hand side s of row i is {@code b[bOffset + i*bRow + s*bColumn]}.
   *
   * @throws ArithmeticException on an entry that is not finite, or whose square overflows; at the latest when the
   *     result is asked for
   */
  public void append(int m, double[] a, int aOffset, int aRow, int aColumn, double[] b, int bOffset, int bRow,
      int bColumn) {
    for (int i = 0; i < m;) {
      int count = Math.min(BLOCK - filled, m - i);
      copy(count, n, 0, a, aOffset + i * aRow, aRow, aColumn);
      copy(count, sides, n, b, bOffset + i * bRow, bRow, bColumn);
      filled += count;
      i += count;
      if (filled == BLOCK) {
        annihilate(0);
      }
    }
    rows += m;
  }

  /**
   * Takes n more rows, the diagonal matrix of d, with zero right-hand sides: 2/3 n³ operations, since what is zero
   * stays out.
   */
  public void appendDiagonal(double[] d) {
    annihilateRest();
    for (int i = 0; i < n; i += BLOCK) {
      filled = Math.min(BLOCK, n - i);
      Arrays.fill(block, 0);
      for (int q = 0; q < filled; q++) {
        block[q * stride + i + q] = d[i + q];
      }
      annihilate(i);
    }
    rows += n;
  }

  /** A second factorisation with the same rows, which goes its own way. */
  public StreamingQr copy() {
    annihilateRest();
    var q = new StreamingQr(n, sides, executor);
    System.arraycopy(r, 0, q.r, 0, r.length);
    System.arraycopy(residualSquares, 0, q.residualSquares, 0, sides);
    q.rows = rows;
    return q;
  }

  private void copy(int count, int columns, int at, double[] a, int a0, int aRow, int aColumn) {
    if (aColumn == 1) {
      for (int q = 0; q < count; q++) {
        System.arraycopy(a, a0 + q * aRow, block, (filled + q) * stride + at, columns);
      }
      return;
    }
    // squares of 16 × 16 stay in the first-level cache on both sides
    for (int q0 = 0; q0 < count; q0 += 16) {
      for (int j0 = 0; j0 < columns; j0 += 16) {
        for (int q = q0; q < Math.min(q0 + 16, count); q++) {
          for (int j = j0; j < Math.min(j0 + 16, columns); j++) {
            block[(filled + q) * stride + at + j] = a[a0 + q * aRow + j * aColumn];
          }
        }
      }
    }
  }

  /** Annihilates the rows of the block, whose columns before {@code first} are zero. */
  private void annihilate(int first) {
    int width = BlockReflector.WIDTH;
    for (int k = first; k < n; k += width) {
      int w = Math.min(width, n - k);
      reflector.factor(filled, w, r, k * stride + k, stride, block, k, stride);
      applyToColumns(k, k + w, n + sides);
    }
    for (int s = 0; s < sides; s++) {
      for (int i = 0; i < filled; i++) {
        double e = block[i * stride + n + s];
        residualSquares[s] = Math.fma(e, e, residualSquares[s]);
      }
    }
    filled = 0;
  }

  private void applyToColumns(int k, int from, int to) {
    int strips = (to - from + STRIP - 1) / STRIP;
    executor.run(strips, (worker, strip) -> {
      int c = from + strip * STRIP;
      reflector.apply(Math.min(STRIP, to - c), r, k * stride + c, stride, block, c, stride, work[worker]);
    });
  }

  /** R as n × n by rows, with zeros below the diagonal. */
  public double[] triangle() {
    annihilateRest();
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(r, i * stride + i, a, i * n + i, n - i);
    }
    return a;
  }

  /** The first n elements of Qᵀ b, for the right-hand side of that number. */
  public double[] rightSide(int side) {
    annihilateRest();
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      c[i] = r[i * stride + n + side];
    }
    return c;
  }

  /** ρ², the square of the part of b that no A x reaches. */
  public double residualSquare(int side) {
    annihilateRest();
    return residualSquares[side];
  }

  /**
   * The x of least |A x − b|, by back substitution.
   *
   * @throws ArithmeticException if a diagonal element of R is at most n ε times the largest: A has not full column
   *     rank to working precision
   */
  public double[] solve(int side) {
    annihilateRest();
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(r[i * stride + i]));
    }
    double[] x = rightSide(side);
    for (int i = n - 1; i >= 0; i--) {
      double d = r[i * stride + i];
      if (!(Math.abs(d) > n * Math.ulp(1.0) * largest)) {
        throw new ArithmeticException("column " + i + " of the " + rows + " x " + n
            + " matrix depends on the columns before it; use DampedLeastSquares");
      }
      double s = x[i];
      for (int j = i + 1; j < n; j++) {
        s -= r[i * stride + j] * x[j];
      }
      x[i] = s / d;
    }
    return x;
  }

  private void annihilateRest() {
    if (filled > 0) {
      annihilate(0);
    }
  }
}
