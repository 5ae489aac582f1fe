package dev.ansatz.pde.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where segments and arcs meet. */
final class Crossings {
  private Crossings() {}

  /** Whether two segments have a point in common. */
  static boolean meet(Segment a, Segment b) {
    double tolerance = Outline.tolerance(List.of(a, b));
    return !points(a, b, tolerance).isEmpty()
        || a.distance(b.x0(), b.y0()) <= tolerance || a.distance(b.x1(), b.y1()) <= tolerance
        || b.distance(a.x0(), a.y0()) <= tolerance || b.distance(a.x1(), a.y1()) <= tolerance;
  }

  /** The pieces of a curve between its meetings with others; itself if there are none. */
  static List<Curve> cut(Curve curve, List<Curve> others, double tolerance) {
    double length = curve.length();
    double[] at = others.stream().flatMap(other -> points(curve, other, tolerance).stream())
        .mapToDouble(p -> curve.nearest(p[0], p[1])).sorted().toArray();
    boolean circle = curve instanceof Arc a && a.isCircle();
    var places = new ArrayList<Double>();
    if (!circle) {
      places.add(0.0);
    }
    for (double s : at) {
      boolean inside = circle || s * length > tolerance && (1 - s) * length > tolerance;
      boolean apart = places.isEmpty() || (s - places.getLast()) * length > tolerance;
      // on a circle the last may be the first, a turn later
      boolean again = circle && !places.isEmpty() && (1 + places.getFirst() - s) * length <= tolerance;
      if (inside && apart && !again) {
        places.add(s);
      }
    }
    if (places.size() == (circle ? 0 : 1)) {
      return List.of(curve);
    }
    places.add(circle ? places.getFirst() + 1 : 1.0);
    var pieces = new ArrayList<Curve>();
    for (int i = 0; i + 1 < places.size(); i++) {
      pieces.add(curve.between(places.get(i), places.get(i + 1)));
    }
    return pieces;
  }

  /** Where two curves cross or touch, and the ends of the second that lie on the first. */
  static List<double[]> points(Curve a, Curve b, double tolerance) {
    var found = new ArrayList<>(switch (a) {
      case Segment s -> switch (b) {
        case Segment t -> lines(s, t);
        case Arc t -> lineAndCircle(s, t, tolerance);
      };
      case Arc s -> switch (b) {
        case Segment t -> lineAndCircle(t, s, tolerance);
        case Arc t -> circles(s, t, tolerance);
      };
    });
    // where curves run along each other, they part at an end
    found.addAll(List.of(b.point(0), b.point(1)));
    found.removeIf(p -> a.distance(p[0], p[1]) > tolerance || b.distance(p[0], p[1]) > tolerance);
    return found;
  }

  private static List<double[]> lines(Segment a, Segment b) {
    double ax = a.x1() - a.x0();
    double ay = a.y1() - a.y0();
    double bx = b.x1() - b.x0();
    double by = b.y1() - b.y0();
    double cross = ax * by - ay * bx;
    if (Math.abs(cross) <= 1e-12 * a.length() * b.length()) {
      return List.of();
    }
    double s = ((b.x0() - a.x0()) * by - (b.y0() - a.y0()) * bx) / cross;
    return List.of(a.point(s));
  }

  private static List<double[]> lineAndCircle(Segment line, Arc circle, double tolerance) {
    double length = line.length();
    double dx = (line.x1() - line.x0()) / length;
    double dy = (line.y1() - line.y0()) / length;
    double foot = (circle.x() - line.x0()) * dx + (circle.y() - line.y0()) * dy;
    double x = line.x0() + foot * dx;
    double y = line.y0() + foot * dy;
    return along(x, y, dx, dy, Math.hypot(x - circle.x(), y - circle.y()), circle.radius(), tolerance);
  }

  private static List<double[]> circles(Arc a, Arc b, double tolerance) {
    double distance = Math.hypot(b.x() - a.x(), b.y() - a.y());
    if (distance <= tolerance) {
      return List.of();
    }
    double dx = (b.x() - a.x()) / distance;
    double dy = (b.y() - a.y()) / distance;
    // from the centre of a to the line through both crossings; (r - R)(r + R) keeps digits where the circles are as large
    double foot = (distance + (a.radius() - b.radius()) * (a.radius() + b.radius()) / distance) / 2;
    boolean touch = Math.abs(distance - a.radius() - b.radius()) <= tolerance
        || Math.abs(distance - Math.abs(a.radius() - b.radius())) <= tolerance;
    double reach = touch ? a.radius() : Math.abs(foot);
    return along(a.x() + foot * dx, a.y() + foot * dy, -dy, dx, reach, a.radius(), tolerance);
  }

  /** The points of a line, given by its point nearest to the centre of a circle and its direction, that lie on the circle. */
  private static List<double[]> along(
      double x, double y, double dx, double dy, double distance, double radius, double tolerance) {
    if (distance > radius + tolerance) {
      return List.of();
    }
    if (distance >= radius - tolerance) {
      return List.of(new double[] {x, y});
    }
    double half = Math.sqrt((radius - distance) * (radius + distance));
    return Arrays.asList(new double[] {x - half * dx, y - half * dy}, new double[] {x + half * dx, y + half * dy});
  }
}
