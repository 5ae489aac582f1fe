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
 * <p>Source: F. Labelle and J. R. Shewchuk, Isosurface stuffing, SIGGRAPH 2007, doi:10.1145/1275808.1276448, for one smooth
 * surface. Deviations: planes are part of the lattice; a vertex moves to the nearest point of its patches rather than along an edge;
 * quadrilaterals are cut along the shorter diagonal; so that angles have no proven bound and are measured instead.
 */
final class LatticeMesher {
  private static final int MOST_SPLITS = 6;
  /** The least sine of a dihedral angle that a mesh may have, and its refinements in the limit: of 8°. */
  private static final double FLATTEST = 0.14;
  private static final int MOST_SIZES = 8;
  private static final double SMALLER = 0.85;
  /** Length over height of cubes between two planes. */
  private static final double FLATTEST_CUBE = 2;
  private static final int MOST_CUBES = 200_000;
  /** A part of the boundary may have lost as much of its area. */
  private static final double LOST = 0.3;
  private static final int[][] CUBE_FACES = {{0, 0, 1, 2}, {1, 1, 2, 0}, {2, 2, 0, 1}};

  private final Geometry solid;
  private final Box bounds;
  private final double extent;
  private final GrowingMesh m;

  private LatticeMesher(Geometry solid, Patches patches) {
    this.solid = solid;
    m = new GrowingMesh(patches);
    bounds = solid.boundingBox();
    extent = bounds.ranges().stream().mapToDouble(Range::length).max().orElseThrow();
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
    var all = new ArrayList<>(Patch.of(solid));
    for (var plane : inner) {
      if (all.stream().noneMatch(
          p -> p instanceof Patch.Plane(_, int axis, double value) && axis == plane.axis() && value == plane.value())) {
        all.add(plane);
      }
    }
    if (all.size() > Patches.MOST) {
      throw new MeshFailure("the domain has more than " + Patches.MOST + " planes and spheres");
    }
    var patches = new Patches(all);
    double size = Math.min(h, FLATTEST_CUBE * new LatticeMesher(solid, patches).thinnest());
    var faults = new ArrayList<String>();
    boolean fits = true;
    for (int attempt = 0; attempt < MOST_SIZES && fits; attempt++, size *= SMALLER) {
      try {
        return byCubes(solid, patches, inner, size);
      } catch (Fault fault) {
        faults.add(String.format(Locale.ROOT, "by cubes of %.2g, %s; ", size, fault.getMessage()));
        fits = !(fault instanceof TooManyCubes);
      }
    }
    throw new MeshFailure("no mesh of good tetrahedra was found: " + faults.getFirst() + (faults.size() > 1 ? faults.getLast() : "")
        + "where surfaces come very near to each other or touch, or a part is thin, move or resize the shapes"
        + (fits ? "; where parts are small, begin with a finer mesh by n" : ""));
  }

  /** What keeps the cubes of one size from becoming a good mesh. */
  private static class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message);
    }
  }

  /** The cubes are too many, and smaller ones would be more. */
  private static final class TooManyCubes extends Fault {
    private static final long serialVersionUID = 1L;

    TooManyCubes() {
      super("there would be more than " + MOST_CUBES);
    }
  }

  private static TetrahedronMesh byCubes(Geometry solid, Patches patches, List<Patch.Plane> inner, double h) throws Fault {
    var mesher = new LatticeMesher(solid, patches);
    mesher.lattice(h);
    for (int k = 0; k < patches.all().size(); k++) {
      if (patches.all().get(k) instanceof Patch.Sphere) {
        SphereCut.cut(mesher.m, k, mesher.extent);
      }
    }
    return mesher.finish(inner);
  }

  private void lattice(double h) throws Fault {
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
      throw new TooManyCubes();
    }
    int[] step = {1, n[0], n[0] * n[1]};
    for (int k = 0; k < n[2]; k++) {
      for (int j = 0; j < n[1]; j++) {
        for (int i = 0; i < n[0]; i++) {
          m.vertex(levels[0][i], levels[1][j], levels[2][k], planes(0, levels[0][i]) | planes(1, levels[1][j]) | planes(2, levels[2][k]));
        }
      }
    }
    int centres = m.vertices;
    int[] cells = {1, n[0] - 1, (n[0] - 1) * (n[1] - 1)};
    for (int k = 0; k + 1 < n[2]; k++) {
      for (int j = 0; j + 1 < n[1]; j++) {
        for (int i = 0; i + 1 < n[0]; i++) {
          m.vertex((levels[0][i] + levels[0][i + 1]) / 2, (levels[1][j] + levels[1][j + 1]) / 2, (levels[2][k] + levels[2][k + 1]) / 2, 0);
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
                m.tetrahedron(centre, ring[s], ring[s + 1], ring[s + 2], 0, 0);
                m.tetrahedron(centre, ring[s], ring[s + 2], ring[(s + 3) % 4], 0, 0);
              } else if (upper == 1) {
                for (int e = 0; e < 4; e++) {
                  m.tetrahedron(centre, centre + cells[axis], ring[e], ring[(e + 1) % 4], 0, 0);
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
    for (int k = 0; k < m.patches.all().size(); k++) {
      if (m.patches.all().get(k) instanceof Patch.Plane(_, int a, double value) && a == axis && Math.abs(value - level) <= 1e-12 * extent) {
        set |= 1L << k;
      }
    }
    return set;
  }

  /** The planes across an axis that meet the solid. */
  private TreeSet<Double> stops(int axis) {
    var range = bounds.ranges().get(axis);
    var stops = new TreeSet<Double>();
    for (Patch patch : m.patches.all()) {
      if (patch instanceof Patch.Plane(_, int a, double value) && a == axis
          && value > range.lower() - 1e-12 * extent && value < range.upper() + 1e-12 * extent
          && stops.stream().noneMatch(s -> Math.abs(s - value) <= 1e-12 * extent)) {
        stops.add(value);
      }
    }
    return stops;
  }

  /** The least distance between two planes across the same axis that meet the solid. */
  private double thinnest() {
    double least = extent;
    for (int axis = 0; axis < 3; axis++) {
      var stops = stops(axis);
      for (double stop : stops) {
        Double next = stops.higher(stop);
        least = next == null ? least : Math.min(least, next - stop);
      }
    }
    return least;
  }

  private double[] levels(int axis, double h) throws Fault {
    var range = bounds.ranges().get(axis);
    var stops = stops(axis);
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
        if (cuts > MOST_CUBES) {
          throw new TooManyCubes();
        }
        for (int i = 1; i < cuts; i++) {
          levels.add(before + (stop - before) * i / cuts);
        }
      }
      levels.add(stop);
      before = stop;
    }
    return levels.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private enum Truth { NO, UNKNOWN, YES }

  private Truth lies(int t, Geometry g) {
    return switch (g) {
      case Box box -> {
        double[] centre = new double[3];
        for (int axis = 0; axis < 3; axis++) {
          for (int i = 0; i < 4; i++) {
            centre[axis] += m.x[axis][m.simplices[4 * t + i]] / 4;
          }
        }
        yield box.contains(centre) ? Truth.YES : Truth.NO;
      }
      case Ball ball -> {
        int k = m.patches.all().indexOf(new Patch.Sphere(ball.name(), ball));
        yield (m.flat[t] >> k & 1) != 0 ? Truth.UNKNOWN : (m.inside[t] >> k & 1) != 0 ? Truth.YES : Truth.NO;
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
    for (int t = 0; t < m.size; t++) {
      if (lies(t, solid) == Truth.YES) {
        System.arraycopy(m.simplices, 4 * t, m.simplices, 4 * kept++, 4);
      }
    }
    m.size = kept;
    if (m.size == 0) {
      throw new Fault("no cube lies in it");
    }
    m.compact();
    var mesh = mesh();
    for (int k = 0; k < MOST_SPLITS && split(mesh); k++) {
      mesh = mesh();
    }
    var stars = bent(mesh);
    stars.smooth(held(mesh, inner));
    double worst = 1;
    for (int t = 0; t < m.size; t++) {
      worst = Math.min(worst, stars.shape(t));
    }
    if (worst < FLATTEST) {
      throw new Fault(String.format(Locale.ROOT, "there are dihedral angles of %.1f°", Math.toDegrees(Math.asin(Math.max(worst, 0)))));
    }
    double[][] x = new double[3][];
    Arrays.setAll(x, axis -> Arrays.copyOf(m.x[axis], m.vertices));
    var whole = new TetrahedronMesh(m.patches, x, mesh.simplices(), mesh.faces(), mesh.patchOf());
    resolved(whole);
    return whole;
  }

  /** That the faces make up every piece of the boundary, lie on it with their corners, and meet two by two. */
  private void resolved(TetrahedronMesh mesh) throws Fault {
    double[] area = new double[m.patches.all().size()];
    var around = new HashMap<Long, Integer>();
    for (int f = 0; f < mesh.faces().length; f++) {
      int t = mesh.faces()[f] >> 2;
      int[] side = SimplexMesh.TETRAHEDRON_SIDES[mesh.faces()[f] & 3];
      int[] v = {m.simplices[4 * t + side[0]], m.simplices[4 * t + side[1]], m.simplices[4 * t + side[2]]};
      for (int corner : v) {
        if (Math.abs(m.patches.all().get(mesh.patchOf()[f]).offset(m.x[0][corner], m.x[1][corner], m.x[2][corner])) > 1e-9 * extent) {
          throw new Fault("a curve in which two surfaces meet is not resolved");
        }
      }
      area[mesh.patchOf()[f]] += Tetrahedra.area(m.x, v[0], v[1], v[2]);
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
          if (m.patches.all().get(k).name().equals(part.name())
              && Math.abs(m.patches.all().get(k).offset(rule.points()[0][0], rule.points()[1][0], rule.points()[2][0])) <= 1e-9 * extent) {
            exact[k] += Arrays.stream(rule.weights()).sum();
          }
        }
      }
    }
    for (int k = 0; k < area.length; k++) {
      if (area[k] < (1 - LOST) * exact[k] || area[k] > (1 + LOST) * exact[k]) {
        throw new Fault("a part of the boundary on '" + m.patches.all().get(k).name() + "' is not resolved");
      }
    }
  }

  /** With the boundary of the tetrahedra that are left. */
  private TetrahedronMesh mesh() throws Fault {
    var open = new HashMap<List<Integer>, Integer>();
    for (int t = 0; t < m.size; t++) {
      for (int side = 0; side < 4; side++) {
        int[] s = SimplexMesh.TETRAHEDRON_SIDES[side];
        var face = GrowingMesh.face(m.simplices[4 * t + s[0]], m.simplices[4 * t + s[1]], m.simplices[4 * t + s[2]]);
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
        common &= m.on[m.simplices[4 * (faces[f] >> 2) + i]];
      }
      if (common == 0) {
        throw new Fault("a part of the boundary is not resolved");
      }
      // three points of the rim between a plane and a sphere lie in the plane
      long planes = common & ~m.patches.spheres();
      patchOf[f] = Long.numberOfTrailingZeros(planes != 0 ? planes : common);
    }
    return new TetrahedronMesh(m.patches, m.x, Arrays.copyOf(m.simplices, 4 * m.size), faces, patchOf);
  }

  /**
   * Where a tetrahedron would become flat as it is refined, because two edges at a vertex lie on one smooth curve or two faces on one
   * sphere, cuts the edge between the two other ends.
   *
   * @return whether there was one
   */
  private boolean split(TetrahedronMesh mesh) {
    var edges = mesh.boundaryEdges();
    long spheres = m.patches.spheres();
    int[] faceAt = new int[4 * m.size];
    Arrays.fill(faceAt, -1);
    for (int f = 0; f < mesh.faces().length; f++) {
      faceAt[mesh.faces()[f]] = mesh.patchOf()[f];
    }
    Set<Long> chosen = new HashSet<>();
    boolean[] touched = new boolean[m.size];
    var stars = Stars.of(m, null);
    for (int t = 0; t < m.size; t++) {
      int a = -1;
      int b = -1;
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          for (int k = j + 1; k < 4; k++) {
            if (i == j || i == k) {
              continue;
            }
            long one = edges.getOrDefault(TriangleMesh.key(m.simplices[4 * t + i], m.simplices[4 * t + j]), 0L);
            long other = edges.getOrDefault(TriangleMesh.key(m.simplices[4 * t + i], m.simplices[4 * t + k]), 0L);
            if (one == other && Long.bitCount(one) > 1 && (one & spheres) != 0) {
              a = m.simplices[4 * t + j];
              b = m.simplices[4 * t + k];
            }
          }
        }
      }
      for (int i = 0; i < 4 && a < 0; i++) {
        for (int j = i + 1; j < 4; j++) {
          int p = faceAt[4 * t + i];
          if (p >= 0 && p == faceAt[4 * t + j] && (1L << p & spheres) != 0) {
            a = m.simplices[4 * t + i];
            b = m.simplices[4 * t + j];
          }
        }
      }
      if (a < 0) {
        continue;
      }
      int end = b;
      int start = a;
      var ring = IntStream.range(stars.start()[a], stars.start()[a + 1]).map(k -> stars.simplex()[k]).filter(s -> has(s, end)).toArray();
      if (Arrays.stream(ring).noneMatch(s -> touched[s]) && chosen.add(TriangleMesh.key(start, end))) {
        long set = edges.getOrDefault(TriangleMesh.key(a, b), 0L) | m.on[a] & m.on[b] & ~spheres;
        double[] p = {(m.x[0][a] + m.x[0][b]) / 2, (m.x[1][a] + m.x[1][b]) / 2, (m.x[2][a] + m.x[2][b]) / 2};
        m.patches.project(set, p);
        int middle = m.vertex(p[0], p[1], p[2], set);
        for (int s : ring) {
          touched[s] = true;
          int[] v = Arrays.copyOfRange(m.simplices, 4 * s, 4 * s + 4);
          int[] w = v.clone();
          for (int i = 0; i < 4; i++) {
            v[i] = v[i] == a ? middle : v[i];
            w[i] = w[i] == b ? middle : w[i];
          }
          System.arraycopy(v, 0, m.simplices, 4 * s, 4);
          m.append(w[0], w[1], w[2], w[3], 0, 0);
        }
      }
    }
    return !chosen.isEmpty();
  }

  private boolean has(int t, int v) {
    return m.simplices[4 * t] == v || m.simplices[4 * t + 1] == v || m.simplices[4 * t + 2] == v || m.simplices[4 * t + 3] == v;
  }

  /** The patches that each vertex is to stay on. */
  private long[] held(TetrahedronMesh mesh, List<Patch.Plane> inner) {
    long[] held = new long[m.vertices];
    long innerPlanes = 0;
    for (int k = 0; k < m.patches.all().size(); k++) {
      innerPlanes |= inner.contains(m.patches.all().get(k)) ? 1L << k : 0;
    }
    for (int v = 0; v < m.vertices; v++) {
      held[v] = m.on[v] & innerPlanes;
    }
    for (int f = 0; f < mesh.faces().length; f++) {
      for (int i : SimplexMesh.TETRAHEDRON_SIDES[mesh.faces()[f] & 3]) {
        held[m.simplices[4 * (mesh.faces()[f] >> 2) + i]] |= 1L << mesh.patchOf()[f];
      }
    }
    return held;
  }

  /** The tetrahedra at each vertex, with their curved edges. */
  private Stars bent(TetrahedronMesh mesh) {
    var edges = mesh.boundaryEdges();
    long[][] bent = new long[m.size][];
    for (int t = 0; t < m.size; t++) {
      for (int e = 0; e < 6; e++) {
        int[] ends = SimplexMesh.TETRAHEDRON_EDGES[e];
        long set = edges.getOrDefault(TriangleMesh.key(m.simplices[4 * t + ends[0]], m.simplices[4 * t + ends[1]]), 0L);
        if ((set & m.patches.spheres()) != 0) {
          bent[t] = bent[t] == null ? new long[6] : bent[t];
          bent[t][e] = set;
        }
      }
    }
    return Stars.of(m, bent);
  }
}
