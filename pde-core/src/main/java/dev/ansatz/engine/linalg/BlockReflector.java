package dev.ansatz.engine.linalg;

import dev.ansatz.engine.array.PackedMatrix;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product I − V T Vᵀ of up to {@link #WIDTH} Householder reflectors that annihilate a block B of rows against an
 * upper triangle R: V = [I; V_B], so that only one row of R takes part in each reflector. Compact WY form: R.
 * Schreiber, C. Van Loan, SIAM J. Sci. Stat. Comput. 10 (1989), doi:10.1137/0910005.
 */
final class BlockReflector {
  /** Four strips of 12 rows in the matrix product. */
  static final int WIDTH = 48;
  /**
   * Blocks of {@link #WIDTH} columns are kept in panels of this many, each by rows: one panel stays in the first-level cache while all
   * reflectors go over it.
   */
  static final int PANEL = PackedMatrix.panelWidth();
  /** Elements of the work array of {@link #apply}. */
  static final int WORK = 2 * WIDTH * PANEL;
  /** Columns factored one by one; a multiple of two vectors. */
  private static final int INNER = 16;

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  private final double[] v;
  /** The rows of R in these columns. */
  private final double[] upper = new double[WIDTH * WIDTH];
  private final double[] t = new double[WIDTH * WIDTH];
  private final double[] gram = new double[WIDTH * WIDTH];
  private final double[] inner = new double[2 * INNER * WIDTH];
  private final double[] pivot;
  private final double[] nextPivot;
  private final double[] dots = new double[WIDTH];
  private final double[] subtract = new double[WIDTH];
  private final double[] scale = new double[WIDTH];
  private final PackedMatrix left = new PackedMatrix();
  private final PackedMatrix leftTransposed = new PackedMatrix();
  private final PackedMatrix middle = new PackedMatrix();
  private int rows;
  private int width;

  BlockReflector(int maxRows) {
    v = new double[maxRows * WIDTH];
    pivot = new double[maxRows];
    nextPivot = new double[maxRows];
  }

  /** Where element (i, j) is of {@link #WIDTH} columns with that many rows. */
  static int at(int rows, int i, int j) {
    return (j / PANEL * rows + i) * PANEL + j % PANEL;
  }

  /**
   * Makes these reflectors annihilate the first {@code rows} rows and {@code width} columns of the block b, which has {@code bRows},
   * against the triangle in the rows from {@code rRow} of r, which has {@code rRows}, and puts the new triangle into r. b is left as it
   * is: what it would become is V_B, which this object keeps.
   *
   * <p>Columns are taken {@link #INNER} at a time, so that most of the work is products.
   */
  void factor(int rows, int width, double[] r, int rRows, int rRow, double[] b, int bRows) {
    this.rows = rows;
    this.width = width;
    Arrays.fill(t, 0);
    for (int j = 0; j < width; j += PANEL) {
      int columns = Math.min(PANEL, width - j);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(b, at(bRows, i, j), v, i * WIDTH + j, columns);
      }
      for (int i = 0; i < width; i++) {
        System.arraycopy(r, at(rRows, rRow + i, j), upper, i * WIDTH + j, columns);
      }
    }
    if (width < WIDTH) {
      for (int i = 0; i < rows; i++) {
        Arrays.fill(v, i * WIDTH + width, (i + 1) * WIDTH, 0);
      }
    }
    for (int c = 0; c < width; c += INNER) {
      int end = Math.min(c + INNER, width);
      factorColumns(c, end);
      if (end < width) {
        int columns = width - end;
        leftTransposed.pack(end - c, rows, 1, v, c, 1, WIDTH);
        left.pack(rows, end - c, -1, v, c, WIDTH, 1);
        middle.pack(end - c, end - c, 1, t, c * WIDTH + c, 1, WIDTH);
        applyWithin(end - c, columns, c * WIDTH + end, end);
      }
    }
    leftTransposed.pack(width, rows, 1, v, 0, 1, WIDTH);
    Arrays.fill(gram, 0);
    leftTransposed.addTimes(width, v, 0, WIDTH, gram, 0, WIDTH);
    for (int c = INNER; c < width; c += INNER) {
      joinT(c, Math.min(c + INNER, width));
    }
    left.pack(rows, width, -1, v, 0, WIDTH, 1);
    middle.pack(width, width, 1, t, 0, 1, WIDTH);
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j += PANEL) {
        System.arraycopy(upper, i * WIDTH + j, r, at(rRows, rRow + i, j), Math.min(PANEL, width - j));
      }
    }
  }

  /**
   * The reflectors of columns c to end − 1, applied to these columns alone, with their block of T.
   *
   * <p>One pass over the columns for each: applying the reflector of column j, it sums the products of the new
   * column j + 1 with all columns. These are its square norm, what the next reflector needs of the columns to its
   * right, and what T needs of those to its left.
   */
  private void factorColumns(int c, int end) {
    Arrays.fill(dots, c, c + INNER, 0);
    Arrays.fill(subtract, c, c + INNER, 0);
    Arrays.fill(scale, c, c + INNER, 1);
    pass(c, c);
    for (int j = c; j < end; j++) {
      int rj = j * WIDTH;
      double alpha = upper[rj + j];
      Arrays.fill(subtract, c, c + INNER, 0);
      Arrays.fill(scale, c, c + INNER, 1);
      if (!(dots[j] > 0)) {
        if (dots[j] != 0) {
          throw new ArithmeticException("the matrix has an entry that is not a number, or one whose square overflows");
        }
      } else {
        double beta = -Math.copySign(Math.sqrt(alpha * alpha + dots[j]), alpha);
        if (Double.isInfinite(beta)) {
          throw new ArithmeticException("the matrix has an infinite entry, or one whose square overflows");
        }
        double top = alpha - beta;
        double tau = -top / beta;
        upper[rj + j] = beta;
        scale[j] = 1 / top;
        for (int q = j + 1; q < end; q++) {
          double w = tau * (upper[rj + q] + dots[q] / top);
          upper[rj + q] -= w;
          subtract[q] = w / top;
        }
        // column j of T: −tau T (Vᵀ v_j), with the products of v_j and the reflectors before it
        for (int i = c; i < j; i++) {
          double s = 0;
          for (int l = i; l < j; l++) {
            s += t[i * WIDTH + l] * dots[l];
          }
          t[i * WIDTH + j] = -tau * s / top;
        }
        t[j * WIDTH + j] = tau;
      }
      pass(c, j + 1);
    }
  }

  /** T of all columns before c, in rows before c and columns c to end − 1: −T₁ (V₁ᵀ V₂) T₂. */
  private void joinT(int c, int end) {
    int columns = end - c;
    Arrays.fill(inner, 0, c * columns, 0);
    for (int i = 0; i < c; i++) {
      for (int q = 0; q < columns; q++) {
        double f = gram[i * WIDTH + c + q];
        for (int j = q; j < columns; j++) {
          inner[i * columns + j] += f * t[(c + q) * WIDTH + c + j];
        }
      }
    }
    for (int i = 0; i < c; i++) {
      for (int l = i; l < c; l++) {
        double f = -t[i * WIDTH + l];
        for (int j = 0; j < columns; j++) {
          t[i * WIDTH + c + j] += f * inner[l * columns + j];
        }
      }
    }
  }

  /**
   * In the {@link #INNER} columns from c, every row x of v becomes {@code scale x − x_j subtract}, j = next − 1, and
   * {@code dots = Σ x_next x} over the new rows.
   */
  private void pass(int c, int next) {
    if (next == c + INNER) {
      for (int i = 0; i < rows; i++) {
        v[i * WIDTH + next - 1] *= scale[next - 1];
      }
      return;
    }
    double s = subtract[next];
    for (int i = 0; i < rows; i++) {
      int o = i * WIDTH + next;
      double x = next == c ? 0 : v[o - 1];
      pivot[i] = -x;
      nextPivot[i] = Math.fma(-x, s, v[o]);
    }
    for (int q = c; q < c + INNER; q += 2 * S.length()) {
      passColumns(rows, q);
    }
  }

  private void passColumns(int rows, int c) {
    int l = S.length();
    var scale0 = DoubleVector.fromArray(S, scale, c);
    var scale1 = DoubleVector.fromArray(S, scale, c + l);
    var subtract0 = DoubleVector.fromArray(S, subtract, c);
    var subtract1 = DoubleVector.fromArray(S, subtract, c + l);
    var dots0 = DoubleVector.zero(S);
    var dots1 = DoubleVector.zero(S);
    double[] a = v;
    double[] p = pivot;
    double[] q = nextPivot;
    for (int i = 0; i < rows; i++) {
      int o = i * WIDTH + c;
      var x = DoubleVector.broadcast(S, p[i]);
      var y = DoubleVector.broadcast(S, q[i]);
      var v0 = x.fma(subtract0, DoubleVector.fromArray(S, a, o).mul(scale0));
      var v1 = x.fma(subtract1, DoubleVector.fromArray(S, a, o + l).mul(scale1));
      v0.intoArray(a, o);
      v1.intoArray(a, o + l);
      dots0 = y.fma(v0, dots0);
      dots1 = y.fma(v1, dots1);
    }
    dots0.intoArray(dots, c);
    dots1.intoArray(dots, c + l);
  }

  /** The same for the rows of the triangle and V themselves: {@code columns} columns from those offsets, not packed yet. */
  private void applyWithin(int width, int columns, int upper0, int v0) {
    int wt = INNER * columns;
    for (int j = 0; j < width; j++) {
      System.arraycopy(upper, upper0 + j * WIDTH, inner, j * columns, columns);
    }
    leftTransposed.addTimes(columns, v, v0, WIDTH, inner, 0, columns);
    Arrays.fill(inner, wt, wt + width * columns, 0);
    middle.addTimes(columns, inner, 0, columns, inner, wt, columns);
    for (int j = 0; j < width; j++) {
      for (int c = 0; c < columns; c++) {
        upper[upper0 + j * WIDTH + c] -= inner[wt + j * columns + c];
      }
    }
    left.addTimes(columns, inner, wt, columns, v, v0, WIDTH);
  }

  /**
   * [R; B] ← (I − V Tᵀ Vᵀ) [R; B] for the columns from {@code first} of a block of {@link #WIDTH}: R are its rows from {@code rRow} of
   * r, which has {@code rRows}, and B the first rows of b, which has {@code bRows}; what B holds in columns before {@code first} may
   * change. The work array holds {@link #WORK}. Threads may apply it to different blocks at once.
   */
  void apply(int first, double[] r, int rRows, int rRow, double[] b, int bRows, double[] work) {
    int wt = WIDTH * PANEL;
    int size = width * PANEL;
    for (int panel = first / PANEL; panel * PANEL < WIDTH; panel++) {
      int r0 = (panel * rRows + rRow) * PANEL;
      int b0 = panel * bRows * PANEL;
      System.arraycopy(r, r0, work, 0, size);
      leftTransposed.addTimesPanel(b, b0, work, 0);
      Arrays.fill(work, wt, wt + size, 0);
      middle.addTimesPanel(work, 0, work, wt);
      int skipped = Math.max(0, first - panel * PANEL);
      if (skipped == 0) {
        for (int c = 0; c < size; c += S.length()) {
          DoubleVector.fromArray(S, r, r0 + c).sub(DoubleVector.fromArray(S, work, wt + c)).intoArray(r, r0 + c);
        }
      } else {
        for (int j = 0; j < width; j++) {
          for (int c = j * PANEL + skipped; c < (j + 1) * PANEL; c++) {
            r[r0 + c] -= work[wt + c];
          }
        }
      }
      left.addTimesPanel(work, wt, b, b0);
    }
  }
}
