package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.integration.gauss.LegendreRuleFactory;

/**
 * A quadrature rule on a set: the integral of f is nearly {@code sum_p weights[p] f(points[..][p])}.
 *
 * @param points {@code [coordinate][lane]}; in products of rules the first coordinate varies slowest
 * @param weights one a lane; they add up to the measure of the set
 */
public record Quadrature(double[][] points, double[] weights) {

  /**
   * The product of Gauss–Legendre rules, exact for polynomials of degree {@code 2 m - 1} in each coordinate.
   *
   * @param perCoordinate m, at least 1
   */
  public static Quadrature gaussLegendre(List<Range> ranges, int perCoordinate) {
    return product(ranges.stream().map(range -> gauss(range.lower(), range.upper(), perCoordinate)).toList());
  }

  /** The Gauss–Legendre rule with m points from one number to another, as {@code {points, weights}}. */
  public static double[][] gauss(double from, double to, int m) {
    // not by GaussIntegratorFactory, which first computes the constants of a forty-digit arithmetic it may never use
    var rule = new LegendreRuleFactory().getRule(m);
    double scale = (to - from) / 2;
    double shift = from + scale;
    double[][] axis = new double[2][m];
    for (int k = 0; k < m; k++) {
      axis[0][k] = rule.getFirst()[k] * scale + shift;
      axis[1][k] = rule.getSecond()[k] * scale;
    }
    return axis;
  }

  /** The rule on sets that do not overlap, all at once. */
  static Quadrature join(int dimension, List<Quadrature> rules) {
    int lanes = rules.stream().mapToInt(rule -> rule.weights.length).sum();
    double[][] points = new double[dimension][lanes];
    double[] weights = new double[lanes];
    int next = 0;
    for (Quadrature rule : rules) {
      int n = rule.weights.length;
      for (int i = 0; i < dimension; i++) {
        System.arraycopy(rule.points[i], 0, points[i], next, n);
      }
      System.arraycopy(rule.weights, 0, weights, next, n);
      next += n;
    }
    return new Quadrature(points, weights);
  }

  /**
   * The product of trapezoidal rules, ends included: error O(h²), and smaller than any power of h for smooth periodic
   * integrands.
   *
   * @param perCoordinate points a coordinate, at least 2
   */
  public static Quadrature trapezoid(List<Range> ranges, int perCoordinate) {
    if (perCoordinate < 2) {
      throw new IllegalArgumentException("a trapezoidal rule needs at least 2 points a coordinate, not " + perCoordinate);
    }
    return product(
        ranges.stream()
            .map(
                range -> {
                  double h = range.length() / (perCoordinate - 1);
                  double[][] axis = new double[2][perCoordinate];
                  for (int k = 0; k < perCoordinate; k++) {
                    boolean last = k == perCoordinate - 1;
                    axis[0][k] = last ? range.upper() : range.lower() + k * h;
                    axis[1][k] = k == 0 || last ? h / 2 : h;
                  }
                  return axis;
                })
            .toList());
  }

  /** The integral of the function with these values at {@link #points()}. */
  public double integrate(double[] values) {
    double sum = 0;
    for (int p = 0; p < weights.length; p++) {
      sum += weights[p] * values[p];
    }
    return sum;
  }

  private static Quadrature product(List<double[][]> axes) {
    int lanes = axes.stream().mapToInt(axis -> axis[0].length).reduce(1, Math::multiplyExact);
    double[][] points = new double[axes.size()][lanes];
    double[] weights = new double[lanes];
    Arrays.fill(weights, 1);
    int inner = lanes;
    for (int i = 0; i < points.length; i++) {
      double[][] axis = axes.get(i);
      inner /= axis[0].length;
      for (int p = 0; p < lanes; p++) {
        int k = p / inner % axis[0].length;
        points[i][p] = axis[0][k];
        weights[p] *= axis[1][k];
      }
    }
    return new Quadrature(points, weights);
  }
}
