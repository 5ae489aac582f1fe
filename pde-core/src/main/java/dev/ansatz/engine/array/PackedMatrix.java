package dev.ansatz.engine.array;

import java.util.Arrays;

/**
 * The left factor of a matrix product, rearranged once so that it multiplies many right factors at the speed of the
 * machine.
 *
 * <p>Matrices are stored by rows: element (i, j) is at {@code offset + i*stride + j}; the factor that is packed may
 * have any two strides, so a transpose is free. The sums run over k in order with fused multiply–adds, so that the
 * result depends neither on the number of columns done at once nor on the thread. After {@link #pack} any number of
 * threads may multiply at once. Buffers grow to the largest shape and are kept.
 *
 * <p>Blocking: F. Van Zee, R. van de Geijn, BLIS: a framework for rapidly instantiating BLAS functionality, ACM
 * Trans. Math. Softw. 41 (2015), doi:10.1145/2764454.
 */
public final class PackedMatrix {
  /** Terms of a sum between two visits to a tile of the result: panel and strip together fill a 32 KiB cache. */
  private static final int DEPTH = 128;
  /** Rows packed at once in {@link #addProduct}: with DEPTH they take half of a 1 MiB cache. */
  private static final int ROWS = 480;

  private static final LaneTiles<double[]> TILES = LaneProduct.F64.TILES;
  private static final ThreadLocal<double[]> PANEL = new ThreadLocal<>();
  private static final ThreadLocal<PackedMatrix> LEFT = ThreadLocal.withInitial(PackedMatrix::new);

  private int rows;
  private int depth;
  private double[] packed = new double[0];

  /** An empty factor; {@link #pack} fills it. */
  public PackedMatrix() {}

  /**
   * {@code C += alpha A B}, for A of m × k, B of k × n, C of m × n; 2mnk operations, nothing allocated once a thread
   * has seen its largest shape.
   *
   * @param aRow distance of two rows of A, {@code aColumn} that of two columns
   * @param bRow distance of two rows of B, whose columns are adjacent; likewise {@code cRow}
   */
  public static void addProduct(int m, int n, int k, double alpha, double[] a, int aOffset, int aRow, int aColumn,
      double[] b, int bOffset, int bRow,
      double[] c, int cOffset, int cRow) {
    var left = LEFT.get();
    for (int l = 0; l < k; l += DEPTH) {
      int kc = Math.min(DEPTH, k - l);
      for (int i = 0; i < m; i += ROWS) {
        left.pack(Math.min(ROWS, m - i), kc, alpha, a, aOffset + i * aRow + l * aColumn, aRow, aColumn);
        left.addTimes(n, b, bOffset + l * bRow, bRow, c, cOffset + i * cRow, cRow);
      }
    }
  }

  /** Makes this {@code alpha A}, with A of m × k: element (i, l) is {@code a[aOffset + i*aRow + l*aColumn]}. */
  public void pack(int m, int k, double alpha, double[] a, int aOffset, int aRow, int aColumn) {
    rows = m;
    depth = k;
    if (packed.length < m * k) {
      packed = new double[m * k];
    }
    int strips = strips();
    for (int l = 0; l < k; l += DEPTH) {
      int kc = Math.min(DEPTH, k - l);
      for (int s = 0; s < strips; s++) {
        int i = start(s, strips);
        int r = start(s + 1, strips) - i;
        packStrip(r, kc, alpha, a, aOffset + i * aRow + l * aColumn, aRow, aColumn, packed, l * m + i * kc);
      }
    }
  }

  private static void packStrip(int r, int kc, double alpha, double[] a, int a0, int aRow, int aColumn, double[] to,
      int t0) {
    if (aColumn == 1) {
      for (int q = 0; q < r; q++) {
        int o = a0 + q * aRow;
        for (int l = 0, t = t0 + q; l < kc; l++, t += r) {
          to[t] = alpha * a[o + l];
        }
      }
    } else {
      for (int l = 0, t = t0; l < kc; l++) {
        for (int q = 0, o = a0 + l * aColumn; q < r; q++, o += aRow) {
          to[t++] = alpha * a[o];
        }
      }
    }
  }

  /** {@code C += A B} for B of k × n with rows {@code bRow} apart and C of m × n with rows {@code cRow} apart. */
  public void addTimes(int n, double[] b, int bOffset, int bRow, double[] c, int cOffset, int cRow) {
    int length = TILES.vectorLength();
    int width = panelWidth();
    int edge = DEPTH * width;
    double[] panel = PANEL.get();
    if (panel == null || panel.length < edge + rows * width) {
      panel = new double[edge + rows * width];
      PANEL.set(panel);
    }
    for (int l = 0; l < depth; l += DEPTH) {
      int kc = Math.min(DEPTH, depth - l);
      for (int j = 0; j < n; j += width) {
        int columns = Math.min(width, n - j);
        int vectors = (columns + length - 1) / length;
        int row = vectors * length;
        int b0 = bOffset + l * bRow + j;
        int c0 = cOffset + j;
        if (columns < row) {
          copyRows(kc, columns, b, b0, bRow, panel, 0, row);
          for (int q = 0; q < kc; q++) {
            Arrays.fill(panel, q * row + columns, (q + 1) * row, 0);
          }
          copyRows(rows, columns, c, c0, cRow, panel, edge, row);
          addTimes(vectors, l, panel, 0, panel, edge, row);
          copyRows(rows, columns, panel, edge, row, c, c0, cRow);
        } else {
          TILES.packLanes(vectors, kc, b, b0, bRow, panel, 0);
          addTimes(vectors, l, panel, 0, c, c0, cRow);
        }
      }
    }
  }

  /** The terms from l of a panel of so many vectors. */
  private void addTimes(int vectors, int l, double[] b, int b0, double[] c, int c0, int cRow) {
    int kc = Math.min(DEPTH, depth - l);
    int strips = strips();
    for (int s = 0; s < strips; s++) {
      int i = start(s, strips);
      int r = start(s + 1, strips) - i;
      int ci = c0 + i * cRow;
      TILES.multiply(r, vectors, kc, 1, packed, l * rows + i * kc, b, b0, 0, 0, c, ci, 0, cRow, c, ci, 0, cRow);
    }
  }

  private static void copyRows(int rows, int columns, double[] from, int from0, int fromRow, double[] to, int to0, int toRow) {
    for (int q = 0; q < rows; q++) {
      System.arraycopy(from, from0 + q * fromRow, to, to0 + q * toRow, columns);
    }
  }

  /** Columns of a panel of {@link #addTimesPanel}. */
  public static int panelWidth() {
    return 2 * TILES.vectorLength();
  }

  /**
   * {@code C += A B} for one panel: B is k × {@link #panelWidth}, C is m × panelWidth, both by rows without a gap between them. Nothing
   * is rearranged, so that a matrix kept in panels is read once from where it is.
   */
  public void addTimesPanel(double[] b, int bOffset, double[] c, int cOffset) {
    int width = panelWidth();
    for (int l = 0; l < depth; l += DEPTH) {
      addTimes(2, l, b, bOffset + l * width, c, cOffset, width);
    }
  }

  private int strips() {
    return (rows + TILES.maxRows() - 1) / TILES.maxRows();
  }

  private int start(int strip, int strips) {
    return (int) ((long) strip * rows / strips);
  }
}
