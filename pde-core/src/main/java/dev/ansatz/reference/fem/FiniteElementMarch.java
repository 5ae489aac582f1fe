package dev.ansatz.reference.fem;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixSparseCSC;

/**
 * A problem of first order in time and second in space over a domain in the plane or in space: Lagrange elements of degree 1 or 2 in space,
 * as {@link FiniteElements} has them, and {@code ESDIRK4(3)6L[2]SA} in time, with steps that follow its estimate of their error or that are
 * given. Steps are the range of time over powers of two, so that a matrix that does not change with time has few factorisations.
 *
 * <p>The equations of a stage are solved by Newton's method with the factors of one matrix a step, which for a linear problem whose
 * coefficients do not change with time is one solution of a linear system. Values given on the boundary hold at every stage, together
 * with their rates.
 *
 * <p>Sources: {@link FiniteElements} and V. Thomée, Galerkin Finite Element Methods for Parabolic Problems, 2006,
 * doi:10.1007/3-540-33122-0; C. A. Kennedy and M. H. Carpenter, Appl. Numer. Math. 44 (2003), doi:10.1016/S0168-9274(02)00138-1.
 */
public final class FiniteElementMarch {
  private static final int MOST_ITERATIONS = 10;
  /** Newton's method with the factors of the beginning of a step goes on while its steps fall by as much. */
  private static final double SLOWEST = 0.5;
  /** What is left of a stage's equations, over what is asked of a step. */
  private static final double STAGE = 1e-3;
  /** The range of time over 2 to this power is the first step tried, and the shortest one. */
  private static final int FIRST = 7;
  private static final int SHORTEST = 40;
  /** Doubles of a trajectory: 256 MiB. */
  private static final long MOST_NUMBERS = 1 << 25;
  private static final int KEPT_FACTORS = 3;

  private final Problem problem;
  private final int degree;
  private final CompiledForm compiled;
  private final Runnable poll;
  private final Range range;
  private final List<Expr> initial;
  private final boolean changingValues;
  private SimplexMesh mesh;

  /**
   * The problem on a first mesh.
   *
   * @param degree 1 or 2
   * @param h edges of the first mesh are not much longer
   * @param poll called between stages; what it throws ends the march
   */
  public FiniteElementMarch(Problem problem, int degree, double h, Runnable poll) {
    this.problem = problem;
    this.degree = degree;
    this.poll = poll;
    compiled = new CompiledForm(problem);
    range = problem.domain().time().orElseThrow();
    initial = problem.fields().stream().map(f -> initial(problem, f).orElseThrow()).toList();
    changingValues = compiled.form.essential().stream().anyMatch(e -> e.value().leaves(Coordinate.class).contains(range.coordinate()));
    mesh = compiled.mesh(degree, h);
  }

  /** Why a problem is none for this method; empty if it is one. */
  public static List<String> obstacles(Problem problem, int degree) {
    var obstacles = new ArrayList<String>();
    if (problem.domain().time().isEmpty()) {
      obstacles.add("it has no time coordinate");
    }
    FiniteElements.dimensionObstacle(problem).ifPresent(obstacles::add);
    problem.conditions().stream()
        .filter(c -> !(c instanceof Condition.Boundary || c instanceof Condition.Initial || c instanceof Condition.Interface))
        .forEach(c -> obstacles.add(
            "finite elements in time cannot hold a " + c.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " condition"));
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    obstacles.addAll(FiniteElements.spatialObstacles(problem, degree));
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    Coordinate t = problem.domain().time().get().coordinate();
    for (var row : WeakForm.of(Nonlocal.of(problem).local()).rows()) {
      Expr rate = Partial.of(row.field(), t);
      var unknowns = Lowering.unknowns(List.of(row.source()));
      if (!unknowns.contains(rate)) {
        obstacles.add("the equation of " + row.field().name() + " does not hold " + rate);
      } else if (unknowns.stream().anyMatch(u -> u instanceof Partial(Field _, var with) && with.contains(t)
          && Lowering.unknowns(List.of(WeakForm.derivative(row.source(), u))).stream()
              .anyMatch(v -> v instanceof Partial(Field _, var w) && w.contains(t)))) {
        obstacles.add("the equation of " + row.field().name() + " is not linear in its time derivatives");
      }
    }
    InnerCurves.jumps(problem, WeakForm.of(Nonlocal.of(problem).local()), new ArrayList<>()).values().stream()
        .filter(j -> j.value().leaves(Coordinate.class).contains(t))
        .forEach(j -> obstacles.add("the jump of " + j.field().name() + " at the interface " + j.where() + " changes with time"));
    problem.fields().stream().filter(f -> initial(problem, f).isEmpty())
        .forEach(f -> obstacles.add("no initial condition gives the value of " + f.name()));
    return obstacles;
  }

  private static Optional<Expr> initial(Problem problem, Field field) {
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Initial(Equation e)) {
        Expr residual = Lowering.normalForm(e.residual());
        if (Lowering.unknowns(List.of(residual)).equals(List.of(field))) {
          Expr slope = WeakForm.derivative(residual, field);
          Expr rest = Lowering.replaceLeaves(residual, leaf -> leaf.equals(field) ? Const.ZERO : leaf);
          if (Lowering.unknowns(List.of(slope)).isEmpty()) {
            return Optional.of(rest.negate().over(slope));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Goes on to the mesh with every triangle cut into four, every tetrahedron into eight. */
  public void refine() {
    mesh = mesh.refine();
  }

  /** How many unknowns a stage will have, about. */
  public long unknowns() {
    long nodes = mesh.dimension() == 2 ? (long) degree * mesh.size() : degree == 1 ? mesh.size() / 4L : 3L * mesh.size() / 2;
    return nodes * problem.fields().size();
  }

  /** The value that an initial condition gives to a field. */
  public Expr initial(int field) {
    return initial.get(field);
  }

  /** What went wrong, for people. */
  public static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  /** The trajectory of equal steps. */
  public FiniteElementTrajectory steps(int count) throws Failure {
    return new March(1e-12).fixed(count);
  }

  /** The trajectory of steps each of which has, by its own estimate, a relative error of at most a tolerance. */
  public FiniteElementTrajectory adaptive(double tolerance) throws Failure {
    return new March(tolerance).adaptive();
  }

  /** One march on the mesh. */
  private final class March {
    final Assembly assembly = new Assembly(compiled, new FiniteElementSpace(mesh, degree));
    final double tolerance;
    final int n = assembly.unknowns;
    final boolean frozen = compiled.linear && !compiled.dependsOnTime(true);
    final Map<Double, MultifrontalLu> factors = new HashMap<>();
    /** Of a frozen problem: the derivatives by coefficients and by rates, and the residual of zeros where that does not change. */
    DMatrixSparseCSC stiffness;
    DMatrixSparseCSC mass;
    double[] constant;
    final double[] weight = new double[n];
    int iterations;
    double size;

    final List<double[][]> states = new ArrayList<>();
    final List<double[][]> rates = new ArrayList<>();
    final List<Double> times = new ArrayList<>();

    double t = range.lower();
    double[][] u;
    double[][] rate;

    March(double tolerance) throws Failure {
      this.tolerance = tolerance;
      weights();
      u = assembly.start(range.lower(), null);
      for (int f = 0; f < problem.fields().size(); f++) {
        u[f] = assembly.at(initial.get(f), t, IntStream.range(0, assembly.nodes(f)).toArray());
      }
      assembly.impose(t, u);
      size = size(u);
      rate = zeros();
      assembly.imposeRates(t, rate);
      if (frozen) {
        double[] r = new double[n];
        stiffness = assembly.linearise(new Assembly.State(t, u, rate, 0, 1, 1), r);
        mass = assembly.linearise(new Assembly.State(t, u, rate, 1, 0, 1), r);
        if (!compiled.dependsOnTime(false) && !changingValues) {
          constant = residualOfGiven(t);
        }
      }
      numbers();
      firstRates();
    }

    /** The share of each unknown in a mean over the domain. */
    private void weights() {
      for (int f = 0; f < problem.fields().size(); f++) {
        int local = FiniteElementSpace.local(mesh.dimension(), assembly.degree(f));
        for (int e = 0; e < mesh.size(); e++) {
          for (int k = 0; k < local; k++) {
            int row = assembly.place[f][assembly.space.element[assembly.space.local * e + k]];
            if (row >= 0) {
              weight[row] += mesh.measure(e) / local;
            }
          }
        }
      }
    }

    private double size(double[][] u) {
      double sum = 0;
      for (int f = 0; f < problem.fields().size(); f++) {
        int local = FiniteElementSpace.local(mesh.dimension(), assembly.degree(f));
        for (int e = 0; e < mesh.size(); e++) {
          for (int k = 0; k < local; k++) {
            double v = u[f][assembly.space.element[assembly.space.local * e + k]];
            sum += mesh.measure(e) / local * v * v;
          }
        }
      }
      return Math.sqrt(sum);
    }

    private double norm(double[] x) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += weight[i] * x[i] * x[i];
      }
      return Math.sqrt(sum);
    }

    private double[][] zeros() {
      double[][] zeros = new double[compiled.unknowns()][];
      for (int f = 0; f < zeros.length; f++) {
        zeros[f] = new double[assembly.nodes(f)];
      }
      return zeros;
    }

    /** Integrals of the initial values: their equations are linear in them, each in its own. */
    private void numbers() {
      double[] at0 = assembly.residual(new Assembly.State(t, u, rate, 0, 1, 1));
      for (int f = problem.fields().size(); f < compiled.unknowns(); f++) {
        u[f][0] = 1;
      }
      double[] at1 = assembly.residual(new Assembly.State(t, u, rate, 0, 1, 1));
      for (int f = problem.fields().size(); f < compiled.unknowns(); f++) {
        int row = assembly.place[f][0];
        u[f][0] = at0[row] / (at0[row] - at1[row]);
      }
    }

    private void firstRates() throws Failure {
      var matrix = frozen ? mass.copy() : assembly.linearise(new Assembly.State(t, u, rate, 1, 0, 1), new double[n]);
      double[] r = assembly.residual(new Assembly.State(t, u, rate, 0, 1, 1));
      for (int f = problem.fields().size(); f < compiled.unknowns(); f++) {
        // numbers have no rates
        int row = assembly.place[f][0];
        matrix.set(row, row, 1);
        r[row] = 0;
      }
      var lu = MultifrontalLu.of(matrix, assembly.blocks);
      if (lu == null) {
        throw new Failure("the time derivatives are not determined by the equations at the initial time");
      }
      add(rate, lu.solve(r), -1);
    }

    /** Adds multiples of unknowns of the system to coefficients. */
    private void add(double[][] to, double[] x, double factor) {
      for (int f = 0; f < to.length; f++) {
        for (int i = 0; i < to[f].length; i++) {
          int row = assembly.place[f][i];
          if (row >= 0) {
            to[f][i] += factor * x[row];
          }
        }
      }
    }

    private double[] unknown(double[][] u) {
      double[] x = new double[n];
      for (int f = 0; f < u.length; f++) {
        for (int i = 0; i < u[f].length; i++) {
          int row = assembly.place[f][i];
          if (row >= 0) {
            x[row] = u[f][i];
          }
        }
      }
      return x;
    }

    /** Coefficients, or rates, that are zero but where conditions give them. */
    private double[][] given(double t, boolean ofRates) {
      double[][] given = zeros();
      if (!ofRates) {
        assembly.impose(t, given);
      } else if (changingValues) {
        assembly.imposeRates(t, given);
      }
      return given;
    }

    /** Of these. */
    private double[] residualOfGiven(double t) {
      return assembly.residual(new Assembly.State(t, given(t, false), given(t, true), 0, 1, 1));
    }

    private double[] residual(double t, double[][] u, double[][] rate) {
      if (!frozen) {
        return assembly.residual(new Assembly.State(t, u, rate, 0, 1, 1));
      }
      double[] r = constant == null ? residualOfGiven(t) : constant.clone();
      multiplyAdd(stiffness, unknown(u), r);
      multiplyAdd(mass, unknown(rate), r);
      return r;
    }

    private void multiplyAdd(DMatrixSparseCSC a, double[] x, double[] y) {
      for (int j = 0; j < n; j++) {
        double v = x[j];
        for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
          y[a.nz_rows[k]] += a.nz_values[k] * v;
        }
      }
    }

    /** Of the stages' matrix for a step; null if that is singular. */
    private MultifrontalLu factors(double h, double t, double[][] u, double[][] rate) {
      double slope = 1 / (Esdirk.GAMMA * h);
      if (!frozen) {
        return MultifrontalLu.of(assembly.linearise(new Assembly.State(t, u, rate, slope, 1, 1), new double[n]), assembly.blocks);
      }
      var known = factors.get(h);
      if (known == null) {
        var matrix = stiffness.copy();
        for (int k = 0; k < matrix.nz_length; k++) {
          matrix.nz_values[k] += slope * mass.nz_values[k];
        }
        known = MultifrontalLu.of(matrix, assembly.blocks);
        if (factors.size() == KEPT_FACTORS) {
          factors.clear();
        }
        if (known != null) {
          factors.put(h, known);
        }
      }
      return known;
    }

    /** A step tried. */
    private final class Step {
      double[][] end;
      double[][] endRate;
      /** The norm of the difference of the two methods. */
      double error;
    }

    /** Null if the equations of a stage are not solved. */
    private Step step(double h) {
      var lu = factors(h, t + h, u, rate);
      if (lu == null) {
        return null;
      }
      double[][] k = new double[Esdirk.STAGES][];
      k[0] = unknown(rate);
      double[] from = unknown(u);
      var step = new Step();
      for (int i = 1; i < Esdirk.STAGES; i++) {
        poll.run();
        double[] base = from.clone();
        for (int j = 0; j < i; j++) {
          for (int p = 0; p < n; p++) {
            base[p] += h * Esdirk.A[i][j] * k[j][p];
          }
        }
        double at = t + Esdirk.C[i] * h;
        double[][] stage = given(at, false);
        double[][] stageRate = given(at, true);
        // the stage before tells its rate
        k[i] = k[i - 1].clone();
        add(stageRate, k[i], 1);
        add(stage, base, 1);
        add(stage, k[i], Esdirk.GAMMA * h);
        for (int f = problem.fields().size(); f < stage.length; f++) {
          stage[f][0] = step.end == null ? u[f][0] : step.end[f][0];
        }
        double before = Double.POSITIVE_INFINITY;
        for (int iteration = 1; ; iteration++) {
          iterations++;
          double[] change = lu.solve(residual(at, stage, stageRate));
          add(stage, change, -1);
          double slope = 1 / (Esdirk.GAMMA * h);
          for (int p = 0; p < n; p++) {
            k[i][p] -= slope * change[p];
          }
          add(stageRate, change, -slope);
          double length = norm(change);
          if (frozen || length <= STAGE * tolerance * Math.max(size, Double.MIN_NORMAL)) {
            break;
          }
          if (!(length < SLOWEST * before) || iteration == MOST_ITERATIONS) {
            return null;
          }
          before = length;
        }
        step.end = stage;
        step.endRate = stageRate;
      }
      double[] difference = new double[n];
      for (int i = 0; i < Esdirk.STAGES; i++) {
        double d = h * (Esdirk.weight(i) - Esdirk.EMBEDDED[i]);
        for (int p = 0; p < n; p++) {
          difference[p] += d * k[i][p];
        }
      }
      for (int f = problem.fields().size(); f < compiled.unknowns(); f++) {
        difference[assembly.place[f][0]] = 0;
        step.endRate[f][0] = 0;
      }
      step.error = norm(difference);
      return Double.isFinite(step.error) ? step : null;
    }

    private void record() {
      times.add(t);
      states.add(u);
      rates.add(rate);
    }

    private void accept(Step step, double end) {
      t = end;
      u = step.end;
      rate = step.endRate;
      size = Math.max(size, size(u));
      record();
    }

    private FiniteElementTrajectory trajectory() {
      return new FiniteElementTrajectory(assembly, times.stream().mapToDouble(Double::doubleValue).toArray(),
          states.toArray(double[][][]::new),
          rates.toArray(double[][][]::new), iterations);
    }

    private String at() {
      return String.format(Locale.ROOT, "%s = %.6g", range.coordinate(), t);
    }

    private void reserve(long knots) throws Failure {
      if (2L * knots * Arrays.stream(u).mapToInt(row -> row.length).sum() > MOST_NUMBERS) {
        throw new Failure("more than " + (knots - 1) + " steps of " + n + " unknowns do not fit into memory");
      }
    }

    FiniteElementTrajectory fixed(int count) throws Failure {
      reserve(count + 1L);
      record();
      double h = range.length() / count;
      for (int i = 1; i <= count; i++) {
        var step = step(h);
        if (step == null) {
          throw new Failure("the equations of the step from " + at() + " were not solved");
        }
        accept(step, i == count ? range.upper() : range.lower() + i * h);
      }
      return trajectory();
    }

    FiniteElementTrajectory adaptive() throws Failure {
      record();
      int level = FIRST;
      // of steps of this level since the beginning
      long done = 0;
      while (done < 1L << level) {
        double h = Math.scalb(range.length(), -level);
        var step = step(h);
        double asked = tolerance * Math.max(size, step == null ? 0 : size(step.end));
        double error = step == null ? Double.POSITIVE_INFINITY : step.error;
        if (error > asked && (error > 1e-300 || step == null)) {
          if (level == SHORTEST) {
            throw new Failure("steps became too short at " + at() + ": the solution may end there");
          }
          // of order 4 in the step
          int halvings = step == null ? 1 : Math.clamp((int) Math.ceil(Math.log(error / asked) / Math.log(2) / 4), 1, SHORTEST - level);
          level += halvings;
          done <<= halvings;
          continue;
        }
        reserve(times.size() + 1L);
        done++;
        accept(step, done == 1L << level ? range.upper() : range.lower() + done * h);
        // a doubled step has 16 times the error, and is not to fail at once
        while (error < asked / 40 && level > 2 && done % 2 == 0) {
          level--;
          done /= 2;
          error *= 16;
        }
      }
      return trajectory();
    }
  }
}
