package dev.ansatz.engine.array;

/**
 * The three matrix products of a linear layer over arrays laid out {@code [channel][feature][lane]}, lanes contiguous.
 *
 * <p>REFERENCE LOOPS, to be replaced by register-tiled kernels with the same signatures.
 */
public final class LaneProduct {
  private LaneProduct() {}

  /**
   * {@code y[c][j][p] = Σ_i w[i*out + j] x[c][i][p]} (+ what is in y if {@code add}). Channel c, feature i, lane p of x is at
   * {@code xOffset + (c*in + i)*lanes + p}, and likewise for y; {@code w} is {@code [in][out]} at {@code wOffset}.
   */
  public static void forward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] x, int xOffset,
      double[] y, int yOffset, boolean add) {
    for (int c = 0; c < channels; c++) {
      for (int j = 0; j < out; j++) {
        int yo = yOffset + (c * out + j) * lanes;
        for (int p = 0; p < lanes; p++) {
          double s = add ? y[yo + p] : 0;
          for (int i = 0; i < in; i++) {
            s += w[wOffset + i * out + j] * x[xOffset + (c * in + i) * lanes + p];
          }
          y[yo + p] = s;
        }
      }
    }
  }

  /** {@code gx[c][i][p] = Σ_j w[i*out + j] gy[c][j][p]} (+ what is in gx if {@code add}). */
  public static void backward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] gy, int gyOffset,
      double[] gx, int gxOffset, boolean add) {
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < in; i++) {
        int xo = gxOffset + (c * in + i) * lanes;
        for (int p = 0; p < lanes; p++) {
          double s = add ? gx[xo + p] : 0;
          for (int j = 0; j < out; j++) {
            s += w[wOffset + i * out + j] * gy[gyOffset + (c * out + j) * lanes + p];
          }
          gx[xo + p] = s;
        }
      }
    }
  }

  /** {@code gw[i*out + j] += Σ_c Σ_p x[c][i][p] gy[c][j][p]}. */
  public static void gradient(int channels, int in, int out, int lanes, double[] x, int xOffset, double[] gy, int gyOffset,
      double[] gw, int gwOffset) {
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < out; j++) {
        double s = 0;
        for (int c = 0; c < channels; c++) {
          int xo = xOffset + (c * in + i) * lanes;
          int yo = gyOffset + (c * out + j) * lanes;
          for (int p = 0; p < lanes; p++) {
            s += x[xo + p] * gy[yo + p];
          }
        }
        gw[gwOffset + i * out + j] += s;
      }
    }
  }
}
