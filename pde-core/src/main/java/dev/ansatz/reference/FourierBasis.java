package dev.ansatz.reference;

/**
 * Trigonometric polynomials of degree K on a period: field f is Re(c₀ + 2 Σ_{k=1..K} c_k e^{iκk(x−a)}), κ = 2π/length, its
 * coefficients stored as {@code {re, im}} pairs from {@code 2(K+1) f} on.
 */
record FourierBasis(int fields, int modes, double lower, double length) implements SpaceBasis {
  @Override
  public double upper() {
    return lower + length;
  }

  @Override
  public int size() {
    return fields * width();
  }

  /** Numbers per field. */
  int width() {
    return 2 * (modes + 1);
  }

  double wavenumber(int k) {
    return 2 * Math.PI * k / length;
  }

  @Override
  public void evaluate(double[] coefficients, int field, int order, double[] x, int from, int to, double[] out) {
    double[] c = differentiated(coefficients, field, order);
    for (int p = from; p < to; p++) {
      // Clenshaw's recurrence in e^{iθ} by blocks of powers: Horner on the complex polynomial
      double theta = 2 * Math.PI * (x[p] - lower) / length;
      double cos = Math.cos(theta);
      double sin = Math.sin(theta);
      double re = 0;
      double im = 0;
      for (int k = modes; k >= 1; k--) {
        double r = re + c[2 * k];
        double i = im + c[2 * k + 1];
        re = r * cos - i * sin;
        im = r * sin + i * cos;
      }
      out[p] = c[0] + 2 * re;
    }
  }

  /** The coefficients of a derivative of one field. */
  double[] differentiated(double[] coefficients, int field, int order) {
    double[] c = new double[width()];
    differentiate(coefficients, field * width(), order, c, 0);
    return c;
  }

  /** Multiplies by (iκk)^order. */
  void differentiate(double[] from, int offset, int order, double[] to, int toOffset) {
    for (int k = 0; k <= modes; k++) {
      double factor = order == 0 ? 1 : Math.pow(wavenumber(k), order);
      double re = factor * from[offset + 2 * k];
      double im = factor * from[offset + 2 * k + 1];
      switch (order & 3) {
        case 0 -> set(to, toOffset + 2 * k, re, im);
        case 1 -> set(to, toOffset + 2 * k, -im, re);
        case 2 -> set(to, toOffset + 2 * k, -re, -im);
        default -> set(to, toOffset + 2 * k, im, -re);
      }
    }
  }

  private static void set(double[] a, int at, double re, double im) {
    a[at] = re;
    a[at + 1] = im;
  }
}
