package dev.ansatz.reference;

import java.util.Arrays;
import java.util.List;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Real functions on a tensor grid of periodic axes, and their Fourier coefficients of the modes kept. Coefficients are complex
 * pairs; every axis but the last has its modes in the order 0, 1, …, K, −K, …, −1, the last has 0 … K. Lines of zeros are
 * left out. O(N log N), one real transform a line of the last axis; nothing is allocated. Thread-confined.
 */
final class PeriodicTransform {
  private final List<PeriodicAxis> axes;
  private final int[] modes;
  private final int coefficients;
  private final int points;
  private final double[][] stages;
  private final double[][] lines;
  private final double[] row;
  private final double scale;

  PeriodicTransform(List<PeriodicAxis> axes) {
    this.axes = List.copyOf(axes);
    int last = axes.size() - 1;
    modes = axes.stream().mapToInt(PeriodicAxis::modes).toArray();
    int count = 1;
    int all = 1;
    for (int a = 0; a <= last; a++) {
      count *= a == last ? modes[a] + 1 : 2 * modes[a] + 1;
      all *= axes.get(a).size();
    }
    coefficients = 2 * count;
    points = all;
    // stage a: axes before a on points, the others in modes
    stages = new double[last][];
    lines = new double[last][];
    int size = coefficients;
    for (int a = 0; a < last; a++) {
      int n = axes.get(a).size();
      size = size / (2 * modes[a] + 1) * n;
      stages[a] = new double[size];
      lines[a] = new double[2 * n];
    }
    row = new double[axes.get(last).size()];
    scale = 1.0 / points;
  }

  /** How many numbers hold the coefficients. */
  int coefficients() {
    return coefficients;
  }

  int points() {
    return points;
  }

  /** The signed wavenumber of axis {@code a} at each pair of coefficients. */
  int[] wavenumbers(int a) {
    int[] k = new int[coefficients / 2];
    int inner = k.length;
    for (int b = 0; b <= a; b++) {
      inner /= width(b);
    }
    for (int p = 0; p < k.length; p++) {
      int j = p / inner % width(a);
      k[p] = j <= modes[a] ? j : j - width(a);
    }
    return k;
  }

  private int width(int a) {
    return a == axes.size() - 1 ? modes[a] + 1 : 2 * modes[a] + 1;
  }

  /** Values at the points from coefficients. */
  void inverse(double[] c, int from, double[] values, int to) {
    int last = axes.size() - 1;
    double[] in = c;
    int at = from;
    int outer = 1;
    int inner = coefficients / 2;
    for (int a = 0; a < last; a++) {
      inner /= width(a);
      spread(a, outer, inner, in, at, stages[a]);
      in = stages[a];
      at = 0;
      outer *= axes.get(a).size();
    }
    int n = row.length;
    int width = 2 * (modes[last] + 1);
    DoubleFFT_1D fft = axes.get(last).fft();
    double[] line = row;
    for (int o = 0; o < outer; o++) {
      unpack(in, at + o * width, width, n, line);
      fft.realInverse(line, true);
      System.arraycopy(line, 0, values, to + o * n, n);
    }
  }

  /** One row of coefficients in the layout of JTransforms, times n, whose inverse divides by it. */
  private static void unpack(double[] in, int at, int width, int n, double[] line) {
    // an odd n has the imaginary part of its last mode where an even n has its mode n/2, which is never kept
    line[0] = n * in[at];
    line[1] = 0;
    int end = Math.min(width, n);
    for (int i = 2; i < end; i++) {
      line[i] = n * in[at + i];
    }
    Arrays.fill(line, end, n, 0);
    if (width > n) {
      line[1] = n * in[at + width - 1];
    }
  }

  private void spread(int a, int outer, int inner, double[] in, int at, double[] out) {
    int n = axes.get(a).size();
    int width = width(a);
    double[] line = lines[a];
    DoubleFFT_1D fft = axes.get(a).fft();
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < inner; k++) {
        Arrays.fill(line, 0);
        int from = at + 2 * (o * width * inner + k);
        for (int j = 0; j < width; j++) {
          int to = 2 * (j <= modes[a] ? j : j - width + n);
          line[to] = n * in[from + 2 * j * inner];
          line[to + 1] = n * in[from + 2 * j * inner + 1];
        }
        fft.complexInverse(line, true);
        int to = 2 * (o * n * inner + k);
        for (int j = 0; j < n; j++) {
          out[to + 2 * j * inner] = line[2 * j];
          out[to + 2 * j * inner + 1] = line[2 * j + 1];
        }
      }
    }
  }

  /** Coefficients from values at the points. */
  void forward(double[] values, int from, double[] c, int to) {
    int last = axes.size() - 1;
    int n = row.length;
    int width = 2 * (modes[last] + 1);
    int outer = points / n;
    double[] out = last == 0 ? c : stages[last - 1];
    int at = last == 0 ? to : 0;
    DoubleFFT_1D fft = axes.get(last).fft();
    double[] line = row;
    for (int o = 0; o < outer; o++) {
      System.arraycopy(values, from + o * n, line, 0, n);
      fft.realForward(line);
      int row = at + o * width;
      out[row] = scale * line[0];
      out[row + 1] = 0;
      int end = Math.min(width, n);
      for (int i = 2; i < end; i++) {
        out[row + i] = scale * line[i];
      }
      if (width > n) {
        out[row + width - 1] = scale * line[1];
      }
    }
    int inner = width / 2;
    for (int a = last - 1; a >= 0; a--) {
      outer /= axes.get(a).size();
      gather(a, outer, inner, stages[a], a == 0 ? c : stages[a - 1], a == 0 ? to : 0);
      inner *= width(a);
    }
  }

  private void gather(int a, int outer, int inner, double[] in, double[] out, int at) {
    int n = axes.get(a).size();
    int width = width(a);
    double[] line = lines[a];
    DoubleFFT_1D fft = axes.get(a).fft();
    for (int o = 0; o < outer; o++) {
      for (int k = 0; k < inner; k++) {
        int from = 2 * (o * n * inner + k);
        for (int j = 0; j < n; j++) {
          line[2 * j] = in[from + 2 * j * inner];
          line[2 * j + 1] = in[from + 2 * j * inner + 1];
        }
        fft.complexForward(line);
        int to = at + 2 * (o * width * inner + k);
        for (int j = 0; j < width; j++) {
          int mode = 2 * (j <= modes[a] ? j : j - width + n);
          out[to + 2 * j * inner] = line[mode];
          out[to + 2 * j * inner + 1] = line[mode + 1];
        }
      }
    }
  }
}
