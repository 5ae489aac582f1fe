package dev.ansatz.pde.geometry;

import java.util.List;
import java.util.function.Predicate;

/** Points and quadrature rules in polar coordinates. */
final class Round {
  /** Arcs are cut into pieces no longer than this, on which few Gauss points reach full accuracy. */
  private static final double LONGEST = Math.PI / 2;

  private Round() {}

  // ---- points ----

  /** {@code r² = inner² + u (outer² - inner²)}, {@code θ = 2π v}: the area element is {@code r dr dθ}. */
  static double[][] mapRing(List<Double> center, double inner, double outer, double[][] unit, Predicate<double[]> inside) {
    double[][] points = new double[2][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double r = Math.sqrt(inner * inner + unit[0][p] * (outer - inner) * (outer + inner));
      double angle = 2 * Math.PI * unit[1][p];
      points[0][p] = center.get(0) + r * Math.cos(angle);
      points[1][p] = center.get(1) + r * Math.sin(angle);
      double middle = (inner + outer) / 2;
      Shapes.pull(points, p, inner == 0 ? new double[] {center.get(0), center.get(1)}
          : new double[] {center.get(0) + middle * Math.cos(angle), center.get(1) + middle * Math.sin(angle)}, inside);
    }
    return points;
  }

  /** {@code r³ = u R³}, direction as in {@link #mapSphere}. */
  static double[][] mapBall(List<Double> center, double radius, double[][] unit, Predicate<double[]> inside) {
    double[][] points = mapSphere(center, radius, new double[][] {unit[1], unit[2]});
    double[] middle = {center.get(0), center.get(1), center.get(2)};
    for (int p = 0; p < unit[0].length; p++) {
      double share = Math.cbrt(unit[0][p]);
      for (int i = 0; i < 3; i++) {
        points[i][p] = middle[i] + share * (points[i][p] - middle[i]);
      }
      Shapes.pull(points, p, middle, inside);
    }
    return points;
  }

  /** {@code cos θ = 1 - 2u}, {@code φ = 2π v}: by Archimedes, area on a sphere is proportional to height. */
  static double[][] mapSphere(List<Double> center, double radius, double[][] unit) {
    double[][] points = new double[3][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double u = unit[0][p];
      double ring = 2 * radius * Math.sqrt(u * (1 - u));
      double angle = 2 * Math.PI * unit[1][p];
      points[0][p] = center.get(0) + ring * Math.cos(angle);
      points[1][p] = center.get(1) + ring * Math.sin(angle);
      points[2][p] = center.get(2) + radius * (1 - 2 * u);
    }
    return points;
  }

  // ---- quadrature ----

  /** Gauss in the radius, equal weights on 2m angles; exact for polynomials of degree 2m - 1. */
  static Quadrature ring(List<Double> center, double inner, double outer, int m) {
    double[][] radii = Quadrature.gauss(inner, outer, m);
    double[][] points = new double[2][2 * m * m];
    double[] weights = new double[2 * m * m];
    for (int p = 0; p < weights.length; p++) {
      double r = radii[0][p / (2 * m)];
      double angle = Math.PI / m * (p % (2 * m) + 0.5);
      points[0][p] = center.get(0) + r * Math.cos(angle);
      points[1][p] = center.get(1) + r * Math.sin(angle);
      weights[p] = radii[1][p / (2 * m)] * r * Math.PI / m;
    }
    return new Quadrature(points, weights);
  }

  /** Gauss in the radius, the weight r² taking one point more, times {@link #sphere}. */
  static Quadrature ball(List<Double> center, double radius, int m) {
    double[][] radii = Quadrature.gauss(0, radius, m + 1);
    var unit = sphere(List.of(0.0, 0.0, 0.0), 1, m);
    int directions = unit.weights().length;
    double[][] points = new double[3][(m + 1) * directions];
    double[] weights = new double[(m + 1) * directions];
    for (int p = 0; p < weights.length; p++) {
      double r = radii[0][p / directions];
      for (int i = 0; i < 3; i++) {
        points[i][p] = center.get(i) + r * unit.points()[i][p % directions];
      }
      weights[p] = radii[1][p / directions] * r * r * unit.weights()[p % directions];
    }
    return new Quadrature(points, weights);
  }

  /** Gauss in the height, equal weights on 2m longitudes; exact for polynomials of degree 2m - 1. */
  static Quadrature sphere(List<Double> center, double radius, int m) {
    double[][] heights = Quadrature.gauss(-1, 1, m);
    double[][] points = new double[3][2 * m * m];
    double[] weights = new double[2 * m * m];
    for (int p = 0; p < weights.length; p++) {
      double z = heights[0][p / (2 * m)];
      double ring = Math.sqrt((1 - z) * (1 + z));
      double angle = Math.PI / m * (p % (2 * m) + 0.5);
      points[0][p] = center.get(0) + radius * ring * Math.cos(angle);
      points[1][p] = center.get(1) + radius * ring * Math.sin(angle);
      points[2][p] = center.get(2) + radius * z;
      weights[p] = heights[1][p / (2 * m)] * radius * radius * Math.PI / m;
    }
    return new Quadrature(points, weights);
  }

  /** Along a curve: Gauss on segments and on pieces of arcs, equal weights on whole circles. */
  static Quadrature along(Curve curve, int m) {
    if (curve instanceof Arc a && a.isCircle()) {
      double[][] places = new double[2][2 * m];
      for (int k = 0; k < 2 * m; k++) {
        places[0][k] = (k + 0.5) / (2 * m);
        places[1][k] = a.length() / (2 * m);
      }
      return along(curve, places);
    }
    int pieces = curve instanceof Arc a ? (int) Math.ceil(Math.abs(a.sweep()) / LONGEST) : 1;
    double[][] rule = Quadrature.gauss(0, 1, m);
    double[][] places = new double[2][pieces * m];
    for (int k = 0; k < places[0].length; k++) {
      places[0][k] = (k / m + rule[0][k % m]) / pieces;
      places[1][k] = rule[1][k % m] * curve.length() / pieces;
    }
    return along(curve, places);
  }

  private static Quadrature along(Curve curve, double[][] places) {
    double[][] points = new double[2][places[0].length];
    for (int k = 0; k < places[0].length; k++) {
      double[] p = curve.point(places[0][k]);
      points[0][k] = p[0];
      points[1][k] = p[1];
    }
    return new Quadrature(points, places[1]);
  }
}
