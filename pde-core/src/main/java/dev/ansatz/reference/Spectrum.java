package dev.ansatz.reference;

/** How far expansions have converged. */
final class Spectrum {
  private Spectrum() {}

  /** Root sum of squares of the last eighth of the coefficients over that of all, the largest over the fields. */
  static double tail(SpaceBasis basis, double[] coefficients) {
    return switch (basis) {
      case FourierBasis f -> {
        double worst = 0;
        for (int field = 0; field < f.fields(); field++) {
          worst = Math.max(worst, tail(coefficients, field * f.width(), f.width()));
        }
        yield worst;
      }
      case ChebyshevBasis c -> {
        double worst = 0;
        for (int field = 0; field < c.fields(); field++) {
          double[] values = java.util.Arrays.copyOfRange(coefficients, field * c.width(), (field + 1) * c.width());
          worst = Math.max(worst, tail(chebyshevCoefficients(values), 0, c.width()));
        }
        yield worst;
      }
    };
  }

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

  private static double tail(double[] c, int from, int length) {
    double all = 0;
    double last = 0;
    for (int i = 0; i < length; i++) {
      double square = c[from + i] * c[from + i];
      all += square;
      if (i >= length - Math.max(2, length / 8)) {
        last += square;
      }
    }
    return all == 0 ? 0 : Math.sqrt(last / all);
  }
}
