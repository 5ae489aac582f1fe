package dev.ansatz.engine.array;

import java.lang.reflect.Array;
import java.util.function.IntFunction;

/**
 * The three matrix products of a linear layer over arrays laid out {@code [channel][feature][lane]}, lanes contiguous.
 *
 * <p>Any sizes are right; those whose lanes are a multiple of the vector length (8 doubles or 16 floats under AVX-512) are
 * fast. Every sum takes its terms in the order of the indices (channel, then lane, in a gradient), one fused multiply–add
 * each: the result is that of plain loops with {@link Math#fma}, to the bit, on every machine. The exception is the
 * gradient of a narrow layer, at most 12 inputs or outputs or 400 weights: its partial sum l, from zero, takes the lanes p
 * with p mod length = l, length that of a vector, in the order of channels and lanes, the lanes after the last whole vector
 * coming after all others; the partial sums are then added to the result in order. So it is the same to the bit on machines
 * with vectors of the same length. Nothing is allocated after a thread's first call for its largest shape, once compiled.
 */
public final class LaneProduct {
  private LaneProduct() {}

  /** The tiles of a precision are compiled when it is first used. */
  static final class F64 {
    static final LaneTiles<double[]> TILES = TileCompiler.f64();
    private static final Blocked<double[]> BLOCKED = new Blocked<>(TILES, double[]::new);

    private F64() {}
  }

  private static final class F32 {
    private static final Blocked<float[]> BLOCKED = new Blocked<>(TileCompiler.f32(), float[]::new);

    private F32() {}
  }

  /**
   * {@code y[c][j][p] = Σ_i w[i*out + j] x[c][i][p]} (+ what is in y if {@code add}). Channel c, feature i, lane p of
   * x is at {@code xOffset + (c*in + i)*lanes + p}, and likewise for y; {@code w} is {@code [in][out]} at {@code
   * wOffset}.
   */
  public static void forward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] x, int xOffset,
      double[] y, int yOffset, boolean add) {
    F64.BLOCKED.multiply(channels, in, out, lanes, w, wOffset, out, 1, x, xOffset, y, yOffset, add);
  }

  /** {@link #forward(int, int, int, int, double[], int, double[], int, double[], int, boolean)} in single precision. */
  public static void forward(int channels, int in, int out, int lanes, float[] w, int wOffset, float[] x, int xOffset,
      float[] y, int yOffset, boolean add) {
    F32.BLOCKED.multiply(channels, in, out, lanes, w, wOffset, out, 1, x, xOffset, y, yOffset, add);
  }

  /** {@code gx[c][i][p] = Σ_j w[i*out + j] gy[c][j][p]} (+ what is in gx if {@code add}). */
  public static void backward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] gy,
      int gyOffset, double[] gx, int gxOffset, boolean add) {
    F64.BLOCKED.multiply(channels, out, in, lanes, w, wOffset, 1, out, gy, gyOffset, gx, gxOffset, add);
  }

  /**
   * {@link #backward(int, int, int, int, double[], int, double[], int, double[], int, boolean)} in single precision.
   */
  public static void backward(int channels, int in, int out, int lanes, float[] w, int wOffset, float[] gy, int gyOffset,
      float[] gx, int gxOffset, boolean add) {
    F32.BLOCKED.multiply(channels, out, in, lanes, w, wOffset, 1, out, gy, gyOffset, gx, gxOffset, add);
  }

  /** {@code gw[i*out + j] += Σ_c Σ_p x[c][i][p] gy[c][j][p]}. */
  public static void gradient(int channels, int in, int out, int lanes, double[] x, int xOffset, double[] gy,
      int gyOffset, double[] gw, int gwOffset) {
    F64.BLOCKED.gradient(channels, in, out, lanes, x, xOffset, gy, gyOffset, gw, gwOffset);
  }

  /** {@link #gradient(int, int, int, int, double[], int, double[], int, double[], int)} in single precision. */
  public static void gradient(int channels, int in, int out, int lanes, float[] x, int xOffset, float[] gy, int gyOffset,
      float[] gw, int gwOffset) {
    F32.BLOCKED.gradient(channels, in, out, lanes, x, xOffset, gy, gyOffset, gw, gwOffset);
  }

  /** Whether a layer's gradient is faster without the transpose, as measured with vectors of 8 doubles. */
  static boolean narrow(int in, int out) {
    return Math.min(in, out) <= 12 || in * out <= 400;
  }

  /** Cuts a product into tiles that keep their operands in the first-level cache. */
  private static final class Blocked<A> {
    /** Terms of a sum taken at once: the panel of x then takes half of a 32 KiB cache. */
    private static final int DEPTH = 128;

    private final LaneTiles<A> tiles;
    private final IntFunction<A> newArray;
    private final ThreadLocal<A> scratch = new ThreadLocal<>();
    private final int length;
    private final A zeros;

    Blocked(LaneTiles<A> tiles, IntFunction<A> newArray) {
      this.tiles = tiles;
      this.newArray = newArray;
      length = tiles.vectorLength();
      zeros = newArray.apply(2 * Math.max(tiles.maxRows(), tiles.outerRows()) * length);
    }

    private A scratch(int size) {
      A a = scratch.get();
      if (a == null || Array.getLength(a) < size) {
        a = newArray.apply(size);
        scratch.set(a);
      }
      return a;
    }

    /** {@code y[c][j][p] = Σ_k w[wOffset + k*wk + j*wj] x[c][k][p]} (+ y if add), k < depth, j < rows. */
    void multiply(int channels, int depth, int rows, int lanes, A w, int wOffset, int wk, int wj, A x, int xOffset,
        A y, int yOffset, boolean add) {
      int maxRows = tiles.maxRows();
      int strips = (rows + maxRows - 1) / maxRows;
      // few rows take more vectors: independent sums hide the latency of their multiply–adds
      int panel = (2 * rows <= maxRows ? 4 : 2) * length;
      int block = Math.min(depth, DEPTH);
      int group = Math.max(1, DEPTH / block) * panel;
      int xPacked = block * rows;
      int edge = xPacked + block * group;
      A s = scratch(edge + maxRows * panel);
      for (int k = 0; k == 0 || k < depth; k += DEPTH) {
        int kc = Math.min(DEPTH, depth - k);
        boolean accumulate = add || k > 0;
        for (int strip = 0; strip < strips; strip++) {
          int j = start(strip, strips, rows);
          tiles.packWeights(kc, start(strip + 1, strips, rows) - j, w, wOffset + k * wk + j * wj, wk, wj, s, j * kc);
        }
        for (int c = 0; c < channels; c++) {
          for (int p = 0; p < lanes;) {
            int rest = lanes - p;
            int panels = Math.min(rest, group) / panel;
            int n = panels > 0 ? panels * panel : rest;
            int vectors = panels > 0 ? panel / length : (n + length - 1) / length;
            int row = vectors * length;
            boolean whole = n % length == 0;
            panels = Math.max(1, panels);
            int x0 = xOffset + (c * depth + k) * lanes + p;
            boolean packed = !whole || strips > 1;
            if (!whole) {
              copyRows(kc, n, x, x0, lanes, s, xPacked, row);
            } else if (packed) {
              for (int q = 0; q < panels; q++) {
                tiles.packLanes(vectors, kc, x, x0 + q * row, lanes, s, xPacked + q * kc * row);
              }
            }
            for (int strip = 0; strip < strips; strip++) {
              int j = start(strip, strips, rows);
              int r = start(strip + 1, strips, rows) - j;
              int y0 = yOffset + (c * rows + j) * lanes + p;
              // a tile with fewer lanes than its vectors have goes through scratch; what the lanes beyond hold is
              // dropped
              A to = whole ? y : s;
              int to0 = whole ? y0 : edge;
              int toj = whole ? lanes : row;
              if (accumulate && !whole) {
                copyRows(r, n, y, y0, lanes, s, edge, row);
              }
              tiles.multiply(r, vectors, kc, panels, s, j * kc, packed ? s : x, packed ? xPacked : x0, packed ? kc * row : row,
                  packed ? 0 : lanes, accumulate ? to : null, to0, row, toj, to, to0, row, toj);
              if (!whole) {
                copyRows(r, n, s, edge, row, y, y0, lanes);
              }
            }
            p += n;
          }
        }
      }
    }

    /**
     * {@code gw[i*out + j] += Σ_c Σ_p x[c][i][p] g[c][j][p]}: the columns of a strip of g become rows, and then the
     * sums are those of a product.
     */
    void gradient(int channels, int in, int out, int lanes, A x, int xOffset, A g, int gOffset, A gw, int gwOffset) {
      if (narrow(in, out)) {
        narrowGradient(channels, in, out, lanes, x, xOffset, g, gOffset, gw, gwOffset);
        return;
      }
      int outerRows = tiles.outerRows();
      int strips = (in + outerRows - 1) / outerRows;
      int panel = 2 * length;
      int rows = DEPTH * panel;
      int edge = rows + DEPTH * panel;
      A s = scratch(edge + outerRows * panel);
      for (int j = 0; j < out; j += panel) {
        int columns = Math.min(panel, out - j);
        int vectors = (columns + length - 1) / length;
        int width = vectors * length;
        for (int c = 0; c < channels; c++) {
          for (int p = 0; p < lanes; p += DEPTH) {
            int depth = Math.min(DEPTH, lanes - p);
            boolean whole = columns == width && depth % length == 0;
            int g0 = gOffset + (c * out + j) * lanes + p;
            if (!whole) {
              copyRows(columns, depth, g, g0, lanes, s, rows, DEPTH);
            }
            for (int q = 0; q < depth; q += length) {
              for (int v = 0; v < width; v += length) {
                tiles.transpose(whole ? g : s, whole ? g0 + v * lanes + q : rows + v * DEPTH + q,
                    whole ? lanes : DEPTH, s, q * width + v, width);
              }
            }
            for (int strip = 0; strip < strips; strip++) {
              int i = start(strip, strips, in);
              int r = start(strip + 1, strips, in) - i;
              int x0 = xOffset + (c * in + i) * lanes + p;
              int w0 = gwOffset + i * out + j;
              if (columns == width) {
                tiles.outer(r, vectors, depth, x, x0, lanes, s, 0, gw, w0, out);
              } else {
                copyRows(r, columns, gw, w0, out, s, edge, width);
                tiles.outer(r, vectors, depth, x, x0, lanes, s, 0, s, edge, width);
                copyRows(r, columns, s, edge, width, gw, w0, out);
              }
            }
          }
        }
      }
    }

    /**
     * The same for a narrow layer, where a transpose would cost more than the sums: partial sums in the lanes of
     * vectors, added up at the end. Rows of a tile are features of the wider of x and g.
     */
    private void narrowGradient(int channels, int in, int out, int lanes, A x, int xOffset, A g, int gOffset, A gw,
        int gwOffset) {
      int rest = lanes % length;
      int whole = lanes - rest;
      int mostColumns = tiles.productColumns();
      int mostRows = Math.max(tiles.productRows(1), mostColumns);
      int aRest = mostRows * mostColumns * length;
      int bRest = aRest + mostRows * length;
      A s = scratch(bRest + mostColumns * length);
      boolean swap = in < out;
      A a = swap ? g : x;
      A b = swap ? x : g;
      int aOffset = swap ? gOffset : xOffset;
      int bOffset = swap ? xOffset : gOffset;
      int rows = Math.max(in, out);
      int columns = Math.min(in, out);
      int rowStride = swap ? 1 : out;
      int columnStride = swap ? out : 1;
      int columnStrips = (columns + mostColumns - 1) / mostColumns;
      int widest = (columns + columnStrips - 1) / columnStrips;
      int most = tiles.productRows(widest);
      int rowStrips = (rows + most - 1) / most;
      for (int rowStrip = 0; rowStrip < rowStrips; rowStrip++) {
        int i = start(rowStrip, rowStrips, rows);
        int r = start(rowStrip + 1, rowStrips, rows) - i;
        for (int columnStrip = 0; columnStrip < columnStrips; columnStrip++) {
          int j = start(columnStrip, columnStrips, columns);
          int q = start(columnStrip + 1, columnStrips, columns) - j;
          System.arraycopy(zeros, 0, s, 0, r * q * length);
          tiles.products(r, q, channels, whole, lanes, a, aOffset + i * lanes, rows * lanes, b, bOffset + j * lanes, columns * lanes, s);
          for (int c = 0; c < channels && rest > 0; c++) {
            copyPadded(r, rest, a, aOffset + (c * rows + i) * lanes + whole, lanes, s, aRest);
            copyPadded(q, rest, b, bOffset + (c * columns + j) * lanes + whole, lanes, s, bRest);
            tiles.products(r, q, 1, length, length, s, aRest, 0, s, bRest, 0, s);
          }
          tiles.addLanes(r, q, s, gw, gwOffset + i * rowStride + j * columnStride, rowStride, columnStride);
        }
      }
    }

    private void copyPadded(int rows, int n, A from, int f0, int fj, A to, int t0) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, f0 + r * fj, to, t0 + r * length, n);
        System.arraycopy(zeros, 0, to, t0 + r * length + n, length - n);
      }
    }

    /** Start of a strip when n is cut as evenly as possible: no narrow tile is left over. */
    private static int start(int strip, int strips, int n) {
      return (int) ((long) strip * n / strips);
    }

    private static <A> void copyRows(int rows, int n, A from, int f0, int fj, A to, int t0, int tj) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, f0 + r * fj, to, t0 + r * tj, n);
      }
    }
  }
}
