package dev.ansatz.reference;

/** One direction of a tensor grid: its points, differentiation and interpolation of values at them. Immutable. */
sealed interface Axis permits Axis.OnInterval, PeriodicAxis {
  double lower();

  double upper();

  /** The points, rising; a periodic axis leaves out the upper end. */
  double[] points();

  /** Values at the points, {@code v[from + j step]}, replaced by those of their derivative. */
  void differentiate(double[] v, int from, int step, int order);

  /** The weights with which values at the points add up to the value at x. */
  void interpolationWeights(double x, double[] out);

  /**
   * Adds to {@code out} the sums of squares of the last eighth of the spectrum of {@code v[from + j step]} and of all of it, if it is
   * spectral.
   */
  void addEnergies(double[] v, int from, int step, double[] out);

  /** The order of differentiation matrices in the mesh width; 0 where it is spectral. */
  int order();

  /** An axis with both ends among its points, differentiated by matrices. */
  sealed interface OnInterval extends Axis permits ChebyshevAxis, UniformAxis {
    /** The matrix of ∂^order/∂x^order on values. */
    AxisMap derivative(int order);

    @Override
    default void differentiate(double[] v, int from, int step, int order) {
      int n = points().length;
      double[] line = new double[n];
      for (int j = 0; j < n; j++) {
        line[j] = v[from + j * step];
      }
      double[] d = new double[n];
      derivative(order).apply(1, 1, line, 0, d);
      for (int j = 0; j < n; j++) {
        v[from + j * step] = d[j];
      }
    }
  }
}
