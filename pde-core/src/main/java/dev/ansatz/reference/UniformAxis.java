package dev.ansatz.reference;

import java.util.Arrays;

/**
 * n + 1 evenly spaced points on an interval with finite differences of order 2, 4 or 6. Inside they are central. Next to the
 * ends the first derivative has one-sided formulas of the same order. So has the second for order 2 and 4; for order 6 its
 * formulas there have order 4 at an end where a value is given, and 5 where a slope is: that loses nothing of the order 6 of a
 * solution of a second-order equation, which wins back two orders at the first and one at the second; and under the conditions
 * they are meant for all eigenvalues of the second derivative are real, which with formulas of order 6 they are not (n from 10
 * to 256, Dirichlet, Neumann and Robin conditions).
 */
final class UniformAxis implements Axis.OnInterval {
  private final int n;
  private final double lower;
  private final double upper;
  private final int order;
  private final AxisMap first;
  private final AxisMap second;

  UniformAxis(int n, double lower, double upper, int order) {
    this(n, lower, upper, order, false, false);
  }

  /** @param lowerSlope whether it is the slope that is given at the lower end; likewise at the upper */
  UniformAxis(int n, double lower, double upper, int order, boolean lowerSlope, boolean upperSlope) {
    if (n < order + 2) {
      throw new IllegalArgumentException("finite differences of order " + order + " need at least " + (order + 2) + " intervals, not " + n);
    }
    this.n = n;
    this.lower = lower;
    this.upper = upper;
    this.order = order;
    first = differences(1, order + 1, order + 1);
    second = order < 6 ? differences(2, order + 2, order + 2) : differences(2, lowerSlope ? 7 : 6, upperSlope ? 7 : 6);
  }

  /** With formulas on that many points next to the ends. */
  private AxisMap differences(int derivative, int lowerPoints, int upperPoints) {
    double[] a = new double[(n + 1) * (n + 1)];
    int half = order / 2;
    double scale = Math.pow(n / (upper - lower), derivative);
    double[] central = FiniteDifferences.central(order, derivative);
    for (int i = 0; i <= n; i++) {
      boolean inside = i >= half && i <= n - half;
      int from = inside ? i - half : i < half ? 0 : n + 1 - upperPoints;
      double[] nodes = new double[i < half ? lowerPoints : upperPoints];
      Arrays.setAll(nodes, j -> from + j);
      double[] weights = inside ? central : FiniteDifferences.weights(i, nodes, derivative);
      for (int j = 0; j < weights.length; j++) {
        a[i * (n + 1) + from + j] = scale * weights[j];
      }
    }
    return AxisMap.of(n + 1, n + 1, a);
  }

  @Override
  public double lower() {
    return lower;
  }

  @Override
  public double upper() {
    return upper;
  }

  @Override
  public double[] points() {
    double[] points = new double[n + 1];
    Arrays.setAll(points, j -> j == n ? upper : lower + (upper - lower) * j / n);
    return points;
  }

  @Override
  public AxisMap derivative(int derivative) {
    return switch (derivative) {
      case 0 -> AxisMap.identity(n + 1);
      case 1 -> first;
      case 2 -> second;
      default -> second.times(derivative(derivative - 2));
    };
  }

  /** By the polynomial through the order + 2 nearest points. */
  @Override
  public void interpolationWeights(double x, double[] out) {
    int width = Math.min(order + 2, n + 1);
    double position = (x - lower) / (upper - lower) * n;
    int from = Math.clamp((int) Math.floor(position) - width / 2 + 1, 0, n + 1 - width);
    Arrays.fill(out, 0, n + 1, 0);
    lagrange(position - from, width, out, from, n + 1);
  }

  /** The values at s of the cardinal polynomials on 0, 1, …, width − 1, to {@code out[(at + j) mod n]}. */
  static void lagrange(double s, int width, double[] out, int at, int n) {
    for (int j = 0; j < width; j++) {
      double product = 1;
      for (int i = 0; i < width; i++) {
        product *= i == j ? 1 : (s - i) / (j - i);
      }
      out[Math.floorMod(at + j, n)] = product;
    }
  }

  @Override
  public void addEnergies(double[] v, int from, int step, double[] out) {}

  @Override
  public int order() {
    return order;
  }
}
