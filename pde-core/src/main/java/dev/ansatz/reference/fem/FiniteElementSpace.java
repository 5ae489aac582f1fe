package dev.ansatz.reference.fem;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Continuous functions of degree 1 or 2 on the triangles of a mesh, by their values at nodes: the vertices, numbered as in the mesh,
 * and for degree 2 the middles of edges. In degree 2 an edge on a curved boundary is a parabola through the middle of its arc.
 *
 * <p>The six basis functions in barycentric coordinates λ are λ_i (2 λ_i − 1) at the corners and 4 λ_i λ_j at the middles of the edges
 * 01, 12, 20; reference coordinates are ξ = λ_1 and η = λ_2.
 */
final class FiniteElementSpace {
  final TriangleMesh mesh;
  final int degree;
  /** Nodes of a triangle: 3 or 6. */
  final int local;
  final int nodes;
  final double[] x;
  final double[] y;
  /** {@link #local} nodes for each triangle. */
  final int[] element;
  /** The triangles with a curved side. */
  final boolean[] curved;

  FiniteElementSpace(TriangleMesh mesh, int degree) {
    this.mesh = mesh;
    this.degree = degree;
    local = degree == 1 ? 3 : 6;
    curved = new boolean[mesh.size()];
    if (degree == 1) {
      nodes = mesh.vertices();
      x = mesh.x();
      y = mesh.y();
      element = mesh.triangles();
      return;
    }
    int vertices = mesh.vertices();
    int[] triangles = mesh.triangles();
    element = new int[6 * mesh.size()];
    var middles = new HashMap<Long, Integer>();
    double[] px = Arrays.copyOf(mesh.x(), vertices + triangles.length);
    double[] py = Arrays.copyOf(mesh.y(), vertices + triangles.length);
    Map<Long, TriangleMesh.BoundaryEdge> boundary = mesh.boundaryByEnds();
    int next = vertices;
    for (int t = 0; t < mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = triangles[3 * t + i];
        int b = triangles[3 * t + (i + 1) % 3];
        long key = TriangleMesh.key(a, b);
        Integer node = middles.get(key);
        var edge = boundary.get(key);
        if (node == null) {
          node = next++;
          middles.put(key, node);
          px[node] = (px[a] + px[b]) / 2;
          py[node] = (py[a] + py[b]) / 2;
          if (edge != null) {
            Curve curve = mesh.curves().get(edge.curve());
            px[node] = curve.x(edge.middle());
            py[node] = curve.y(edge.middle());
          }
        }
        if (edge != null && mesh.curves().get(edge.curve()).turning() > 0) {
          curved[t] = true;
        }
        element[6 * t + i] = a;
        element[6 * t + 3 + i] = node;
      }
    }
    nodes = next;
    x = Arrays.copyOf(px, next);
    y = Arrays.copyOf(py, next);
  }

  /** The basis functions at a reference point. */
  static void basis(int degree, double xi, double eta, double[] value) {
    double l0 = 1 - xi - eta;
    if (degree == 1) {
      value[0] = l0;
      value[1] = xi;
      value[2] = eta;
      return;
    }
    value[0] = l0 * (2 * l0 - 1);
    value[1] = xi * (2 * xi - 1);
    value[2] = eta * (2 * eta - 1);
    value[3] = 4 * l0 * xi;
    value[4] = 4 * xi * eta;
    value[5] = 4 * eta * l0;
  }

  /** Their derivatives by the reference coordinates. */
  static void slopes(int degree, double xi, double eta, double[] byXi, double[] byEta) {
    double l0 = 1 - xi - eta;
    if (degree == 1) {
      byXi[0] = -1;
      byXi[1] = 1;
      byXi[2] = 0;
      byEta[0] = -1;
      byEta[1] = 0;
      byEta[2] = 1;
      return;
    }
    byXi[0] = 1 - 4 * l0;
    byXi[1] = 4 * xi - 1;
    byXi[2] = 0;
    byXi[3] = 4 * (l0 - xi);
    byXi[4] = 4 * eta;
    byXi[5] = -4 * eta;
    byEta[0] = 1 - 4 * l0;
    byEta[1] = 0;
    byEta[2] = 4 * eta - 1;
    byEta[3] = -4 * xi;
    byEta[4] = 4 * xi;
    byEta[5] = 4 * (l0 - eta);
  }

  /**
   * The values of a function at the nodes of the mesh's refinement: exact for functions of this space on straight triangles.
   *
   * @param values at the nodes of this space
   * @param fine the space of the same degree on {@code mesh.refine()}
   */
  double[] prolong(double[] values, FiniteElementSpace fine) {
    double[] out = new double[fine.nodes];
    forEachFineNode(fine, (node, triangle, basis) -> {
      double sum = 0;
      for (int j = 0; j < local; j++) {
        sum += basis[j] * values[element[local * triangle + j]];
      }
      out[node] = sum;
    });
    return out;
  }

  /** Receives a node of the refinement with its triangle here and the values of that triangle's basis functions there. */
  interface Embedding {
    void accept(int fineNode, int triangle, double[] basis);
  }

  /** Visits every node of the refinement once. */
  void forEachFineNode(FiniteElementSpace fine, Embedding visitor) {
    boolean[] done = new boolean[fine.nodes];
    double[] basis = new double[local];
    double[][] corner = new double[6][2];
    corner[1][0] = 1;
    corner[2][1] = 1;
    int[][] children = {{0, 3, 5}, {3, 1, 4}, {5, 4, 2}, {3, 4, 5}};
    for (int t = 0; t < mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        double r = mesh.ratio(mesh.triangles()[3 * t + i], mesh.triangles()[3 * t + j]);
        corner[3 + i][0] = (1 - r) * corner[i][0] + r * corner[j][0];
        corner[3 + i][1] = (1 - r) * corner[i][1] + r * corner[j][1];
      }
      for (int child = 0; child < 4; child++) {
        int f = 4 * t + child;
        for (int k = 0; k < fine.local; k++) {
          int node = fine.element[fine.local * f + k];
          if (done[node]) {
            continue;
          }
          done[node] = true;
          double[] a = corner[children[child][k % 3]];
          double[] b = k < 3 ? a : corner[children[child][(k + 1) % 3]];
          basis(degree, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, basis);
          visitor.accept(node, t, basis);
        }
      }
    }
  }
}
