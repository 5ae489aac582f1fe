package dev.ansatz.reference.fem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A conforming mesh of tetrahedra in a solid.
 *
 * @param patches that the boundary consists of
 * @param x {@code [axis][vertex]}
 * @param simplices four vertices each, of positive volume
 * @param faces the sides on the boundary: four times the tetrahedron, plus the corner opposite
 * @param patchOf the number of the patch that each of these lies on
 */
record TetrahedronMesh(Patches patches, double[][] x, int[] simplices, int[] faces, int[] patchOf) implements SimplexMesh {
  /** The corners of four children at the corners, by numbers of corners and edges (from 4 on). */
  private static final int[][] CORNERS = {{0, 4, 6, 7}, {4, 1, 5, 8}, {6, 5, 2, 9}, {7, 8, 9, 3}};
  /** The octahedron that is left, about each of its three diagonals: between opposite edges, with the ring of the four others. */
  private static final int[][] DIAGONALS = {{4, 9}, {5, 7}, {6, 8}};
  private static final int[][] RINGS = {{5, 6, 7, 8}, {4, 6, 9, 8}, {4, 5, 9, 7}};
  private static final int[][][] CHILDREN = children();

  private static int[][][] children() {
    // the reference tetrahedron of twice the size, by axes
    double[][] at = {{0, 2, 0, 0, 1, 1, 0, 0, 1, 0}, {0, 0, 2, 0, 0, 1, 1, 0, 0, 1}, {0, 0, 0, 2, 0, 0, 0, 1, 1, 1}};
    int[][][] all = new int[3][8][];
    for (int d = 0; d < 3; d++) {
      System.arraycopy(CORNERS, 0, all[d], 0, 4);
      for (int k = 0; k < 4; k++) {
        int[] child = {DIAGONALS[d][0], DIAGONALS[d][1], RINGS[d][k], RINGS[d][(k + 1) % 4]};
        if (Tetrahedra.volume(at, child[0], child[1], child[2], child[3]) < 0) {
          child = new int[] {child[1], child[0], child[2], child[3]};
        }
        all[d][4 + k] = child;
      }
    }
    return all;
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public int vertices() {
    return x[0].length;
  }

  @Override
  public int size() {
    return simplices.length / 4;
  }

  @Override
  public double[] coordinate(int axis) {
    return x[axis];
  }

  double[] vertex(int v) {
    return new double[] {x[0][v], x[1][v], x[2][v]};
  }

  @Override
  public double measure(int t) {
    return Tetrahedra.volume(x, simplices[4 * t], simplices[4 * t + 1], simplices[4 * t + 2], simplices[4 * t + 3]);
  }

  @Override
  public double h() {
    double squares = 0;
    for (int t = 0; t < size(); t++) {
      for (int[] e : TETRAHEDRON_EDGES) {
        squares = Math.max(squares, Tetrahedra.square(x, simplices[4 * t + e[0]], simplices[4 * t + e[1]]));
      }
    }
    return Math.sqrt(squares);
  }

  /** The smallest and the largest angle between two faces of a tetrahedron, in degrees. */
  double[] angles() {
    double[] range = {180, 0};
    for (int t = 0; t < size(); t++) {
      double[] angles = Tetrahedra.angles(x, simplices, t);
      range[0] = Math.min(range[0], angles[0]);
      range[1] = Math.max(range[1], angles[1]);
    }
    return range;
  }

  /** The patches of the boundary that each edge on it lies on, as bits. */
  Map<Long, Long> boundaryEdges() {
    var map = new HashMap<Long, Long>(3 * faces.length);
    for (int f = 0; f < faces.length; f++) {
      int[] side = TETRAHEDRON_SIDES[faces[f] & 3];
      int t = faces[f] >> 2;
      for (int i = 0; i < 3; i++) {
        map.merge(TriangleMesh.key(simplices[4 * t + side[i]], simplices[4 * t + side[(i + 1) % 3]]), 1L << patchOf[f], (a, b) -> a | b);
      }
    }
    return map;
  }

  @Override
  public boolean[] onCurve() {
    boolean[] on = new boolean[size()];
    var edges = boundaryEdges();
    long spheres = patches.spheres();
    for (int t = 0; t < on.length; t++) {
      for (int[] e : TETRAHEDRON_EDGES) {
        Long set = edges.get(TriangleMesh.key(simplices[4 * t + e[0]], simplices[4 * t + e[1]]));
        on[t] |= set != null && (set & spheres) != 0;
      }
    }
    return on;
  }

  @Override
  public Bends bends() {
    var edges = boundaryEdges();
    long spheres = patches.spheres();
    return (a, b) -> {
      Long set = edges.get(TriangleMesh.key(a, b));
      if (set == null || (set & spheres) == 0) {
        return null;
      }
      double[] p = {(x[0][a] + x[0][b]) / 2, (x[1][a] + x[1][b]) / 2, (x[2][a] + x[2][b]) / 2};
      if (!patches.project(set, p)) {
        throw new IllegalStateException("the middle of an edge on the boundary is far from it");
      }
      return p;
    };
  }

  @Override
  public List<Side> sides() {
    var sides = new ArrayList<Side>(faces.length);
    for (int f = 0; f < faces.length; f++) {
      sides.add(new Side(patches.all().get(patchOf[f]).name(), faces[f] >> 2, faces[f] & 3, patchOf[f]));
    }
    return sides;
  }

  @Override
  public double ratio(int a, int b) {
    return 0.5;
  }

  /**
   * {@inheritDoc} Four at the corners, and four about the shortest diagonal of the octahedron that is left.
   */
  @Override
  public int[][] children(int t) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int d = 0; d < 3; d++) {
      int[] one = TETRAHEDRON_EDGES[DIAGONALS[d][0] - 4];
      int[] other = TETRAHEDRON_EDGES[DIAGONALS[d][1] - 4];
      double square = 0;
      for (double[] c : x) {
        double difference = c[simplices[4 * t + one[0]]] + c[simplices[4 * t + one[1]]]
            - c[simplices[4 * t + other[0]]] - c[simplices[4 * t + other[1]]];
        square += difference * difference;
      }
      // of equal ones always the same, whatever the rounding
      if (square < least * (1 - 1e-9)) {
        least = square;
        best = d;
      }
    }
    return CHILDREN[best];
  }

  /** {@inheritDoc} Source: J. Bey, Computing 55 (1995), doi:10.1007/BF02238487, who takes always the same diagonal. */
  @Override
  public TetrahedronMesh refine() {
    int n = vertices();
    var numbers = new EdgeNumbers(3 * size() / 2);
    var bends = bends();
    double[][] fine = new double[3][];
    for (int axis = 0; axis < 3; axis++) {
      fine[axis] = Arrays.copyOf(x[axis], n + n / 2 + 6 * size());
    }
    int[] tetrahedra = new int[8 * simplices.length];
    int[] local = new int[10];
    for (int t = 0; t < size(); t++) {
      System.arraycopy(simplices, 4 * t, local, 0, 4);
      for (int e = 0; e < 6; e++) {
        int a = local[TETRAHEDRON_EDGES[e][0]];
        int b = local[TETRAHEDRON_EDGES[e][1]];
        int before = numbers.count();
        int number = numbers.of(a, b);
        local[4 + e] = n + number;
        if (number == before) {
          double[] p = bends.middle(a, b);
          for (int axis = 0; axis < 3; axis++) {
            fine[axis][n + number] = p == null ? (x[axis][a] + x[axis][b]) / 2 : p[axis];
          }
        }
      }
      int[][] children = children(t);
      for (int c = 0; c < 8; c++) {
        for (int i = 0; i < 4; i++) {
          tetrahedra[32 * t + 4 * c + i] = local[children[c][i]];
        }
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      fine[axis] = Arrays.copyOf(fine[axis], n + numbers.count());
    }
    int[] fineFaces = new int[4 * faces.length];
    int[] finePatches = new int[4 * faces.length];
    int count = 0;
    for (int f = 0; f < faces.length; f++) {
      int t = faces[f] >> 2;
      // what lies in the face: its corners and the middles of its edges
      int opposite = faces[f] & 3;
      int[][] children = children(t);
      for (int c = 0; c < 8; c++) {
        int off = -1;
        int within = 0;
        for (int i = 0; i < 4; i++) {
          int v = children[c][i];
          boolean in = v < 4 ? v != opposite : TETRAHEDRON_EDGES[v - 4][0] != opposite && TETRAHEDRON_EDGES[v - 4][1] != opposite;
          within += in ? 1 : 0;
          off = in ? off : i;
        }
        if (within == 3) {
          fineFaces[count] = 4 * (8 * t + c) + off;
          finePatches[count++] = patchOf[f];
        }
      }
    }
    return new TetrahedronMesh(patches, fine, tetrahedra, fineFaces, finePatches);
  }
}
