package dev.ansatz.reference.fem;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Continuous functions of degree 1 or 2 on the triangles of a mesh, by their values at nodes: the vertices, numbered as in the mesh,
 * and for degree 2 the middles of edges. In degree 2 an edge on a curved boundary or interface is a parabola through the middle of its arc.
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
  /** The triangles on curves that are not straight. */
  private final boolean[] onCurve;
  /** Those of them with a curved side: all in degree 2, none in degree 1. */
  final boolean[] curved;

  FiniteElementSpace(TriangleMesh mesh, int degree) {
    this.mesh = mesh;
    this.degree = degree;
    local = degree == 1 ? 3 : 6;
    onCurve = mesh.onCurve();
    curved = degree == 1 ? new boolean[mesh.size()] : onCurve;
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
    Map<Long, TriangleMesh.CurveEdge> onCurves = mesh.byEnds();
    int next = vertices;
    for (int t = 0; t < mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = triangles[3 * t + i];
        int b = triangles[3 * t + (i + 1) % 3];
        long key = TriangleMesh.key(a, b);
        Integer node = middles.get(key);
        var edge = onCurves.get(key);
        if (node == null) {
          node = next++;
          middles.put(key, node);
          px[node] = (px[a] + px[b]) / 2;
          py[node] = (py[a] + py[b]) / 2;
          if (edge != null) {
            double[] p = mesh.curves().get(edge.curve()).point(edge.middle());
            px[node] = p[0];
            py[node] = p[1];
          }
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

  /** The derivatives by the reference coordinates of the map from the reference triangle: x_ξ, x_η, y_ξ, y_η, then x and y. */
  void map(int t, double xi, double eta, double[] out) {
    int shape = curved[t] ? 2 : 1;
    double[] value = new double[6];
    double[] byXi = new double[6];
    double[] byEta = new double[6];
    basis(shape, xi, eta, value);
    slopes(shape, xi, eta, byXi, byEta);
    Arrays.fill(out, 0, 6, 0);
    for (int k = 0; k < (shape == 1 ? 3 : 6); k++) {
      int node = element[local * t + k];
      out[0] += byXi[k] * x[node];
      out[1] += byEta[k] * x[node];
      out[2] += byXi[k] * y[node];
      out[3] += byEta[k] * y[node];
      out[4] += value[k] * x[node];
      out[5] += value[k] * y[node];
    }
  }

  /** The basis functions of a degree at a point of a triangle (along 0), or their derivatives by x (1) or y (2). */
  void physicalBasis(int t, int degree, int along, double xi, double eta, double[] out) {
    if (along == 0) {
      basis(degree, xi, eta, out);
      return;
    }
    double[] map = new double[6];
    map(t, xi, eta, map);
    double[] byXi = new double[6];
    double[] byEta = new double[6];
    slopes(degree, xi, eta, byXi, byEta);
    double determinant = map[0] * map[3] - map[1] * map[2];
    for (int k = 0; k < (degree == 1 ? 3 : 6); k++) {
      out[k] = along == 1 ? (map[3] * byXi[k] - map[2] * byEta[k]) / determinant : (map[0] * byEta[k] - map[1] * byXi[k]) / determinant;
    }
  }

  /** The reference coordinates of a point, by Newton's method on a curved triangle. */
  double[] reference(int t, double px, double py) {
    int a = element[local * t];
    int b = element[local * t + 1];
    int c = element[local * t + 2];
    double ux = x[b] - x[a];
    double uy = y[b] - y[a];
    double vx = x[c] - x[a];
    double vy = y[c] - y[a];
    double determinant = ux * vy - vx * uy;
    double[] at = {((px - x[a]) * vy - (py - y[a]) * vx) / determinant, ((py - y[a]) * ux - (px - x[a]) * uy) / determinant};
    if (curved[t] && at[0] > -1 && at[1] > -1 && at[0] + at[1] < 2) {
      double[] map = new double[6];
      double step = 1;
      for (int k = 0; k < 20 && step > 1e-14; k++) {
        map(t, at[0], at[1], map);
        double dx = px - map[4];
        double dy = py - map[5];
        determinant = map[0] * map[3] - map[1] * map[2];
        double dXi = (map[3] * dx - map[1] * dy) / determinant;
        double dEta = (map[0] * dy - map[2] * dx) / determinant;
        at[0] += dXi;
        at[1] += dEta;
        step = Math.abs(dXi) + Math.abs(dEta);
      }
    }
    return at;
  }

  /** Receives a node of the refinement and its place in its element there, with its triangle here and its reference coordinates there. */
  interface Embedding {
    void accept(int fineNode, int finePlace, int triangle, double xi, double eta);
  }

  /** Visits every node of the same degree on {@code mesh.refine()} once. */
  void forEachFineNode(FiniteElementSpace fine, Embedding visitor) {
    boolean[] done = new boolean[fine.nodes];
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
        for (int k = 0; k < fine.local; k++) {
          int place = fine.local * (4 * t + child) + k;
          int node = fine.element[place];
          if (done[node]) {
            continue;
          }
          done[node] = true;
          if (onCurve[t]) {
            // the refinement follows the boundary, not the map of this triangle
            double[] at = reference(t, fine.x[node], fine.y[node]);
            visitor.accept(node, place, t, at[0], at[1]);
          } else {
            double[] a = corner[children[child][k % 3]];
            double[] b = k < 3 ? a : corner[children[child][(k + 1) % 3]];
            visitor.accept(node, place, t, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
          }
        }
      }
    }
  }
}
