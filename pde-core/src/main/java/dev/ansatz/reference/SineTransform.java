package dev.ansatz.reference;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The discrete sine transform of type I, X_k = Σ_{j=1..n−1} x_j sin(πjk/n), k = 1 … n − 1, by a real FFT of the odd
 * extension; JTransforms has type II only. Twice applied it multiplies by n/2.
 */
final class SineTransform {
  private final int n;
  private final DoubleFFT_1D fft;
  private final double[] work;

  SineTransform(int n) {
    this.n = n;
    fft = new DoubleFFT_1D(2L * n);
    work = new double[2 * n];
  }

  void apply(double[] x) {
    work[0] = 0;
    work[n] = 0;
    for (int j = 1; j < n; j++) {
      work[j] = x[j - 1];
      work[2 * n - j] = -x[j - 1];
    }
    fft.realForward(work);
    for (int k = 1; k < n; k++) {
      x[k - 1] = -work[2 * k + 1] / 2;
    }
  }
}
