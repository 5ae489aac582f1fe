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
 * for polynomials of degree 5 on triangles and tetrahedra and of degree 7 on edges. Unknowns that essential conditions fix are no unknowns
 * of the system; the rest are numbered by nested dissection of the nodes, on large meshes of tetrahedra in the order of these.
 */
final class Assembly {
  /** Points of a chunk: what fits into the second-level cache with the functions there. */
  private static final int CHUNK = 3584;
  private static final int SIDES = 512;
  /** Nodes of a mesh of tetrahedra above which no factors are tried. */
  private static final int MOST_DISSECTED = 60_000;

  private final CompiledForm compiled;
  final FiniteElementSpace space;
  /** Fields and numbers. */
  private final int fields;
  /** Degree of each field; 0 for a number. */
  private final int[] degree;
  private final int dimension;
  private final SimplexRule rule;
  /** Whether a field's equation has no flux. */
  private final boolean[] constraint;
  /** Place of the unknown of {@code [field][node]} in the system, or −1. */
  final int[][] place;
  final int unknowns;
  /**
   * The places at which the leaves and separators of the dissection begin, and the number of unknowns; empty where nothing is dissected.
   */
  final int[] blocks;
  /** For each field the nodes at which conditions give its value. */
  private final boolean[][] fixed;
  private final Map<String, List<Integer>> nodesOfPart = new HashMap<>();
  private final DMatrixSparseCSC pattern;
  private final Map<String, List<SimplexMesh.Side>> sides = new HashMap<>();
  private final int boundaryCurves;
  private final InterfaceJumps jumps;

  Assembly(CompiledForm compiled, FiniteElementSpace space) {
    this.compiled = compiled;
    this.space = space;
    dimension = space.dimension;
    rule = SimplexRule.of(dimension);
    fields = compiled.unknowns();
    degree = new int[fields];
    constraint = new boolean[fields];
    for (var row : compiled.form.rows()) {
      int f = compiled.problem.fields().indexOf(row.field());
      constraint[f] = !row.hasFlux();
      degree[f] = constraint[f] ? 1 : space.degree;
    }
    boundaryCurves = space.mesh instanceof TriangleMesh plane ? plane.boundaryCurves() : Integer.MAX_VALUE;
    jumps = new InterfaceJumps(compiled, space);
    sidesOfParts();
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
    int[] start = new int[space.nodes + 1];
    int[] neighbour = neighbours(start);
    if (dimension == 2 || space.nodes <= MOST_DISSECTED) {
      blocks = number(start, neighbour);
      unknowns = blocks[blocks.length - 1];
    } else {
      blocks = new int[0];
      unknowns = number();
    }
    pattern = pattern(start, neighbour);
  }

  /** Numbers the unknowns in the order of the simplices, those of a node together; how many there are. */
  private int number() {
    int next = 0;
    boolean[] seen = new boolean[space.nodes];
    for (int node : space.element) {
      for (int f = 0; f < fields && !seen[node]; f++) {
        if (degree[f] > 0 && node < nodes(f) && !fixed[f][node]) {
          place[f][node] = next++;
        }
      }
      seen[node] = true;
    }
    for (int f = 0; f < fields; f++) {
      if (degree[f] == 0) {
        place[f][0] = next++;
      }
    }
    return next;
  }

  /** Numbers the unknowns by nested dissection of the nodes; the places at which its leaves and separators begin. */
  private int[] number(int[] start, int[] neighbour) {
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
    return degree[field] == 0 ? 1 : FiniteElementSpace.local(dimension, degree[field]);
  }

  /** The coefficient that function k of a simplex has. */
  private int node(int field, int t, int k) {
    return degree[field] == 0 ? 0 : space.element[space.local * t + k];
  }

  private void sidesOfParts() {
    int[][] corners = SimplexMesh.sides(dimension);
    int[][] ends = SimplexMesh.edges(dimension);
    for (var side : space.mesh.sides()) {
      sides.computeIfAbsent(side.name(), _ -> new ArrayList<>()).add(side);
      var list = nodesOfPart.computeIfAbsent(side.name(), _ -> new ArrayList<>());
      boolean[] here = new boolean[dimension + 1];
      for (int i : corners[side.side()]) {
        here[i] = true;
        list.add(space.element[space.local * side.simplex() + i]);
      }
      for (int e = 0; e < ends.length && space.degree == 2; e++) {
        if (here[ends[e][0]] && here[ends[e][1]]) {
          list.add(space.element[space.local * side.simplex() + dimension + 1 + e]);
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
    double[][] points = new double[1 + dimension][at.length];
    Arrays.fill(points[0], t);
    for (int k = 0; k < at.length; k++) {
      double[] p = jumps.above(at[k]);
      for (int i = 0; i < dimension; i++) {
        points[1 + i][k] = p[i];
      }
    }
    var coordinates = new ArrayList<>(compiled.space);
    compiled.time.ifPresent(coordinates::addFirst);
    return e.values(coordinates, compiled.time.isPresent() ? points : Arrays.copyOfRange(points, 1, 1 + dimension))[0];
  }

  /** The nodes that share a simplex with each node, itself left out. */
  private int[] neighbours(int[] start) {
    int simplices = space.mesh.size();
    int[] count = new int[space.nodes + 1];
    for (int node : space.element) {
      count[node + 1]++;
    }
    for (int i = 0; i < space.nodes; i++) {
      count[i + 1] += count[i];
    }
    int[] at = count.clone();
    int[] simplexOf = new int[space.element.length];
    for (int t = 0; t < simplices; t++) {
      for (int k = 0; k < space.local; k++) {
        simplexOf[at[space.element[space.local * t + k]]++] = t;
      }
    }
    int[] seen = new int[space.nodes];
    Arrays.fill(seen, -1);
    int[] list = new int[16 * space.nodes];
    int n = 0;
    for (int i = 0; i < space.nodes; i++) {
      start[i] = n;
      int most = n + (count[i + 1] - count[i]) * space.local;
      if (most > list.length) {
        list = Arrays.copyOf(list, Math.max(most, list.length + list.length / 2));
      }
      seen[i] = i;
      for (int k = count[i]; k < count[i + 1]; k++) {
        for (int j = 0; j < space.local; j++) {
          int node = space.element[space.local * simplexOf[k] + j];
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

  private DMatrixSparseCSC pattern(int[] start, int[] neighbour) {
    // which fields meet which
    boolean[][] coupled = new boolean[fields][fields];
    for (var term : compiled.full.interior().linearised) {
      coupled[term.field()][compiled.full.interior().unknowns.get(term.unknown()).field()] = true;
    }
    compiled.full.natural().values().forEach(
        n -> n.linearised.forEach(t -> coupled[t.field()][n.unknowns.get(t.unknown()).field()] = true));
    for (int f = 0; f < fields; f++) {
      coupled[f][f] = true;
      for (int g = 0; g < f; g++) {
        // a symmetric pattern whatever the values
        coupled[f][g] |= coupled[g][f];
        coupled[g][f] = coupled[f][g];
      }
    }
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
    // all matrices share the places of their entries
    var matrix = new DMatrixSparseCSC(unknowns, unknowns, 0);
    matrix.nz_rows = pattern.nz_rows;
    matrix.col_idx = pattern.col_idx;
    matrix.nz_values = new double[pattern.nz_length];
    matrix.nz_length = pattern.nz_length;
    matrix.indicesSorted = true;
    Arrays.fill(r, 0);
    integrate(state, r, matrix);
    return matrix;
  }

  /** Receives an integration point by its simplex and its reference coordinates. */
  interface Visitor {
    void accept(int simplex, double[] at, double weight);
  }

  void forEachPoint(Visitor visitor) {
    double[] map = new double[dimension * dimension + dimension];
    double[] cofactors = new double[dimension * dimension];
    for (int t = 0; t < space.mesh.size(); t++) {
      for (int q = 0; q < rule.weights().length; q++) {
        space.map(t, rule.points()[q], map);
        visitor.accept(t, rule.points()[q].at, rule.weights()[q] * FiniteElementSpace.invert(dimension, map, cofactors) / rule.factorial());
      }
    }
  }

  private void integrate(State state, double[] r, DMatrixSparseCSC matrix) {
    var whole = state.factor == 1 ? compiled.full : compiled.weakened();
    int points = rule.weights().length;
    for (int from = 0; from < space.mesh.size(); from += CHUNK / points) {
      int to = Math.min(space.mesh.size(), from + CHUNK / points);
      var chunk = new Chunk((to - from) * points, state, whole.interior());
      for (int t = from; t < to; t++) {
        chunk.simplex(t);
      }
      chunk.finish(r, matrix);
    }
    whole.natural().forEach((part, integrands) -> {
      var here = sides.getOrDefault(part, List.of());
      for (int from = 0; from < here.size(); from += SIDES) {
        int to = Math.min(here.size(), from + SIDES);
        var chunk = new Chunk((to - from) * rule.sideWeights().length, state, integrands);
        here.subList(from, to).forEach(chunk::side);
        chunk.finish(r, matrix);
      }
    });
  }

  /** Integration points of some simplices or sides: where they are, the functions there, their weights. */
  private final class Chunk {
    final State state;
    final CompiledForm.Integrands integrands;
    final int[] simplex;
    final double[] weight;
    final double[][] position;
    final double[][] normal;
    final double[][] unknowns;
    /** Basis functions and their derivatives: {@code [degree][along][local × point + …]}; those of time are the functions again. */
    final double[][][] basis = new double[3][CompiledForm.TIME + 1][];
    int lanes;

    Chunk(int most, State state, CompiledForm.Integrands integrands) {
      this.state = state;
      this.integrands = integrands;
      simplex = new int[most];
      weight = new double[most];
      position = new double[dimension][most];
      normal = new double[dimension][most];
      unknowns = new double[integrands.unknowns.size()][most];
      for (int d = 1; d <= space.degree; d++) {
        for (int along = 0; along <= dimension; along++) {
          basis[d][along] = new double[most * FiniteElementSpace.local(dimension, d)];
        }
        basis[d][CompiledForm.TIME] = basis[d][0];
      }
      basis[0][0] = new double[most];
      Arrays.fill(basis[0][0], 1);
    }

    void simplex(int t) {
      for (int q = 0; q < rule.weights().length; q++) {
        point(t, rule.points()[q]);
        weight[lanes] = rule.weights()[q] * determinant / rule.factorial();
        lanes++;
      }
    }

    void side(SimplexMesh.Side side) {
      double[][] ways = rule.ways()[side.side()];
      double[][] tangents = new double[dimension - 1][dimension];
      for (int q = 0; q < rule.sideWeights().length; q++) {
        point(side.simplex(), rule.sidePoints()[side.side()][q]);
        for (int k = 0; k < tangents.length; k++) {
          for (int i = 0; i < dimension; i++) {
            tangents[k][i] = 0;
            for (int j = 0; j < dimension; j++) {
              tangents[k][i] += map[i * dimension + j] * ways[k][j];
            }
          }
        }
        if (dimension == 2) {
          normal[0][lanes] = tangents[0][1];
          normal[1][lanes] = -tangents[0][0];
        } else {
          for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            normal[i][lanes] = tangents[0][j] * tangents[1][k] - tangents[0][k] * tangents[1][j];
          }
        }
        double size = dimension == 2 ? Math.hypot(normal[0][lanes], normal[1][lanes])
            : Math.sqrt(normal[0][lanes] * normal[0][lanes] + normal[1][lanes] * normal[1][lanes] + normal[2][lanes] * normal[2][lanes]);
        for (int i = 0; i < dimension; i++) {
          normal[i][lanes] /= size;
        }
        // of a triangle half of the parallelogram
        weight[lanes] = rule.sideWeights()[q] * size / (dimension - 1);
        if (side.curve() >= boundaryCurves) {
          // data of the two sides, which an edge does not part as exactly as the interface
          Curve exact = ((TriangleMesh) space.mesh).curves().get(side.curve());
          double along = exact.nearest(position[0][lanes], position[1][lanes]);
          for (int i = 0; i < 2; i++) {
            position[i][lanes] = exact.point(along)[i];
            normal[i][lanes] = exact.normal(along)[i];
          }
        }
        lanes++;
      }
    }

    private final double[] map = new double[dimension * dimension + dimension];
    private final double[] cofactors = new double[dimension * dimension];
    private double determinant;

    private void point(int t, FiniteElementSpace.Tabulated at) {
      simplex[lanes] = t;
      space.map(t, at, map);
      for (int i = 0; i < dimension; i++) {
        position[i][lanes] = map[dimension * dimension + i];
      }
      determinant = FiniteElementSpace.invert(dimension, map, cofactors);
      for (int d = 1; d <= space.degree; d++) {
        double[][] by = at.by[d];
        int n = at.value[d].length;
        System.arraycopy(at.value[d], 0, basis[d][0], n * lanes, n);
        for (int i = 0; i < dimension; i++) {
          double[] out = basis[d][1 + i];
          for (int k = 0; k < n; k++) {
            double sum = cofactors[i * dimension] * by[0][k];
            for (int j = 1; j < dimension; j++) {
              sum += cofactors[i * dimension + j] * by[j][k];
            }
            out[n * lanes + k] = sum / determinant;
          }
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
      for (int i = 0; i < dimension; i++) {
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
            int row = place[term.field()][node(term.field(), simplex[q], k)];
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
      // one block for each pair of fields, of one simplex at a time
      double[] block = new double[100];
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
            int t = simplex[q];
            Arrays.fill(block, 0);
            for (; q < lanes && simplex[q] == t; q++) {
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
