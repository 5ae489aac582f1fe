package dev.ansatz.pinn.experts;

import dev.ansatz.engine.linalg.HouseholderQr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * R of an orthogonal factorisation of rows each of which touches one cell or two, cells having n columns each. Cells are eliminated in
 * order; what is left of the rows of a cell passes on to the cells it shares rows with, which are at most {@code band} cells later.
 *
 * <p>Cost: O(m n²) for the m rows of single cells and O((band + 1)² n²) a row for what is passed on and the rows of two cells, against
 * O((cells n)²) a row for all cells at once.
 */
final class BandedQr {
  /**
   * Some rows.
   *
   * @param cells that they touch, one or two, in ascending order
   * @param blocks for each of those cells {@code count} × n elements by rows
   * @param right the right-hand side
   */
  record Rows(int count, int[] cells, double[][] blocks, double[] right) {}

  private final int cells;
  private final int n;
  private final int band;
  /** The rows of R that belong to a cell, by rows, the right-hand side as their last column. */
  private final double[][] r;

  private BandedQr(int cells, int n, int band) {
    this.cells = cells;
    this.n = n;
    this.band = band;
    r = new double[cells][];
  }

  /**
   * Factorises.
   *
   * @throws ArithmeticException if an element is not finite
   */
  static BandedQr of(int cells, int n, List<Rows> rows) {
    int band = rows.stream().mapToInt(part -> part.cells[part.cells.length - 1] - part.cells[0]).max().orElse(0);
    var qr = new BandedQr(cells, n, band);
    double[] passed = {};
    for (int c = 0; c < cells; c++) {
      int first = c;
      var own = new ArrayList<>(rows.stream().filter(part -> part.cells.length == 1 && part.cells[0] == first).toList());
      double[] triangle = triangle(qr.stack(c, 1, own, new double[0]), n + 1);
      var shared = new ArrayList<>(rows.stream().filter(part -> part.cells.length > 1 && part.cells[0] == first).toList());
      if (band == 0) {
        qr.r[c] = Arrays.copyOf(triangle, n * (n + 1));
        continue;
      }
      double[] right = new double[n];
      double[] block = new double[n * n];
      for (int i = 0; i < n; i++) {
        System.arraycopy(triangle, i * (n + 1), block, i * n, n);
        right[i] = triangle[i * (n + 1) + n];
      }
      shared.add(new Rows(n, new int[] {c}, new double[][] {block}, right));
      int width = qr.width(c) + 1;
      double[] all = triangle(qr.stack(c, qr.reach(c), shared, passed), width);
      qr.r[c] = Arrays.copyOf(all, n * width);
      passed = qr.passOn(c, all);
    }
    return qr;
  }

  /** How many cells the rows of a cell in R touch. */
  private int reach(int c) {
    return Math.min(band + 1, cells - c);
  }

  private int width(int c) {
    return reach(c) * n;
  }

  /** Rows by rows with their right-hand sides, in the columns of {@code reach} cells from c on, after those that were passed on. */
  private double[] stack(int c, int reach, List<Rows> rows, double[] passed) {
    int columns = reach * n + 1;
    int count = passed.length / columns + rows.stream().mapToInt(Rows::count).sum();
    double[] stack = Arrays.copyOf(passed, Math.max(count, columns) * columns);
    int at = passed.length;
    for (Rows part : rows) {
      for (int i = 0; i < part.count; i++, at += columns) {
        for (int k = 0; k < part.cells.length; k++) {
          System.arraycopy(part.blocks[k], i * n, stack, at + (part.cells[k] - c) * n, n);
        }
        stack[at + columns - 1] = part.right[i];
      }
    }
    return stack;
  }

  private static double[] triangle(double[] stack, int columns) {
    return HouseholderQr.of(stack.length / columns, columns, stack).triangle();
  }

  /** The rows below those of cell c, in the columns of the next front. */
  private double[] passOn(int c, double[] all) {
    int old = width(c) + 1;
    int left = width(c) - n;
    if (left == 0) {
      return new double[0];
    }
    int columns = width(c + 1) + 1;
    double[] passed = new double[left * columns];
    for (int i = 0; i < left; i++) {
      System.arraycopy(all, (n + i) * old + n, passed, i * columns, left);
      passed[i * columns + columns - 1] = all[(n + i) * old + old - 1];
    }
    return passed;
  }

  /** x of least |J x − b| for the right-hand sides of the rows, cell by cell. */
  double[] solution() {
    double[] b = new double[cells * n];
    for (int c = 0; c < cells; c++) {
      for (int i = 0; i < n; i++) {
        b[c * n + i] = r[c][i * (width(c) + 1) + width(c)];
      }
    }
    return back(b);
  }

  /** (JᵀJ)⁻¹ v. */
  double[] solveNormal(double[] v) {
    double[] y = v.clone();
    for (int c = 0; c < cells; c++) {
      int columns = width(c) + 1;
      for (int i = 0; i < n; i++) {
        double value = y[c * n + i] /= r[c][i * columns + i];
        for (int j = i + 1; j < columns - 1; j++) {
          y[c * n + j] -= r[c][i * columns + j] * value;
        }
      }
    }
    return back(y);
  }

  private double[] back(double[] b) {
    double[] x = b.clone();
    for (int c = cells - 1; c >= 0; c--) {
      int columns = width(c) + 1;
      for (int i = n - 1; i >= 0; i--) {
        double sum = x[c * n + i];
        for (int j = i + 1; j < columns - 1; j++) {
          sum -= r[c][i * columns + j] * x[c * n + j];
        }
        x[c * n + i] = sum / r[c][i * columns + i];
      }
    }
    return x;
  }
}
