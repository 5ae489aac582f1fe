package dev.ansatz.reference.fem;

import dev.ansatz.pde.geometry.Arc;
import dev.ansatz.pde.geometry.Curve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A conforming triangulation of a plane domain. Edges on the boundary, and on curves inside, know their piece of curve, so that refinement
 * follows it.
 *
 * @param curves the boundary, and those inside
 * @param x of the vertices
 * @param y of the vertices
 * @param triangles three vertices each, counterclockwise
 * @param boundary the edges on the boundary, the domain to their left
 * @param inner the edges on curves inside
 * @param grading for each vertex, where an edge that begins there is cut by {@link #refine}: 1/2 for its middle, less towards a corner
 *     where solutions are singular
 */
record TriangleMesh(List<Curve> curves, double[] x, double[] y, int[] triangles, List<CurveEdge> boundary, List<CurveEdge> inner,
    double[] grading) implements SimplexMesh {
  private static final int[][] CHILDREN = {{0, 3, 5}, {3, 1, 4}, {5, 4, 2}, {3, 4, 5}};

  /** An edge from vertex a to vertex b along a curve, from fraction s of its length to fraction t. */
  record CurveEdge(int a, int b, int curve, double s, double t) {
    double middle() {
      return (s + t) / 2;
    }
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public int vertices() {
    return x.length;
  }

  @Override
  public int[] simplices() {
    return triangles;
  }

  @Override
  public double[] coordinate(int axis) {
    return axis == 0 ? x : y;
  }

  @Override
  public int size() {
    return triangles.length / 3;
  }

  static long key(int a, int b) {
    return a < b ? (long) a << 32 | b : (long) b << 32 | a;
  }

  @Override
  public int[][] children(int triangle) {
    return CHILDREN;
  }

  @Override
  public boolean[] onCurve() {
    boolean[] on = new boolean[size()];
    var edges = byEnds();
    for (int i = 0; i < triangles.length; i++) {
      var edge = edges.get(key(triangles[i], triangles[i / 3 * 3 + (i + 1) % 3]));
      on[i / 3] |= edge != null && curves.get(edge.curve) instanceof Arc;
    }
    return on;
  }

  /** The name of the boundary part or the interface that an edge belongs to. */
  String part(CurveEdge edge) {
    return curves.get(edge.curve).name();
  }

  @Override
  public Bends bends() {
    var edges = byEnds();
    return (a, b) -> {
      var edge = edges.get(key(a, b));
      return edge == null ? null : curves.get(edge.curve).point(edge.middle());
    };
  }

  @Override
  public List<Side> sides() {
    var sides = new ArrayList<Side>();
    var onCurves = byEnds();
    for (int i = 0; i < triangles.length; i++) {
      var edge = onCurves.get(key(triangles[i], triangles[i / 3 * 3 + (i + 1) % 3]));
      if (edge != null && edge.a == triangles[i]) {
        sides.add(new Side(part(edge), i / 3, i % 3, edge.curve));
      }
    }
    return sides;
  }

  /** How many curves, the first ones, are those of the boundary. */
  int boundaryCurves() {
    return boundary.stream().mapToInt(CurveEdge::curve).max().orElse(-1) + 1;
  }

  /** The edges on curves, of the boundary and inside. */
  Map<Long, CurveEdge> byEnds() {
    var map = new HashMap<Long, CurveEdge>();
    boundary.forEach(e -> map.put(key(e.a, e.b), e));
    inner.forEach(e -> map.put(key(e.a, e.b), e));
    return map;
  }

  @Override
  public double measure(int triangle) {
    int a = triangles[3 * triangle];
    int b = triangles[3 * triangle + 1];
    int c = triangles[3 * triangle + 2];
    return ((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])) / 2;
  }

  /** The smallest angle of all triangles, in degrees. */
  double smallestAngle() {
    double smallest = 180;
    for (int i = 0; i < triangles.length; i++) {
      int a = triangles[i];
      int b = triangles[i / 3 * 3 + (i + 1) % 3];
      int c = triangles[i / 3 * 3 + (i + 2) % 3];
      double cross = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
      double dot = (x[b] - x[a]) * (x[c] - x[a]) + (y[b] - y[a]) * (y[c] - y[a]);
      smallest = Math.min(smallest, Math.toDegrees(Math.atan2(cross, dot)));
    }
    return smallest;
  }

  @Override
  public double h() {
    double longest = 0;
    for (int i = 0; i < triangles.length; i++) {
      int a = triangles[i];
      int b = triangles[i / 3 * 3 + (i + 1) % 3];
      longest = Math.max(longest, Math.hypot(x[b] - x[a], y[b] - y[a]));
    }
    return longest;
  }

  /**
   * Every triangle cut into four. An edge at a graded vertex is cut nearer to it: the same rule at each refinement makes triangles
   * of shapes that do not degenerate, of diameter h r^(1 − μ) at a distance r, where 2^(−1/μ) is the grading (Băcuţă, Nistor and
   * Zikatanov, Numer. Math. 100 (2005), doi:10.1007/s00211-005-0588-3). Vertices keep their numbers.
   */
  @Override
  public TriangleMesh refine() {
    int n = vertices();
    var cut = new HashMap<Long, Integer>();
    var onCurves = byEnds();
    double[] px = Arrays.copyOf(x, n + triangles.length);
    double[] py = Arrays.copyOf(y, n + triangles.length);
    int next = n;
    int[] fine = new int[4 * triangles.length];
    int[] m = new int[3];
    for (int t = 0; t < size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = triangles[3 * t + i];
        int b = triangles[3 * t + (i + 1) % 3];
        Integer known = cut.get(key(a, b));
        if (known == null) {
          known = next++;
          cut.put(key(a, b), known);
          double ratio = ratio(a, b);
          var edge = onCurves.get(key(a, b));
          if (edge == null) {
            px[known] = x[a] + ratio * (x[b] - x[a]);
            py[known] = y[a] + ratio * (y[b] - y[a]);
          } else {
            double s = cutOn(edge);
            double[] p = curves.get(edge.curve).point(s);
            px[known] = p[0];
            py[known] = p[1];
          }
        }
        m[i] = known;
      }
      int[] v = {triangles[3 * t], triangles[3 * t + 1], triangles[3 * t + 2]};
      int[] four = {v[0], m[0], m[2], m[0], v[1], m[1], m[2], m[1], v[2], m[0], m[1], m[2]};
      System.arraycopy(four, 0, fine, 12 * t, 12);
    }
    double[] grades = Arrays.copyOf(grading, next);
    Arrays.fill(grades, n, next, 0.5);
    return new TriangleMesh(curves, Arrays.copyOf(px, next), Arrays.copyOf(py, next), fine, halves(boundary, cut),
        halves(inner, cut), grades);
  }

  @Override
  public double ratio(int a, int b) {
    if (grading[a] == 0.5 && grading[b] == 0.5) {
      return 0.5;
    }
    // two corners on one edge: only in the coarsest mesh, whose cut in the middle parts them
    return grading[a] < 0.5 && grading[b] < 0.5 ? 0.5 : grading[a] < 0.5 ? grading[a] : 1 - grading[b];
  }

  private List<CurveEdge> halves(List<CurveEdge> edges, Map<Long, Integer> cut) {
    return edges.stream().flatMap(e -> {
      int middle = cut.get(key(e.a, e.b));
      double s = cutOn(e);
      return Stream.of(new CurveEdge(e.a, middle, e.curve, e.s, s), new CurveEdge(middle, e.b, e.curve, s, e.t));
    }).toList();
  }

  private double cutOn(CurveEdge edge) {
    return edge.s + ratio(edge.a, edge.b) * (edge.t - edge.s);
  }
}
