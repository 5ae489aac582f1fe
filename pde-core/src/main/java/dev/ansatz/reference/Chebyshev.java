package dev.ansatz.reference;

/**
 * The n + 1 Chebyshev points of the second kind on [a, b], rising, with barycentric interpolation and differentiation
 * (Trefethen, Spectral Methods in MATLAB, chapter 6; Berrut &amp; Trefethen 2004, doi:10.1137/S0036144502417715). Immutable.
 */
final class Chebyshev {
  private final double lower;
  private final double upper;
  private final double[] points;
  private final double[] d1;

  Chebyshev(int n, double lower, double upper) {
    if (n < 2) {
      throw new IllegalArgumentException("Chebyshev collocation needs degree 2 or more, not " + n);
    }
    this.lower = lower;
    this.upper = upper;
    double[] s = new double[n + 1];
    points = new double[n + 1];
    for (int j = 0; j <= n; j++) {
      s[j] = Math.sin(Math.PI * (2 * j - n) / (2.0 * n));
      points[j] = j == 0 ? lower : j == n ? upper : (lower + upper) / 2 + (upper - lower) / 2 * s[j];
    }
    // differences by the sine of the half angles, and diagonals as negative row sums, against cancellation
    d1 = new double[(n + 1) * (n + 1)];
    double half = Math.PI / (2.0 * n);
    for (int i = 0; i <= n; i++) {
      double sum = 0;
      for (int j = 0; j <= n; j++) {
        if (i != j) {
          double difference = 2 * Math.sin((i + j) * half) * Math.sin((i - j) * half);
          double v = weight(j) / weight(i) / difference * 2 / (upper - lower);
          d1[i * (n + 1) + j] = v;
          sum += v;
        }
      }
      d1[i * (n + 1) + i] = -sum;
    }
  }

  private double weight(int j) {
    int n = points.length - 1;
    double w = (j & 1) == 0 ? 1 : -1;
    return j == 0 || j == n ? w / 2 : w;
  }

  int degree() {
    return points.length - 1;
  }

  double[] points() {
    return points.clone();
  }

  double lower() {
    return lower;
  }

  double upper() {
    return upper;
  }

  /** The matrix of ∂^order/∂x^order on values, by rows; order 0 is the identity. */
  double[] derivative(int order) {
    int n = points.length;
    double[] d = new double[n * n];
    for (int i = 0; i < n; i++) {
      d[i * n + i] = 1;
    }
    for (int k = 0; k < order; k++) {
      d = times(d1, d, n);
    }
    if (order > 0) {
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += i == j ? 0 : d[i * n + j];
        }
        d[i * n + i] = -sum;
      }
    }
    return d;
  }

  /** {@code values}, from {@code offset} on, differentiated. */
  double[] differentiate(double[] values, int offset, int order) {
    int n = points.length;
    double[] v = java.util.Arrays.copyOfRange(values, offset, offset + n);
    for (int k = 0; k < order; k++) {
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += d1[i * n + j] * v[j];
        }
        next[i] = sum;
      }
      v = next;
    }
    return v;
  }

  /** The value at x of the polynomial through {@code values}. */
  double interpolate(double[] values, double x) {
    double top = 0;
    double bottom = 0;
    for (int j = 0; j < points.length; j++) {
      double difference = x - points[j];
      if (difference == 0) {
        return values[j];
      }
      double q = weight(j) / difference;
      top += q * values[j];
      bottom += q;
    }
    return top / bottom;
  }

  /** The weights with which {@link #interpolate} adds up the values. */
  void interpolationWeights(double x, double[] out) {
    double bottom = 0;
    for (int j = 0; j < points.length; j++) {
      double difference = x - points[j];
      if (difference == 0) {
        java.util.Arrays.fill(out, 0, points.length, 0);
        out[j] = 1;
        return;
      }
      out[j] = weight(j) / difference;
      bottom += out[j];
    }
    for (int j = 0; j < points.length; j++) {
      out[j] /= bottom;
    }
  }

  private static double[] times(double[] a, double[] b, int n) {
    double[] out = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double v = a[i * n + k];
        for (int j = 0; j < n; j++) {
          out[i * n + j] += v * b[k * n + j];
        }
      }
    }
    return out;
  }
}
