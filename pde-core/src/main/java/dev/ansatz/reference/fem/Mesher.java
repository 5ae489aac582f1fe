package dev.ansatz.reference.fem;

import dev.ansatz.pde.geometry.Arc;
import dev.ansatz.pde.geometry.Curve;
import dev.ansatz.pde.geometry.Outline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tinfour.common.LinearConstraint;
import org.tinfour.common.PolygonConstraint;
import org.tinfour.common.SimpleTriangle;
import org.tinfour.common.Vertex;
import org.tinfour.refinement.RuppertRefiner;
import org.tinfour.standard.IncrementalTin;
import org.tinfour.utils.TriangleCollector;

/**
 * The coarsest mesh of a domain: constrained Delaunay triangulation of points along the boundary and a hexagonal lattice inside,
 * Ruppert's refinement to angles of at least {@value #SMALLEST_ANGLE}° where the corners of the domain allow, and Laplacian
 * smoothing with new diagonals. Points that Ruppert's method adds on the boundary are moved onto its curves and the mesh is made anew,
 * so that every boundary vertex lies on its curve. Curves inside, where coefficients jump, are made of edges too. Finer meshes come by
 * {@link TriangleMesh#refine}.
 *
 * <p>Source: J. Ruppert, A Delaunay refinement algorithm for quality 2-dimensional mesh generation, J. Algorithms 18 (1995),
 * doi:10.1006/jagm.1995.1021.
 */
final class Mesher {
  static final double SMALLEST_ANGLE = 25;
  /** Edges on an arc turn by at most this much. */
  private static final double MOST_TURNING = Math.PI / 6;
  private static final double FLAT = 1e-10;
  /** Curves that come as near, over their length, meet. */
  private static final double MEETING = 1e-9;
  private static final int ROUNDS = 8;
  private static final int SMOOTHINGS = 8;

  private final List<List<Curve>> outline;
  /** The boundary, and behind it the pieces of curves inside that edges lie on. */
  private final List<Curve> curves;
  private final int boundaryCurves;
  private final double h;
  /** For each curve where others meet it, as fractions of its length, and its ends. */
  private final List<TreeSet<Double>> meetings = new ArrayList<>();

  private Mesher(Outline outline, List<Curve> inner, double h) {
    this.outline = outline.loops();
    this.h = h;
    curves = new ArrayList<>(this.outline.stream().flatMap(List::stream).toList());
    boundaryCurves = curves.size();
    curves.forEach(_ -> meetings.add(new TreeSet<>(List.of(0.0, 1.0))));
    inner.forEach(curve -> inside(outline, curve, inner));
  }

  /**
   * A mesh with edges of about h and less at small features; not graded.
   *
   * @param inner what of them lies inside is made of edges; where they lie on each other the first counts
   */
  static TriangleMesh mesh(Outline outline, List<Curve> inner, double h) {
    return new Mesher(outline, inner, h).make();
  }

  static TriangleMesh mesh(Outline outline, double h) {
    return mesh(outline, List.of(), h);
  }

  /** Adds the pieces of a curve between the points where it meets the boundary and others inside. */
  private void inside(Outline outline, Curve curve, List<Curve> inner) {
    double tolerance = MEETING * Math.max(curve.length(), h);
    var places = new TreeSet<>(List.of(0.0, 1.0));
    for (int c = 0; c < boundaryCurves; c++) {
      Curve boundary = curves.get(c);
      for (double s : boundary.meetings(curve, tolerance)) {
        add(meetings.get(c), s, tolerance / boundary.length());
      }
      curve.meetings(boundary, tolerance).forEach(s -> add(places, s, tolerance / curve.length()));
    }
    inner.stream().filter(other -> !other.equals(curve)).flatMap(other -> curve.meetings(other, tolerance).stream())
        .forEach(s -> add(places, s, tolerance / curve.length()));
    Double[] s = places.toArray(Double[]::new);
    for (int i = 0; i + 1 < s.length; i++) {
      double[] middle = curve.point((s[i] + s[i + 1]) / 2);
      boolean known = curves.subList(boundaryCurves, curves.size()).stream().anyMatch(c -> c.distance(middle[0], middle[1]) < tolerance);
      if (!known && outline.signedDistance(middle[0], middle[1]) < -tolerance) {
        curves.add(curve.between(s[i], s[i + 1]));
        meetings.add(new TreeSet<>(List.of(0.0, 1.0)));
      }
    }
  }

  private static void add(TreeSet<Double> places, double s, double tolerance) {
    Double below = places.floor(s);
    Double above = places.ceiling(s);
    if ((below == null || s - below > tolerance) && (above == null || above - s > tolerance)) {
      places.add(s);
    }
  }

  /** Points on the curves, by curve and fraction of its length. */
  private TreeSet<Double>[] cuts;

  private TriangleMesh make() {
    divideBoundary();
    for (int round = 0; ; round++) {
      var points = new Points();
      var tin = points.triangulate(lattice(points));
      new RuppertRefiner(tin, SMALLEST_ANGLE, 1e-12 * h * h).refine();
      // corners of less than about 40 degrees would be refined for ever: their triangles stay as they are
      if (round == ROUNDS || !divideWhereRefined(points, tin)) {
        return smoothed(points, tin);
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void divideBoundary() {
    cuts = new TreeSet[curves.size()];
    for (int c = 0; c < cuts.length; c++) {
      Curve curve = curves.get(c);
      cuts[c] = new TreeSet<>(meetings.get(c));
      Double[] ends = meetings.get(c).toArray(Double[]::new);
      for (int k = 0; k + 1 < ends.length; k++) {
        double share = ends[k + 1] - ends[k];
        int pieces = (int) Math.ceil(share * Math.max(curve.length() / h, turning(curve) / MOST_TURNING) - 1e-9);
        for (int i = 1; i < pieces; i++) {
          cuts[c].add(ends[k] + share * i / pieces);
        }
      }
    }
    // an edge is not longer than its distance from what is across
    boolean changed = true;
    for (int pass = 0; pass < 20 && changed; pass++) {
      changed = false;
      for (int c = 0; c < cuts.length; c++) {
        Double[] s = cuts[c].toArray(Double[]::new);
        for (int i = 0; i + 1 < s.length; i++) {
          if (gap(c, s[i], s[i + 1]) < curves.get(c).length() * (s[i + 1] - s[i])) {
            cuts[c].add((s[i] + s[i + 1]) / 2);
            changed = true;
          }
        }
      }
    }
  }

  /** The distance of the middle of an edge from the points of curves that it does not touch. */
  private double gap(int c, double s, double t) {
    Curve curve = curves.get(c);
    double[] p = curve.point((s + t) / 2);
    double gap = Double.POSITIVE_INFINITY;
    for (int other = 0; other < cuts.length; other++) {
      Curve o = curves.get(other);
      if (other == c || touch(curve, o) || Math.max(c, other) >= boundaryCurves && meet(curve, o)) {
        continue;
      }
      gap = Math.min(gap, o.distance(p[0], p[1]));
    }
    return gap;
  }

  private boolean touch(Curve a, Curve b) {
    double tolerance = 1e-9 * h;
    return distance(a.point(0), b.point(1)) < tolerance || distance(a.point(1), b.point(0)) < tolerance;
  }

  /** Whether an end of one lies on the other. */
  private boolean meet(Curve a, Curve b) {
    double tolerance = 1e-9 * h;
    for (double end : new double[] {0, 1}) {
      double[] p = a.point(end);
      double[] q = b.point(end);
      if (b.distance(p[0], p[1]) < tolerance || a.distance(q[0], q[1]) < tolerance) {
        return true;
      }
    }
    return false;
  }

  private static double distance(double[] p, double[] q) {
    return Math.hypot(p[0] - q[0], p[1] - q[1]);
  }

  private static double turning(Curve curve) {
    return curve instanceof Arc arc ? Math.abs(arc.sweep()) : 0;
  }

  /** Boundary vertices and edges of the division so far. */
  private final class Points {
    final List<Vertex> vertices = new ArrayList<>();
    final List<List<Vertex>> loops = new ArrayList<>();
    /** All of them, those of the boundary first. */
    final Map<Long, TriangleMesh.CurveEdge> edges = new LinkedHashMap<>();
    final List<List<Vertex>> chains = new ArrayList<>();

    Points() {
      int c = 0;
      for (var loop : outline) {
        var polygon = new ArrayList<Vertex>();
        int first = vertices.size();
        for (Curve curve : loop) {
          Double[] s = cuts[c].toArray(Double[]::new);
          for (int i = 0; i + 1 < s.length; i++) {
            double[] p = curve.point(s[i]);
            var vertex = new Vertex(p[0], p[1], 0, vertices.size());
            vertices.add(vertex);
            polygon.add(vertex);
          }
          int a = vertices.size() - s.length + 1;
          boolean last = curve == loop.getLast();
          for (int i = 0; i + 1 < s.length; i++) {
            int b = last && i + 2 == s.length ? first : a + i + 1;
            edges.put(TriangleMesh.key(a + i, b), new TriangleMesh.CurveEdge(a + i, b, c, s[i], s[i + 1]));
          }
          c++;
        }
        loops.add(polygon);
      }
      for (; c < curves.size(); c++) {
        Double[] s = cuts[c].toArray(Double[]::new);
        var chain = new ArrayList<Vertex>();
        for (double at : s) {
          chain.add(vertexAt(curves.get(c).point(at), at == 0 || at == 1));
        }
        for (int i = 0; i + 1 < s.length; i++) {
          int a = chain.get(i).getIndex();
          int b = chain.get(i + 1).getIndex();
          edges.put(TriangleMesh.key(a, b), new TriangleMesh.CurveEdge(a, b, c, s[i], s[i + 1]));
        }
        chains.add(chain);
      }
    }

    /** A new vertex, or where curves meet the one that is there. */
    private Vertex vertexAt(double[] p, boolean meeting) {
      var known = vertices.stream().filter(v -> meeting && Math.hypot(v.getX() - p[0], v.getY() - p[1]) < 1e-8 * h).findFirst();
      if (known.isPresent()) {
        return known.get();
      }
      var vertex = new Vertex(p[0], p[1], 0, vertices.size());
      vertices.add(vertex);
      return vertex;
    }

    IncrementalTin triangulate(List<Vertex> inside) {
      var tin = new IncrementalTin(h);
      var all = new ArrayList<>(vertices);
      all.addAll(inside);
      tin.add(all, null);
      var constraints = new ArrayList<org.tinfour.common.IConstraint>();
      for (var loop : loops) {
        var constraint = new PolygonConstraint(loop);
        constraint.complete();
        constraints.add(constraint);
      }
      for (var chain : chains) {
        var constraint = new LinearConstraint(chain);
        constraint.complete();
        constraints.add(constraint);
      }
      tin.addConstraints(constraints, true);
      return tin;
    }

    /** The boundary edge that a point lies on, or null. */
    TriangleMesh.CurveEdge edgeAt(Vertex v) {
      for (var e : edges.values()) {
        Vertex a = vertices.get(e.a());
        Vertex b = vertices.get(e.b());
        if (distance(v.getX(), v.getY(), a, b) < 1e-9 * a.getDistance(b)) {
          return e;
        }
      }
      return null;
    }

    /** How far a point is from the middle of the nearest boundary edge, over the length of that edge. */
    double clearance(double x, double y) {
      double least = Double.POSITIVE_INFINITY;
      for (var e : edges.values()) {
        Vertex a = vertices.get(e.a());
        Vertex b = vertices.get(e.b());
        double length = a.getDistance(b);
        double distance = distance(x, y, a, b);
        least = Math.min(least, distance / length);
        // the size may grow by half with the distance
        least = Math.min(least, (length + distance / 2) / h - 0.2);
      }
      return least;
    }
  }

  private static double distance(double x, double y, Vertex a, Vertex b) {
    double dx = b.getX() - a.getX();
    double dy = b.getY() - a.getY();
    double s = Math.clamp(((x - a.getX()) * dx + (y - a.getY()) * dy) / (dx * dx + dy * dy), 0, 1);
    return Math.hypot(x - a.getX() - s * dx, y - a.getY() - s * dy);
  }

  /** Points of a hexagonal lattice that are clear of the boundary. */
  private List<Vertex> lattice(Points points) {
    double x0 = points.vertices.stream().mapToDouble(Vertex::getX).min().orElseThrow();
    double x1 = points.vertices.stream().mapToDouble(Vertex::getX).max().orElseThrow();
    double y0 = points.vertices.stream().mapToDouble(Vertex::getY).min().orElseThrow();
    double y1 = points.vertices.stream().mapToDouble(Vertex::getY).max().orElseThrow();
    double rise = h * Math.sqrt(3) / 2;
    var inside = new ArrayList<Vertex>();
    int rows = (int) Math.ceil((y1 - y0) / rise);
    for (int j = 1; j < rows; j++) {
      // rows at equal distances from both ends
      double y = y0 + (y1 - y0) * j / rows;
      for (double x = x0 + h * (j % 2 == 0 ? 1 : 0.5); x < x1; x += h) {
        if (inside(points, x, y) && points.clearance(x, y) > 0.6) {
          inside.add(new Vertex(x, y, 0, -1));
        }
      }
    }
    return inside;
  }

  private static boolean inside(Points points, double x, double y) {
    boolean inside = false;
    for (var loop : points.loops) {
      for (int i = 0, j = loop.size() - 1; i < loop.size(); j = i++) {
        Vertex a = loop.get(i);
        Vertex b = loop.get(j);
        if (a.getY() > y != b.getY() > y && x < a.getX() + (y - a.getY()) / (b.getY() - a.getY()) * (b.getX() - a.getX())) {
          inside = !inside;
        }
      }
    }
    return inside;
  }

  private static List<SimpleTriangle> triangles(Points points, IncrementalTin tin) {
    var triangles = new ArrayList<SimpleTriangle>();
    TriangleCollector.visitSimpleTriangles(tin, t -> {
      Vertex a = t.getVertexA();
      Vertex b = t.getVertexB();
      Vertex c = t.getVertexC();
      double longest = Math.max(a.getDistance(b), Math.max(b.getDistance(c), c.getDistance(a)));
      // rounding leaves flat triangles between points of one straight edge
      boolean flat = Math.abs(t.getArea()) < FLAT * longest * longest;
      if (!flat && inside(points, (a.getX() + b.getX() + c.getX()) / 3, (a.getY() + b.getY() + c.getY()) / 3)) {
        triangles.add(t);
      }
    });
    return triangles;
  }

  /** Cuts boundary edges on which a refinement has put points; true if there were any. */
  private boolean divideWhereRefined(Points points, IncrementalTin tin) {
    boolean any = false;
    for (Vertex v : added(points, tin)) {
      var edge = points.edgeAt(v);
      if (edge != null) {
        any |= cuts[edge.curve()].add(edge.middle());
      }
    }
    return any;
  }

  private static List<Vertex> added(Points points, IncrementalTin tin) {
    Set<Vertex> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(points.vertices);
    return tin.getVertices().stream().filter(v -> !known.contains(v)).toList();
  }

  private TriangleMesh smoothed(Points points, IncrementalTin refined) {
    int fixed = points.vertices.size();
    var interior = new ArrayList<Vertex>();
    added(points, refined).stream().filter(v -> points.edgeAt(v) == null && inside(points, v.getX(), v.getY()))
        .forEach(v -> interior.add(new Vertex(v.getX(), v.getY(), 0, fixed + interior.size())));
    TriangleMesh best = mesh(points, interior);
    for (int k = 0; k < SMOOTHINGS; k++) {
      double[] x = new double[best.vertices()];
      double[] y = new double[best.vertices()];
      int[] count = new int[best.vertices()];
      for (int i = 0; i < best.triangles().length; i++) {
        int a = best.triangles()[i];
        int b = best.triangles()[i / 3 * 3 + (i + 1) % 3];
        x[a] += best.x()[b];
        y[a] += best.y()[b];
        count[a]++;
      }
      var moved = new ArrayList<Vertex>();
      for (int i = 0; i < interior.size(); i++) {
        int v = fixed + i;
        moved.add(new Vertex(x[v] / count[v], y[v] / count[v], 0, v));
      }
      TriangleMesh next = mesh(points, moved);
      if (!(next.smallestAngle() > best.smallestAngle())) {
        break;
      }
      best = next;
    }
    return best;
  }

  /** The constrained Delaunay triangulation. */
  private TriangleMesh mesh(Points points, List<Vertex> interior) {
    var tin = points.triangulate(interior);
    int n = points.vertices.size() + interior.size();
    double[] x = new double[n];
    double[] y = new double[n];
    for (var list : List.of(points.vertices, interior)) {
      for (Vertex v : list) {
        x[v.getIndex()] = v.getX();
        y[v.getIndex()] = v.getY();
      }
    }
    var collected = triangles(points, tin);
    int[] triangles = new int[3 * collected.size()];
    for (int t = 0; t < collected.size(); t++) {
      triangles[3 * t] = collected.get(t).getVertexA().getIndex();
      triangles[3 * t + 1] = collected.get(t).getVertexB().getIndex();
      triangles[3 * t + 2] = collected.get(t).getVertexC().getIndex();
    }
    double[] grading = new double[n];
    Arrays.fill(grading, 0.5);
    return new TriangleMesh(List.copyOf(curves), x, y, triangles,
        points.edges.values().stream().filter(e -> e.curve() < boundaryCurves).toList(),
        points.edges.values().stream().filter(e -> e.curve() >= boundaryCurves).toList(), grading);
  }
}
