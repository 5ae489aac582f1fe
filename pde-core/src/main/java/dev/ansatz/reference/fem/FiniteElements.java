package dev.ansatz.reference.fem;

import dev.ansatz.engine.linalg.ConjugateGradients;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;

/**
 * A stationary problem of second order in the plane or in space by Lagrange elements of degree 1 or 2 on triangles or tetrahedra, on one
 * mesh after the other, each the refinement of the one before. Fields whose equation has no second derivatives, pressures, are of degree 1
 * beside velocities of degree 2 (Taylor and Hood). Plane meshes are graded towards corners where solutions are singular.
 *
 * <p>Nonlinear equations by Newton's method with a line search from the answer before; where that fails on the coarsest mesh, by
 * continuation: the nonlinear part is multiplied by a factor that grows to 1, which for the Navier–Stokes equations is a Reynolds
 * number that grows. Symmetric positive definite systems by Cholesky's factors, above 100,000
 * unknowns, in space above 4,000, by conjugate gradients with multigrid; others by a multifrontal LU factorisation, which in space ends at
 * some 30,000 unknowns.
 *
 * <p>Sources: P. G. Ciarlet, The Finite Element Method for Elliptic Problems, 1978, doi:10.1137/1.9780898719208; C. Taylor and P. Hood,
 * Comput. Fluids 1 (1973), doi:10.1016/0045-7930(73)90027-3.
 */
public final class FiniteElements {
  private static final int MOST_ITERATIONS = 25;
  /** Steps square: the next one would only stir rounding. */
  private static final double CONVERGED = 1e-8;
  /** Up to so many unknowns Cholesky's factors take no longer than conjugate gradients. */
  private static final int DIRECT = 100_000;
  private static final int DIRECT_IN_SPACE = 4_000;
  /** With factors in memory and in time, of unsymmetric and indefinite systems in space. */
  private static final int MOST_FACTORS_IN_SPACE = 30_000;
  private static final int MOST_IN_SPACE = 1_500_000;
  /** Of the residual, well below the error of any discretisation. */
  private static final double REDUCTION = 1e-12;
  private static final int MOST_CONJUGATE_GRADIENTS = 60;
  private static final double SMALLEST_STEP = 1.0 / 64;

  private final Problem problem;
  private final int degree;
  private final CompiledForm compiled;
  private final Runnable poll;
  private SimplexMesh mesh;
  private FiniteElementSolution last;
  /** The last matrix on each mesh so far, while they are definite; null otherwise. In the plane of linear problems for one field only. */
  private List<Multigrid.Discrete> hierarchy;

  /**
   * The problem on a first mesh.
   *
   * @param degree 1 or 2
   * @param h edges of the first mesh are not much longer
   * @param poll called between iterations; what it throws ends the solve
   * @throws MeshFailure if there is no mesh of the domain
   */
  public FiniteElements(Problem problem, int degree, double h, Runnable poll) {
    this.problem = problem;
    this.degree = degree;
    this.poll = poll;
    compiled = new CompiledForm(problem);
    boolean fields = compiled.unknowns() == problem.fields().size() && compiled.form.rows().stream().allMatch(WeakForm.Row::hasFlux);
    hierarchy = inSpace() ? fields ? new ArrayList<>() : null : compiled.linear && compiled.unknowns() == 1 ? new ArrayList<>() : null;
    mesh = compiled.mesh(degree, h);
  }

  private boolean inSpace() {
    return compiled.space.size() == 3;
  }

  /** Why a problem is none for this method; empty if it is one. */
  public static List<String> obstacles(Problem problem, int degree) {
    var obstacles = new ArrayList<String>();
    if (problem.domain().time().isPresent()) {
      obstacles.add("it has a time coordinate");
    }
    dimensionObstacle(problem).ifPresent(obstacles::add);
    problem.conditions().stream().filter(c -> !(c instanceof Condition.Boundary || c instanceof Condition.Initial
            || c instanceof Condition.Gauge || c instanceof Condition.Interface))
        .forEach(c -> obstacles.add(
            "finite elements cannot hold a " + c.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " condition"));
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    obstacles.addAll(spatialObstacles(problem, degree));
    return obstacles;
  }

  /** That the space of a problem has not two or three dimensions. */
  static Optional<String> dimensionObstacle(Problem problem) {
    int dimension = problem.domain().space().map(g -> g.coordinates().size()).orElse(0);
    return dimension == 2 || dimension == 3 ? Optional.empty()
        : Optional.of("finite elements are for the plane and for space, not for " + dimension
            + (dimension == 1 ? " dimension" : " dimensions"));
  }

  /** Why the form in space of a problem is none for these elements. */
  static List<String> spatialObstacles(Problem problem, int degree) {
    var obstacles = new ArrayList<>(Nonlocal.obstacles(problem));
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    var nonlocal = Nonlocal.of(problem);
    obstacles.addAll(WeakForm.obstacles(nonlocal.local()));
    if (obstacles.isEmpty()) {
      var form = WeakForm.of(nonlocal.local());
      var floating = CompiledForm.floating(problem, nonlocal, form);
      obstacles.addAll(Gauge.obstacles(problem, floating::contains));
      if (problem.domain().space().orElseThrow().coordinates().size() == 2) {
        InnerCurves.jumps(problem, form, obstacles);
      } else if (problem.conditions().stream().anyMatch(Condition.Interface.class::isInstance)) {
        obstacles.add("finite elements hold interface conditions in the plane, not in space");
      }
      for (var row : form.rows()) {
        if (!row.hasFlux() && degree == 1) {
          obstacles.add("the equation of " + row.field().name() + " has no second derivatives: linear elements are not stable for it");
        }
        if (row.hasFlux() && floating.contains(row.field()) && Gauge.of(problem, row.field()).isEmpty()) {
          obstacles.add(row.field().name() + " is fixed only up to a constant: add a gauge, such as gauge mean("
              + row.field().name() + ") = 0");
        }
      }
      form.essential().stream().filter(e -> nonlocal.parameters().stream().anyMatch(p -> e.value().leaves(Parameter.class).contains(p)))
          .forEach(e -> obstacles.add("the value of " + e.field() + " on " + e.part() + " holds an integral"));
    }
    return obstacles;
  }

  /** What fixes each field that the equations leave open by a constant: its gauge, or that its mean is zero. */
  public List<String> gauges() {
    return compiled.floating.stream().map(f -> Gauge.of(problem, f).map(Gauge::toString).orElse("mean(" + f.name() + ") = 0")).toList();
  }

  /**
   * For each field that the equations leave open by a constant, how far the data are from being compatible: the sum of sources and
   * boundary fluxes of its equation, over the sum of their sizes. Of compatible data it is the error of the mesh.
   */
  public double[] imbalances(FiniteElementSolution solution) {
    var assembly = solution.assembly();
    double[] r = assembly.residual(Assembly.State.stationary(assembly.start(Double.NaN, null), 1));
    double[] imbalances = new double[compiled.floating.size()];
    double measure = problem.domain().space().orElseThrow().measure();
    double all = Arrays.stream(r).map(Math::abs).sum();
    for (int k = 0; k < imbalances.length; k++) {
      // of an equation without data, such as that of a pressure between walls at rest, there is only rounding
      double sizes = 1e-6 * all;
      for (int row : assembly.place[problem.fields().indexOf(compiled.floating.get(k))]) {
        sizes += row >= 0 ? Math.abs(r[row]) : 0;
      }
      double total = Math.abs(solution.coefficients()[compiled.multiplier(k)][0]) * measure;
      imbalances[k] = total == 0 ? 0 : total / Math.max(sizes, total);
    }
    return imbalances;
  }

  /**
   * The same from the statement alone, by quadrature, in the order of {@link #floating}; empty where the equation of the field holds
   * other fields, such as the velocities in that of a pressure, or data that are not smooth.
   */
  public List<OptionalDouble> statedImbalances() {
    return compiled.floating.stream().map(f -> Compatibility.imbalance(compiled, f)).toList();
  }

  /** The fields that the equations leave open by a constant, in the order of {@link #imbalances}. */
  public List<Field> floating() {
    return compiled.floating;
  }

  /** How many unknowns {@link #next} will have, about. */
  public long nextUnknowns() {
    if (last != null) {
      return (inSpace() ? 8L : 4L) * last.unknowns();
    }
    // as many nodes as there are vertices and edges: 2 for each triangle of degree 2, 1.5 for each tetrahedron
    return (inSpace() ? degree == 1 ? mesh.size() / 4L : 3L * mesh.size() / 2 : 2L * mesh.size()) * problem.fields().size();
  }

  /** How many unknowns in space are solved for in a minute or two; in the plane more than anyone asks for. */
  public long mostUnknowns() {
    return !inSpace() ? Long.MAX_VALUE : hierarchy != null ? MOST_IN_SPACE : MOST_FACTORS_IN_SPACE;
  }

  public boolean isLinear() {
    return compiled.linear;
  }

  /**
   * The answer on the next mesh; absent if the equations on it are singular or Newton's method finds no solution. A finer mesh may
   * still have one, which then is the first of a new sequence.
   */
  public Optional<FiniteElementSolution> next() {
    if (last != null) {
      mesh = mesh.refine();
    }
    var assembly = new Assembly(compiled, new FiniteElementSpace(mesh, degree));
    double[][] guess = last == null ? null : last.prolonged(assembly);
    var found = guess == null ? null : newton(assembly, assembly.start(Double.NaN, guess), 1);
    if (found == null) {
      found = continued(assembly);
    }
    if (found == null) {
      last = null;
      mesh = mesh.refine();
      return Optional.empty();
    }
    for (Field field : compiled.floating) {
      int f = problem.fields().indexOf(field);
      double mean = found.mean(f);
      var solution = found;
      double by = Gauge.of(problem, field).map(g -> g.shift(solution, mean)).orElse(-mean);
      double[] values = found.coefficients()[f];
      for (int i = 0; i < values.length; i++) {
        values[i] += by;
      }
    }
    last = found;
    return Optional.of(found);
  }

  private FiniteElementSolution continued(Assembly assembly) {
    var direct = newton(assembly, assembly.start(Double.NaN, null), 1);
    if (direct != null || compiled.linear) {
      return direct;
    }
    var reached = newton(assembly, assembly.start(Double.NaN, null), 0);
    double factor = 0;
    double step = 0.25;
    while (reached != null && factor < 1 && step > 1e-3) {
      double next = Math.min(1, factor + step);
      var further = newton(assembly, reached.coefficients(), next);
      if (further == null) {
        step /= 2;
      } else {
        reached = further;
        factor = next;
        step *= 2;
      }
    }
    return factor == 1 ? reached : null;
  }

  /** The solution with the nonlinear part multiplied by a factor, or null. */
  private FiniteElementSolution newton(Assembly assembly, double[][] start, double factor) {
    double[][] u = start;
    double[] r = new double[assembly.unknowns];
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      poll.run();
      var matrix = assembly.linearise(Assembly.State.stationary(u, factor), r);
      double[] step = solve(assembly, matrix, r);
      if (step == null) {
        return null;
      }
      if (compiled.linear) {
        return new FiniteElementSolution(assembly, assembly.stepped(u, step, 1), 1);
      }
      double before = norm(r);
      double length = 1;
      double[][] next = assembly.stepped(u, step, length);
      double after = norm(assembly.residual(Assembly.State.stationary(next, factor)));
      double relative = norm(step) / Math.max(norm(next), Double.MIN_NORMAL);
      // near the solution the residual is rounding and need not fall
      while (!(after < (1 - length / 4) * before) && relative > 1e-7) {
        length /= 2;
        if (length < SMALLEST_STEP) {
          return null;
        }
        next = assembly.stepped(u, step, length);
        after = norm(assembly.residual(Assembly.State.stationary(next, factor)));
      }
      u = next;
      if (length == 1 && relative < CONVERGED || after == 0) {
        return new FiniteElementSolution(assembly, u, iteration);
      }
    }
    return null;
  }

  private double[] solve(Assembly assembly, DMatrixSparseCSC matrix, double[] r) {
    int n = assembly.unknowns;
    if (n == 0) {
      return new double[0];
    }
    int sign = definite(matrix);
    if (sign != 0) {
      // a copy, for it may be no definite matrix and is needed then
      var positive = matrix.copy();
      double[] b = r.clone();
      for (int k = 0; k < positive.nz_length && sign < 0; k++) {
        positive.nz_values[k] *= -1;
      }
      for (int i = 0; i < n && sign < 0; i++) {
        b[i] *= -1;
      }
      double[] x = definite(assembly, positive, b);
      if (x != null) {
        return finite(x);
      }
    }
    // no factors where they would not fit into memory
    hierarchy = inSpace() ? null : hierarchy;
    var lu = assembly.blocks.length == 0 ? null : MultifrontalLu.of(matrix, assembly.blocks);
    return lu == null ? null : finite(lu.solve(r));
  }

  /** The solution with a matrix that may be positive definite, null if it is not. */
  private double[] definite(Assembly assembly, DMatrixSparseCSC matrix, double[] b) {
    if (hierarchy != null) {
      if (!hierarchy.isEmpty() && hierarchy.getLast().assembly() == assembly) {
        hierarchy.removeLast();
      }
      hierarchy.add(new Multigrid.Discrete(assembly, matrix));
      int direct = inSpace() ? DIRECT_IN_SPACE : DIRECT;
      if (assembly.unknowns > direct && (hierarchy.size() > 1 || inSpace())) {
        var coarse = hierarchy.stream().filter(m -> m.assembly().unknowns <= (inSpace() ? direct : direct / 4)).count();
        var meshes = hierarchy.subList((int) Math.max(0, coarse - 1), hierarchy.size());
        try {
          var multigrid = new Multigrid(meshes, inSpace() ? direct : Integer.MAX_VALUE);
          var found = ConjugateGradients.solve(Multigrid.symmetric(matrix), multigrid, b, REDUCTION, MOST_CONJUGATE_GRADIENTS);
          if (found.converged()) {
            return found.x();
          }
        } catch (ArithmeticException _) {
          hierarchy = inSpace() ? null : hierarchy;
          return null;
        }
        if (assembly.blocks.length == 0) {
          return null;
        }
      }
    }
    var cholesky = LinearSolverFactory_DSCC.cholesky(FillReducing.NONE);
    if (!cholesky.setA(matrix)) {
      hierarchy = null;
      return null;
    }
    var x = new DMatrixRMaj(assembly.unknowns, 1);
    cholesky.solve(DMatrixRMaj.wrap(assembly.unknowns, 1, b), x);
    return x.data;
  }

  private static double[] finite(double[] x) {
    for (double v : x) {
      if (!Double.isFinite(v)) {
        return null;
      }
    }
    return x;
  }

  /** 1 for a symmetric matrix with a positive diagonal, −1 with a negative one, 0 for what is certainly not definite. */
  private static int definite(DMatrixSparseCSC a) {
    double[] transposed = MultifrontalLu.rowWise(a);
    double largest = 0;
    double difference = 0;
    for (int k = 0; k < a.nz_length; k++) {
      largest = Math.max(largest, Math.abs(a.nz_values[k]));
      difference = Math.max(difference, Math.abs(a.nz_values[k] - transposed[k]));
    }
    if (difference > 1e-13 * largest) {
      return 0;
    }
    double sign = Math.signum(a.get(0, 0));
    for (int j = 0; j < a.numCols; j++) {
      if (!(a.get(j, j) * sign > 0)) {
        return 0;
      }
    }
    return (int) sign;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  private static double norm(double[][] u) {
    return Math.sqrt(Arrays.stream(u).mapToDouble(row -> Math.pow(norm(row), 2)).sum());
  }
}
