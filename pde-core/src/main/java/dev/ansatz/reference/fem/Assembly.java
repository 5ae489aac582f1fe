package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The Galerkin equations of a weak form on a mesh: residuals and their derivatives, for coefficients {@code u[field][node]}.
 *
 * <p>Fields whose equation has a flux are of the space's degree, others (pressures) of degree 1. Integrals are by rules that are exact
 * for polynomials of degree 5 on triangles and of degree 7 on edges. Unknowns that essential conditions fix are no unknowns of
 * the system; the rest are numbered by nested dissection of the nodes.
 */
final class Assembly {
  /** Radon's rule of seven points: λ of each, weights for area 1. */
  private static final double[][] TRIANGLE = triangleRule();
  private static final double[] LINE = {0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263};
  private static final double[] LINE_WEIGHTS = {0.17392742256872693, 0.32607257743127307, 0.32607257743127307, 0.17392742256872693};
  private static final int CHUNK = 512;

  private final CompiledForm compiled;
  final FiniteElementSpace space;
  private final int fields;
  /** Degree of each field. */
  private final int[] degree;
  /** Place of the unknown of {@code [field][node]} in the system, or −1. */
  final int[][] place;
  final int unknowns;
  private final double[][] fixedValues;
  private final DMatrixSparseCSC pattern;
  /** Boundary edges by part: triangle, its side. */
  private final Map<Integer, List<int[]>> edges = new HashMap<>();

  /**
   * @param degrees of each field
   * @param pinned {@code [field]} one node whose value is 0 where the field is fixed only up to a constant; −1 for none
   */
  Assembly(CompiledForm compiled, FiniteElementSpace space, int[] pinned) {
    this.compiled = compiled;
    this.space = space;
    fields = compiled.problem.fields().size();
    degree = new int[fields];
    for (var row : compiled.form.rows()) {
      degree[compiled.problem.fields().indexOf(row.field())] = row.hasFlux() ? space.degree : 1;
    }
    fixedValues = essential();
    for (int f = 0; f < fields; f++) {
      if (pinned[f] >= 0) {
        fixedValues[f][pinned[f]] = 0;
      }
    }
    int[] start = new int[space.nodes + 1];
    int[] order = NestedDissection.order(start, neighbours(start));
    place = new int[fields][space.nodes];
    int next = 0;
    for (int[] row : place) {
      Arrays.fill(row, -1);
    }
    for (int node : order) {
      for (int f = 0; f < fields; f++) {
        if (node < nodes(f) && Double.isNaN(fixedValues[f][node])) {
          place[f][node] = next++;
        }
      }
    }
    unknowns = next;
    pattern = pattern();
    boundaryEdges();
  }

  int nodes(int field) {
    return degree[field] == 1 ? space.mesh.vertices() : space.nodes;
  }

  int degree(int field) {
    return degree[field];
  }

  private int local(int field) {
    return degree[field] == 1 ? 3 : 6;
  }

  private static double[][] triangleRule() {
    double a = (6 - Math.sqrt(15)) / 21;
    double b = (6 + Math.sqrt(15)) / 21;
    double wa = (155 - Math.sqrt(15)) / 1200;
    double wb = (155 + Math.sqrt(15)) / 1200;
    return new double[][] {{1.0 / 3, 1.0 / 3, 9.0 / 40}, {a, a, wa}, {1 - 2 * a, a, wa}, {a, 1 - 2 * a, wa},
        {b, b, wb}, {1 - 2 * b, b, wb}, {b, 1 - 2 * b, wb}};
  }

  /** The values that essential conditions fix, NaN elsewhere; where parts meet the condition stated last holds. */
  private double[][] essential() {
    double[][] fixed = new double[fields][space.nodes];
    for (double[] row : fixed) {
      Arrays.fill(row, Double.NaN);
    }
    var parts = compiled.problem.domain().parts();
    var nodesOfPart = new HashMap<Integer, List<Integer>>();
    var boundary = space.mesh.boundaryByEnds();
    for (int t = 0; t < space.mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = space.element[space.local * t + i];
        int b = space.element[space.local * t + (i + 1) % 3];
        var edge = boundary.get(TriangleMesh.key(a, b));
        if (edge != null) {
          var list = nodesOfPart.computeIfAbsent(space.mesh.curves().get(edge.curve()).part(), _ -> new ArrayList<>());
          list.add(a);
          list.add(b);
          if (space.degree == 2) {
            list.add(space.element[6 * t + 3 + i]);
          }
        }
      }
    }
    for (WeakForm.Essential condition : compiled.form.essential()) {
      int field = compiled.problem.fields().indexOf(condition.field());
      var here = nodesOfPart.getOrDefault(parts.indexOf(condition.part()), List.of());
      double[][] points = new double[2][here.size()];
      for (int k = 0; k < here.size(); k++) {
        points[0][k] = space.x[here.get(k)];
        points[1][k] = space.y[here.get(k)];
      }
      double[] values = Pointwise.of(condition.value()).values(compiled.space, points)[0];
      for (int k = 0; k < here.size(); k++) {
        fixed[field][here.get(k)] = values[k];
      }
    }
    return fixed;
  }

  /** The nodes that share a triangle with each node, itself left out. */
  private int[] neighbours(int[] start) {
    int triangles = space.mesh.size();
    int[] count = new int[space.nodes + 1];
    for (int node : space.element) {
      count[node + 1]++;
    }
    for (int i = 0; i < space.nodes; i++) {
      count[i + 1] += count[i];
    }
    int[] at = count.clone();
    int[] triangleOf = new int[space.element.length];
    for (int t = 0; t < triangles; t++) {
      for (int k = 0; k < space.local; k++) {
        triangleOf[at[space.element[space.local * t + k]]++] = t;
      }
    }
    int[] seen = new int[space.nodes];
    Arrays.fill(seen, -1);
    int[] list = new int[space.element.length * space.local];
    int n = 0;
    for (int i = 0; i < space.nodes; i++) {
      start[i] = n;
      seen[i] = i;
      for (int k = count[i]; k < count[i + 1]; k++) {
        for (int j = 0; j < space.local; j++) {
          int node = space.element[space.local * triangleOf[k] + j];
          if (seen[node] != i) {
            seen[node] = i;
            list[n++] = node;
          }
        }
      }
    }
    start[space.nodes] = n;
    return Arrays.copyOf(list, n);
  }

  private DMatrixSparseCSC pattern() {
    // which fields meet which
    boolean[][] coupled = new boolean[fields][fields];
    for (var term : compiled.interior.linearised) {
      coupled[term.field()][compiled.interior.unknowns.get(term.unknown()).field()] = true;
    }
    compiled.natural.values().forEach(n -> n.linearised.forEach(t -> coupled[t.field()][n.unknowns.get(t.unknown()).field()] = true));
    for (int f = 0; f < fields; f++) {
      coupled[f][f] = true;
      for (int g = 0; g < f; g++) {
        // a symmetric pattern whatever the values
        coupled[f][g] |= coupled[g][f];
        coupled[g][f] = coupled[f][g];
      }
    }
    int[] start = new int[space.nodes + 1];
    int[] neighbour = neighbours(start);
    int[] fieldOf = new int[unknowns];
    int[] nodeOf = new int[unknowns];
    for (int f = 0; f < fields; f++) {
      for (int node = 0; node < space.nodes; node++) {
        if (place[f][node] >= 0) {
          fieldOf[place[f][node]] = f;
          nodeOf[place[f][node]] = node;
        }
      }
    }
    int[] columns = new int[unknowns + 1];
    int[] rows = new int[1024];
    int n = 0;
    for (int c = 0; c < unknowns; c++) {
      int node = nodeOf[c];
      int most = n + fields * (start[node + 1] - start[node] + 1);
      if (most > rows.length) {
        rows = Arrays.copyOf(rows, Math.max(most, 2 * rows.length));
      }
      for (int f = 0; f < fields; f++) {
        if (!coupled[f][fieldOf[c]]) {
          continue;
        }
        for (int k = start[node] - 1; k < start[node + 1]; k++) {
          int other = k < start[node] ? node : neighbour[k];
          if (place[f][other] >= 0) {
            rows[n++] = place[f][other];
          }
        }
      }
      Arrays.sort(rows, columns[c], n);
      columns[c + 1] = n;
    }
    var matrix = new DMatrixSparseCSC(unknowns, unknowns, n);
    matrix.nz_length = n;
    matrix.indicesSorted = true;
    System.arraycopy(columns, 0, matrix.col_idx, 0, unknowns + 1);
    System.arraycopy(rows, 0, matrix.nz_rows, 0, n);
    return matrix;
  }

  private void boundaryEdges() {
    var boundary = space.mesh.boundaryByEnds();
    for (int t = 0; t < space.mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        var edge = boundary.get(TriangleMesh.key(space.mesh.triangles()[3 * t + i], space.mesh.triangles()[3 * t + (i + 1) % 3]));
        if (edge != null) {
          edges.computeIfAbsent(space.mesh.curves().get(edge.curve()).part(), _ -> new ArrayList<>()).add(new int[] {t, i});
        }
      }
    }
  }

  /** Coefficients with essential conditions fulfilled and the rest from {@code guess}, which may be null for zero. */
  double[][] start(double[][] guess) {
    double[][] u = new double[fields][];
    for (int f = 0; f < fields; f++) {
      u[f] = guess == null ? new double[nodes(f)] : Arrays.copyOf(guess[f], nodes(f));
      for (int node = 0; node < u[f].length; node++) {
        if (!Double.isNaN(fixedValues[f][node])) {
          u[f][node] = fixedValues[f][node];
        }
      }
    }
    return u;
  }

  /** u less {@code length} times a step in the unknowns of the system. */
  double[][] stepped(double[][] u, double[] step, double length) {
    double[][] next = new double[fields][];
    for (int f = 0; f < fields; f++) {
      next[f] = u[f].clone();
      for (int node = 0; node < next[f].length; node++) {
        if (place[f][node] >= 0) {
          next[f][node] -= length * step[place[f][node]];
        }
      }
    }
    return next;
  }

  /** The residuals of the unknowns' equations. */
  double[] residual(double[][] u) {
    double[] r = new double[unknowns];
    integrate(u, r, null);
    return r;
  }

  /** The residuals, into {@code r}, and their derivatives: column j of the matrix by unknown j. */
  DMatrixSparseCSC linearise(double[][] u, double[] r) {
    var matrix = pattern.copy();
    Arrays.fill(matrix.nz_values, 0, matrix.nz_length, 0);
    Arrays.fill(r, 0);
    integrate(u, r, matrix);
    return matrix;
  }

  private void integrate(double[][] u, double[] r, DMatrixSparseCSC matrix) {
    double[][] points = new double[TRIANGLE.length][];
    for (int q = 0; q < points.length; q++) {
      points[q] = TRIANGLE[q];
    }
    for (int from = 0; from < space.mesh.size(); from += CHUNK) {
      int to = Math.min(space.mesh.size(), from + CHUNK);
      var chunk = new Chunk((to - from) * points.length, u, compiled.interior);
      for (int t = from; t < to; t++) {
        chunk.triangle(t, points);
      }
      chunk.finish(compiled.interior, r, matrix);
    }
    compiled.natural.forEach((part, integrands) -> {
      var here = edges.getOrDefault(part, List.of());
      for (int from = 0; from < here.size(); from += CHUNK) {
        int to = Math.min(here.size(), from + CHUNK);
        var chunk = new Chunk((to - from) * LINE.length, u, integrands);
        here.subList(from, to).forEach(e -> chunk.edge(e[0], e[1]));
        chunk.finish(integrands, r, matrix);
      }
    });
  }

  /** Integration points of some triangles or edges: where they are, the functions there, their weights. */
  private final class Chunk {
    final double[][] u;
    final CompiledForm.Integrands integrands;
    final int[] triangle;
    final double[] weight;
    final double[][] position;
    final double[][] normal;
    final double[][] unknowns;
    /** Basis functions and their derivatives, for degree 1 and 2: {@code [degree − 1][along][local × point + …]}. */
    final double[][][] basis = new double[2][3][];
    int lanes;
    private final double[] value = new double[6];
    private final double[] byXi = new double[6];
    private final double[] byEta = new double[6];

    Chunk(int most, double[][] u, CompiledForm.Integrands integrands) {
      this.u = u;
      this.integrands = integrands;
      triangle = new int[most];
      weight = new double[most];
      position = new double[2][most];
      normal = new double[2][most];
      unknowns = new double[integrands.unknowns.size()][most];
      for (int d = 0; d < 2; d++) {
        for (int along = 0; along < 3; along++) {
          basis[d][along] = new double[most * (d == 0 ? 3 : 6)];
        }
      }
    }

    void triangle(int t, double[][] points) {
      for (double[] p : points) {
        point(t, p[0], p[1]);
        weight[lanes] = p[2] * determinant / 2;
        lanes++;
      }
    }

    void edge(int t, int side) {
      double[][] corners = {{0, 0}, {1, 0}, {0, 1}};
      double[] a = corners[side];
      double[] b = corners[(side + 1) % 3];
      for (int q = 0; q < LINE.length; q++) {
        double s = LINE[q];
        double dXi = b[0] - a[0];
        double dEta = b[1] - a[1];
        point(t, a[0] + s * dXi, a[1] + s * dEta);
        double tx = xByXi * dXi + xByEta * dEta;
        double ty = yByXi * dXi + yByEta * dEta;
        double length = Math.hypot(tx, ty);
        normal[0][lanes] = ty / length;
        normal[1][lanes] = -tx / length;
        weight[lanes] = LINE_WEIGHTS[q] * length;
        lanes++;
      }
    }

    private double determinant;
    private double xByXi;
    private double xByEta;
    private double yByXi;
    private double yByEta;

    private void point(int t, double xi, double eta) {
      triangle[lanes] = t;
      int shape = space.curved[t] ? 2 : 1;
      int corners = shape == 1 ? 3 : 6;
      FiniteElementSpace.basis(shape, xi, eta, value);
      FiniteElementSpace.slopes(shape, xi, eta, byXi, byEta);
      double x = 0;
      double y = 0;
      xByXi = 0;
      xByEta = 0;
      yByXi = 0;
      yByEta = 0;
      for (int k = 0; k < corners; k++) {
        int node = space.element[space.local * t + k];
        x += value[k] * space.x[node];
        y += value[k] * space.y[node];
        xByXi += byXi[k] * space.x[node];
        xByEta += byEta[k] * space.x[node];
        yByXi += byXi[k] * space.y[node];
        yByEta += byEta[k] * space.y[node];
      }
      position[0][lanes] = x;
      position[1][lanes] = y;
      determinant = xByXi * yByEta - xByEta * yByXi;
      for (int d = 1; d <= space.degree; d++) {
        int n = d == 1 ? 3 : 6;
        FiniteElementSpace.basis(d, xi, eta, value);
        FiniteElementSpace.slopes(d, xi, eta, byXi, byEta);
        for (int k = 0; k < n; k++) {
          basis[d - 1][0][n * lanes + k] = value[k];
          basis[d - 1][1][n * lanes + k] = (yByEta * byXi[k] - yByXi * byEta[k]) / determinant;
          basis[d - 1][2][n * lanes + k] = (xByXi * byEta[k] - xByEta * byXi[k]) / determinant;
        }
      }
      for (int i = 0; i < unknowns.length; i++) {
        var unknown = integrands.unknowns.get(i);
        int d = degree[unknown.field()];
        int n = local(unknown.field());
        double[] b = basis[d - 1][unknown.along()];
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += b[n * lanes + k] * u[unknown.field()][space.element[space.local * t + k]];
        }
        unknowns[i][lanes] = sum;
      }
    }

    void finish(CompiledForm.Integrands integrands, double[] r, DMatrixSparseCSC matrix) {
      var given = new HashMap<Expr, double[]>();
      for (int i = 0; i < 2; i++) {
        given.put(compiled.space.get(i), position[i]);
        given.put(compiled.form.normal().get(i), normal[i]);
      }
      for (int i = 0; i < unknowns.length; i++) {
        given.put(integrands.unknowns.get(i).leaf(), unknowns[i]);
      }
      double[][] values = integrands.residual(given, lanes);
      for (var term : integrands.residual) {
        int n = local(term.field());
        double[] b = basis[degree[term.field()] - 1][term.along()];
        for (int q = 0; q < lanes; q++) {
          double factor = weight[q] * values[term.output()][q];
          for (int k = 0; k < n; k++) {
            int row = place[term.field()][space.element[space.local * triangle[q] + k]];
            if (row >= 0) {
              r[row] += factor * b[n * q + k];
            }
          }
        }
      }
      if (matrix != null) {
        scatter(integrands, integrands.linearised(given, lanes), matrix);
      }
    }

    private void scatter(CompiledForm.Integrands integrands, double[][] slopes, DMatrixSparseCSC matrix) {
      // one block for each pair of fields, of one triangle at a time
      double[] block = new double[36];
      for (int f = 0; f < fields; f++) {
        for (int g = 0; g < fields; g++) {
          int row = f;
          int column = g;
          var terms = integrands.linearised.stream()
              .filter(t -> t.field() == row && integrands.unknowns.get(t.unknown()).field() == column).toList();
          if (terms.isEmpty()) {
            continue;
          }
          int m = local(f);
          int n = local(g);
          int q = 0;
          while (q < lanes) {
            int t = triangle[q];
            Arrays.fill(block, 0);
            for (; q < lanes && triangle[q] == t; q++) {
              for (var term : terms) {
                double factor = weight[q] * slopes[term.output()][q];
                double[] test = basis[degree[f] - 1][term.along()];
                double[] trial = basis[degree[g] - 1][integrands.unknowns.get(term.unknown()).along()];
                for (int i = 0; i < m; i++) {
                  double left = factor * test[m * q + i];
                  for (int j = 0; j < n; j++) {
                    block[n * i + j] += left * trial[n * q + j];
                  }
                }
              }
            }
            add(t, f, g, block, matrix);
          }
        }
      }
    }

    private void add(int t, int f, int g, double[] block, DMatrixSparseCSC matrix) {
      int m = local(f);
      int n = local(g);
      for (int j = 0; j < n; j++) {
        int column = place[g][space.element[space.local * t + j]];
        if (column < 0) {
          continue;
        }
        for (int i = 0; i < m; i++) {
          int row = place[f][space.element[space.local * t + i]];
          if (row >= 0) {
            int at = Arrays.binarySearch(matrix.nz_rows, matrix.col_idx[column], matrix.col_idx[column + 1], row);
            matrix.nz_values[at] += block[n * i + j];
          }
        }
      }
    }
  }
}
