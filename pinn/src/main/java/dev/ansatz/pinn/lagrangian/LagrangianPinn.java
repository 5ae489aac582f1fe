package dev.ansatz.pinn.lagrangian;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.TransportForm;
import dev.ansatz.pinn.lagrangian.Characteristics.Crossing;
import dev.ansatz.pinn.train.Checkpoints;
import dev.ansatz.pinn.train.RedrawnLeastSquares;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Solves {@code w_t + f w_x = g w_xx + s}, with f, g and s functions of x, t and w, on a periodic interval in coordinates that move
 * with f: one network gives the place X(t, ξ) of each label ξ, another the value w(t, ξ) that it carries, and
 *
 * <pre>
 * X_t = f,    w_t = g (w_ξξ X_ξ − w_ξ X_ξξ) / X_ξ³ + s,    X = ξ,  w = w₀(ξ)  at the initial time
 * </pre>
 *
 * hold at fixed labels, the initial conditions and periodicity exactly. The answer at a place is that of the label which is there.
 *
 * <p>Training starts from uniform motion with the mean of the initial velocity, values unchanged: for a constant velocity without
 * diffusion and sources that is the solution, and nothing is left to train.
 *
 * <p>Labels that cross (X_ξ ≤ 0) are where this form of the equation ends: a shock if g = 0. That is sought after training on a dense
 * grid, ends the solve as {@link Termination.Diverged} with time and place, and the answer is NaN from that time on.
 *
 * <p>Source: R. Mojgani, M. Balajewicz, P. Hassanzadeh, Kolmogorov n-width and Lagrangian physics-informed neural networks, Comput.
 * Methods Appl. Mech. Eng. 404 (2023) 115810, doi:10.1016/j.cma.2022.115810. Deviations: two separate networks, initial conditions
 * built in, second derivatives in x and not in ξ, squared losses under Levenberg–Marquardt on redrawn points.
 */
public final class LagrangianPinn implements Solver {
  private static final int HELD_OUT = 4096;
  /** Largest disagreement of data at the two ends that counts as rounding, relative to data of size one. */
  private static final double COMPATIBLE = 1e-9;

  private static final List<String> CITATIONS = List.of(
      "R. Mojgani, M. Balajewicz, P. Hassanzadeh, Kolmogorov n-width and Lagrangian physics-informed neural networks, Comput. Methods "
          + "Appl. Mech. Eng. 404 (2023) 115810, doi:10.1016/j.cma.2022.115810",
      "D. W. Marquardt, An algorithm for least-squares estimation of nonlinear parameters, J. SIAM 11 (1963), doi:10.1137/0111030");

  private final LagrangianOptions options;

  public LagrangianPinn(LagrangianOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "lagrangian-pinn";
  }

  public LagrangianOptions options() {
    return options;
  }

  @Override
  public boolean writesCheckpoints() {
    return true;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<>(Feature.refusals(problem));
    if (!reasons.isEmpty()) {
      return Support.unless(reasons);
    }
    reasons.addAll(TransportForm.obstacles(problem));
    boolean bounded = problem.conditions().stream().anyMatch(Condition.Boundary.class::isInstance);
    boolean periodic = problem.conditions().stream().anyMatch(Condition.Periodic.class::isInstance);
    if (bounded || !periodic) {
      reasons.add("it has a boundary, across which labels would leave the domain; only a periodic coordinate has none");
    }
    if (reasons.isEmpty()) {
      addMismatches(TransportForm.of(problem), space(problem), time(problem), reasons);
    }
    return Support.unless(reasons);
  }

  /** Labels leave the interval, and diffusion acts across its ends: formulas must go on there. */
  private static void addMismatches(TransportForm form, Range space, Range time, List<String> reasons) {
    var coefficients = new LinkedHashMap<String, Expr>();
    coefficients.put("velocity", form.velocity());
    coefficients.put("diffusivity", form.diffusivity());
    coefficients.put("source", form.source());
    coefficients.forEach((name, e) -> {
      for (int i = 0; i < 16; i++) {
        Expr fixed = e.substitute(Map.of(form.field(), new Const(0.3 - 0.17 * i)));
        double x = space.lower() + space.length() * i / 16;
        double t = time.lower() + time.length() * (15 - i) / 16;
        if (!agree(at(fixed, form, t, x), at(fixed, form, t, x + space.length()))) {
          reasons.add("the %s %s is not periodic in %s as a formula, and labels leave the interval".formatted(name, e, form.x().name()));
          return;
        }
      }
    });
    if (!form.diffusivity().equals(Const.ZERO)) {
      Expr slope = Lowering.normalForm(form.initial().derivative(form.x()));
      if (!agree(at(form.initial(), form, time.lower(), space.lower()), at(form.initial(), form, time.lower(), space.upper()))
          || !agree(at(slope, form, time.lower(), space.lower()), at(slope, form, time.lower(), space.upper()))) {
        reasons.add("the initial condition %s has a jump or a kink at the ends of the period, which diffusion smooths at once"
            .formatted(form.initial()));
      }
    }
  }

  private static double at(Expr e, TransportForm form, double t, double x) {
    return e.evaluate(Map.of(form.t(), t, form.x(), x));
  }

  private static boolean agree(double a, double b) {
    return Double.isNaN(a) && Double.isNaN(b) || Math.abs(a - b) <= COMPATIBLE * (1 + Math.abs(a));
  }

  private static Range time(Problem problem) {
    return problem.domain().ranges().get(0);
  }

  private static Range space(Problem problem) {
    return problem.domain().ranges().get(1);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).and(Support.inDoublePrecision(run)).orThrow(this, problem);
    long begun = System.nanoTime();
    TransportForm form = TransportForm.of(problem);
    var model = new LagrangianModel(problem, form, options);
    try (var executor = new Executor(run.threads())) {
      Optional<Checkpoints> checkpoints = Checkpoints.of(run, name(), problem, options.settings(), Set.of());
      Optional<Checkpoint> saved = checkpoints.flatMap(Checkpoints::resume);
      RedrawnLeastSquares.Result trained = new Residuals(problem, model, run, executor).train(run.withBudget(
          Duration.ofNanos(Math.max(1, run.budget().toNanos() - (System.nanoTime() - begun)))), checkpoints, saved);
      double[] theta = trained.theta();
      var characteristics = new Characteristics(model, theta, time(problem), space(problem));
      Optional<Crossing> crossing = characteristics.crossing(executor);
      Termination termination = crossing.<Termination>map(c -> crossed(c, form)).orElse(trained.termination());
      double valid = crossing.map(Crossing::time).orElse(Double.POSITIVE_INFINITY);
      return new Solution(problem, new Answer(problem, model, theta, characteristics, valid), termination, trained.iterations(),
          theta.length, Duration.ofNanos(System.nanoTime() - begun + trained.earlier()),
          OptionalDouble.empty(), Solution.figure(trained.heldOut()),
          Provenance.of(this, options.settings(), run, CITATIONS));
    }
  }

  private static Termination crossed(Crossing crossing, TransportForm form) {
    boolean shock = form.diffusivity().equals(Const.ZERO);
    String where = String.format(Locale.ROOT, "characteristics cross first at %s = %.4g near %s = %.4g", form.t().name(),
        crossing.time(), form.x().name(), crossing.place());
    return shock
        ? new Termination.Diverged(where + ": a shock forms there, and the answer holds only before",
            "end the time range before, or use a solver of weak solutions")
        : new Termination.Diverged(where + ", which they do not where there is diffusion: training did not succeed",
            "allow more time, wider networks or more points, or a shorter time range");
  }

  /** Those of place and value. */
  private final class Residuals implements RedrawnLeastSquares.Residuals {
    private final Problem problem;
    private final LagrangianModel model;
    private final Run run;
    private final Executor executor;
    private final LagrangianModel.Lowered residuals;
    private final Evaluation heldOut;
    private final double target;

    Residuals(Problem problem, LagrangianModel model, Run run, Executor executor) {
      this.problem = problem;
      this.model = model;
      this.run = run;
      this.executor = executor;
      residuals = model.lower(model.residuals());
      heldOut = residuals.at(executor, new PointSequence.Uniform().interior(problem.domain(), HELD_OUT, ~run.seed()));
      target = options.tolerance() * heldOut(model.rest(residuals.program(), run.seed()));
    }

    RedrawnLeastSquares.Result train(Run run, Optional<Checkpoints> checkpoints, Optional<Checkpoint> saved) {
      double[] start = model.initial(residuals.program(), run.seed());
      return fault(heldOut, start).map(fault -> new RedrawnLeastSquares.Result(start, heldOut(start), 0, fault, 0, 0))
          .orElseGet(() -> new RedrawnLeastSquares(run, executor, options.iterations(), options.redraw())
              .minimise(this, start, checkpoints, saved));
    }

    @Override
    public WeightedResiduals draw(int draw) {
      double[][] points = new PointSequence.LatinHypercube().interior(problem.domain(), options.points(), run.seed() * 1_000_003L + draw);
      return new WeightedResiduals(List.of(new Loss("residuals of place and value", residuals.at(executor, points), 1, null)));
    }

    @Override
    public double heldOut(double[] theta) {
      double[] r = new double[heldOut.size()];
      heldOut.values(theta, r, 0);
      double sum = 0;
      for (double value : r) {
        sum += value * value;
      }
      return Math.sqrt(sum / r.length);
    }

    @Override
    public double target(double[] theta) {
      return target;
    }

    @Override
    public String criterion() {
      return "held-out residual at most " + options.tolerance() + " of that of labels at rest";
    }

    @Override
    public Optional<Termination> fault(WeightedResiduals losses, double[] theta) {
      return fault(losses.losses().getFirst().evaluation(), theta);
    }

    private Optional<Termination> fault(Evaluation evaluation, double[] theta) {
      double[] r = new double[evaluation.size()];
      evaluation.values(theta, r, 0);
      for (int i = 0; i < r.length; i++) {
        if (!Double.isFinite(r[i])) {
          int lane = i % evaluation.lanes();
          List<Coordinate> c = problem.coordinates();
          return Optional.of(new Termination.Diverged(String.format(Locale.ROOT,
              "the residual of the %s is %s at %s = %.4g for the label %.4g",
              i < evaluation.lanes() ? "characteristics" : "value carried", r[i], c.get(0).name(), evaluation.point(0, lane),
              evaluation.point(1, lane)), "check that every coefficient is defined on the whole domain and for every value on the way"));
        }
      }
      return Optional.empty();
    }
  }

  /** Finds the labels at the places, then evaluates there; the program of each derivative is built when it is first asked for. */
  private record Answer(Problem problem, LagrangianModel model, double[] theta, Characteristics characteristics, double valid,
      Map<MultiIndex, LagrangianModel.Lowered> programs) implements Solution.Evaluator {

    Answer(Problem problem, LagrangianModel model, double[] theta, Characteristics characteristics, double valid) {
      this(problem, model, theta, characteristics, valid, new ConcurrentHashMap<>());
    }

    @Override
    public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
      var program = programs.computeIfAbsent(index, i -> model.lower(List.of(model.derivative(i))));
      try (var executor = new Executor(1)) {
        double[] labels = characteristics.labels(executor, points[0], points[1]);
        program.at(executor, new double[][] {points[0], labels}).values(theta, out, 0);
      }
      for (int i = 0; i < points[0].length; i++) {
        if (points[0][i] >= valid) {
          out[i] = Double.NaN;
        }
      }
    }
  }
}
