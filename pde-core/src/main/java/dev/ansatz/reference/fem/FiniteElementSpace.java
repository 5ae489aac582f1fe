package dev.ansatz.reference.fem;

import java.util.Arrays;

/**
 * Continuous functions of degree 1 or 2 on the simplices of a mesh, by their values at nodes: the vertices, numbered as in the mesh,
 * and for degree 2 the middles of edges. In degree 2 an edge on a curved boundary or interface is a parabola through the middle of its arc.
 *
 * <p>The basis functions in barycentric coordinates λ are λ_i (2 λ_i − 1) at the corners and 4 λ_i λ_j at the middles of the
 * {@linkplain SimplexMesh#edges edges}; reference coordinates are λ_1, λ_2 and on tetrahedra λ_3.
 */
final class FiniteElementSpace {
  /** In reference coordinates: square, so that the next step is rounding. */
  private static final double CONVERGED = 1e-7;

  final SimplexMesh mesh;
  final int dimension;
  final int degree;
  /** Nodes of a simplex. */
  final int local;
  final int nodes;
  /** {@code [axis][node]}. */
  final double[][] x;
  /** {@link #local} nodes for each simplex. */
  final int[] element;
  /** The simplices on curves or surfaces that are not straight. */
  private final boolean[] onCurve;
  /** Those of them with a curved side: all in degree 2, none in degree 1. */
  final boolean[] curved;

  FiniteElementSpace(SimplexMesh mesh, int degree) {
    this.mesh = mesh;
    this.degree = degree;
    dimension = mesh.dimension();
    local = local(dimension, degree);
    onCurve = mesh.onCurve();
    curved = degree == 1 ? new boolean[mesh.size()] : onCurve;
    x = new double[dimension][];
    int[] simplices = mesh.simplices();
    if (degree == 1) {
      nodes = mesh.vertices();
      for (int i = 0; i < dimension; i++) {
        x[i] = mesh.coordinate(i);
      }
      element = simplices;
      return;
    }
    int vertices = mesh.vertices();
    int corners = dimension + 1;
    int[][] edges = SimplexMesh.edges(dimension);
    element = new int[local * mesh.size()];
    var numbers = new EdgeNumbers(3 * mesh.size() / 2);
    var bends = mesh.bends();
    for (int i = 0; i < dimension; i++) {
      x[i] = Arrays.copyOf(mesh.coordinate(i), vertices + (dimension == 2 ? 3 : 2) * mesh.size() + 6);
    }
    for (int t = 0; t < mesh.size(); t++) {
      System.arraycopy(simplices, corners * t, element, local * t, corners);
      for (int e = 0; e < edges.length; e++) {
        int a = simplices[corners * t + edges[e][0]];
        int b = simplices[corners * t + edges[e][1]];
        int before = numbers.count();
        int node = vertices + numbers.of(a, b);
        element[local * t + corners + e] = node;
        if (node == vertices + before) {
          double[] p = bends.middle(a, b);
          for (int i = 0; i < dimension; i++) {
            if (node == x[i].length) {
              x[i] = Arrays.copyOf(x[i], 2 * node);
            }
            x[i][node] = p == null ? (x[i][a] + x[i][b]) / 2 : p[i];
          }
        }
      }
    }
    nodes = vertices + numbers.count();
    for (int i = 0; i < dimension; i++) {
      x[i] = Arrays.copyOf(x[i], nodes);
    }
  }

  /** How many functions of a degree a simplex has. */
  static int local(int dimension, int degree) {
    return degree == 1 ? dimension + 1 : (dimension + 1) * (dimension + 2) / 2;
  }

  /** The basis functions at a reference point. */
  static void basis(int dimension, int degree, double[] at, double[] value) {
    double l0 = 1;
    for (int i = 0; i < dimension; i++) {
      l0 -= at[i];
    }
    if (degree == 1) {
      value[0] = l0;
      System.arraycopy(at, 0, value, 1, dimension);
      return;
    }
    value[0] = l0 * (2 * l0 - 1);
    for (int i = 0; i < dimension; i++) {
      value[1 + i] = at[i] * (2 * at[i] - 1);
    }
    int k = dimension + 1;
    for (int[] e : SimplexMesh.edges(dimension)) {
      value[k++] = 4 * (e[0] == 0 ? l0 : at[e[0] - 1]) * (e[1] == 0 ? l0 : at[e[1] - 1]);
    }
  }

  /** Their derivatives by the reference coordinates: {@code [along][function]}. */
  static void slopes(int dimension, int degree, double[] at, double[][] by) {
    for (int i = 0; i < dimension; i++) {
      Arrays.fill(by[i], 0);
    }
    if (degree == 1) {
      for (int i = 0; i < dimension; i++) {
        by[i][0] = -1;
        by[i][1 + i] = 1;
      }
      return;
    }
    double l0 = 1;
    for (int i = 0; i < dimension; i++) {
      l0 -= at[i];
    }
    int[][] edges = SimplexMesh.edges(dimension);
    for (int i = 0; i < dimension; i++) {
      by[i][0] = 1 - 4 * l0;
      by[i][1 + i] = 4 * at[i] - 1;
      for (int e = 0; e < edges.length; e++) {
        int a = edges[e][0];
        int b = edges[e][1];
        double first = a == 0 ? -1 : a == i + 1 ? 1 : 0;
        double second = b == 0 ? -1 : b == i + 1 ? 1 : 0;
        by[i][dimension + 1 + e] = 4 * ((a == 0 ? l0 : at[a - 1]) * second + (b == 0 ? l0 : at[b - 1]) * first);
      }
    }
  }

  /** The basis functions of every degree and their derivatives at one reference point. */
  static final class Tabulated {
    final double[] at;
    /** {@code [degree][function]}. */
    final double[][] value = new double[3][];
    /** {@code [degree][along][function]}. */
    final double[][][] by = new double[3][][];

    Tabulated(int dimension, double... at) {
      this.at = at;
      for (int degree = 1; degree <= 2; degree++) {
        value[degree] = new double[local(dimension, degree)];
        by[degree] = new double[dimension][value[degree].length];
        basis(dimension, degree, at, value[degree]);
        slopes(dimension, degree, at, by[degree]);
      }
    }
  }

  /**
   * The derivatives by the reference coordinates of the map from the reference simplex, {@code [axis × dimension + along]}, then the point.
   */
  void map(int t, Tabulated point, double[] out) {
    int shape = curved[t] ? 2 : 1;
    map(t, point.value[shape], point.by[shape], out);
  }

  private void map(int t, double[] value, double[][] by, double[] out) {
    int d = dimension;
    Arrays.fill(out, 0, d * d + d, 0);
    for (int k = 0; k < value.length; k++) {
      int node = element[local * t + k];
      for (int i = 0; i < d; i++) {
        double c = x[i][node];
        for (int j = 0; j < d; j++) {
          out[i * d + j] += by[j][k] * c;
        }
        out[d * d + i] += value[k] * c;
      }
    }
  }

  private void map(int t, double[] at, double[] out) {
    int shape = curved[t] ? 2 : 1;
    double[] value = new double[local(dimension, shape)];
    double[][] by = new double[dimension][value.length];
    basis(dimension, shape, at, value);
    slopes(dimension, shape, at, by);
    map(t, value, by, out);
  }

  /** The determinant of a map; its inverse is {@code cofactors[axis × dimension + along]} over that: ∂ξ_along/∂x_axis. */
  static double invert(int dimension, double[] map, double[] cofactors) {
    if (dimension == 2) {
      cofactors[0] = map[3];
      cofactors[1] = -map[2];
      cofactors[2] = -map[1];
      cofactors[3] = map[0];
      return map[0] * map[3] - map[1] * map[2];
    }
    for (int i = 0; i < 3; i++) {
      int i1 = 3 * ((i + 1) % 3);
      int i2 = 3 * ((i + 2) % 3);
      for (int j = 0; j < 3; j++) {
        int j1 = (j + 1) % 3;
        int j2 = (j + 2) % 3;
        cofactors[3 * i + j] = map[i1 + j1] * map[i2 + j2] - map[i1 + j2] * map[i2 + j1];
      }
    }
    return map[0] * cofactors[0] + map[1] * cofactors[1] + map[2] * cofactors[2];
  }

  /** The basis functions of a degree at a point of a simplex (along 0), or their derivatives by the coordinate of that number. */
  void physicalBasis(int t, int degree, int along, double[] at, double[] out) {
    if (along == 0) {
      basis(dimension, degree, at, out);
      return;
    }
    int d = dimension;
    double[] map = new double[d * d + d];
    double[] cofactors = new double[d * d];
    map(t, at, map);
    double determinant = invert(d, map, cofactors);
    double[][] by = new double[d][local(d, degree)];
    slopes(d, degree, at, by);
    for (int k = 0; k < by[0].length; k++) {
      double sum = 0;
      for (int j = 0; j < d; j++) {
        sum += cofactors[(along - 1) * d + j] * by[j][k];
      }
      out[k] = sum / determinant;
    }
  }

  /** The reference coordinates of a point, by Newton's method on a curved simplex; far outside of it NaN where that does not converge. */
  double[] reference(int t, double[] p) {
    int d = dimension;
    double[] map = new double[d * d + d];
    double[] cofactors = new double[d * d];
    int a = element[local * t];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        map[i * d + j] = x[i][element[local * t + 1 + j]] - x[i][a];
      }
      map[d * d + i] = x[i][a];
    }
    double[] at = new double[d];
    newton(p, map, cofactors, at);
    double sum = 0;
    boolean near = true;
    for (double c : at) {
      sum += c;
      near &= c > -1;
    }
    if (curved[t] && near && sum < 2) {
      double step = 1;
      for (int k = 0; k < 20 && step > 1e-14; k++) {
        map(t, at, map);
        step = newton(p, map, cofactors, at);
      }
      if (!(step < CONVERGED)) {
        Arrays.fill(at, Double.NaN);
      }
    }
    return at;
  }

  /** Moves a reference point by one step towards the one that is mapped to p; the size of the step. */
  private double newton(double[] p, double[] map, double[] cofactors, double[] at) {
    int d = dimension;
    double determinant = invert(d, map, cofactors);
    double step = 0;
    for (int j = 0; j < d; j++) {
      double sum = 0;
      for (int i = 0; i < d; i++) {
        sum += cofactors[i * d + j] * (p[i] - map[d * d + i]);
      }
      at[j] += sum / determinant;
      step += Math.abs(sum / determinant);
    }
    return step;
  }

  double[] point(int node) {
    double[] p = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      p[i] = x[i][node];
    }
    return p;
  }

  /** Receives a node of the refinement and its place in its element there, with its simplex here and its reference coordinates there. */
  interface Embedding {
    void accept(int fineNode, int finePlace, int simplex, double[] at);
  }

  /** Visits every node of the same degree on {@code mesh.refine()} once. */
  void forEachFineNode(FiniteElementSpace fine, Embedding visitor) {
    boolean[] done = new boolean[fine.nodes];
    int corners = dimension + 1;
    int[][] edges = SimplexMesh.edges(dimension);
    double[][] corner = new double[corners + edges.length][dimension];
    for (int i = 0; i < dimension; i++) {
      corner[1 + i][i] = 1;
    }
    for (int t = 0; t < mesh.size(); t++) {
      for (int e = 0; e < edges.length; e++) {
        int i = edges[e][0];
        int j = edges[e][1];
        double r = mesh.ratio(mesh.simplices()[corners * t + i], mesh.simplices()[corners * t + j]);
        for (int k = 0; k < dimension; k++) {
          corner[corners + e][k] = (1 - r) * corner[i][k] + r * corner[j][k];
        }
      }
      int[][] children = mesh.children(t);
      for (int child = 0; child < children.length; child++) {
        for (int k = 0; k < fine.local; k++) {
          int place = fine.local * (children.length * t + child) + k;
          int node = fine.element[place];
          if (done[node]) {
            continue;
          }
          done[node] = true;
          if (onCurve[t]) {
            // the refinement follows the boundary, not the map of this simplex
            visitor.accept(node, place, t, reference(t, fine.point(node)));
          } else {
            double[] a = corner[children[child][k < corners ? k : edges[k - corners][0]]];
            double[] b = corner[children[child][k < corners ? k : edges[k - corners][1]]];
            double[] at = new double[dimension];
            for (int i = 0; i < dimension; i++) {
              at[i] = (a[i] + b[i]) / 2;
            }
            visitor.accept(node, place, t, at);
          }
        }
      }
    }
  }
}
