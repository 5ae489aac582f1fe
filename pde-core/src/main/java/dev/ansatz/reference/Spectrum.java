package dev.ansatz.reference;

/** How far expansions have converged. */
final class Spectrum {
  private Spectrum() {}

  /** Of values at Chebyshev points of the second kind; O(n²). */
  static double[] chebyshevCoefficients(double[] values) {
    int n = values.length - 1;
    double[] c = new double[n + 1];
    for (int k = 0; k <= n; k++) {
      double sum = 0;
      for (int j = 0; j <= n; j++) {
        double end = j == 0 || j == n ? 0.5 : 1;
        sum += end * values[n - j] * Math.cos(Math.PI * (k * (long) j % (2 * n)) / n);
      }
      c[k] = sum * (k == 0 || k == n ? 1.0 : 2.0) / n;
    }
    return c;
  }

  /** The sums of squares of the last eighth of {@code c[from …]} and of all, to which {@code more} is added, in {@code out}. */
  static void energies(double[] c, int from, int length, double more, double[] out) {
    double all = more;
    double last = 0;
    for (int i = 0; i < length; i++) {
      double square = c[from + i] * c[from + i];
      all += square;
      if (i >= length - Math.max(2, length / 8)) {
        last += square;
      }
    }
    out[0] += last;
    out[1] += all;
  }
}
