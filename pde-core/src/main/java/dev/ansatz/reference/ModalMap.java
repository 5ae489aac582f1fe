package dev.ansatz.reference;

import java.util.Arrays;

/**
 * For every pair of fields a diagonal in the modes, real or complex.
 *
 * @param fields m
 * @param offsets where each field's modes begin in a state, and at [m] the end
 * @param re {@code [i m + j][at]} the factor of field j's mode in equation i; null where there is none
 * @param im imaginary parts if the modes are complex, stored as pairs: {@code re} holds each real part twice, {@code im} each
 *     imaginary part b as {−b, b}; null where all are zero
 */
record ModalMap(int fields, int[] offsets, double[][] re, double[][] im) implements LinearMap {
  @Override
  public void multiply(double[] x, double[] y) {
    if (fields == 1 && im[0] == null && re[0] != null) {
      double[] d = re[0];
      for (int p = 0; p < d.length; p++) {
        y[p] = d[p] * x[p];
      }
      return;
    }
    Arrays.fill(y, 0);
    multiplyAdd(x, y);
  }

  @Override
  public void multiplyAdd(double[] x, double[] y) {
    for (int i = 0; i < fields; i++) {
      for (int j = 0; j < fields; j++) {
        int pair = i * fields + j;
        if (re[pair] != null) {
          add(re[pair], im[pair], x, offsets[j], y, offsets[i]);
        }
      }
    }
  }

  private static void add(double[] re, double[] im, double[] x, int from, double[] y, int to) {
    if (im == null && from == 0 && to == 0) {
      for (int p = 0; p < re.length; p++) {
        y[p] += re[p] * x[p];
      }
    } else if (im == null) {
      for (int p = 0; p < re.length; p++) {
        y[to + p] += re[p] * x[from + p];
      }
    } else {
      for (int p = 0; p < re.length; p += 2) {
        y[to + p] += re[p] * x[from + p] + im[p] * x[from + p + 1];
        y[to + p + 1] += re[p] * x[from + p + 1] + im[p + 1] * x[from + p];
      }
    }
  }
}
