package dev.ansatz.reference;

import java.util.stream.IntStream;

/** The Chebyshev points of the second kind. */
final class ChebyshevAxis implements Axis.OnInterval {
  private static final int ORDERS = 5;
  private final Chebyshev chebyshev;
  private final AxisMap[] derivatives;

  ChebyshevAxis(int n, double lower, double upper) {
    chebyshev = new Chebyshev(n, lower, upper);
    derivatives = IntStream.range(0, ORDERS).mapToObj(order -> AxisMap.of(n + 1, n + 1, chebyshev.derivative(order)))
        .toArray(AxisMap[]::new);
  }

  @Override
  public double lower() {
    return chebyshev.lower();
  }

  @Override
  public double upper() {
    return chebyshev.upper();
  }

  @Override
  public double[] points() {
    return chebyshev.points();
  }

  @Override
  public AxisMap derivative(int order) {
    int n = chebyshev.degree() + 1;
    return order < ORDERS ? derivatives[order] : AxisMap.of(n, n, chebyshev.derivative(order));
  }

  @Override
  public void interpolationWeights(double x, double[] out) {
    chebyshev.interpolationWeights(x, out);
  }

  @Override
  public void addEnergies(double[] v, int from, int step, double[] out) {
    double[] line = new double[chebyshev.degree() + 1];
    for (int j = 0; j < line.length; j++) {
      line[j] = v[from + j * step];
    }
    Spectrum.energies(Spectrum.chebyshevCoefficients(line), 0, line.length, 0, out);
  }

  @Override
  public int order() {
    return 0;
  }
}
