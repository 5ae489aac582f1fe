package dev.ansatz.reference.fem;

import java.util.ArrayList;
import java.util.List;

/**
 * The boundary of a plane domain: closed loops of {@link Curve}s, each ending where the next begins, the domain to their left.
 */
public record Outline(List<List<Curve>> loops) {
  /** @throws IllegalArgumentException if a loop is empty or not closed */
  public Outline {
    loops = loops.stream().map(List::copyOf).toList();
    double size = 0;
    for (var loop : loops) {
      for (var curve : loop) {
        size = Math.max(size, Math.max(Math.abs(curve.x(0)), Math.abs(curve.y(0))) + curve.length());
      }
    }
    for (var loop : loops) {
      if (loop.isEmpty()) {
        throw new IllegalArgumentException("a loop of no curves");
      }
      for (int i = 0; i < loop.size(); i++) {
        Curve curve = loop.get(i);
        Curve next = loop.get((i + 1) % loop.size());
        if (!(Math.hypot(curve.x(1) - next.x(0), curve.y(1) - next.y(0)) <= 1e-9 * size)) {
          throw new IllegalArgumentException(curve + " does not end where " + next + " begins");
        }
      }
    }
  }

  /** A rectangle, its sides of parts 0 to 3: left, right, lower, upper. */
  public static Outline rectangle(double x0, double x1, double y0, double y1) {
    return new Outline(List.of(List.of(new Curve.Segment(2, x0, y0, x1, y0), new Curve.Segment(1, x1, y0, x1, y1),
        new Curve.Segment(3, x1, y1, x0, y1), new Curve.Segment(0, x0, y1, x0, y0))));
  }

  /** A polygon with counterclockwise corners x0, y0, x1, y1, …; side i, from corner i, has part i. */
  public static Outline polygon(double... corners) {
    int n = corners.length / 2;
    var loop = new ArrayList<Curve>();
    for (int i = 0; i < n; i++) {
      int j = (i + 1) % n;
      loop.add(new Curve.Segment(i, corners[2 * i], corners[2 * i + 1], corners[2 * j], corners[2 * j + 1]));
    }
    return new Outline(List.of(loop));
  }

  /** A circle around the inside ({@code inside} true) or a hole. */
  static List<Curve> circle(int part, double cx, double cy, double radius, boolean inside) {
    double sweep = inside ? Math.PI : -Math.PI;
    return List.of(new Curve.Arc(part, cx, cy, radius, 0, sweep), new Curve.Arc(part, cx, cy, radius, Math.PI, sweep));
  }

  public static Outline disk(double cx, double cy, double radius) {
    return new Outline(List.of(circle(0, cx, cy, radius, true)));
  }

  /** This with a round hole more. */
  public Outline without(int part, double cx, double cy, double radius) {
    var all = new ArrayList<>(loops);
    all.add(circle(part, cx, cy, radius, false));
    return new Outline(all);
  }

  List<Curve> curves() {
    return loops.stream().flatMap(List::stream).toList();
  }
}
