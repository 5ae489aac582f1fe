package dev.ansatz.engine.linalg;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The circulant matrix C_ij = c_{(i − j) mod n}: the Fourier transform makes it diagonal, so that a product with it, its
 * transpose or its inverse takes O(n log n) operations for any n.
 *
 * <p>Source: P. Davis, Circulant Matrices, Wiley 1979, 3.2.
 */
public final class Circulant implements LinearOperator {
  private final int n;
  private final DoubleFFT_1D fft;
  /** Eigenvalue k in elements 2 k, the real part, and 2 k + 1. */
  private final double[] spectrum;

  private Circulant(int n, DoubleFFT_1D fft, double[] spectrum) {
    this.n = n;
    this.fft = fft;
    this.spectrum = spectrum;
  }

  /** The matrix with this first column, of one element or more. */
  public static Circulant of(double[] firstColumn) {
    int n = firstColumn.length;
    if (n == 0) {
      throw new IllegalArgumentException("a circulant matrix needs a first column of at least one element");
    }
    var fft = new DoubleFFT_1D(n);
    return new Circulant(n, fft, transform(n, fft, firstColumn));
  }

  private static double[] transform(int n, DoubleFFT_1D fft, double[] x) {
    double[] z = new double[2 * n];
    System.arraycopy(x, 0, z, 0, n);
    fft.realForwardFull(z);
    return z;
  }

  @Override
  public int rows() {
    return n;
  }

  @Override
  public int columns() {
    return n;
  }

  @Override
  public void apply(double[] x, double[] y) {
    multiply(1, x, y);
  }

  @Override
  public void applyTransposed(double[] x, double[] y) {
    multiply(-1, x, y);
  }

  private void multiply(int sign, double[] x, double[] y) {
    double[] z = transform(n, fft, x);
    for (int k = 0; k < 2 * n; k += 2) {
      double re = spectrum[k];
      double im = sign * spectrum[k + 1];
      double zRe = z[k];
      z[k] = re * zRe - im * z[k + 1];
      z[k + 1] = re * z[k + 1] + im * zRe;
    }
    fft.complexInverse(z, true);
    for (int i = 0; i < n; i++) {
      y[i] = z[2 * i];
    }
  }

  /** |λ_k| for the frequencies k = 0 to n − 1; the singular values. */
  public double[] magnitudes() {
    double[] s = new double[n];
    for (int k = 0; k < n; k++) {
      s[k] = Math.hypot(spectrum[2 * k], spectrum[2 * k + 1]);
    }
    return s;
  }

  /**
   * C⁻¹, circulant too.
   *
   * @throws ArithmeticException if an eigenvalue is at most n ε times the largest: it names its frequency
   */
  public Circulant inverse() {
    double[] s = magnitudes();
    double largest = 0;
    for (double x : s) {
      largest = Math.max(largest, x);
    }
    double[] inverse = new double[2 * n];
    for (int k = 0; k < n; k++) {
      if (!(s[k] > n * Math.ulp(1.0) * largest)) {
        throw new ArithmeticException("the circulant matrix of order " + n + " is singular: its eigenvalue of frequency "
            + k + " is " + s[k] + " where the largest is " + largest + "; add a multiple of the identity");
      }
      inverse[2 * k] = spectrum[2 * k] / s[k] / s[k];
      inverse[2 * k + 1] = -spectrum[2 * k + 1] / s[k] / s[k];
    }
    return new Circulant(n, fft, inverse);
  }
}
