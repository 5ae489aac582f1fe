package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.List;

/** A named, relatively open part of the boundary of a geometry, without the corners. */
public sealed interface BoundaryPart permits Face, Sphere, Curves, Surface {
  /** How a statement names it: {@code x=-1}, {@code hole}. */
  String name();

  /** Those of the geometry. */
  List<Coordinate> coordinates();

  /** Number of points, length or area; of the ends of an interval 1. */
  double measure();

  /** From a point to the nearest one of this part. */
  double distance(double... point);

  /** The outward unit normal at the point of this part that is nearest to the given one. */
  double[] normal(double... point);

  /**
   * The images of points of the open unit cube of one dimension less under a map onto this part that keeps ratios of measure.
   *
   * @param unit {@code [dimension - 1][lane]}
   * @return {@code [coordinate][lane]}; a single point where the part is one
   */
  double[][] map(double[][] unit);

  /**
   * A rule for integrals over this part, exact for polynomials of degree {@code 2 m - 1} on faces, edges, whole circles and
   * spheres; its error on analytic integrands falls exponentially with m.
   *
   * @param m at least 1: points in each direction of a piece
   */
  Quadrature quadrature(int m);

  /** This part, or where it is made of several, its pieces of which each has a formula for its normal. */
  List<BoundaryPart> pieces();

  /**
   * The components of the outward unit normal as expressions of the coordinates, right at every point of this part and
   * meaningless elsewhere.
   *
   * @throws IllegalStateException if the part has several {@link #pieces()}
   */
  List<Expr> normalExpressions();

  /** LaTeX for what this part is called. */
  default String latex() {
    return "\\text{" + name() + "}";
  }

  /** {@link #normal} at every point of an array {@code [coordinate][lane]}. */
  default double[][] normals(double[][] points) {
    double[][] normals = new double[points.length][points[0].length];
    double[] point = new double[points.length];
    for (int p = 0; p < points[0].length; p++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = points[i][p];
      }
      double[] normal = normal(point);
      for (int i = 0; i < point.length; i++) {
        normals[i][p] = normal[i];
      }
    }
    return normals;
  }
}
