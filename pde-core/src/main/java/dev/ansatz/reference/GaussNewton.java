package dev.ansatz.reference;

import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.StatementException;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.UnknownConstant;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.solve.UnsupportedProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * Unknown constants and coefficients by the method of Gauss and Newton over a classical solver of the direct problem: the equations hold,
 * to the accuracy of that solver, at every step, and the misfit of the observations in units of their noise is what is minimised.
 *
 * <p>The sum of squares is that of {@link ParameterMap}, its steps those of {@link LevenbergMarquardt}. Coefficients are polynomials
 * under {@link SmoothnessPrior}. The discretisation is fixed while the unknowns hardly move, so that the misfit is smooth in them; then
 * it is chosen anew for a tolerance a thousand times smaller. The answer has converged when that moves no unknown by more than {@value
 * #MOVED} of its deviation, and what it moves counts as part of the deviation.
 *
 * <p>The posterior is {@link MixedPosterior} at the end, widened as that of networks is where the misfit exceeds the noise: by the root
 * of χ² over the degrees of freedom. What the observations do not determine is not guessed: constants are refused whose Jacobian, each
 * column for a change of the size of the constant, has a singular value below that of one observation's noise. An iteration costs one
 * solution of the direct problem for each parameter and one more.
 *
 * <p>Sources: A. Tarantola, Inverse Problem Theory, SIAM 2005, doi:10.1137/1.9780898717921, chapter 3; D. W. Marquardt, J. SIAM 11 (1963),
 * doi:10.1137/0111030. Immutable.
 */
final class GaussNewton implements Solver {
  static final String NAME = "gauss-newton";
  private static final String TARANTOLA = "Tarantola, Inverse Problem Theory, SIAM 2005, doi:10.1137/1.9780898717921";
  private static final String MARQUARDT = "Marquardt, J. SIAM 11 (1963), doi:10.1137/0111030";
  private static final String MACKAY = "MacKay, Bayesian interpolation, Neural Comput. 4 (1992), doi:10.1162/neco.1992.4.3.415";
  private static final double COARSE = 1e-3;
  private static final double REFINEMENT = 1e-3;
  /** In standard deviations. */
  private static final double MOVED = 0.05;
  /** Of χ²: a step of a thirtieth of a deviation. */
  private static final double SETTLED = 1e-3;
  private static final double FAR = 0.1;
  private static final double FIRST_DAMPING = 1;
  private static final double REMARKABLE_MISFIT = 1.5;
  private static final int PROBES = 64;

  private final String method;
  private final int n;
  private final double tolerance;
  private final int degree;
  private final int iterations;

  /**
   * As {@link GaussNewtonProvider}'s settings say.
   *
   * @throws IllegalArgumentException with a line for each number out of its range
   */
  GaussNewton(String method, int n, double tolerance, int degree, int iterations) {
    new SettingLimits().require(n == 0 || n >= 8 && n <= 8192 && n % 2 == 0, "n must be 0 or an even number from 8 to 8192, not " + n)
        .require(tolerance >= 1e-14 && tolerance < 1, "tolerance must be from 1e-14 to 1, not " + tolerance)
        .require(degree >= 0 && degree <= 24, "degree must be from 0 to 24, not " + degree).atLeast("iterations", iterations, 1).orThrow();
    this.method = method;
    this.n = n;
    this.tolerance = tolerance;
    this.degree = degree;
    this.iterations = iterations;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<String>();
    if (problem.parameters().stream().noneMatch(Parameter::unknown)
        && problem.coefficients().stream().noneMatch(Coefficient.Unknown.class::isInstance)) {
      reasons.add("nothing in it is unknown: use reference");
    }
    if (problem.conditions().stream().noneMatch(Condition.Observation.class::isInstance)) {
      reasons.add("it has no observations");
    }
    if (problem.coefficients().stream().anyMatch(Coefficient.Input.class::isInstance)) {
      reasons.add("it is a family of problems: give its input fields first, as Family.sample does");
    }
    if (reasons.isEmpty()) {
      try (var executor = new Executor(1)) {
        var map = new ParameterMap(problem, degree, new Watch(Run.defaults()), executor);
        reasons.addAll(map.obstacles());
        if (forward(tolerance).supports(map.direct(map.initial())) instanceof Support.No no) {
          no.reasons().forEach(reason -> reasons.add("with its unknowns given: " + reason));
        }
      } catch (StatementException e) {
        reasons.add("with its unknowns given it is not well stated: " + e.getMessage());
      }
    }
    return Support.unless(reasons);
  }

  private ReferenceSolver forward(double tolerance) {
    return new ReferenceSolver(new Settings(method, n, 0, tolerance));
  }

  /** What is known at one discretisation. */
  private record Estimate(double[] theta, Answer direct, MixedPosterior posterior, double scale, double chiSquare, double fitted,
      double[] values, double[] deviations, double spread) {}

  @Override
  public Solution solve(Problem problem, Run run) {
    if (supports(problem) instanceof Support.No no) {
      throw new UnsupportedProblemException(NAME, problem, no);
    }
    try (var executor = new Executor(1)) {
      return new Search(problem, run, executor).solve();
    }
  }

  private final class Search {
    private final Problem problem;
    private final Run run;
    private final Executor executor;
    private final Watch watch;
    private final ParameterMap map;
    private final double[] theta;
    private Estimate best;
    private int steps;
    /** Whether the sum of squares stood still on the last discretisation. */
    private boolean settled;
    /** By which the last refinement moved each unknown. */
    private double[] moved = {};
    private Answer direct;

    Search(Problem problem, Run run, Executor executor) {
      this.problem = problem;
      this.run = run;
      this.executor = executor;
      watch = new Watch(run);
      map = new ParameterMap(problem, degree, watch, executor);
      theta = map.initial();
    }

    Solution solve() {
      Termination termination;
      try {
        termination = refine();
      } catch (Watch.Stopped stopped) {
        termination = stopped.termination();
      }
      if (best == null && !(termination instanceof Termination.Diverged)) {
        termination = new Termination.Diverged("no estimate was finished: " + termination.describe(), "raise the budget, or lower degree");
      }
      return solution(termination);
    }

    private Termination refine() {
      for (double wanted = Math.max(COARSE, tolerance); ; wanted = Math.max(wanted * REFINEMENT, tolerance)) {
        if (!discretise(wanted)) {
          return new Termination.Diverged("the direct problem has no solution at the " + (best == null ? "guess" : "estimate") + ": "
              + direct.termination().describe(), "give other guesses, or bounds");
        }
        if (!settle(wanted)) {
          return new Termination.Diverged("the direct problem has no solution near " + constants(theta), "give other guesses, or bounds");
        }
        Estimate now = estimate();
        double[] before = best == null ? null : best.values;
        best = now;
        Optional<Termination> undetermined = undetermined();
        if (undetermined.isPresent()) {
          return undetermined.get();
        }
        if (!settled) {
          return new Termination.BudgetSpent(iterations + " iterations", "allow more iterations, or give other guesses or bounds");
        }
        double worst = Double.POSITIVE_INFINITY;
        if (before != null) {
          moved = new double[before.length];
          worst = 0;
          for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.abs(now.values[i] - before[i]);
            worst = Math.max(worst, moved[i] / now.deviations[i]);
          }
          if (worst <= MOVED) {
            return new Termination.Converged(String.format(Locale.ROOT,
                "a finer discretisation moved no unknown by more than %.1e of its standard deviation", worst));
          }
        }
        if (wanted <= tolerance || n > 0) {
          return before == null && n > 0
              ? new Termination.BudgetSpent("n = " + n + " is kept", "set n=0 to see what a finer discretisation moves")
              : new Termination.BudgetSpent(String.format(Locale.ROOT, "the last refinement of the direct problem moved an unknown by %.2g "
                  + "standard deviations", worst), "lower tolerance, or choose a method of higher order");
        }
      }
    }

    /** Chooses points and steps at θ; false if there is no solution. */
    private boolean discretise(double wanted) {
      direct = forward(wanted).answer(map.direct(theta), watch);
      if (direct.discretisation().isPresent()) {
        map.discretise(direct.discretisation().get(), 0);
      } else {
        // chosen anew for each solution: as finely as it may be
        var solver = forward(tolerance);
        map.discretise((other, clock) ->
                Optional.of(solver.answer(other, clock)).filter(a -> a.termination().isUsable()).map(Answer::fields),
            Math.max(tolerance, direct.errorEstimate()));
      }
      return direct.termination().isUsable();
    }

    /** Steps until the sum of squares stands still; false if there is no solution at θ. */
    private boolean settle(double wanted) {
      var optimiser = new LevenbergMarquardt(executor, FIRST_DAMPING);
      SmoothnessPrior before = null;
      settled = false;
      for (int k = 0; k < iterations && !settled; k++) {
        double[] from = theta.clone();
        double value = optimiser.step(map, theta);
        steps++;
        watch.count(1);
        if (Double.isNaN(value)) {
          return false;
        }
        double[] r = new double[map.residuals()];
        double decrease = map.residuals(from, r) - value;
        watch.report("Gauss–Newton", String.format(Locale.ROOT, "sum of squares %.6g, %d observations%s", value, map.count(),
            constants(theta)));
        settled = decrease <= SETTLED && (map.bases().isEmpty() || map.prior().equals(before));
        before = map.prior();
        // far from where the points were chosen
        if (decrease > FAR * value && !discretise(wanted)) {
          return false;
        }
      }
      return true;
    }

    private String constants(double[] theta) {
      return IntStream.range(0, map.constants().size()).mapToObj(k -> String.format(Locale.ROOT, ", %s = %.6g",
          map.constants().get(k).parameter(), map.constants().get(k).value(theta[map.firstConstant() + k]))).collect(Collectors.joining());
    }

    /** With the last linearisation, a thirtieth of a deviation away at most. */
    private Estimate estimate() {
      int parameters = map.parameters();
      MixedPosterior posterior = map.posterior();
      double chiSquare = map.chiSquare(theta);
      double fitted = 0;
      double[] g = new double[parameters];
      for (int i = 0; i < map.count(); i++) {
        for (int q = 0; q < parameters; q++) {
          g[q] = map.jacobian()[q * map.rows() + i];
        }
        double deviation = posterior.isDetermined() ? posterior.deviation(g) : 0;
        fitted += deviation * deviation;
      }
      fitted = Math.min(fitted, 0.9 * map.count());
      double scale = Math.sqrt(Math.max(1, chiSquare / (map.count() - fitted)));
      var values = new ArrayList<Double>();
      var deviations = new ArrayList<Double>();
      unknowns(theta, posterior, scale, new double[0]).constants().forEach(c -> {
        values.add(c.value());
        deviations.add(c.deviation());
      });
      for (Unknowns.Coefficient c : unknowns(theta, posterior, scale, new double[0]).coefficients()) {
        double[][] points = arguments(c);
        Arrays.stream(c.value().at(points)).forEach(values::add);
        Arrays.stream(c.deviation().at(points)).forEach(deviations::add);
      }
      return new Estimate(theta.clone(), direct, posterior, scale, chiSquare, fitted, values.stream().mapToDouble(v -> v).toArray(),
          deviations.stream().mapToDouble(v -> v).toArray(), scale * spread(posterior));
    }

    private double[][] arguments(Unknowns.Coefficient c) {
      double[][] points = new PointSequence.Halton().interior(problem.domain(), PROBES, 0);
      return c.field().coordinates().stream().map(x -> points[problem.coordinates().indexOf(x)]).toArray(double[][]::new);
    }

    /** Of the constants, if their Jacobian is rank-deficient at the level of the noise. */
    private Optional<Termination> undetermined() {
      int constants = map.constants().size();
      if (constants == 0) {
        return Optional.empty();
      }
      int rows = map.rows();
      var j = new DMatrixRMaj(Math.max(rows, constants), constants);
      for (int k = 0; k < constants; k++) {
        int q = map.firstConstant() + k;
        Parameter p = map.constants().get(k).parameter();
        double value = map.constants().get(k).value(theta[q]);
        double size = p.isBounded() ? (p.upper() - p.lower()) / 2 : Math.max(Math.abs(value), Double.MIN_NORMAL);
        double unit = size / Math.abs(map.constants().get(k).slope(theta[q]));
        for (int i = 0; i < rows; i++) {
          j.set(i, k, map.jacobian()[q * rows + i] * unit);
        }
      }
      var svd = DecompositionFactory_DDRM.svd(j.numRows, constants, false, true, true);
      if (!svd.decompose(j)) {
        throw new ArithmeticException("the singular values of the Jacobian were not found");
      }
      double[] singular = svd.getSingularValues();
      DMatrixRMaj v = svd.getV(null, true);
      var open = new ArrayList<String>();
      for (int d = 0; d < constants; d++) {
        if (singular[d] < 1) {
          int row = d;
          open.add(IntStream.range(0, constants).filter(k -> Math.abs(v.get(row, k)) > 1e-3)
              .mapToObj(k -> map.constants().get(k).parameter().toString()).collect(Collectors.joining(" and ")));
        }
      }
      if (open.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Termination.Diverged(String.format(Locale.ROOT,
          "the observations do not determine %s: the Jacobian of what is observed has rank %d for %d constants at the level of the noise",
          String.join(", nor ", open), constants - open.size(), constants),
          open.stream().anyMatch(names -> names.contains(" and ")) ? "give one of them, or observe what tells them apart"
              : "observe where and when the solution depends on it, observe more, or state what is known of it"));
    }

    private Unknowns unknowns(double[] theta, MixedPosterior posterior, double scale, double[] moved) {
      var constants = new ArrayList<Unknowns.Constant>();
      var remarks = new ArrayList<String>();
      for (int k = 0; k < map.constants().size(); k++) {
        UnknownConstant c = map.constants().get(k);
        int at = map.firstConstant() + k;
        double[] unit = new double[map.parameters()];
        unit[at] = 1;
        double deviation = scale * Math.abs(c.slope(theta[at])) * posterior.deviation(unit);
        constants.add(new Unknowns.Constant(c.parameter(), c.value(theta[at]),
            moved.length > 0 ? Math.hypot(deviation, moved[k]) : deviation));
        constants.getLast().remark().ifPresent(remarks::add);
      }
      if (scale * scale > REMARKABLE_MISFIT) {
        remarks.add(String.format(Locale.ROOT, "the observations are missed by %.2g times their stated noise, and the deviations are "
            + "enlarged by as much: the equations or the noise are not as stated, or a coefficient is no polynomial of the degree", scale));
      }
      var coefficients = new ArrayList<Unknowns.Coefficient>();
      int first = 0;
      for (CoefficientBasis basis : map.bases()) {
        int from = first;
        coefficients.add(new Unknowns.Coefficient(basis.field(), points -> basis.values(theta, from, points), points -> {
          double[][] rows = basis.rows(points);
          double[] deviations = new double[points[0].length];
          double[] g = new double[map.parameters()];
          for (int p = 0; p < deviations.length; p++) {
            for (int i = 0; i < rows.length; i++) {
              g[from + i] = rows[i][p];
            }
            deviations[p] = scale * posterior.deviation(g);
          }
          return deviations;
        }));
        first += basis.count();
      }
      return new Unknowns(constants, coefficients, remarks);
    }

    private Solution solution(Termination termination) {
      var figures = new LinkedHashMap<String, String>();
      var citations = new ArrayList<>(List.of(TARANTOLA, MARQUARDT));
      Solution.Evaluator fields = Answer::undefined;
      var unknowns = Unknowns.NONE;
      double error = Double.NaN;
      long size = 0;
      if (best != null) {
        // on the discretisation of the best estimate, which has had the time
        fields = best.direct.discretisation().map(d -> d.solve(map.direct(best.theta), new Watch(Run.defaults())))
            .orElseGet(() -> map.solution(best.theta)).orElse(fields);
        unknowns = unknowns(best.theta, best.posterior, best.scale, moved);
        size = best.direct.size() + map.parameters();
        error = Math.hypot(best.direct.errorEstimate(), best.spread);
        figures.putAll(best.direct.figures());
        figures.put("error of the direct problem", String.format(Locale.ROOT, "%.1e", best.direct.errorEstimate()));
        figures.put("Gauss–Newton iterations", String.valueOf(steps));
        figures.put("chi square", String.format(Locale.ROOT, "%.6g of %d observations", best.chiSquare, map.count()));
        figures.put("parameters fitted", String.format(Locale.ROOT, "%.3g of %d", best.fitted, map.parameters()));
        if (!map.bases().isEmpty()) {
          figures.put("prior", String.format(Locale.ROOT, "size %.2g, order %.1f", map.prior().size(), map.prior().order()));
          citations.add(MACKAY);
        }
        citations.addAll(forward(tolerance).citations(map.direct(best.theta)));
      }
      figures.put("tolerance", String.valueOf(tolerance));
      return new Solution(problem, fields, termination, steps, size, watch.elapsed(),
          Solution.figure(error), OptionalDouble.empty(),
          new Provenance(NAME, figures, run.seed(), 1, Run.Precision.F64, Provenance.platform(), citations), unknowns);
    }

    /** The root mean square deviation of the fields over that of the fields, by what is not known of the unknowns. */
    private double spread(MixedPosterior posterior) {
      double variance = 0;
      double square = 0;
      double[] g = new double[map.parameters()];
      for (int i = 0; i < map.probed().length; i++) {
        for (int q = 0; q < g.length; q++) {
          g[q] = map.probeColumns()[q][i];
        }
        double deviation = posterior.deviation(g);
        variance += deviation * deviation;
        square += map.probed()[i] * map.probed()[i];
      }
      return square == 0 ? Math.sqrt(variance / map.probed().length) : Math.sqrt(variance / square);
    }
  }
}
