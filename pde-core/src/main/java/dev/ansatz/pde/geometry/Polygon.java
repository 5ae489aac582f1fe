package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import java.util.ArrayList;
import java.util.List;

/**
 * The inside of a closed chain of straight edges in the plane, in either direction. Edges of one name make one boundary
 * part.
 */
public record Polygon(List<Coordinate> coordinates, List<Edge> edges) implements Geometry {
  /** The name of an edge that was given none. */
  public static final String NAME = "polygon";
  /** More would not help. */
  private static final int MOST_CROSSINGS = 10;

  /** The edge from (x0, y0) to (x1, y1), a piece of the boundary part of this name. */
  public record Edge(String name, double x0, double y0, double x1, double y1) {
    public Edge {
      name = Shapes.canonical(name);
      x0 = x0 + 0.0;
      y0 = y0 + 0.0;
      x1 = x1 + 0.0;
      y1 = y1 + 0.0;
    }

    @Override
    public String toString() {
      return name + " from " + start() + " to " + end();
    }

    private String start() {
      return "(" + new Const(x0) + ", " + new Const(y0) + ")";
    }

    private String end() {
      return "(" + new Const(x1) + ", " + new Const(y1) + ")";
    }

    private Segment segment() {
      return new Segment(name, x0, y0, x1, y1);
    }
  }

  public Polygon {
    coordinates = List.copyOf(coordinates);
    edges = List.copyOf(edges);
  }

  /** The edges with the inside to their left, whatever direction they were given in. */
  List<Segment> counterClockwise() {
    var segments = edges.stream().map(Edge::segment).toList();
    return signedArea() >= 0 ? segments : segments.reversed().stream().map(Segment::reversed).toList();
  }

  private double signedArea() {
    double area = 0;
    // relative to a vertex, so that a small polygon far away keeps its digits
    double x = edges.isEmpty() ? 0 : edges.getFirst().x0;
    double y = edges.isEmpty() ? 0 : edges.getFirst().y0;
    for (Edge e : edges) {
      area += (e.x0 - x) * (e.y1 - y) - (e.x1 - x) * (e.y0 - y);
    }
    return area / 2;
  }

  @Override
  public Box boundingBox() {
    return Outline.bounds(coordinates, edges.stream().map(Edge::segment).toList());
  }

  @Override
  public double signedDistance(double... point) {
    double x = point[0];
    double y = point[1];
    double least = Double.POSITIVE_INFINITY;
    boolean inside = false;
    for (Edge e : edges) {
      least = Math.min(least, e.segment().distance(x, y));
      // a ray to the right crosses an odd number of edges
      boolean crosses = e.y0 > y != e.y1 > y && x < e.x0 + (y - e.y0) * (e.x1 - e.x0) / (e.y1 - e.y0);
      inside ^= crosses;
    }
    return inside ? -least : least;
  }

  @Override
  public double measure() {
    return Math.abs(signedArea());
  }

  @Override
  public double[][] map(double[][] unit) {
    return new Strips(counterClockwise()).map(unit, p -> contains(p));
  }

  @Override
  public Quadrature quadrature(int m) {
    return new Strips(counterClockwise()).quadrature(m);
  }

  @Override
  public List<Flaw> flaws() {
    var flaws = faults();
    if (flaws.isEmpty()) {
      crossings(flaws);
    }
    return List.copyOf(flaws);
  }

  /** Flaws of single edges and corners. */
  List<Flaw> faults() {
    var flaws = new ArrayList<>(Shapes.dimension(this, 2));
    if (edges.size() < 3) {
      flaws.add(new Flaw(this, "a polygon has at least three edges, not " + edges.size(), "add corners"));
      return flaws;
    }
    for (int i = 0; i < edges.size(); i++) {
      Edge e = edges.get(i);
      Edge next = edges.get((i + 1) % edges.size());
      if (!Double.isFinite(e.x0 + e.y0 + e.x1 + e.y1)) {
        flaws.add(new Flaw(e, "the edge " + e + " is not finite", "give it finite numbers"));
      } else if (e.x0 == e.x1 && e.y0 == e.y1) {
        flaws.add(new Flaw(e, "the edge " + e + " has no length", "leave it out"));
      }
      if (e.x1 != next.x0 || e.y1 != next.y0) {
        flaws.add(new Flaw(next, "the edges do not close: " + e + ", but the next one begins at " + next.start(),
            "begin each edge where the one before it ends"));
      }
    }
    return flaws;
  }

  /** O(n²) for n edges, of which most pairs are told apart by their bounding boxes. */
  private void crossings(List<Flaw> flaws) {
    int n = edges.size();
    for (int i = 0; i < n && flaws.size() < MOST_CROSSINGS; i++) {
      for (int j = i + 1; j < n && flaws.size() < MOST_CROSSINGS; j++) {
        Edge a = edges.get(i);
        Edge b = edges.get(j);
        boolean adjacent = j == i + 1 || i == 0 && j == n - 1;
        if (adjacent ? turnsBack(a, b, j == i + 1) : isNear(a, b) && Crossings.meet(a.segment(), b.segment())) {
          flaws.add(new Flaw(b, "the edges " + a + " and " + b + (adjacent ? " lie on each other" : " meet"),
              "list the corners in their order around the polygon, without crossings"));
        }
      }
    }
  }

  private static boolean isNear(Edge a, Edge b) {
    return Math.max(Math.min(a.x0, a.x1), Math.min(b.x0, b.x1)) <= Math.min(Math.max(a.x0, a.x1), Math.max(b.x0, b.x1))
        && Math.max(Math.min(a.y0, a.y1), Math.min(b.y0, b.y1)) <= Math.min(Math.max(a.y0, a.y1), Math.max(b.y0, b.y1));
  }

  /** Whether the second of two edges in a row runs back along the first. */
  private static boolean turnsBack(Edge a, Edge b, boolean inOrder) {
    if (!inOrder) {
      return turnsBack(b, a, true);
    }
    double ax = a.x1 - a.x0;
    double ay = a.y1 - a.y0;
    double bx = b.x1 - b.x0;
    double by = b.y1 - b.y0;
    return Math.abs(ax * by - ay * bx) <= 1e-14 * Math.hypot(ax, ay) * Math.hypot(bx, by) && ax * bx + ay * by < 0;
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
