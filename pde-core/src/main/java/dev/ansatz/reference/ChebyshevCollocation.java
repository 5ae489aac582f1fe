package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.ResidualProgram;
import dev.ansatz.pde.lower.StationaryForm;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.LUDecomposition_F64;

/**
 * Stationary problems on an interval or a rectangle by collocation at Chebyshev points and Newton's method, the Jacobian from
 * the forward derivative of the residual's kernel. A linear problem takes one iteration. The estimate of the error is the
 * distance from the answer on the next smaller grid, which overestimates it where convergence is spectral. O(N³) for N
 * unknowns.
 */
final class ChebyshevCollocation {
  private static final int[] LINE = {24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768};
  private static final int[] RECTANGLE = {12, 16, 24, 32, 40, 48};
  private static final int MOST_UNKNOWNS = 2500;
  private static final int MOST_ITERATIONS = 40;
  /** Grids on which nothing is found before the problem is taken to have no isolated solution. */
  private static final int MOST_FAILURES = 4;

  private final Problem problem;
  private final List<Coordinate> coordinates;
  private final Settings settings;
  private final Watch watch;
  private final boolean linear;

  ChebyshevCollocation(Problem problem, Settings settings, Watch watch) {
    this.problem = problem;
    this.coordinates = problem.coordinates();
    this.settings = settings;
    this.watch = watch;
    linear = StationaryForm.of(problem).isLinear();
  }

  /** Why a problem is none for this method; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    var obstacles = new ArrayList<String>();
    if (problem.domain().time().isPresent()) {
      obstacles.add("it has a time coordinate");
    }
    int dimension = problem.domain().space().map(g -> g.coordinates().size()).orElse(0);
    if (dimension < 1 || dimension > 2) {
      obstacles.add("stationary problems are solved on intervals and rectangles, not in " + dimension + " dimensions");
    }
    if (problem.domain().space().isPresent() && !Box.class.isInstance(problem.domain().space().get())) {
      obstacles.add("its domain is not a rectangle");
    }
    if (problem.equations().size() != problem.fields().size()) {
      obstacles.add(problem.equations().size() + " equations for " + problem.fields().size() + " fields");
    }
    if (problem.conditions().stream().anyMatch(Condition.Periodic.class::isInstance)) {
      obstacles.add("periodic conditions are solved in evolution problems only");
    }
    for (Expr unknown : Lowering.unknowns(problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList())) {
      if (unknown instanceof Partial partial && partial.with().size() > 2) {
        obstacles.add(unknown + " is of an order above 2");
      }
    }
    var forms = BoundaryForm.of(problem);
    for (var part : problem.domain().parts()) {
      for (Field field : problem.fields()) {
        if (forms.stream().filter(f -> f.part().equals(part) && f.field().filter(field::equals).isPresent()).count() > 1) {
          obstacles.add("there is more than one condition for " + field.name() + " on " + part.name());
        }
      }
    }
    problem.fields().stream().filter(field -> forms.stream().noneMatch(f -> f.field().filter(field::equals).isPresent()))
        .forEach(field -> obstacles.add("there is no condition for " + field.name()));
    forms.stream().filter(f -> f.kind() == BoundaryForm.Kind.OTHER).forEach(f ->
        obstacles.add("the condition " + f.equation() + " on " + f.part().name() + " is none of α u + β ∂u/∂n = g for one field"));
    return obstacles;
  }

  private record Level(int n, List<TensorPolynomial> fields, int iterations) {
    Solution.Evaluator evaluator() {
      return (field, index, points, out) -> fields.get(field).derivative(index).evaluate(points, out);
    }
  }

  Answer solve() {
    int[] degrees = coordinates.size() == 1 ? LINE : RECTANGLE;
    if (settings.n() > 0) {
      degrees = new int[] {Math.max(4, 3 * settings.n() / 4), settings.n()};
    }
    Level best = null;
    int failures = 0;
    double estimate = Double.POSITIVE_INFINITY;
    Termination termination = null;
    try {
      for (int n : degrees) {
        if (problem.fields().size() * Math.pow(n + 1, coordinates.size()) > MOST_UNKNOWNS) {
          break;
        }
        var level = newton(n);
        if (level == null) {
          if (best == null && ++failures < MOST_FAILURES) {
            continue;
          }
          break;
        }
        double distance = best == null ? Double.POSITIVE_INFINITY : distance(best, level);
        watch.report("Chebyshev collocation", String.format(Locale.ROOT, "n = %d, change %.1e", n, distance));
        if (distance > estimate && estimate < 1e-6) {
          break;
        }
        estimate = distance;
        best = level;
        if (estimate <= settings.tolerance()) {
          termination = settings.reached(estimate);
          break;
        }
      }
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", "chebyshev-collocation");
    if (best == null) {
      return Answer.none(termination instanceof Termination.Cancelled ? termination
              : new Termination.Diverged("Newton's method found no solution of the collocation equations",
                  "check that the conditions fix the solution, for instance not only its derivatives"), figures);
    }
    if (termination == null) {
      termination = new Termination.BudgetSpent(String.format(Locale.ROOT, "degree %d, with an error of about %.1e, is the largest tried",
          best.n, estimate), "ask for a larger tolerance, or set n");
    }
    figures.put("n", String.valueOf(best.n));
    figures.put("Newton iterations", String.valueOf(best.iterations));
    int n = best.n;
    return new Answer(best.evaluator(), termination, best.fields.stream().mapToLong(f -> f.values().length).sum(), estimate, figures)
        .with((other, clock) -> Optional.ofNullable(new ChebyshevCollocation(other, settings, clock).newton(n)).map(Level::evaluator));
  }

  private double distance(Level a, Level b) {
    int count = coordinates.size() == 1 ? 1001 : 51;
    var ranges = problem.domain().ranges();
    double[][] points = new Grid(ranges, Collections.nCopies(ranges.size(), count)).points(problem);
    double[] u = new double[points[0].length];
    double[] v = new double[points[0].length];
    double worst = 0;
    for (int f = 0; f < a.fields.size(); f++) {
      a.fields.get(f).evaluate(points, u);
      b.fields.get(f).evaluate(points, v);
      double square = 0;
      double size = 0;
      for (int p = 0; p < u.length; p++) {
        square += (u[p] - v[p]) * (u[p] - v[p]);
        size += v[p] * v[p];
      }
      worst = Math.max(worst, size == 0 ? Math.sqrt(square) : Math.sqrt(square / size));
    }
    return worst;
  }

  /** One residual to hold at some nodes: rows of the system {@code field * nodes + node}. */
  private final class Rows {
    private final int field;
    private final int[] nodes;
    private final ResidualProgram program;
    private final CompiledKernel tangent;

    Rows(int field, int[] nodes, Expr residual) {
      this.field = field;
      this.nodes = nodes;
      program = ResidualProgram.of(List.of(residual));
      // some thousands of points and a few iterations do not warm up a compiled kernel
      tangent = Kernels.interpret(program.kernel().jvp());
    }

    /** Residuals into b and, if {@code a} is there, derivatives into its rows. */
    void assemble(List<Chebyshev> axes, double[][] points, double[] u, double[] b, DMatrixRMaj a) {
      int total = points[0].length;
      int inputs = program.inputs().size();
      double[][] arrays = new double[2 * inputs + 2][];
      for (int i = 0; i < inputs; i++) {
        Expr input = program.inputs().get(i);
        arrays[inputs + i] = new double[input instanceof Parameter ? 1 : nodes.length];
        arrays[i] = switch (input) {
          case Parameter parameter -> new double[] {parameter.value()};
          case Coordinate coordinate -> at(points[coordinates.indexOf(coordinate)]);
          default -> at(channel(axes, u, input, total));
        };
      }
      arrays[2 * inputs] = new double[nodes.length];
      arrays[2 * inputs + 1] = new double[nodes.length];
      int[] strides = new int[arrays.length];
      Arrays.fill(strides, nodes.length);
      boolean any = false;
      for (int i = 0; i < inputs; i++) {
        Expr input = program.inputs().get(i);
        if (input instanceof Parameter || input instanceof Coordinate) {
          continue;
        }
        any = true;
        Arrays.fill(arrays[inputs + i], 1);
        tangent.run(1, nodes.length, arrays, new int[arrays.length], strides);
        Arrays.fill(arrays[inputs + i], 0);
        if (a == null) {
          break;
        }
        addRows(axes, total, input, arrays[2 * inputs + 1], a);
      }
      if (!any) {
        tangent.run(1, nodes.length, arrays, new int[arrays.length], strides);
      }
      for (int k = 0; k < nodes.length; k++) {
        b[field * total + nodes[k]] = arrays[2 * inputs][k];
      }
    }

    private double[] at(double[] all) {
      double[] some = new double[nodes.length];
      for (int k = 0; k < some.length; k++) {
        some[k] = all[nodes[k]];
      }
      return some;
    }

    private double[] channel(List<Chebyshev> axes, double[] u, Expr input, int total) {
      int f = problem.fields().indexOf(input instanceof Partial partial ? partial.operand() : input);
      return TensorPolynomial.differentiate(axes, Arrays.copyOfRange(u, f * total, (f + 1) * total), Lowering.index(input, coordinates));
    }

    private void addRows(List<Chebyshev> axes, int total, Expr input, double[] factors, DMatrixRMaj a) {
      int f = problem.fields().indexOf(input instanceof Partial partial ? partial.operand() : input);
      MultiIndex index = Lowering.index(input, coordinates);
      int inner = axes.size() == 1 ? 1 : axes.get(1).degree() + 1;
      double[] first = axes.get(0).derivative(index.order(0));
      double[] second = axes.size() == 1 ? new double[] {1} : axes.get(1).derivative(index.order(1));
      int outer = axes.get(0).degree() + 1;
      for (int k = 0; k < nodes.length; k++) {
        int i = nodes[k] / inner;
        int j = nodes[k] % inner;
        int row = (field * total + nodes[k]) * a.numCols + f * total;
        for (int p = 0; p < outer; p++) {
          double d = factors[k] * first[i * outer + p];
          if (d != 0) {
            for (int q = 0; q < inner; q++) {
              a.data[row + p * inner + q] += d * second[j * inner + q];
            }
          }
        }
      }
    }
  }

  /** The solution on n + 1 points in each direction, or null if Newton's method does not converge. */
  private Level newton(int n) {
    var axes = problem.domain().ranges().stream().map(r -> new Chebyshev(n, r.lower(), r.upper())).toList();
    int width = n + 1;
    int total = (int) Math.pow(width, axes.size());
    double[][] points = new double[axes.size()][total];
    int inner = total;
    for (int i = 0; i < axes.size(); i++) {
      inner /= width;
      double[] nodes = axes.get(i).points();
      for (int p = 0; p < total; p++) {
        points[i][p] = nodes[p / inner % width];
      }
    }
    var rows = rows(width, total);
    int size = problem.fields().size() * total;
    double[] u = new double[size];
    double[] b = new double[size];
    double last = Double.POSITIVE_INFINITY;
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      watch.poll();
      watch.count(1);
      var a = new DMatrixRMaj(size, size);
      for (Rows r : rows) {
        r.assemble(axes, points, u, b, a);
      }
      double[] scales = scaleRows(a, b);
      var solver = LinearSolverFactory_DDRM.lu(size);
      if (!solver.setA(a) || isSingular(solver.getDecomposition())) {
        return null;
      }
      var step = new DMatrixRMaj(size, 1);
      solver.solve(DMatrixRMaj.wrap(size, 1, b.clone()), step);
      double length = norm(step.data);
      if (!Double.isFinite(length)) {
        return null;
      }
      if (linear) {
        // one step and one of iterative refinement with the same factors
        u = stepped(u, step.data, 1);
        for (Rows r : rows) {
          r.assemble(axes, points, u, b, null);
        }
        for (int i = 0; i < size; i++) {
          b[i] /= scales[i];
        }
        solver.solve(DMatrixRMaj.wrap(size, 1, b), step);
        return level(n, axes, stepped(u, step.data, 1), iteration);
      }
      double before = residual(rows, axes, points, u);
      double damping = 1;
      double[] next = stepped(u, step.data, damping);
      double after = residual(rows, axes, points, next);
      while (!(after < before) && length > 1e-9 * norm(u) && damping > 1e-3) {
        damping /= 2;
        next = stepped(u, step.data, damping);
        after = residual(rows, axes, points, next);
      }
      u = next;
      double relative = length * damping / Math.max(norm(u), Double.MIN_NORMAL);
      // quadratic convergence: after a step this small the next one would only stir rounding
      if (relative < 1e-8 && damping == 1 || iteration > 2 && relative < 1e-6 && relative > last / 2) {
        return level(n, axes, u, iteration);
      }
      last = relative;
    }
    return null;
  }

  private Level level(int n, List<Chebyshev> axes, double[] u, int iterations) {
    int total = u.length / problem.fields().size();
    var fields = new ArrayList<TensorPolynomial>();
    for (int f = 0; f < problem.fields().size(); f++) {
      fields.add(new TensorPolynomial(axes, Arrays.copyOfRange(u, f * total, (f + 1) * total)));
    }
    return new Level(n, fields, iterations);
  }

  /** True if a pivot is so small beside the largest that nothing of the solution is left: the conditions leave it open. */
  private static boolean isSingular(Object decomposition) {
    if (!(decomposition instanceof LUDecomposition_F64<?> lu)) {
      throw new AssertionError(decomposition);
    }
    var upper = (DMatrixRMaj) lu.getUpper(null);
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < upper.numRows; i++) {
      smallest = Math.min(smallest, Math.abs(upper.get(i, i)));
      largest = Math.max(largest, Math.abs(upper.get(i, i)));
    }
    return !(smallest > 1e-14 * largest);
  }

  private static double[] stepped(double[] u, double[] step, double damping) {
    double[] next = u.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] -= damping * step[i];
    }
    return next;
  }

  private static double residual(List<Rows> rows, List<Chebyshev> axes, double[][] points, double[] u) {
    double[] b = new double[u.length];
    for (Rows r : rows) {
      r.assemble(axes, points, u, b, null);
    }
    return norm(b);
  }

  /** Rows differ by n⁴ in size: differential equation beside boundary values. */
  private static double[] scaleRows(DMatrixRMaj a, double[] b) {
    double[] scales = new double[b.length];
    for (int r = 0; r < a.numRows; r++) {
      double largest = 0;
      for (int c = 0; c < a.numCols; c++) {
        largest = Math.max(largest, Math.abs(a.data[r * a.numCols + c]));
      }
      if (largest > 0) {
        for (int c = 0; c < a.numCols; c++) {
          a.data[r * a.numCols + c] /= largest;
        }
        b[r] /= largest;
      }
      scales[r] = largest > 0 ? largest : 1;
    }
    return scales;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  /** The equation inside, the conditions on the boundary; at a corner a Dirichlet condition comes first. */
  private List<Rows> rows(int width, int total) {
    int dimension = coordinates.size();
    var forms = BoundaryForm.of(problem);
    var rows = new ArrayList<Rows>();
    for (int f = 0; f < problem.fields().size(); f++) {
      int[] choice = new int[total];
      Arrays.fill(choice, -1);
      for (int c = 0; c < forms.size(); c++) {
        var form = forms.get(c);
        if (!form.field().orElseThrow().equals(problem.fields().get(f))) {
          continue;
        }
        var face = (Face) form.part();
        int axis = face.axis();
        int inner = (int) Math.pow(width, dimension - 1 - axis);
        for (int p = 0; p < total; p++) {
          boolean here = p / inner % width == (face.upper() ? width - 1 : 0);
          if (here && (choice[p] < 0 || form.kind() == BoundaryForm.Kind.DIRICHLET)) {
            choice[p] = c;
          }
        }
      }
      for (int c = -1; c < forms.size(); c++) {
        int wanted = c;
        int[] nodes = IntStream.range(0, total).filter(p -> choice[p] == wanted).toArray();
        if (nodes.length > 0) {
          rows.add(new Rows(f, nodes, c < 0 ? Lowering.normalForm(problem.equations().get(f).residual()) : forms.get(c).residual()));
        }
      }
    }
    return rows;
  }
}
