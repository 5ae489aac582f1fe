package dev.ansatz.pde.geometry;

import java.util.List;

/**
 * A smooth oriented piece of the boundary of a plane set, which lies to its left: the outside is to the right. A place on it
 * is given by the fraction s of its length, from 0 at its start to 1 at its end.
 */
public sealed interface Curve permits Segment, Arc {
  /** That of the boundary part to which it belongs. */
  String name();

  double length();

  /** The point at fraction s, as {x, y}. */
  double[] point(double s);

  /** The unit normal to the right at fraction s, which is outward. */
  double[] normal(double s);

  /** The fraction in [0, 1] of the point of this curve that is nearest to (x, y). */
  double nearest(double x, double y);

  /** The piece from fraction {@code from} to fraction {@code to}, in the same direction. */
  Curve between(double from, double to);

  /** The same points in the other direction, the boundary of what lies on the other side. */
  Curve reversed();

  /** The fractions at which this curve crosses or touches another, or at which the other one ends on it, in any order. */
  default List<Double> meetings(Curve other, double tolerance) {
    return Crossings.points(this, other, tolerance).stream().map(p -> nearest(p[0], p[1])).toList();
  }

  /** From (x, y) to the nearest point of this curve. */
  default double distance(double x, double y) {
    double[] p = point(nearest(x, y));
    return Math.hypot(p[0] - x, p[1] - y);
  }
}
