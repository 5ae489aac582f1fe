package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Ball;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Combination;
import dev.ansatz.pde.geometry.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Fills a solid made of boxes and balls with tetrahedra. A body-centred cubic lattice, whose cubes end at the faces of the boxes, is cut
 * by one sphere after the other: vertices near it are moved onto it, staying on the planes and spheres that they lie on already, and the
 * tetrahedra that it still crosses are cut along it. What is outside is taken away, and vertices next to flat tetrahedra are moved a
 * little.
 *
 * <p>Source: F. Labelle and J. R. Shewchuk, Isosurface stuffing, ACM Trans. Graph. 26 (2007), doi:10.1145/1276377.1276448, for one smooth
 * surface. Deviations: planes are part of the lattice; a vertex moves to the nearest point of its patches rather than along an edge;
 * quadrilaterals are cut along the shorter diagonal; so that angles have no proven bound and are measured instead.
 */
final class LatticeMesher {
  /** Of an edge, as seen from its nearer end. */
  private static final double NEAR = 0.3;
  private static final int SMOOTHINGS = 12;
  /** Sines of dihedral angles below it are improved. */
  private static final double FLAT = 0.35;
  private static final int MOST_SPLITS = 6;
  /** The least sine of a dihedral angle that a mesh may have, and its refinements in the limit: of 8°. */
  private static final double FLATTEST = 0.14;
  private static final int MOST_SIZES = 8;
  private static final double SMALLER = 0.85;
  private static final int MOST_CUBES = 200_000;
  /** A part of the boundary may have lost as much of its area. */
  private static final double LOST = 0.3;
  private static final int[][] CUBE_FACES = {{0, 0, 1, 2}, {1, 1, 2, 0}, {2, 2, 0, 1}};

  private final Geometry solid;
  private final Patches patches;
  private final double extent;
  private double[][] x = new double[3][1024];
  private long[] on = new long[1024];
  private int vertices;
  private int[] simplices = new int[4096];
  /** For each tetrahedron the spheres that it lies in, and those all of whose vertices lie on. */
  private long[] inside = new long[1024];
  private long[] flat = new long[1024];
  private int size;
  /** For each tetrahedron with curved edges the patches that each of its edges lies on, none for straight ones; null until it is known. */
  private long[][] bent;

  private LatticeMesher(Geometry solid, Patches patches) {
    this.solid = solid;
    this.patches = patches;
    extent = solid.boundingBox().ranges().stream().mapToDouble(Range::length).max().orElseThrow();
  }

  /**
   * A mesh of a solid. Where one by cubes of the size asked for would have bad shapes, or miss a part of the boundary, smaller ones are
   * tried.
   *
   * @param inner planes inside that faces are to lie on
   * @param h edges of the cubes are not longer
   * @throws MeshFailure if no size that was tried gives a good mesh
   */
  static TetrahedronMesh mesh(Geometry solid, List<Patch.Plane> inner, double h) {
    double size = h;
    String fault = "";
    for (int attempt = 0; attempt < MOST_SIZES; attempt++, size *= SMALLER) {
      try {
        return byCubes(solid, inner, size);
      } catch (Fault found) {
        fault = found.getMessage();
      }
    }
    throw new MeshFailure(String.format(Locale.ROOT, "no mesh of good tetrahedra was found: by cubes of %.2g, %s; where surfaces come very near "
        + "to each other or touch, move or resize the shapes, and where parts are small, begin with a finer mesh by n", size / SMALLER, fault));
  }

  /** What keeps the cubes of one size from becoming a good mesh. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message);
    }
  }

  private static TetrahedronMesh byCubes(Geometry solid, List<Patch.Plane> inner, double h) throws Fault {
    var all = new ArrayList<>(Patch.of(solid));
    inner.stream().filter(p -> all.stream().noneMatch(q -> q instanceof Patch.Plane(_, int axis, double value) && axis == p.axis() && value == p.value()))
        .forEach(all::add);
    if (all.size() > Patches.MOST) {
      throw new MeshFailure("the domain has more than " + Patches.MOST + " planes and spheres");
    }
    var mesher = new LatticeMesher(solid, new Patches(all));
    mesher.lattice(h);
    for (int k = 0; k < all.size(); k++) {
      if (all.get(k) instanceof Patch.Sphere) {
        mesher.cut(k);
      }
    }
    return mesher.finish(inner);
  }

  // ---- the lattice ----

  private void lattice(double h) {
    double[][] levels = new double[3][];
    boolean[][] closed = new boolean[3][];
    for (int axis = 0; axis < 3; axis++) {
      levels[axis] = levels(axis, h);
      closed[axis] = new boolean[levels[axis].length];
      for (int k = 0; k < closed[axis].length; k++) {
        closed[axis][k] = k == 0 || k == closed[axis].length - 1 || planes(axis, levels[axis][k]) != 0;
      }
    }
    int[] n = {levels[0].length, levels[1].length, levels[2].length};
    if ((double) n[0] * n[1] * n[2] > MOST_CUBES) {
      throw new MeshFailure("the domain is so thin, or its parts so small, that more than " + MOST_CUBES + " cubes would be needed for a first mesh");
    }
    int[] step = {1, n[0], n[0] * n[1]};
    for (int k = 0; k < n[2]; k++) {
      for (int j = 0; j < n[1]; j++) {
        for (int i = 0; i < n[0]; i++) {
          vertex(levels[0][i], levels[1][j], levels[2][k], planes(0, levels[0][i]) | planes(1, levels[1][j]) | planes(2, levels[2][k]));
        }
      }
    }
    int centres = vertices;
    int[] cells = {1, n[0] - 1, (n[0] - 1) * (n[1] - 1)};
    for (int k = 0; k + 1 < n[2]; k++) {
      for (int j = 0; j + 1 < n[1]; j++) {
        for (int i = 0; i + 1 < n[0]; i++) {
          vertex((levels[0][i] + levels[0][i + 1]) / 2, (levels[1][j] + levels[1][j + 1]) / 2, (levels[2][k] + levels[2][k + 1]) / 2, 0);
        }
      }
    }
    int[] at = new int[3];
    for (at[2] = 0; at[2] + 1 < n[2]; at[2]++) {
      for (at[1] = 0; at[1] + 1 < n[1]; at[1]++) {
        for (at[0] = 0; at[0] + 1 < n[0]; at[0]++) {
          int centre = centres + at[0] + at[1] * cells[1] + at[2] * cells[2];
          int corner = at[0] + at[1] * step[1] + at[2] * step[2];
          for (int[] f : CUBE_FACES) {
            int axis = f[1];
            int u = step[f[2]];
            int v = step[f[3]];
            for (int upper = 0; upper < 2; upper++) {
              int base = corner + upper * step[axis];
              int[] ring = {base, base + u, base + u + v, base + v};
              boolean even = (at[0] + at[1] + at[2] + upper) % 2 == 0;
              if (closed[axis][at[axis] + upper]) {
                // one diagonal for the cubes on both sides
                int s = even ? 0 : 1;
                tetrahedron(centre, ring[s], ring[s + 1], ring[s + 2], 0, 0);
                tetrahedron(centre, ring[s], ring[s + 2], ring[(s + 3) % 4], 0, 0);
              } else if (upper == 1) {
                for (int e = 0; e < 4; e++) {
                  tetrahedron(centre, centre + cells[axis], ring[e], ring[(e + 1) % 4], 0, 0);
                }
              }
            }
          }
        }
      }
    }
  }

  /** The planes of constant coordinate at a level. */
  private long planes(int axis, double level) {
    long set = 0;
    for (int k = 0; k < patches.all().size(); k++) {
      if (patches.all().get(k) instanceof Patch.Plane(_, int a, double value) && a == axis && Math.abs(value - level) <= 1e-12 * extent) {
        set |= 1L << k;
      }
    }
    return set;
  }

  private double[] levels(int axis, double h) {
    var range = solid.boundingBox().ranges().get(axis);
    var stops = new TreeSet<Double>();
    for (Patch patch : patches.all()) {
      if (patch instanceof Patch.Plane(_, int a, double value) && a == axis && value > range.lower() - 1e-12 * extent && value < range.upper() + 1e-12 * extent
          && stops.stream().noneMatch(s -> Math.abs(s - value) <= 1e-12 * extent)) {
        stops.add(value);
      }
    }
    double lower = range.lower();
    double upper = range.upper();
    boolean below = stops.isEmpty() || stops.getFirst() > lower + 1e-12 * extent;
    boolean above = stops.isEmpty() || stops.getLast() < upper - 1e-12 * extent;
    if (below || above) {
      // beyond round ends by something between a half and one cube
      double from = below ? lower : stops.getFirst();
      double to = above ? upper : stops.getLast();
      int ends = (below ? 1 : 0) + (above ? 1 : 0);
      double more = Math.ceil((to - from) / h + 0.5 * ends) * h - (to - from);
      if (below) {
        stops.add(lower - more / ends);
      }
      if (above) {
        stops.add(upper + more / ends);
      }
    }
    var levels = new ArrayList<Double>();
    Double before = null;
    for (double stop : stops) {
      if (before != null) {
        int cuts = Math.max(1, (int) Math.ceil((stop - before) / h - 1e-9));
        for (int i = 1; i < cuts; i++) {
          levels.add(before + (stop - before) * i / cuts);
        }
      }
      levels.add(stop);
      before = stop;
    }
    return levels.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int vertex(double px, double py, double pz, long set) {
    if (vertices == on.length) {
      for (int axis = 0; axis < 3; axis++) {
        x[axis] = Arrays.copyOf(x[axis], 2 * vertices);
      }
      on = Arrays.copyOf(on, 2 * vertices);
    }
    x[0][vertices] = px;
    x[1][vertices] = py;
    x[2][vertices] = pz;
    on[vertices] = set;
    return vertices++;
  }

  /** In either orientation. */
  private void tetrahedron(int a, int b, int c, int d, long in, long allOn) {
    boolean turned = Tetrahedra.volume(x, a, b, c, d) < 0;
    append(a, b, turned ? d : c, turned ? c : d, in, allOn);
  }

  private void append(int a, int b, int c, int d, long in, long allOn) {
    if (size == inside.length) {
      simplices = Arrays.copyOf(simplices, 8 * size);
      inside = Arrays.copyOf(inside, 2 * size);
      flat = Arrays.copyOf(flat, 2 * size);
    }
    simplices[4 * size] = a;
    simplices[4 * size + 1] = b;
    simplices[4 * size + 2] = c;
    simplices[4 * size + 3] = d;
    inside[size] = in;
    flat[size++] = allOn;
  }

  // ---- cutting ----

  /** The tetrahedra at each vertex. */
  private record Stars(int[] start, int[] simplex) {
    static Stars of(int vertices, int[] simplices, int size) {
      int[] start = new int[vertices + 1];
      for (int i = 0; i < 4 * size; i++) {
        start[simplices[i] + 1]++;
      }
      for (int v = 0; v < vertices; v++) {
        start[v + 1] += start[v];
      }
      int[] at = start.clone();
      int[] simplex = new int[4 * size];
      for (int i = 0; i < 4 * size; i++) {
        simplex[at[simplices[i]]++] = i >> 2;
      }
      return new Stars(start, simplex);
    }
  }

  private double offset(int patch, int v) {
    return (on[v] >> patch & 1) != 0 ? 0 : patches.all().get(patch).offset(x[0][v], x[1][v], x[2][v]);
  }

  private void cut(int sphere) {
    long bit = 1L << sphere;
    double[] d = new double[vertices];
    for (int v = 0; v < vertices; v++) {
      d[v] = offset(sphere, v);
      if (Math.abs(d[v]) <= 1e-10 * extent) {
        d[v] = 0;
        on[v] |= bit;
      }
    }
    snap(sphere, d);
    var curved = new ArrayList<Integer>();
    var onOthers = edgesOnSpheres(bit);
    var numbers = new EdgeNumbers(1024);
    int first = vertices;
    int[] old = Arrays.copyOf(simplices, 4 * size);
    long[] oldInside = Arrays.copyOf(inside, size);
    long[] oldFlat = Arrays.copyOf(flat, size);
    int count = size;
    size = 0;
    int[] negative = new int[4];
    int[] positive = new int[4];
    int[] zero = new int[4];
    for (int t = 0; t < count; t++) {
      int n = 0;
      int p = 0;
      int z = 0;
      for (int i = 0; i < 4; i++) {
        int v = old[4 * t + i];
        if (d[v] < 0) {
          negative[n++] = v;
        } else if (d[v] > 0) {
          positive[p++] = v;
        } else {
          zero[z++] = v;
        }
      }
      if (n == 0 || p == 0) {
        tetrahedron(old[4 * t], old[4 * t + 1], old[4 * t + 2], old[4 * t + 3], oldInside[t] | (n > 0 ? bit : 0), oldFlat[t] | (z == 4 ? bit : 0));
        continue;
      }
      int[][] cuts = new int[n][p];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          int number = first + numbers.of(negative[i], positive[j]);
          if (number == vertices) {
            cutPoint(sphere, negative[i], positive[j], onOthers, curved);
          }
          cuts[i][j] = number;
        }
      }
      int[][] turned = new int[p][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          turned[j][i] = cuts[i][j];
        }
      }
      piece(Arrays.copyOf(negative, n), Arrays.copyOf(zero, z), cuts, oldInside[t] | bit, oldFlat[t]);
      piece(Arrays.copyOf(positive, p), Arrays.copyOf(zero, z), turned, oldInside[t], oldFlat[t]);
    }
    if (!curved.isEmpty()) {
      var stars = Stars.of(vertices, simplices, size);
      for (int v : curved) {
        double[] to = {x[0][v], x[1][v], x[2][v]};
        if (patches.project(on[v], to)) {
          move(v, to, stars, 0);
        }
      }
    }
  }

  /** Moves vertices onto a sphere that it passes near by on one of their edges, the nearest first. */
  private void snap(int sphere, double[] d) {
    long bit = 1L << sphere;
    var stars = Stars.of(vertices, simplices, size);
    double[] near = new double[vertices];
    Arrays.fill(near, 1);
    for (int t = 0; t < size; t++) {
      for (int[] e : SimplexMesh.TETRAHEDRON_EDGES) {
        int a = simplices[4 * t + e[0]];
        int b = simplices[4 * t + e[1]];
        if (d[a] * d[b] < 0) {
          double s = d[a] / (d[a] - d[b]);
          near[a] = Math.min(near[a], s);
          near[b] = Math.min(near[b], 1 - s);
        }
      }
    }
    var order = IntStream.range(0, vertices).filter(v -> near[v] < NEAR).boxed().sorted((a, b) -> near[a] != near[b] ? Double.compare(near[a], near[b])
        : Integer.compare(a, b)).toList();
    for (int v : order) {
      boolean crossed = false;
      for (int k = stars.start[v]; k < stars.start[v + 1] && !crossed; k++) {
        for (int i = 0; i < 4; i++) {
          int w = simplices[4 * stars.simplex[k] + i];
          crossed |= d[v] * d[w] < 0 && d[v] / (d[v] - d[w]) < NEAR;
        }
      }
      double[] to = {x[0][v], x[1][v], x[2][v]};
      if (crossed && patches.project(on[v] | bit, to) && move(v, to, stars, 0.05)) {
        on[v] |= bit;
        d[v] = 0;
      }
    }
  }

  /** Moves a vertex unless a tetrahedron at it gets a dihedral angle whose sine is not above a bound. */
  private boolean move(int v, double[] to, Stars stars, double least) {
    double[] from = {x[0][v], x[1][v], x[2][v]};
    for (int axis = 0; axis < 3; axis++) {
      x[axis][v] = to[axis];
    }
    if (worst(v, stars) > least) {
      return true;
    }
    for (int axis = 0; axis < 3; axis++) {
      x[axis][v] = from[axis];
    }
    return false;
  }

  private double worst(int v, Stars stars) {
    double worst = 1;
    for (int k = stars.start[v]; k < stars.start[v + 1]; k++) {
      worst = Math.min(worst, shape(stars.simplex[k]));
    }
    return worst;
  }

  /**
   * The smallest sine of a dihedral angle of a tetrahedron and, if edges of it are curved, of those that its parabolas leave its corners
   * in: what its refinements tend to there.
   */
  private double shape(int t) {
    double worst = Tetrahedra.smallestSine(x, simplices, t);
    if (bent == null || bent[t] == null) {
      return worst;
    }
    double[][] middles = new double[6][];
    for (int e = 0; e < 6; e++) {
      if (bent[t][e] != 0) {
        int a = simplices[4 * t + SimplexMesh.TETRAHEDRON_EDGES[e][0]];
        int b = simplices[4 * t + SimplexMesh.TETRAHEDRON_EDGES[e][1]];
        middles[e] = new double[] {(x[0][a] + x[0][b]) / 2, (x[1][a] + x[1][b]) / 2, (x[2][a] + x[2][b]) / 2};
        if (!patches.project(bent[t][e], middles[e])) {
          return -1;
        }
      }
    }
    double[][] at = new double[3][4];
    for (int corner = 0; corner < 4 && worst > 0; corner++) {
      int v = simplices[4 * t + corner];
      for (int e = 0; e < 6; e++) {
        int[] ends = SimplexMesh.TETRAHEDRON_EDGES[e];
        if (ends[0] != corner && ends[1] != corner) {
          continue;
        }
        int other = ends[0] == corner ? ends[1] : ends[0];
        int w = simplices[4 * t + other];
        for (int axis = 0; axis < 3; axis++) {
          at[axis][corner] = x[axis][v];
          at[axis][other] = middles[e] == null ? x[axis][w] : 4 * middles[e][axis] - 2 * x[axis][v] - x[axis][w];
        }
      }
      worst = Math.min(worst, Tetrahedra.smallestSine(at, new int[] {0, 1, 2, 3}, 0));
    }
    return worst;
  }

  /** The edges that lie on spheres cut before, in faces with the sphere's inside on one side, as bits of these spheres. */
  private HashMap<Long, Long> edgesOnSpheres(long but) {
    var edges = new HashMap<Long, Long>();
    long spheres = patches.spheres() & ~but;
    var open = new HashMap<List<Integer>, Integer>();
    for (int t = 0; t < size; t++) {
      for (int[] side : SimplexMesh.TETRAHEDRON_SIDES) {
        int a = simplices[4 * t + side[0]];
        int b = simplices[4 * t + side[1]];
        int c = simplices[4 * t + side[2]];
        if ((on[a] & on[b] & on[c] & spheres) == 0) {
          continue;
        }
        Integer other = open.put(face(a, b, c), t);
        if (other != null) {
          long between = (inside[t] ^ inside[other]) & on[a] & on[b] & on[c] & spheres;
          if (between != 0) {
            edges.merge(TriangleMesh.key(a, b), between, (p, q) -> p | q);
            edges.merge(TriangleMesh.key(b, c), between, (p, q) -> p | q);
            edges.merge(TriangleMesh.key(c, a), between, (p, q) -> p | q);
          }
        }
      }
    }
    return edges;
  }

  private static List<Integer> face(int a, int b, int c) {
    int least = Math.min(a, Math.min(b, c));
    int most = Math.max(a, Math.max(b, c));
    return List.of(least, a + b + c - least - most, most);
  }

  /** Where a sphere cuts an edge, on the chord; what lies on another sphere too is put there later. */
  private void cutPoint(int sphere, int a, int b, HashMap<Long, Long> onOthers, List<Integer> curved) {
    Ball ball = ((Patch.Sphere) patches.all().get(sphere)).ball();
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (int axis = 0; axis < 3; axis++) {
      double from = x[axis][a] - ball.center().get(axis);
      double way = x[axis][b] - x[axis][a];
      aa += from * from;
      ab += from * way;
      bb += way * way;
    }
    // a is inside: the greater root of |a + s (b − a)|² = r²
    double below = ball.radius() * ball.radius() - aa;
    double s = ab > 0 ? below / (ab + Math.sqrt(ab * ab + bb * below)) : (Math.sqrt(ab * ab + bb * below) - ab) / bb;
    s = Math.clamp(s, 0, 1);
    long others = onOthers.getOrDefault(TriangleMesh.key(a, b), 0L);
    long set = on[a] & on[b] & ~patches.spheres() | others | 1L << sphere;
    double[] p = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      p[axis] = x[axis][a] == x[axis][b] ? x[axis][a] : x[axis][a] + s * (x[axis][b] - x[axis][a]);
    }
    int v = vertex(p[0], p[1], p[2], set);
    if (others != 0) {
      curved.add(v);
    }
  }

  /** What of a tetrahedron lies on one side: its corners there and on the sphere, and for each of the former its cut points. */
  private void piece(int[] own, int[] zero, int[][] cuts, long in, long allOn) {
    int others = cuts[0].length;
    if (own.length == 1) {
      int[] v = new int[4];
      v[0] = own[0];
      System.arraycopy(cuts[0], 0, v, 1, others);
      System.arraycopy(zero, 0, v, 1 + others, zero.length);
      tetrahedron(v[0], v[1], v[2], v[3], in, allOn);
    } else if (own.length == 2 && others == 1) {
      fan(zero[0], new int[] {cuts[0][0], own[0], own[1], cuts[1][0]}, in, allOn);
    } else if (own.length == 2) {
      wedge(new int[] {own[0], cuts[0][0], cuts[0][1]}, new int[] {own[1], cuts[1][0], cuts[1][1]}, in, allOn);
    } else {
      wedge(own, new int[] {cuts[0][0], cuts[1][0], cuts[2][0]}, in, allOn);
    }
  }

  /** Whether the diagonal from the first corner of a quadrilateral is the one to cut it along, the same from both sides. */
  private boolean first(int a, int b, int c, int d) {
    double one = Tetrahedra.square(x, a, c);
    double other = Tetrahedra.square(x, b, d);
    return one != other ? one < other : Math.min(a, c) < Math.min(b, d);
  }

  /** A pyramid. */
  private void fan(int apex, int[] q, long in, long allOn) {
    int s = first(q[0], q[1], q[2], q[3]) ? 0 : 1;
    tetrahedron(apex, q[s], q[s + 1], q[s + 2], in, allOn);
    tetrahedron(apex, q[s], q[s + 2], q[(s + 3) % 4], in, allOn);
  }

  /** A prism: from a corner at which two of its diagonals meet, or if they run around from a point inside. */
  private void wedge(int[] p, int[] q, long in, long allOn) {
    boolean[] up = new boolean[3];
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      // the diagonal of the quadrilateral p_i p_j q_j q_i from p_i to q_j
      up[i] = first(p[i], p[j], q[j], q[i]);
    }
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      if (up[i] && !up[k]) {
        // both from p_i
        tetrahedron(p[i], q[0], q[1], q[2], in, allOn);
        fan(p[i], new int[] {p[j], p[k], q[k], q[j]}, in, allOn);
        return;
      }
    }
    double[] middle = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int axis = 0; axis < 3; axis++) {
        middle[axis] += (x[axis][p[i]] + x[axis][q[i]]) / 6;
      }
    }
    int m = vertex(middle[0], middle[1], middle[2], 0);
    tetrahedron(m, p[0], p[1], p[2], in, allOn);
    tetrahedron(m, q[0], q[1], q[2], in, allOn);
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      fan(m, new int[] {p[i], p[j], q[j], q[i]}, in, allOn);
    }
  }

  // ---- the solid ----

  private enum Truth { NO, UNKNOWN, YES }

  private Truth lies(int t, Geometry g) {
    return switch (g) {
      case Box box -> {
        double[] centre = new double[3];
        for (int axis = 0; axis < 3; axis++) {
          for (int i = 0; i < 4; i++) {
            centre[axis] += x[axis][simplices[4 * t + i]] / 4;
          }
        }
        yield box.contains(centre) ? Truth.YES : Truth.NO;
      }
      case Ball ball -> {
        int k = patches.all().indexOf(new Patch.Sphere(ball.name(), ball));
        yield (flat[t] >> k & 1) != 0 ? Truth.UNKNOWN : (inside[t] >> k & 1) != 0 ? Truth.YES : Truth.NO;
      }
      case Combination c -> {
        int a = lies(t, c.first()).ordinal();
        int b = lies(t, c.second()).ordinal();
        yield Truth.values()[switch (c.operation()) {
          case UNION -> Math.max(a, b);
          case INTERSECTION -> Math.min(a, b);
          case DIFFERENCE -> Math.min(a, 2 - b);
        }];
      }
      default -> throw new AssertionError(g);
    };
  }

  private TetrahedronMesh finish(List<Patch.Plane> inner) throws Fault {
    int kept = 0;
    for (int t = 0; t < size; t++) {
      if (lies(t, solid) == Truth.YES) {
        System.arraycopy(simplices, 4 * t, simplices, 4 * kept++, 4);
      }
    }
    size = kept;
    if (size == 0) {
      throw new Fault("no cube lies in it");
    }
    compact();
    var mesh = mesh();
    for (int k = 0; k < MOST_SPLITS && split(mesh); k++) {
      mesh = mesh();
    }
    smooth(mesh, inner);
    double worst = 1;
    for (int t = 0; t < size; t++) {
      worst = Math.min(worst, shape(t));
    }
    if (worst < FLATTEST) {
      throw new Fault(String.format(Locale.ROOT, "there are dihedral angles of %.1f°", Math.toDegrees(Math.asin(Math.max(worst, 0)))));
    }
    var whole = new TetrahedronMesh(patches, new double[][] {Arrays.copyOf(x[0], vertices), Arrays.copyOf(x[1], vertices), Arrays.copyOf(x[2], vertices)},
        mesh.simplices(), mesh.faces(), mesh.patchOf());
    resolved(whole);
    return whole;
  }

  /** That the faces make up every piece of the boundary, and meet two by two. */
  private void resolved(TetrahedronMesh mesh) throws Fault {
    double[] area = new double[patches.all().size()];
    var around = new HashMap<Long, Integer>();
    for (int f = 0; f < mesh.faces().length; f++) {
      int t = mesh.faces()[f] >> 2;
      int[] side = SimplexMesh.TETRAHEDRON_SIDES[mesh.faces()[f] & 3];
      int[] v = {simplices[4 * t + side[0]], simplices[4 * t + side[1]], simplices[4 * t + side[2]]};
      area[mesh.patchOf()[f]] += Tetrahedra.area(x, v[0], v[1], v[2]);
      for (int i = 0; i < 3; i++) {
        around.merge(TriangleMesh.key(v[i], v[(i + 1) % 3]), 1, Integer::sum);
      }
    }
    if (around.values().stream().anyMatch(n -> n != 2)) {
      throw new Fault("surfaces that do not meet are not told apart");
    }
    double[] exact = new double[area.length];
    for (BoundaryPart part : solid.parts()) {
      for (BoundaryPart piece : part.pieces()) {
        var rule = piece.quadrature(8);
        for (int k = 0; k < area.length; k++) {
          if (patches.all().get(k).name().equals(part.name())
              && Math.abs(patches.all().get(k).offset(rule.points()[0][0], rule.points()[1][0], rule.points()[2][0])) <= 1e-9 * extent) {
            exact[k] += Arrays.stream(rule.weights()).sum();
          }
        }
      }
    }
    for (int k = 0; k < area.length; k++) {
      if (area[k] < (1 - LOST) * exact[k] || area[k] > (1 + LOST) * exact[k]) {
        throw new Fault("a part of the boundary on '" + patches.all().get(k).name() + "' is not resolved");
      }
    }
  }

  /** Leaves out vertices without tetrahedra. */
  private void compact() {
    int[] number = new int[vertices];
    Arrays.fill(number, -1);
    int count = 0;
    for (int i = 0; i < 4 * size; i++) {
      number[simplices[i]] = 0;
    }
    for (int v = 0; v < vertices; v++) {
      if (number[v] == 0) {
        for (int axis = 0; axis < 3; axis++) {
          x[axis][count] = x[axis][v];
        }
        on[count] = on[v];
        number[v] = count++;
      }
    }
    vertices = count;
    for (int i = 0; i < 4 * size; i++) {
      simplices[i] = number[simplices[i]];
    }
  }

  /** With the boundary of the tetrahedra that are left. */
  private TetrahedronMesh mesh() throws Fault {
    var open = new HashMap<List<Integer>, Integer>();
    for (int t = 0; t < size; t++) {
      for (int side = 0; side < 4; side++) {
        int[] s = SimplexMesh.TETRAHEDRON_SIDES[side];
        var face = face(simplices[4 * t + s[0]], simplices[4 * t + s[1]], simplices[4 * t + s[2]]);
        if (open.remove(face) == null) {
          open.put(face, 4 * t + side);
        }
      }
    }
    int[] faces = open.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    int[] patchOf = new int[faces.length];
    for (int f = 0; f < faces.length; f++) {
      long common = -1;
      for (int i : SimplexMesh.TETRAHEDRON_SIDES[faces[f] & 3]) {
        common &= on[simplices[4 * (faces[f] >> 2) + i]];
      }
      if (common == 0) {
        throw new Fault("a part of the boundary is not resolved");
      }
      // three points of the rim between a plane and a sphere lie in the plane
      long planes = common & ~patches.spheres();
      patchOf[f] = Long.numberOfTrailingZeros(planes != 0 ? planes : common);
    }
    return new TetrahedronMesh(patches, x, Arrays.copyOf(simplices, 4 * size), faces, patchOf);
  }

  /**
   * Where a tetrahedron would become flat as it is refined, because two edges at a vertex lie on one smooth curve or two faces on one
   * sphere, cuts the edge between them. Whether there was one.
   */
  private boolean split(TetrahedronMesh mesh) {
    var edges = mesh.boundaryEdges();
    long spheres = patches.spheres();
    int[] faceAt = new int[4 * size];
    Arrays.fill(faceAt, -1);
    for (int f = 0; f < mesh.faces().length; f++) {
      faceAt[mesh.faces()[f]] = mesh.patchOf()[f];
    }
    Set<Long> chosen = new HashSet<>();
    boolean[] touched = new boolean[size];
    var stars = Stars.of(vertices, simplices, size);
    for (int t = 0; t < size; t++) {
      int a = -1;
      int b = -1;
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          for (int k = j + 1; k < 4; k++) {
            if (i == j || i == k) {
              continue;
            }
            long one = edges.getOrDefault(TriangleMesh.key(simplices[4 * t + i], simplices[4 * t + j]), 0L);
            long other = edges.getOrDefault(TriangleMesh.key(simplices[4 * t + i], simplices[4 * t + k]), 0L);
            if (one == other && Long.bitCount(one) > 1 && (one & spheres) != 0) {
              a = simplices[4 * t + j];
              b = simplices[4 * t + k];
            }
          }
        }
      }
      for (int i = 0; i < 4 && a < 0; i++) {
        for (int j = i + 1; j < 4; j++) {
          int p = faceAt[4 * t + i];
          if (p >= 0 && p == faceAt[4 * t + j] && (1L << p & spheres) != 0) {
            a = simplices[4 * t + i];
            b = simplices[4 * t + j];
          }
        }
      }
      if (a < 0) {
        continue;
      }
      int end = b;
      int start = a;
      var ring = IntStream.range(stars.start[a], stars.start[a + 1]).map(k -> stars.simplex[k]).filter(s -> has(s, end)).toArray();
      if (Arrays.stream(ring).noneMatch(s -> touched[s]) && chosen.add(TriangleMesh.key(start, end))) {
        long set = edges.getOrDefault(TriangleMesh.key(a, b), 0L) | on[a] & on[b] & ~spheres;
        double[] p = {(x[0][a] + x[0][b]) / 2, (x[1][a] + x[1][b]) / 2, (x[2][a] + x[2][b]) / 2};
        patches.project(set, p);
        int m = vertex(p[0], p[1], p[2], set);
        for (int s : ring) {
          touched[s] = true;
          int[] v = Arrays.copyOfRange(simplices, 4 * s, 4 * s + 4);
          int[] w = v.clone();
          for (int i = 0; i < 4; i++) {
            v[i] = v[i] == a ? m : v[i];
            w[i] = w[i] == b ? m : w[i];
          }
          System.arraycopy(v, 0, simplices, 4 * s, 4);
          append(w[0], w[1], w[2], w[3], 0, 0);
        }
      }
    }
    return !chosen.isEmpty();
  }

  private boolean has(int t, int v) {
    return simplices[4 * t] == v || simplices[4 * t + 1] == v || simplices[4 * t + 2] == v || simplices[4 * t + 3] == v;
  }

  // ---- better shapes ----

  /** Moves vertices of flat tetrahedra, on their patches, to where the flattest at them is less flat. */
  private void smooth(TetrahedronMesh mesh, List<Patch.Plane> inner) {
    long[] held = new long[vertices];
    long innerPlanes = 0;
    for (int k = 0; k < patches.all().size(); k++) {
      innerPlanes |= inner.contains(patches.all().get(k)) ? 1L << k : 0;
    }
    for (int v = 0; v < vertices; v++) {
      held[v] = on[v] & innerPlanes;
    }
    for (int f = 0; f < mesh.faces().length; f++) {
      for (int i : SimplexMesh.TETRAHEDRON_SIDES[mesh.faces()[f] & 3]) {
        held[simplices[4 * (mesh.faces()[f] >> 2) + i]] |= 1L << mesh.patchOf()[f];
      }
    }
    var edges = mesh.boundaryEdges();
    bent = new long[size][];
    for (int t = 0; t < size; t++) {
      for (int e = 0; e < 6; e++) {
        int[] ends = SimplexMesh.TETRAHEDRON_EDGES[e];
        long set = edges.getOrDefault(TriangleMesh.key(simplices[4 * t + ends[0]], simplices[4 * t + ends[1]]), 0L);
        if ((set & patches.spheres()) != 0) {
          bent[t] = bent[t] == null ? new long[6] : bent[t];
          bent[t][e] = set;
        }
      }
    }
    var stars = Stars.of(vertices, simplices, size);
    for (int pass = 0; pass < SMOOTHINGS; pass++) {
      boolean moved = false;
      for (int v = 0; v < vertices; v++) {
        double worst = worst(v, stars);
        if (worst < FLAT && Long.bitCount(held[v]) < 3) {
          moved |= improve(v, held[v], worst, stars, pass);
        }
      }
      if (!moved) {
        return;
      }
    }
  }

  private boolean improve(int v, long set, double worst, Stars stars, int pass) {
    double length = 0;
    double[] mean = new double[3];
    int count = 0;
    for (int k = stars.start[v]; k < stars.start[v + 1]; k++) {
      for (int i = 0; i < 4; i++) {
        int w = simplices[4 * stars.simplex[k] + i];
        if (w != v) {
          count++;
          length += Math.sqrt(Tetrahedra.square(x, v, w));
          for (int axis = 0; axis < 3; axis++) {
            mean[axis] += x[axis][w];
          }
        }
      }
    }
    double step = length / count * 0.3 / (1 + pass);
    boolean moved = false;
    double least = worst;
    for (int way = 0; way < 7; way++) {
      double[] to = {x[0][v], x[1][v], x[2][v]};
      if (way == 0) {
        for (int axis = 0; axis < 3; axis++) {
          to[axis] = (to[axis] + mean[axis] / count) / 2;
        }
      } else {
        to[(way - 1) / 2] += way % 2 == 0 ? step : -step;
      }
      if (patches.project(set, to) && move(v, to, stars, least + 1e-3)) {
        least = worst(v, stars);
        moved = true;
      }
    }
    return moved;
  }
}
