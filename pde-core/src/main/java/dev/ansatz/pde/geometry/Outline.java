package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The exact boundary of a plane set: segments and arcs with the set to their left, each with the name of its part, cut where the
 * boundaries of combined shapes meet. Empty for shapes with {@link Geometry#flaws()}.
 */
public record Outline(List<Curve> curves) {
  public Outline {
    curves = List.copyOf(curves);
  }

  /**
   * The outline of a plane set.
   *
   * @throws IllegalArgumentException if the set is not in the plane
   */
  public static Outline of(Geometry geometry) {
    return switch (geometry) {
      case Box box when box.ranges().size() != 2 ->
          throw new IllegalArgumentException("an outline is that of a set in the plane, not of " + box);
      case Ball ball -> throw new IllegalArgumentException("an outline is that of a set in the plane, not of " + ball);
      case Combination c when c.coordinates().size() == 3 ->
          throw new IllegalArgumentException("an outline is that of a set in the plane, not of " + c);
      case Combination c -> c.outline();
      case Polygon p -> new Outline(p.faults().isEmpty() ? List.copyOf(p.counterClockwise()) : List.of());
      case Geometry shape when !shape.flaws().isEmpty() -> new Outline(List.of());
      case Box box -> new Outline(rectangle(box));
      case Disk d -> new Outline(List.of(circle(d.name(), d.center(), d.radius(), 1)));
      case Annulus a -> new Outline(List.of(
          circle(a.innerName(), a.center(), a.inner(), -1), circle(a.outerName(), a.center(), a.outer(), 1)));
    };
  }

  private static Arc circle(String name, List<Double> center, double radius, int direction) {
    return new Arc(name, center.get(0), center.get(1), radius, 0, direction * 2 * Math.PI);
  }

  private static List<Curve> rectangle(Box box) {
    Range x = box.ranges().get(0);
    Range y = box.ranges().get(1);
    return List.of(
        new Segment(Face.name(y.coordinate(), y.lower()), x.lower(), y.lower(), x.upper(), y.lower()),
        new Segment(Face.name(x.coordinate(), x.upper()), x.upper(), y.lower(), x.upper(), y.upper()),
        new Segment(Face.name(y.coordinate(), y.upper()), x.upper(), y.upper(), x.lower(), y.upper()),
        new Segment(Face.name(x.coordinate(), x.lower()), x.lower(), y.upper(), x.lower(), y.lower()));
  }

  static List<Curve> combined(Combination c) {
    var first = of(c.first()).curves;
    var second = of(c.second()).curves;
    var all = new ArrayList<>(first);
    all.addAll(second);
    double tolerance = tolerance(all);
    var kept = new ArrayList<Curve>();
    for (Curve curve : first) {
      for (Curve piece : Crossings.cut(curve, second, tolerance)) {
        Side side = Side.of(piece, c.second(), second, tolerance);
        boolean keep = switch (c.operation()) {
          case UNION -> side == Side.OUTSIDE || side == Side.ALONG;
          case DIFFERENCE -> side == Side.OUTSIDE || side == Side.AGAINST;
          case INTERSECTION -> side == Side.INSIDE || side == Side.ALONG;
        };
        if (keep) {
          kept.add(piece);
        }
      }
    }
    for (Curve curve : second) {
      for (Curve piece : Crossings.cut(curve, first, tolerance)) {
        // what lies on the boundary of the first was judged there
        Side side = Side.of(piece, c.first(), first, tolerance);
        switch (c.operation()) {
          case UNION -> {
            if (side == Side.OUTSIDE) {
              kept.add(piece);
            }
          }
          case DIFFERENCE -> {
            if (side == Side.INSIDE) {
              kept.add(piece.reversed());
            }
          }
          case INTERSECTION -> {
            if (side == Side.INSIDE) {
              kept.add(piece);
            }
          }
        }
      }
    }
    return kept;
  }

  /** Where a piece of boundary that crosses no other lies: inside or outside of another set, or along its boundary, either way. */
  private enum Side {
    INSIDE, OUTSIDE, ALONG, AGAINST;

    static Side of(Curve piece, Geometry other, List<Curve> outline, double tolerance) {
      double[] p = piece.point(0.5);
      double d = other.signedDistance(p);
      if (Math.abs(d) > tolerance) {
        return d < 0 ? INSIDE : OUTSIDE;
      }
      double[] n = piece.normal(0.5);
      for (Curve curve : outline) {
        if (curve.distance(p[0], p[1]) <= tolerance) {
          double[] there = curve.normal(curve.nearest(p[0], p[1]));
          double cosine = n[0] * there[0] + n[1] * there[1];
          return cosine > 0 ? ALONG : AGAINST;
        }
      }
      // where the operands of a combination touch, their distances vanish although nothing is left of either boundary
      return new Outline(outline).signedDistance(p[0], p[1]) < 0 ? INSIDE : OUTSIDE;
    }
  }

  /** Below it lengths are roundings of coordinates. */
  static double tolerance(List<? extends Curve> curves) {
    double size = 0;
    for (Curve curve : curves) {
      for (double[] p : new double[][] {curve.point(0), curve.point(0.5), curve.point(1)}) {
        size = Math.max(size, Math.max(Math.abs(p[0]), Math.abs(p[1])));
      }
    }
    return 1e-12 * size;
  }

  /** Their extent as {x least, x most, y least, y most}. */
  private static double[] bounds(List<? extends Curve> curves) {
    double infinity = Double.POSITIVE_INFINITY;
    double[] bounds = {infinity, -infinity, infinity, -infinity};
    for (Curve curve : curves) {
      if (curve instanceof Arc a) {
        for (double[] p : new double[][] {{a.x() - a.radius(), a.y()}, {a.x() + a.radius(), a.y()},
            {a.x(), a.y() - a.radius()}, {a.x(), a.y() + a.radius()}}) {
          double s = a.nearest(p[0], p[1]);
          if (a.isCircle() || s > 0 && s < 1) {
            extend(bounds, p, 0);
          }
        }
      } else {
        extend(bounds, curve.point(0), 0);
        extend(bounds, curve.point(1), 0);
      }
    }
    // an arc that ends on an edge must not move it by a rounding
    double tolerance = tolerance(curves);
    for (Curve curve : curves) {
      extend(bounds, curve.point(0), tolerance);
      extend(bounds, curve.point(1), tolerance);
    }
    return bounds;
  }

  private static void extend(double[] bounds, double[] p, double tolerance) {
    for (int i = 0; i < 2; i++) {
      if (p[i] < bounds[2 * i] - tolerance) {
        bounds[2 * i] = p[i];
      }
      if (p[i] > bounds[2 * i + 1] + tolerance) {
        bounds[2 * i + 1] = p[i];
      }
    }
  }

  static Box bounds(List<Coordinate> coordinates, List<? extends Curve> curves) {
    if (curves.isEmpty() || coordinates.size() != 2) {
      return new Box(coordinates.stream().map(c -> new Range(c, 0, 0)).toList());
    }
    double[] bounds = bounds(curves);
    return new Box(List.of(new Range(coordinates.get(0), bounds[0], bounds[1]), new Range(coordinates.get(1), bounds[2], bounds[3])));
  }

  /** The parts, in the order in which their names first occur. */
  List<BoundaryPart> parts(List<Coordinate> coordinates) {
    var byName = new LinkedHashMap<String, List<Curve>>();
    curves.forEach(c -> byName.computeIfAbsent(c.name(), _ -> new ArrayList<>()).add(c));
    var parts = new ArrayList<BoundaryPart>();
    byName.forEach((name, some) -> parts.add(new Curves(coordinates, name, some)));
    return List.copyOf(parts);
  }

  /** The curves as closed loops, each beginning where the one before it ends, up to rounding. */
  public List<List<Curve>> loops() {
    var left = new ArrayList<>(curves);
    var loops = new ArrayList<List<Curve>>();
    while (!left.isEmpty()) {
      var loop = new ArrayList<Curve>(List.of(left.removeFirst()));
      double[] start = loop.getFirst().point(0);
      while (true) {
        double[] end = loop.getLast().point(1);
        Curve next = null;
        double least = Math.hypot(start[0] - end[0], start[1] - end[1]);
        for (Curve candidate : left) {
          double[] begin = candidate.point(0);
          double gap = Math.hypot(begin[0] - end[0], begin[1] - end[1]);
          if (gap < least) {
            least = gap;
            next = candidate;
          }
        }
        if (next == null) {
          break;
        }
        left.remove(next);
        loop.add(next);
      }
      loops.add(List.copyOf(loop));
    }
    return List.copyOf(loops);
  }

  /** The area that the curves enclose. */
  public double area() {
    double area = 0;
    double x = curves.isEmpty() ? 0 : curves.getFirst().point(0)[0];
    double y = curves.isEmpty() ? 0 : curves.getFirst().point(0)[1];
    for (Curve curve : curves) {
      double[] p = curve.point(0);
      double[] q = curve.point(1);
      area += ((p[0] - x) * (q[1] - y) - (q[0] - x) * (p[1] - y)) / 2;
      if (curve instanceof Arc a) {
        // what the arc adds to its chord
        area += a.radius() * a.radius() * (a.sweep() - Math.sin(a.sweep())) / 2;
      }
    }
    return area;
  }

  /**
   * The exact distance of (x, y) from the nearest curve, negative inside. The nearest curve tells the side: its normal points away
   * from the set. Where two are as near, because a corner is nearest, it is the one that the way to the point deviates from more.
   */
  public double signedDistance(double x, double y) {
    double least = Double.POSITIVE_INFINITY;
    double outward = 0;
    for (Curve curve : curves) {
      double distance = curve.distance(x, y);
      double rounding = 1e-12 * (least + Math.abs(x) + Math.abs(y));
      if (distance > least + rounding) {
        continue;
      }
      double s = curve.nearest(x, y);
      double[] p = curve.point(s);
      double[] n = curve.normal(s);
      double along = distance == 0 ? 0 : ((x - p[0]) * n[0] + (y - p[1]) * n[1]) / distance;
      if (distance < least - rounding || Math.abs(along) > Math.abs(outward)) {
        outward = along;
      }
      least = Math.min(least, distance);
    }
    return outward > 0 ? least : -least;
  }
}
