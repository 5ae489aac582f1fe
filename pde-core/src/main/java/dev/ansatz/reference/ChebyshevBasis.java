package dev.ansatz.reference;

/** Polynomials by their values at Chebyshev points, field after field. */
record ChebyshevBasis(int fields, Chebyshev chebyshev) implements SpaceBasis {
  @Override
  public double lower() {
    return chebyshev.lower();
  }

  @Override
  public double upper() {
    return chebyshev.upper();
  }

  @Override
  public int size() {
    return fields * width();
  }

  int width() {
    return chebyshev.degree() + 1;
  }

  @Override
  public void evaluate(double[] coefficients, int field, int order, double[] x, int from, int to, double[] out) {
    double[] v = chebyshev.differentiate(coefficients, field * width(), order);
    for (int p = from; p < to; p++) {
      out[p] = chebyshev.interpolate(v, x[p]);
    }
  }
}
