package dev.ansatz.pinn.experts;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.Classification;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Solves a linear problem on a box, cut into cells, by one least-squares fit of u = A + B Σ ωⱼ bⱼ(x) in every cell: bⱼ are the hidden
 * units of the cell's network, A and B build in the conditions that fit (see {@link dev.ansatz.pinn.ansatz.TrialFunctions}), and the rows
 * are the equations in the cells, the other conditions, and the continuity of each field and its normal derivatives below the equations'
 * order between cells. Hidden weights are random, or trained on points of their own through the derivative of the least-squares solution.
 *
 * <p>Cost: O(m n²) for n output weights of all cells together and m rows; training takes that at each step.
 *
 * <p>Source: N. Chalapathi, Y. Du, A. S. Krishnapriyan, Scaling physics-informed hard constraints with mixture-of-experts, ICLR 2024,
 * arXiv:2402.13412. Deviations: a single problem in place of a family of them; cells are joined by rows for their interfaces, where the
 * paper gives every expert the global conditions; derivatives are exact. With random hidden weights each cell is an extreme learning
 * machine: S. Dong, Z. Li, Local extreme learning machines and domain decomposition for solving linear and nonlinear partial differential
 * equations, Comput. Methods Appl. Mech. Eng. 387 (2021), doi:10.1016/j.cma.2021.114129.
 */
public final class MixtureOfExperts implements Solver {
  static final String NAME = "mixture-of-experts";
  /** 8 n² bytes are half a gigabyte, and the factorisation takes minutes. */
  private static final int MOST_UNKNOWNS = 8000;
  /** While training: large enough for the normal equations of the implicit derivative to mean something in double precision. */
  private static final double TRAINING_RIDGE = 1e-5;

  private static final List<String> CITATIONS = List.of(
      "N. Chalapathi, Y. Du, A. S. Krishnapriyan, Scaling physics-informed hard constraints with mixture-of-experts, ICLR 2024, "
          + "arXiv:2402.13412",
      "S. Dong, Z. Li, Local extreme learning machines and domain decomposition for solving linear and nonlinear partial differential "
          + "equations, Comput. Methods Appl. Mech. Eng. 387 (2021), doi:10.1016/j.cma.2021.114129");

  private final ExpertOptions options;

  public MixtureOfExperts(ExpertOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<>(Feature.refusals(problem));
    if (!reasons.isEmpty()) {
      return Support.unless(reasons);
    }
    if (problem.coordinates().isEmpty()) {
      return Support.no("it has no coordinates");
    }
    if (problem.domain().space().isPresent() && !(problem.domain().space().get() instanceof Box)) {
      reasons.add("its domain is no box, and only boxes are cut into cells");
    }
    var classification = Lowering.classify(problem);
    if (classification.linearity() != Classification.Linearity.LINEAR) {
      reasons.add("it is " + classification.linearity() + ", and the least squares are linear");
    }
    for (BoundaryForm form : classification.boundary()) {
      if (form.kind() == BoundaryForm.Kind.OTHER) {
        reasons.add("the condition " + form.equation() + " is not linear in one field and its normal derivative");
      }
    }
    if (options.cells().size() > 1 && options.cells().size() != problem.coordinates().size()) {
      reasons.add("it has " + problem.coordinates().size() + " coordinates, and cells are given along " + options.cells().size());
    } else {
      var counts = Experts.counts(problem, options);
      for (Coordinate periodic : classification.periodic()) {
        if (counts.get(problem.coordinates().indexOf(periodic)) > 1) {
          reasons.add("it is periodic in " + periodic + ", along which there can be only one cell");
        }
      }
      double unknowns = counts.stream().mapToDouble(c -> c).reduce(1, (a, b) -> a * b) * (options.features() + 1.0) * problem.fields()
          .size();
      if (unknowns > MOST_UNKNOWNS) {
        reasons.add(String.format("%.0f output weights are more than the %d that a least-squares fit can have: take fewer cells or features",
            unknowns, MOST_UNKNOWNS));
      }
    }
    return Support.unless(reasons);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).and(Support.inDoublePrecision(run)).orThrow(this, problem);
    long begun = System.nanoTime();
    try (var executor = new Executor(run.threads())) {
      var experts = new Experts(problem, options, executor);
      double[][] weights = experts.initial(run.seed());
      long heldOutSeed = ~run.seed();
      double untrained = experts.heldOut(weights, heldOutSeed);
      Termination termination;
      long iterations = 0;
      double heldOut = Double.NaN;
      try {
        if (options.training() > 0) {
          iterations = train(experts, weights, run, begun);
        }
        var layer = experts.layer(weights, run.seed());
        layer.setRidge(options.ridge(), weights);
        layer.solve(weights);
        heldOut = experts.heldOut(weights, heldOutSeed);
        termination = termination(heldOut, untrained, run);
      } catch (ArithmeticException e) {
        termination = new Termination.Diverged("the least-squares fit: " + e.getMessage(),
            "check that every function in the problem is defined on the whole domain");
      }
      return new Solution(problem, new Answer(problem, experts.model(), experts.partition(), weights), termination, iterations,
          experts.unknowns(), Duration.ofNanos(System.nanoTime() - begun), OptionalDouble.empty(),
          Solution.figure(heldOut), Provenance.of(this, options.settings(), run, CITATIONS));
    }
  }

  private Termination termination(double heldOut, double untrained, Run run) {
    if (!Double.isFinite(heldOut)) {
      return new Termination.Diverged("the residual on held-out points is not finite",
          "check that every function in the problem is defined on the whole domain");
    }
    if (run.cancelled().getAsBoolean()) {
      return new Termination.Cancelled();
    }
    return heldOut <= options.tolerance() * untrained
        ? new Termination.Converged("held-out residual below " + options.tolerance() + " of that without features")
        : new Termination.BudgetSpent(String.format("the held-out residual is %.1e of that without features", heldOut / untrained),
            "more features, points or cells, or another scale");
  }

  /** Trains the hidden weights; returns the steps taken. */
  private long train(Experts experts, double[][] weights, Run run, long begun) {
    var inner = experts.layer(weights, run.seed());
    inner.setRidge(TRAINING_RIDGE, weights);
    var outer = experts.layer(weights, run.seed() + 1_000_003L);
    var objective = experts.trained(inner, outer, weights);
    var adam = new Adam(objective.parameters(), Adam.exponentialDecay(options.learningRate(), 0.5, options.training()));
    double[] theta = experts.hidden(weights);
    long step = 0;
    while (step < options.training() && !run.cancelled().getAsBoolean() && System.nanoTime() - begun < run.budget().toNanos()) {
      double value = adam.step(objective, theta);
      step++;
      run.progress().on(new Progress.Event("hidden weights", (double) step / options.training(), step, "mean square %.2e".formatted(value),
          Map.of("mean square", value)));
    }
    return step;
  }

  /** Evaluates each point by the network of its cell. */
  private static final class Answer implements Solution.Evaluator {
    private final Problem problem;
    private final NetworkModel model;
    private final Partition partition;
    private final double[][] weights;
    private final Map<Derivative, NetworkModel.Expression> programs = new ConcurrentHashMap<>();

    private record Derivative(int field, MultiIndex index) {}

    Answer(Problem problem, NetworkModel model, Partition partition, double[][] weights) {
      this.problem = problem;
      this.model = model;
      this.partition = partition;
      this.weights = weights;
    }

    @Override
    public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
      var program = programs.computeIfAbsent(new Derivative(field, index), this::express);
      List<int[]> lanes = partition.split(points);
      try (var executor = new Executor(1)) {
        for (int cell = 0; cell < weights.length; cell++) {
          int[] own = lanes.get(cell);
          if (own.length > 0) {
            double[] values = new double[own.length];
            program.at(executor, Partition.select(points, own)).values(weights[cell], values, 0);
            for (int i = 0; i < own.length; i++) {
              out[own[i]] = values[i];
            }
          }
        }
      }
    }

    private NetworkModel.Expression express(Derivative derivative) {
      var with = new ArrayList<Coordinate>();
      for (int i = 0; i < derivative.index().dimension(); i++) {
        for (int k = 0; k < derivative.index().order(i); k++) {
          with.add(problem.coordinates().get(i));
        }
      }
      Expr field = problem.fields().get(derivative.field());
      return model.express(List.of(with.isEmpty() ? field : Partial.of(field, with)));
    }
  }
}
