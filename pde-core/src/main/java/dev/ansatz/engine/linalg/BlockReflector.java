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

  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  private final double[] v;
  private final double[] t = new double[WIDTH * WIDTH];
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

  /**
   * Makes these reflectors annihilate the {@code rows} × {@code width} block b against the triangle r, both stored by
   * rows, and puts the new triangle into r. b is left as it is: what it would become is V_B, which this object keeps.
   *
   * <p>One pass over the block for a column: applying the reflector of column j, it sums the products of the new
   * column j + 1 with all columns. These are its square norm, what the next reflector needs of the columns to its
   * right, and what T needs of those to its left.
   */
  void factor(int rows, int width, double[] r, int r0, int rStride, double[] b, int b0, int bStride) {
    this.rows = rows;
    this.width = width;
    Arrays.fill(t, 0);
    Arrays.fill(dots, 0);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(b, b0 + i * bStride, v, i * WIDTH, width);
      Arrays.fill(v, i * WIDTH + width, (i + 1) * WIDTH, 0);
    }
    Arrays.fill(subtract, 0);
    Arrays.fill(scale, 1);
    pass(0);
    for (int j = 0; j < width; j++) {
      int rj = r0 + j * rStride;
      double alpha = r[rj + j];
      if (!(dots[j] > 0)) {
        if (dots[j] != 0) {
          throw new ArithmeticException("the matrix has an entry that is not a number, or one whose square overflows");
        }
        Arrays.fill(subtract, 0);
        Arrays.fill(scale, 1);
      } else {
        double beta = -Math.copySign(Math.sqrt(alpha * alpha + dots[j]), alpha);
        if (Double.isInfinite(beta)) {
          throw new ArithmeticException("the matrix has an infinite entry, or one whose square overflows");
        }
        double top = alpha - beta;
        double tau = -top / beta;
        r[rj + j] = beta;
        Arrays.fill(subtract, 0);
        Arrays.fill(scale, 1);
        scale[j] = 1 / top;
        for (int c = j + 1; c < width; c++) {
          double w = tau * (r[rj + c] + dots[c] / top);
          r[rj + c] -= w;
          subtract[c] = w / top;
        }
        // column j of T: −tau T (Vᵀ v_j), with the products of v_j and the reflectors before it
        for (int i = 0; i < j; i++) {
          double s = 0;
          for (int l = i; l < j; l++) {
            s += t[i * WIDTH + l] * dots[l];
          }
          t[i * WIDTH + j] = -tau * s / top;
        }
        t[j * WIDTH + j] = tau;
      }
      pass(j + 1);
    }
    left.pack(rows, width, -1, v, 0, WIDTH, 1);
    leftTransposed.pack(width, rows, 1, v, 0, 1, WIDTH);
    middle.pack(width, width, 1, t, 0, 1, WIDTH);
  }

  /**
   * Every row x of v becomes {@code scale x − x_j subtract}, j = next − 1, and {@code dots = Σ x_next x} over the new
   * rows.
   */
  private void pass(int next) {
    if (next == WIDTH) {
      for (int i = 0; i < rows; i++) {
        v[i * WIDTH + next - 1] *= scale[next - 1];
      }
      return;
    }
    double s = subtract[next];
    for (int i = 0; i < rows; i++) {
      int o = i * WIDTH + next;
      double x = next == 0 ? 0 : v[o - 1];
      pivot[i] = -x;
      nextPivot[i] = Math.fma(-x, s, v[o]);
    }
    for (int c = 0; c < WIDTH; c += 2 * S.length()) {
      passColumns(rows, c);
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

  /**
   * [R; B] ← (I − V Tᵀ Vᵀ) [R; B] for {@code columns} columns of the {@code width} rows of R and of the block B. The
   * work array holds 2 × WIDTH × columns. Threads may apply it to different columns at once.
   */
  void apply(int columns, double[] r, int r0, int rStride, double[] b, int b0, int bStride, double[] work) {
    int wt = WIDTH * columns;
    for (int j = 0; j < width; j++) {
      System.arraycopy(r, r0 + j * rStride, work, j * columns, columns);
    }
    leftTransposed.addTimes(columns, b, b0, bStride, work, 0, columns);
    Arrays.fill(work, wt, wt + width * columns, 0);
    middle.addTimes(columns, work, 0, columns, work, wt, columns);
    for (int j = 0; j < width; j++) {
      for (int c = 0; c < columns; c++) {
        r[r0 + j * rStride + c] -= work[wt + j * columns + c];
      }
    }
    left.addTimes(columns, work, wt, columns, b, b0, bStride);
  }
}
