package dev.ansatz.reference.fem;

import dev.ansatz.pde.geometry.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts tetrahedra by a sphere: vertices near it move onto it, staying on the patches that they lie on already, and what it still crosses
 * is cut along it, quadrilaterals along their shorter diagonals.
 */
final class SphereCut {
  /** Of an edge, as seen from its nearer end. */
  private static final double NEAR = 0.3;
  /** Sine of a dihedral angle that no move may make. */
  private static final double FLATTEST = 0.05;
  /** Of the extent of the solid: a vertex so near to a sphere lies on it. */
  private static final double ROUNDING = 1e-10;

  private final GrowingMesh m;
  private final int sphere;

  private SphereCut(GrowingMesh m, int sphere) {
    this.m = m;
    this.sphere = sphere;
  }

  /** @param sphere its number among the patches */
  static void cut(GrowingMesh mesh, int sphere, double extent) {
    new SphereCut(mesh, sphere).cut(extent);
  }

  private void cut(double extent) {
    long bit = 1L << sphere;
    double[] d = new double[m.vertices];
    for (int v = 0; v < m.vertices; v++) {
      d[v] = m.offset(sphere, v);
      if (Math.abs(d[v]) <= ROUNDING * extent) {
        d[v] = 0;
        m.on[v] |= bit;
      }
    }
    snap(d);
    var curved = new ArrayList<Integer>();
    var onOthers = edgesOnSpheres(bit);
    var numbers = new EdgeNumbers(1024);
    int first = m.vertices;
    for (int t = 0; t < m.size; t++) {
      for (int[] e : SimplexMesh.TETRAHEDRON_EDGES) {
        int a = m.simplices[4 * t + e[0]];
        int b = m.simplices[4 * t + e[1]];
        if (d[a] * d[b] < 0 && first + numbers.of(a, b) == m.vertices) {
          cutPoint(d[a] < 0 ? a : b, d[a] < 0 ? b : a, onOthers, curved);
        }
      }
    }
    int[] old = Arrays.copyOf(m.simplices, 4 * m.size);
    long[] oldInside = Arrays.copyOf(m.inside, m.size);
    long[] oldFlat = Arrays.copyOf(m.flat, m.size);
    int count = m.size;
    m.size = 0;
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
        m.tetrahedron(old[4 * t], old[4 * t + 1], old[4 * t + 2], old[4 * t + 3], oldInside[t] | (n > 0 ? bit : 0),
            oldFlat[t] | (z == 4 ? bit : 0));
        continue;
      }
      int[][] cuts = new int[n][p];
      int[][] turned = new int[p][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < p; j++) {
          cuts[i][j] = first + numbers.of(negative[i], positive[j]);
          turned[j][i] = cuts[i][j];
        }
      }
      piece(Arrays.copyOf(negative, n), Arrays.copyOf(zero, z), cuts, oldInside[t] | bit, oldFlat[t]);
      piece(Arrays.copyOf(positive, p), Arrays.copyOf(zero, z), turned, oldInside[t], oldFlat[t]);
    }
    if (!curved.isEmpty()) {
      var stars = Stars.of(m, null);
      for (int v : curved) {
        double[] to = {m.x[0][v], m.x[1][v], m.x[2][v]};
        if (m.patches.project(m.on[v], to)) {
          stars.move(v, to, 0);
        }
      }
    }
  }

  /** Moves vertices onto a sphere that it passes near by on one of their edges, the nearest first. */
  private void snap(double[] d) {
    long bit = 1L << sphere;
    var stars = Stars.of(m, null);
    double[] near = new double[m.vertices];
    Arrays.fill(near, 1);
    for (int t = 0; t < m.size; t++) {
      for (int[] e : SimplexMesh.TETRAHEDRON_EDGES) {
        int a = m.simplices[4 * t + e[0]];
        int b = m.simplices[4 * t + e[1]];
        if (d[a] * d[b] < 0) {
          double s = d[a] / (d[a] - d[b]);
          near[a] = Math.min(near[a], s);
          near[b] = Math.min(near[b], 1 - s);
        }
      }
    }
    // a stable sort
    var order = IntStream.range(0, m.vertices).filter(v -> near[v] < NEAR).boxed()
        .sorted(Comparator.comparingDouble(v -> near[v])).toList();
    for (int v : order) {
      boolean crossed = false;
      for (int k = stars.start()[v]; k < stars.start()[v + 1] && !crossed; k++) {
        for (int i = 0; i < 4; i++) {
          int w = m.simplices[4 * stars.simplex()[k] + i];
          crossed |= d[v] * d[w] < 0 && d[v] / (d[v] - d[w]) < NEAR;
        }
      }
      double[] to = {m.x[0][v], m.x[1][v], m.x[2][v]};
      if (crossed && m.patches.project(m.on[v] | bit, to) && stars.move(v, to, FLATTEST)) {
        m.on[v] |= bit;
        d[v] = 0;
      }
    }
  }

  /** The edges that lie on spheres cut before, in faces with the sphere's inside on one side, as bits of these spheres. */
  private HashMap<Long, Long> edgesOnSpheres(long but) {
    var edges = new HashMap<Long, Long>();
    long spheres = m.patches.spheres() & ~but;
    var open = new HashMap<List<Integer>, Integer>();
    for (int t = 0; t < m.size; t++) {
      for (int[] side : SimplexMesh.TETRAHEDRON_SIDES) {
        int a = m.simplices[4 * t + side[0]];
        int b = m.simplices[4 * t + side[1]];
        int c = m.simplices[4 * t + side[2]];
        if ((m.on[a] & m.on[b] & m.on[c] & spheres) == 0) {
          continue;
        }
        Integer other = open.put(GrowingMesh.face(a, b, c), t);
        if (other != null) {
          long between = (m.inside[t] ^ m.inside[other]) & m.on[a] & m.on[b] & m.on[c] & spheres;
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

  /** Where a sphere cuts an edge, on the chord; what lies on another sphere too is put there later. */
  private void cutPoint(int a, int b, HashMap<Long, Long> onOthers, List<Integer> curved) {
    Ball ball = ((Patch.Sphere) m.patches.all().get(sphere)).ball();
    double aa = 0;
    double ab = 0;
    double bb = 0;
    for (int axis = 0; axis < 3; axis++) {
      double from = m.x[axis][a] - ball.center().get(axis);
      double way = m.x[axis][b] - m.x[axis][a];
      aa += from * from;
      ab += from * way;
      bb += way * way;
    }
    // a is inside: the greater root of |a + s (b − a)|² = r²
    double below = ball.radius() * ball.radius() - aa;
    double s = ab > 0 ? below / (ab + Math.sqrt(ab * ab + bb * below)) : (Math.sqrt(ab * ab + bb * below) - ab) / bb;
    s = Math.clamp(s, 0, 1);
    long others = onOthers.getOrDefault(TriangleMesh.key(a, b), 0L);
    long set = m.on[a] & m.on[b] & ~m.patches.spheres() | others | 1L << sphere;
    double[] p = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      p[axis] = m.x[axis][a] == m.x[axis][b] ? m.x[axis][a] : m.x[axis][a] + s * (m.x[axis][b] - m.x[axis][a]);
    }
    int v = m.vertex(p[0], p[1], p[2], set);
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
      m.tetrahedron(v[0], v[1], v[2], v[3], in, allOn);
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
    double one = Tetrahedra.square(m.x, a, c);
    double other = Tetrahedra.square(m.x, b, d);
    return one != other ? one < other : Math.min(a, c) < Math.min(b, d);
  }

  /** A pyramid. */
  private void fan(int apex, int[] q, long in, long allOn) {
    int s = first(q[0], q[1], q[2], q[3]) ? 0 : 1;
    m.tetrahedron(apex, q[s], q[s + 1], q[s + 2], in, allOn);
    m.tetrahedron(apex, q[s], q[s + 2], q[(s + 3) % 4], in, allOn);
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
        m.tetrahedron(p[i], q[0], q[1], q[2], in, allOn);
        fan(p[i], new int[] {p[j], p[k], q[k], q[j]}, in, allOn);
        return;
      }
    }
    double[] middle = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int axis = 0; axis < 3; axis++) {
        middle[axis] += (m.x[axis][p[i]] + m.x[axis][q[i]]) / 6;
      }
    }
    int apex = m.vertex(middle[0], middle[1], middle[2], 0);
    m.tetrahedron(apex, p[0], p[1], p[2], in, allOn);
    m.tetrahedron(apex, q[0], q[1], q[2], in, allOn);
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      fan(apex, new int[] {p[i], p[j], q[j], q[i]}, in, allOn);
    }
  }
}
