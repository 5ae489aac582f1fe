package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.geometry.Curve;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The Galerkin equations of a weak form on a mesh: residuals and their derivatives, for coefficients {@code u[field][node]}. Behind the
 * fields come the numbers of {@link CompiledForm}, with one coefficient each.
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
  /** Fields and numbers. */
  private final int fields;
  /** Degree of each field; 0 for a number. */
  private final int[] degree;
  /** Whether a field's equation has no flux. */
  private final boolean[] constraint;
  /** Place of the unknown of {@code [field][node]} in the system, or −1. */
  final int[][] place;
  final int unknowns;
  /** The places at which the leaves and separators of the dissection begin, and the number of unknowns. */
  final int[] blocks;
  /** For each field the nodes at which conditions give its value. */
  private final boolean[][] fixed;
  private final Map<String, List<Integer>> nodesOfPart = new HashMap<>();
  private final DMatrixSparseCSC pattern;
  /** Edges by boundary part or interface: triangle, to whose right the part lies, its side, the curve. */
  private final Map<String, List<int[]>> edges = new HashMap<>();
  private final int boundaryCurves;
  private final InterfaceJumps jumps;

  Assembly(CompiledForm compiled, FiniteElementSpace space) {
    this.compiled = compiled;
    this.space = space;
    fields = compiled.unknowns();
    degree = new int[fields];
    constraint = new boolean[fields];
    for (var row : compiled.form.rows()) {
      int f = compiled.problem.fields().indexOf(row.field());
      constraint[f] = !row.hasFlux();
      degree[f] = constraint[f] ? 1 : space.degree;
    }
    boundaryCurves = space.mesh.boundaryCurves();
    jumps = new InterfaceJumps(compiled, space);
    nodesOfParts();
    fixed = new boolean[fields][space.nodes];
    for (WeakForm.Essential condition : compiled.form.essential()) {
      var here = given(condition);
      given.add(here);
      for (int node : here.nodes) {
        fixed[here.field][node] = true;
      }
    }
    place = new int[fields][];
    for (int f = 0; f < fields; f++) {
      place[f] = new int[degree[f] == 0 ? 1 : space.nodes];
      Arrays.fill(place[f], -1);
    }
    blocks = number();
    unknowns = blocks[blocks.length - 1];
    pattern = pattern();
    edgesOfParts();
  }

  /** Numbers the unknowns by nested dissection of the nodes; the places at which its leaves and separators begin. */
  private int[] number() {
    int[] start = new int[space.nodes + 1];
    int[] neighbour = neighbours(start);
    var dissection = NestedDissection.order(start, neighbour);
    int[] blockOf = new int[space.nodes];
    for (int b = 0; b + 1 < dissection.starts().length; b++) {
      for (int k = dissection.starts()[b]; k < dissection.starts()[b + 1]; k++) {
        blockOf[dissection.order()[k]] = b;
      }
    }
    // a field without a flux, a pressure, is eliminated with the last of the fields that it is coupled with: only then has it a pivot
    int[] latest = blockOf.clone();
    for (int node = 0; node < space.nodes; node++) {
      for (int k = start[node]; k < start[node + 1]; k++) {
        latest[node] = Math.max(latest[node], blockOf[neighbour[k]]);
      }
    }
    int count = dissection.starts().length - 1;
    var waiting = new HashMap<Integer, List<Integer>>();
    for (int node = 0; node < space.mesh.vertices(); node++) {
      waiting.computeIfAbsent(latest[node], _ -> new ArrayList<>()).add(node);
    }
    int[] starts = new int[count + 1];
    int next = 0;
    for (int b = 0; b < count; b++) {
      for (boolean constraints : new boolean[] {false, true}) {
        int from = dissection.starts()[b];
        var nodes = constraints ? waiting.getOrDefault(b, List.of())
            : Arrays.stream(dissection.order(), from, dissection.starts()[b + 1]).boxed().toList();
        for (int node : nodes) {
          for (int f = 0; f < fields; f++) {
            if (degree[f] > 0 && constraint[f] == constraints && node < nodes(f) && !fixed[f][node]) {
              place[f][node] = next++;
            }
          }
        }
      }
      starts[b + 1] = next;
    }
    // numbers meet everything: eliminated with the last separator they have pivots even where the rest is singular without them
    for (int f = 0; f < fields; f++) {
      if (degree[f] == 0) {
        place[f][0] = next++;
      }
    }
    starts[count] = next;
    return starts;
  }

  int nodes(int field) {
    return degree[field] == 0 ? 1 : degree[field] == 1 ? space.mesh.vertices() : space.nodes;
  }

  int degree(int field) {
    return degree[field];
  }

  InterfaceJumps jumps() {
    return jumps;
  }

  private int local(int field) {
    return degree[field] == 0 ? 1 : degree[field] == 1 ? 3 : 6;
  }

  /** The coefficient that function k of a triangle has. */
  private int node(int field, int t, int k) {
    return degree[field] == 0 ? 0 : space.element[space.local * t + k];
  }

  private static double[][] triangleRule() {
    double a = (6 - Math.sqrt(15)) / 21;
    double b = (6 + Math.sqrt(15)) / 21;
    double wa = (155 - Math.sqrt(15)) / 1200;
    double wb = (155 + Math.sqrt(15)) / 1200;
    return new double[][] {{1.0 / 3, 1.0 / 3, 9.0 / 40}, {a, a, wa}, {1 - 2 * a, a, wa}, {a, 1 - 2 * a, wa},
        {b, b, wb}, {1 - 2 * b, b, wb}, {b, 1 - 2 * b, wb}};
  }

  private void nodesOfParts() {
    var boundary = space.mesh.byEnds();
    for (int t = 0; t < space.mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = space.element[space.local * t + i];
        int b = space.element[space.local * t + (i + 1) % 3];
        var edge = boundary.get(TriangleMesh.key(a, b));
        if (edge != null) {
          var list = nodesOfPart.computeIfAbsent(space.mesh.part(edge), _ -> new ArrayList<>());
          list.add(a);
          list.add(b);
          if (space.degree == 2) {
            list.add(space.element[6 * t + 3 + i]);
          }
        }
      }
    }
  }

  /** What a condition gives at nodes. */
  private record Given(int field, int[] nodes, Pointwise value, Optional<Pointwise> rate) {}

  private final List<Given> given = new ArrayList<>();

  private Given given(WeakForm.Essential condition) {
    int field = compiled.problem.fields().indexOf(condition.field());
    int[] nodes = nodesOfPart.getOrDefault(condition.part().name(), List.of()).stream().mapToInt(Integer::intValue)
        .filter(node -> node < nodes(field)).distinct().toArray();
    return new Given(field, nodes, Pointwise.of(condition.value()), compiled.time.map(t -> Pointwise.of(condition.value().derivative(t))));
  }

  /** Puts the values that conditions give into coefficients, where parts meet those of the condition stated last. */
  void impose(double t, double[][] u) {
    given.forEach(g -> put(g.nodes, at(g.value, t, g.nodes), u[g.field]));
  }

  /** Puts the rates of change of those values. */
  void imposeRates(double t, double[][] rate) {
    given.forEach(g -> put(g.nodes, at(g.rate.orElseThrow(), t, g.nodes), rate[g.field]));
  }

  private static void put(int[] nodes, double[] values, double[] into) {
    for (int k = 0; k < nodes.length; k++) {
      into[nodes[k]] = values[k];
    }
  }

  /** The values of an expression free of fields at nodes. */
  double[] at(Expr e, double t, int[] at) {
    return at(Pointwise.of(e), t, at);
  }

  private double[] at(Pointwise e, double t, int[] at) {
    double[][] points = new double[3][at.length];
    Arrays.fill(points[0], t);
    for (int k = 0; k < at.length; k++) {
      double[] p = jumps.above(at[k]);
      points[1][k] = p[0];
      points[2][k] = p[1];
    }
    var coordinates = new ArrayList<>(compiled.space);
    compiled.time.ifPresent(coordinates::addFirst);
    return e.values(coordinates, compiled.time.isPresent() ? points : Arrays.copyOfRange(points, 1, 3))[0];
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
    for (var term : compiled.full.interior().linearised) {
      coupled[term.field()][compiled.full.interior().unknowns.get(term.unknown()).field()] = true;
    }
    compiled.full.natural().values().forEach(n -> n.linearised.forEach(t -> coupled[t.field()][n.unknowns.get(t.unknown()).field()] = true));
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
      for (int node = 0; node < place[f].length; node++) {
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
      boolean number = degree[fieldOf[c]] == 0;
      int most = n + (number ? unknowns : fields * (start[node + 1] - start[node] + 1));
      if (most > rows.length) {
        rows = Arrays.copyOf(rows, Math.max(most, 2 * rows.length));
      }
      for (int f = 0; f < fields; f++) {
        if (!coupled[f][fieldOf[c]]) {
          continue;
        }
        if (number || degree[f] == 0) {
          for (int row : place[f]) {
            if (row >= 0) {
              rows[n++] = row;
            }
          }
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

  private void edgesOfParts() {
    var onCurves = space.mesh.byEnds();
    for (int t = 0; t < space.mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int a = space.mesh.triangles()[3 * t + i];
        var edge = onCurves.get(TriangleMesh.key(a, space.mesh.triangles()[3 * t + (i + 1) % 3]));
        // of the two triangles at an interface the one below
        if (edge != null && edge.a() == a) {
          edges.computeIfAbsent(space.mesh.part(edge), _ -> new ArrayList<>()).add(new int[] {t, i, edge.curve()});
        }
      }
    }
  }

  /** Coefficients with essential conditions fulfilled at a time, NaN if there is none, and the rest from {@code guess}, null for zero. */
  double[][] start(double t, double[][] guess) {
    double[][] u = new double[fields][];
    for (int f = 0; f < fields; f++) {
      u[f] = guess == null ? new double[nodes(f)] : Arrays.copyOf(guess[f], nodes(f));
    }
    impose(t, u);
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

  /**
   * Where a residual is taken.
   *
   * @param t the time; NaN for stationary problems
   * @param u the coefficients
   * @param rate their rates of change; null for stationary problems
   * @param slope by what a rate changes with its coefficient: 0 if it is held
   * @param hold by what the coefficients change with the unknown of the system: 1, or 0 for the derivatives by rates alone
   * @param factor what the nonlinear part is multiplied with
   */
  record State(double t, double[][] u, double[][] rate, double slope, double hold, double factor) {
    static State stationary(double[][] u, double factor) {
      return new State(Double.NaN, u, null, 0, 1, factor);
    }
  }

  /** The residuals of the unknowns' equations. */
  double[] residual(State state) {
    double[] r = new double[unknowns];
    integrate(state, r, null);
    return r;
  }

  /** The same residuals, into {@code r}, and their derivatives: column j of the matrix by unknown j. */
  DMatrixSparseCSC linearise(State state, double[] r) {
    var matrix = pattern.copy();
    Arrays.fill(matrix.nz_values, 0, matrix.nz_length, 0);
    Arrays.fill(r, 0);
    integrate(state, r, matrix);
    return matrix;
  }

  /** Receives an integration point by its triangle and its reference coordinates. */
  interface Visitor {
    void accept(int triangle, double xi, double eta, double weight);
  }

  void forEachPoint(Visitor visitor) {
    double[] map = new double[6];
    for (int t = 0; t < space.mesh.size(); t++) {
      for (double[] p : TRIANGLE) {
        space.map(t, p[0], p[1], map);
        visitor.accept(t, p[0], p[1], p[2] * (map[0] * map[3] - map[1] * map[2]) / 2);
      }
    }
  }

  private void integrate(State state, double[] r, DMatrixSparseCSC matrix) {
    var whole = state.factor == 1 ? compiled.full : compiled.weakened();
    for (int from = 0; from < space.mesh.size(); from += CHUNK) {
      int to = Math.min(space.mesh.size(), from + CHUNK);
      var chunk = new Chunk((to - from) * TRIANGLE.length, state, whole.interior());
      for (int t = from; t < to; t++) {
        chunk.triangle(t);
      }
      chunk.finish(r, matrix);
    }
    whole.natural().forEach((part, integrands) -> {
      var here = edges.getOrDefault(part, List.of());
      for (int from = 0; from < here.size(); from += CHUNK) {
        int to = Math.min(here.size(), from + CHUNK);
        var chunk = new Chunk((to - from) * LINE.length, state, integrands);
        here.subList(from, to).forEach(e -> chunk.edge(e[0], e[1], e[2]));
        chunk.finish(r, matrix);
      }
    });
  }

  /** Integration points of some triangles or edges: where they are, the functions there, their weights. */
  private final class Chunk {
    final State state;
    final CompiledForm.Integrands integrands;
    final int[] triangle;
    final double[] weight;
    final double[][] position;
    final double[][] normal;
    final double[][] unknowns;
    /** Basis functions and their derivatives: {@code [degree][along][local × point + …]}; those of time are the functions again. */
    final double[][][] basis = new double[3][4][];
    int lanes;
    private final double[] value = new double[6];
    private final double[] byXi = new double[6];
    private final double[] byEta = new double[6];

    Chunk(int most, State state, CompiledForm.Integrands integrands) {
      this.state = state;
      this.integrands = integrands;
      triangle = new int[most];
      weight = new double[most];
      position = new double[2][most];
      normal = new double[2][most];
      unknowns = new double[integrands.unknowns.size()][most];
      for (int d = 1; d <= 2; d++) {
        for (int along = 0; along < 3; along++) {
          basis[d][along] = new double[most * (d == 1 ? 3 : 6)];
        }
        basis[d][CompiledForm.TIME] = basis[d][0];
      }
      basis[0][0] = new double[most];
      Arrays.fill(basis[0][0], 1);
    }

    void triangle(int t) {
      for (double[] p : TRIANGLE) {
        point(t, p[0], p[1]);
        weight[lanes] = p[2] * determinant / 2;
        lanes++;
      }
    }

    void edge(int t, int side, int curve) {
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
        if (curve >= boundaryCurves) {
          // data of the two sides, which an edge does not part as exactly as the interface
          Curve exact = space.mesh.curves().get(curve);
          double along = exact.nearest(position[0][lanes], position[1][lanes]);
          for (int i = 0; i < 2; i++) {
            position[i][lanes] = exact.point(along)[i];
            normal[i][lanes] = exact.normal(along)[i];
          }
        }
        lanes++;
      }
    }

    private final double[] map = new double[6];
    private double determinant;
    private double xByXi;
    private double xByEta;
    private double yByXi;
    private double yByEta;

    private void point(int t, double xi, double eta) {
      triangle[lanes] = t;
      space.map(t, xi, eta, map);
      xByXi = map[0];
      xByEta = map[1];
      yByXi = map[2];
      yByEta = map[3];
      position[0][lanes] = map[4];
      position[1][lanes] = map[5];
      determinant = xByXi * yByEta - xByEta * yByXi;
      for (int d = 1; d <= space.degree; d++) {
        int n = d == 1 ? 3 : 6;
        FiniteElementSpace.basis(d, xi, eta, value);
        FiniteElementSpace.slopes(d, xi, eta, byXi, byEta);
        for (int k = 0; k < n; k++) {
          basis[d][0][n * lanes + k] = value[k];
          basis[d][1][n * lanes + k] = (yByEta * byXi[k] - yByXi * byEta[k]) / determinant;
          basis[d][2][n * lanes + k] = (xByXi * byEta[k] - xByEta * byXi[k]) / determinant;
        }
      }
      for (int i = 0; i < unknowns.length; i++) {
        var unknown = integrands.unknowns.get(i);
        int d = degree[unknown.field()];
        int n = local(unknown.field());
        double[] b = basis[d][unknown.along()];
        boolean rate = unknown.along() == CompiledForm.TIME;
        double[] coefficients = (rate ? state.rate : state.u)[unknown.field()];
        double[] offsets = rate ? null : jumps.offsets(unknown.field());
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += b[n * lanes + k] * (coefficients[node(unknown.field(), t, k)] + (offsets == null ? 0 : offsets[space.local * t + k]));
        }
        unknowns[i][lanes] = sum;
      }
    }

    void finish(double[] r, DMatrixSparseCSC matrix) {
      var given = new HashMap<Expr, double[]>();
      given.put(CompiledForm.FACTOR, constant(state.factor));
      compiled.time.ifPresent(time -> given.put(time, constant(state.t)));
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
        double[] b = basis[degree[term.field()]][term.along()];
        for (int q = 0; q < lanes; q++) {
          double integrand = weight[q] * values[term.output()][q];
          for (int k = 0; k < n; k++) {
            int row = place[term.field()][node(term.field(), triangle[q], k)];
            if (row >= 0) {
              r[row] += integrand * b[n * q + k];
            }
          }
        }
      }
      if (matrix != null) {
        scatter(integrands.linearised(given, lanes), matrix);
      }
    }

    private double[] constant(double value) {
      double[] values = new double[lanes];
      Arrays.fill(values, value);
      return values;
    }

    private void scatter(double[][] slopes, DMatrixSparseCSC matrix) {
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
                int along = integrands.unknowns.get(term.unknown()).along();
                double factor = weight[q] * slopes[term.output()][q] * (along == CompiledForm.TIME ? state.slope : state.hold);
                double[] test = basis[degree[f]][term.along()];
                double[] trial = basis[degree[g]][along];
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
        int column = place[g][node(g, t, j)];
        if (column < 0) {
          continue;
        }
        for (int i = 0; i < m; i++) {
          int row = place[f][node(f, t, i)];
          if (row >= 0) {
            int at = Arrays.binarySearch(matrix.nz_rows, matrix.col_idx[column], matrix.col_idx[column + 1], row);
            matrix.nz_values[at] += block[n * i + j];
          }
        }
      }
    }
  }
}
