package dev.ansatz.engine.linalg;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

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
  /** Matrices are stored in strips of this many columns, each as {@link BlockReflector} wants it. */
  private static final int STRIP = BlockReflector.WIDTH;
  /** Rows annihilated at once: one strip of them and the packed reflectors stay in a 1 MiB cache. */
  private static final int BLOCK = 10 * STRIP;

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  private final int n;
  private final int sides;
  private final int strips;
  private final double[][] r;
  private final double[][] block;
  private BlockReflector reflector = new BlockReflector(BLOCK);
  private BlockReflector nextReflector = new BlockReflector(BLOCK);
  private final Executor executor;
  private final double[][] work;
  private int filled;
  private long rows;
  private long changes;
  private final double[] residualSquares;

  /** For matrices of n ≥ 1 columns and one right-hand side, on the calling thread. Takes 4 n (n + 1000) bytes. */
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
    strips = (n + sides + STRIP - 1) / STRIP;
    r = new double[strips][];
    for (int q = 0; q < strips; q++) {
      r[q] = new double[rows(q) * STRIP];
    }
    block = new double[strips][BLOCK * STRIP];
    work = new double[executor.threads()][BlockReflector.WORK];
    residualSquares = new double[sides];
  }

  /** Rows of R in a strip: it ends with that of its last diagonal element. */
  private int rows(int strip) {
    return Math.min((strip + 1) * STRIP, n);
  }

  /** Number of columns of A. */
  public int columns() {
    return n;
  }

  Executor executor() {
    return executor;
  }

  /** Grows with every change of the rows. */
  long changes() {
    return changes;
  }

  /** Number of rows given so far. */
  public long rows() {
    return rows;
  }

  /** Forgets all rows. */
  public void clear() {
    for (double[] strip : r) {
      Arrays.fill(strip, 0);
    }
    filled = 0;
    rows = 0;
    changes++;
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
        annihilate(0, BLOCK);
      }
    }
    rows += m;
    changes++;
  }

  /**
   * Takes n more rows, the diagonal matrix of d, with zero right-hand sides: 2/3 n³ operations, since what is zero
   * stays out.
   */
  public void appendDiagonal(double[] d) {
    annihilateRest();
    for (int i = 0; i < n; i += BLOCK) {
      filled = Math.min(BLOCK, n - i);
      for (double[] strip : block) {
        Arrays.fill(strip, 0);
      }
      for (int q = 0; q < filled; q++) {
        block[(i + q) / STRIP][BlockReflector.at(BLOCK, q, (i + q) % STRIP)] = d[i + q];
      }
      annihilate(i, STRIP);
    }
    rows += n;
    changes++;
  }

  /** A second factorisation with the same rows, which goes its own way. */
  public StreamingQr copy() {
    var q = new StreamingQr(n, sides, executor);
    q.become(this);
    return q;
  }

  /** Forgets all rows and takes those of a factorisation of as many columns and right-hand sides. */
  void become(StreamingQr other) {
    other.annihilateRest();
    for (int strip = 0; strip < strips; strip++) {
      System.arraycopy(other.r[strip], 0, r[strip], 0, r[strip].length);
    }
    System.arraycopy(other.residualSquares, 0, residualSquares, 0, sides);
    filled = 0;
    rows = other.rows;
    changes++;
  }

  /** Puts columns {@code at} to {@code at + columns} into the block. */
  private void copy(int count, int columns, int at, double[] a, int a0, int aRow, int aColumn) {
    int first = at / STRIP;
    executor.run((at + columns + STRIP - 1) / STRIP - first, (_, task) -> {
      double[] to = block[first + task];
      int start = (first + task) * STRIP;
      int from = Math.max(at, start);
      int end = Math.min(at + columns, start + STRIP);
      // 16 × 16 at once: adjacent columns of a transposed matrix may be far apart
      for (int q0 = 0; q0 < count; q0 += 16) {
        for (int j0 = from; j0 < end; j0 += 16) {
          for (int q = q0; q < Math.min(q0 + 16, count); q++) {
            for (int j = j0; j < Math.min(j0 + 16, end); j++) {
              to[BlockReflector.at(BLOCK, filled + q, j - start)] = a[a0 + q * aRow + (j - at) * aColumn];
            }
          }
        }
      }
    });
  }

  /**
   * Annihilates the rows of the block, whose columns before {@code first}, the start of a strip, are zero. In its strip of
   * columns all rows but the first {@code reach} are zero, in the next all but twice as many, and so on.
   */
  private void annihilate(int first, int reach) {
    factor(reflector, first / STRIP, Math.min(reach, filled));
    for (int strip = first / STRIP; strip * STRIP < n; strip++) {
      applyAfter(strip, Math.min((strip + 2 - first / STRIP) * reach, filled));
      var ready = nextReflector;
      nextReflector = reflector;
      reflector = ready;
    }
    for (int s = 0; s < sides; s++) {
      double[] side = block[(n + s) / STRIP];
      for (int i = 0; i < filled; i++) {
        double e = side[BlockReflector.at(BLOCK, i, (n + s) % STRIP)];
        residualSquares[s] = Math.fma(e, e, residualSquares[s]);
      }
    }
    filled = 0;
  }

  private void factor(BlockReflector to, int strip, int rows) {
    to.factor(rows, Math.min(STRIP, n - strip * STRIP), r[strip], rows(strip), strip * STRIP, block[strip], BLOCK);
  }

  /**
   * Applies the reflectors of a strip to the columns after it. The task that has the next strip goes on to factor it,
   * with that many rows, so that this does not hold up the other threads.
   */
  private void applyAfter(int strip, int nextRows) {
    int width = Math.min(STRIP, n - strip * STRIP);
    int first = width < STRIP ? strip : strip + 1;
    executor.run(strips - first, (worker, task) -> {
      int to = first + task;
      reflector.apply(to == strip ? width : 0, r[to], rows(to), strip * STRIP, block[to], BLOCK, work[worker]);
      if (to == strip + 1 && to * STRIP < n) {
        factor(nextReflector, to, nextRows);
      }
    });
  }

  /** R as n × n by rows, with zeros below the diagonal. */
  public double[] triangle() {
    double[] a = new double[Math.multiplyExact(n, n)];
    copyTriangle(a, n);
    return a;
  }

  /** Writes R, without what is below the diagonal, by rows at that distance. */
  void copyTriangle(double[] a, int stride) {
    annihilateRest();
    for (int i = 0; i < n; i++) {
      copyRow(i, a, i * stride);
    }
  }

  /** Element (i, j) of R goes to {@code to[offset + j]}, for j from i on. */
  private void copyRow(int i, double[] to, int offset) {
    for (int j = i; j < n;) {
      int strip = j / STRIP;
      int end = Math.min(n, j / BlockReflector.PANEL * BlockReflector.PANEL + BlockReflector.PANEL);
      System.arraycopy(r[strip], BlockReflector.at(rows(strip), i, j % STRIP), to, offset + j, end - j);
      j = end;
    }
  }

  /** The first n elements of Qᵀ b, for the right-hand side of that number. */
  public double[] rightSide(int side) {
    annihilateRest();
    double[] c = new double[n];
    for (int i = 0; i < n; i++) {
      c[i] = element(i, n + side);
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
    int dependent = dependentColumn();
    if (dependent >= 0) {
      throw new ArithmeticException("column " + dependent + " of the " + rows + " x " + n
          + " matrix depends on the columns before it; use DampedLeastSquares");
    }
    double[] x = rightSide(side);
    double[] row = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      copyRow(i, row, 0);
      double s = x[i];
      for (int j = i + 1; j < n; j++) {
        s -= row[j] * x[j];
      }
      x[i] = s / row[i];
    }
    return x;
  }

  /** The last column with a diagonal element of R at most n ε times the largest, −1 if there is none. */
  int dependentColumn() {
    double largest = largestDiagonal();
    for (int i = n - 1; i >= 0; i--) {
      if (!(Math.abs(element(i, i)) > n * Math.ulp(1.0) * largest)) {
        return i;
      }
    }
    return -1;
  }

  double largestDiagonal() {
    annihilateRest();
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(element(i, i)));
    }
    return largest;
  }

  /** R x, with a sum for each lane of a vector; these are added up last. */
  double[] triangleTimes(double[] x) {
    annihilateRest();
    double[] padded = Arrays.copyOf(x, strips * STRIP);
    double[] sums = new double[n * S.length()];
    for (int strip = 0; strip * STRIP < n; strip++) {
      for (int column = 0; column < Math.min(STRIP, n - strip * STRIP); column += S.length()) {
        addColumns(rows(strip), r[strip], BlockReflector.at(rows(strip), 0, column), padded, strip * STRIP + column, sums);
      }
    }
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < S.length(); l++) {
        y[i] += sums[i * S.length() + l];
      }
    }
    return y;
  }

  /** Adds products with as many columns as a vector has lanes; below the diagonal R holds zeros. */
  private static void addColumns(int rows, double[] r, int r0, double[] x, int x0, double[] sums) {
    var factor = DoubleVector.fromArray(S, x, x0);
    for (int i = 0; i < rows; i++) {
      int to = i * S.length();
      DoubleVector.fromArray(S, r, r0 + i * BlockReflector.PANEL).fma(factor, DoubleVector.fromArray(S, sums, to)).intoArray(sums, to);
    }
  }

  private double element(int i, int j) {
    int strip = j / STRIP;
    return r[strip][BlockReflector.at(rows(strip), i, j % STRIP)];
  }

  private void annihilateRest() {
    if (filled > 0) {
      annihilate(0, BLOCK);
    }
  }
}
