package dev.ansatz.reference;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * n evenly spaced points on a period; differentiation multiplies the Fourier coefficients by a symbol: (iκ)^m (order 0, the
 * Fourier–Galerkin method), or that of central differences of order 2, 4 or 6, which is then the same as to apply them.
 * The former keeps the modes up to (n − 1)/3, so that products of two have no aliasing error (the 2/3 rule); the latter all below n/2.
 */
final class PeriodicAxis implements Axis {
  /** Points next to which interpolation weights are computed with care. */
  private static final int NEAR = 3;
  private final int n;
  private final double lower;
  private final double length;
  private final int order;
  private final int modes;
  private final DoubleFFT_1D fft;
  /** Of πj/n. */
  private final double[] cosines;
  private final double[] sines;

  PeriodicAxis(int n, double lower, double length, int order) {
    this(n, lower, length, order, order == 0 ? (n - 1) / 3 : (n - 1) / 2);
  }

  private PeriodicAxis(int n, double lower, double length, int order, int modes) {
    if (n < 4) {
      throw new IllegalArgumentException("a periodic grid needs 4 points or more, not " + n);
    }
    this.n = n;
    this.lower = lower;
    this.length = length;
    this.order = order;
    this.modes = modes;
    fft = new DoubleFFT_1D(n);
    cosines = new double[n];
    sines = new double[n];
    Arrays.setAll(cosines, j -> Math.cos(Math.PI * j / n));
    Arrays.setAll(sines, j -> Math.sin(Math.PI * j / n));
  }

  int size() {
    return n;
  }

  /** The same modes on more points. */
  PeriodicAxis oversampled(int factor) {
    return new PeriodicAxis(n * factor, lower, length, order, modes);
  }

  /** The largest wavenumber kept. */
  int modes() {
    return modes;
  }

  DoubleFFT_1D fft() {
    return fft;
  }

  /** i^{−m} times the symbol of ∂^m at mode k, a real number. */
  double symbol(int k, int m) {
    if (m == 0) {
      return 1;
    }
    if (order == 0) {
      return Math.pow(2 * Math.PI * k / length, m);
    }
    double h = length / n;
    double theta = 2 * Math.PI * k / n;
    double[] one = FiniteDifferences.central(order, 1);
    double[] two = FiniteDifferences.central(order, 2);
    double first = 0;
    double second = -two[order / 2];
    for (int j = 1; j <= order / 2; j++) {
      first += 2 * one[order / 2 + j] * Math.sin(j * theta);
      second -= 2 * two[order / 2 + j] * Math.cos(j * theta);
    }
    // −second/h² is the symbol of the second derivative; m > 2 is composed of it and at most one first derivative
    return Math.pow(second / (h * h), m / 2) * ((m & 1) == 0 ? 1 : first / h);
  }

  @Override
  public double lower() {
    return lower;
  }

  @Override
  public double upper() {
    return lower + length;
  }

  @Override
  public double[] points() {
    double[] points = new double[n];
    Arrays.setAll(points, j -> lower + length * j / n);
    return points;
  }

  @Override
  public void differentiate(double[] v, int from, int step, int m) {
    double[] packed = line(v, from, step);
    fft.realForward(packed);
    var c = new Coefficients(packed, n);
    int sign = (m & 2) == 0 ? 1 : -1;
    for (int k = 0; k <= n / 2; k++) {
      double s = sign * symbol(k, m);
      double re = s * c.re(k);
      double im = s * c.im(k);
      if ((m & 1) == 0) {
        c.set(k, re, im);
      } else {
        // an odd derivative of the highest mode of an even grid vanishes at the points
        boolean highest = 2 * k == n;
        c.set(k, highest ? 0 : -im, highest ? 0 : re);
      }
    }
    fft.realInverse(packed, true);
    for (int j = 0; j < n; j++) {
      v[from + j * step] = packed[j];
    }
  }

  private double[] line(double[] v, int from, int step) {
    double[] line = new double[n];
    for (int j = 0; j < n; j++) {
      line[j] = v[from + j * step];
    }
    return line;
  }

  /** The layout of JTransforms: re₀, re_{n/2} or im_{(n−1)/2}, re₁, im₁, re₂, … */
  private record Coefficients(double[] a, int n) {
    double re(int k) {
      return 2 * k == n ? a[1] : a[2 * k];
    }

    double im(int k) {
      return k == 0 || 2 * k == n ? 0 : 2 * k + 1 == n ? a[1] : a[2 * k + 1];
    }

    void set(int k, double re, double im) {
      if (2 * k == n) {
        a[1] = re;
        return;
      }
      a[2 * k] = re;
      if (k > 0) {
        a[2 * k + 1 == n ? 1 : 2 * k + 1] = im;
      }
    }
  }

  @Override
  public void interpolationWeights(double x, double[] out) {
    double position = (x - lower) / length * n;
    if (order > 0) {
      int width = order + 2;
      int from = (int) Math.floor(position) - width / 2 + 1;
      Arrays.fill(out, 0, n, 0);
      UniformAxis.lagrange(position - from, width, out, from, n);
      return;
    }
    // the cardinal function of the points, sin(πs)/(n tan(πs/n)) at distance s, or with the sine where n is odd
    double nearest = Math.rint(position);
    double sine = Math.sin(Math.PI * (position - nearest));
    if (Math.abs(sine) < 1e-14) {
      Arrays.fill(out, 0, n, 0);
      out[Math.floorMod((int) nearest, n)] = 1;
      return;
    }
    double c = Math.cos(Math.PI * position / n);
    double s = Math.sin(Math.PI * position / n);
    for (int j = 0; j < n; j++) {
      double sign = (((int) nearest - j) & 1) == 0 ? sine / n : -sine / n;
      double below = s * cosines[j] - c * sines[j];
      out[j] = sign * ((n & 1) == 0 ? c * cosines[j] + s * sines[j] : 1) / below;
    }
    // near the point the difference of two products would cancel
    for (int j = (int) nearest - NEAR; j <= (int) nearest + NEAR; j++) {
      double angle = Math.PI * (position - j) / n;
      double sign = (((int) nearest - j) & 1) == 0 ? sine / n : -sine / n;
      out[Math.floorMod(j, n)] = sign / ((n & 1) == 0 ? Math.tan(angle) : Math.sin(angle));
    }
  }

  @Override
  public void addEnergies(double[] v, int from, int step, double[] out) {
    if (order == 0) {
      double[] packed = line(v, from, step);
      fft.realForward(packed);
      Spectrum.energies(packed, 2, 2 * modes, packed[0] * packed[0] / 2, out);
    }
  }

  @Override
  public int order() {
    return order;
  }
}
