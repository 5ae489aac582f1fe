package dev.ansatz.pinn;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.pinn.train.Trainer;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.solve.UnsupportedProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Solves by a physics-informed network.
 *
 * <p>Source: M. Raissi, P. Perdikaris, G. E. Karniadakis, Physics-informed neural networks, J. Comput. Phys. 378 (2019),
 * doi:10.1016/j.jcp.2018.10.045. Deviations: conditions are built into the trial functions where they fit, derivatives are carried
 * forward as Taylor channels, and a small network is trained by a second-order method on points that move to where the residual is.
 *
 * <p>In an inverse problem unknown constants and the networks of unknown coefficients are trained together with that of the fields, and the
 * answer says how far the observations determine them: see {@link dev.ansatz.pinn.train.Inference}.
 */
public final class Pinn implements Solver {
  private final PinnOptions options;

  public Pinn(PinnOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "pinn";
  }

  public PinnOptions options() {
    return options;
  }

  @Override
  public boolean writesCheckpoints() {
    return true;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<String>();
    if (problem.domain().space().isEmpty() && problem.domain().time().isEmpty()) {
      reasons.add("it has no coordinates");
    }
    if (problem.domain().time().isEmpty()) {
      if (!options.causal().isNone()) {
        reasons.add("causal weights put earlier times first, and this problem has no time: use causal=none or another preset");
      }
      if (options.sampling() == PinnOptions.Sampling.CAUSAL_R3) {
        reasons.add("causal R3 puts earlier times first, and this problem has no time: use sampling=r3");
      }
    }
    if (problem.parameters().stream().anyMatch(Parameter::unknown)) {
      options.continuation().start(problem).keySet().stream().filter(Parameter::unknown).forEach(p ->
          reasons.add("continuation leads " + p + " to its value, which is unknown here: use continuation=none"));
    }
    reasons.addAll(Feature.refusals(problem, Feature.UNKNOWN_CONSTANT, Feature.UNKNOWN_COEFFICIENT, Feature.OBSERVATION));
    return Support.unless(reasons);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    if (supports(problem) instanceof Support.No no) {
      throw new UnsupportedProblemException(name(), problem, no);
    }
    if (run.precision() != Run.Precision.F64) {
      throw new UnsupportedProblemException(name(), problem, new Support.No(List.of("it trains in double precision only: use --precision f64")));
    }
    long begun = System.nanoTime();
    TrialFunctions trials = options.conditions() == PinnOptions.Conditions.HARD ? TrialFunctions.hard(problem) : TrialFunctions.soft(problem);
    boolean oneLoss = trials.soft().isEmpty() && problem.conditions().stream().noneMatch(Condition.Observation.class::isInstance);
    if (options.weighting() != Weighting.SUM && oneLoss) {
      throw new UnsupportedProblemException(name(), problem, new Support.No(List.of("every condition is built in, so that there is one loss only "
          + "and nothing to balance: use conditions=soft or weighting=sum")));
    }
    var model = new NetworkModel(problem, trials, options.network(), options.harmonics());
    Trainer.Result result;
    Unknowns unknowns;
    try (var trainer = new Trainer(problem, model, options, run)) {
      result = trainer.train();
      unknowns = trainer.unknowns(result);
    }
    return new Solution(problem, new Answer(problem, model, result.theta()), result.termination(), result.iterations(),
        result.theta().length, result.earlier().plusNanos(System.nanoTime() - begun), OptionalDouble.empty(),
        Double.isFinite(result.heldOutResidual()) ? OptionalDouble.of(result.heldOutResidual()) : OptionalDouble.empty(), provenance(run), unknowns);
  }

  private Provenance provenance(Run run) {
    Map<String, String> configuration = new LinkedHashMap<>();
    options.settings().forEach(setting -> configuration.put(setting.name(), setting.defaultValue()));
    return new Provenance(name(), configuration, run.seed(), run.threads(), run.precision(), Provenance.platform(), citations());
  }

  /** What to cite for the methods that these options choose. */
  private List<String> citations() {
    var citations = new ArrayList<String>();
    citations.add("M. Raissi, P. Perdikaris, G. E. Karniadakis, Physics-informed neural networks, J. Comput. Phys. 378 (2019), "
        + "doi:10.1016/j.jcp.2018.10.045");
    if (options.adamSteps() > 0) {
      citations.add("D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015, arXiv:1412.6980");
    }
    if (!options.optimiser().citation().isEmpty()) {
      citations.add(options.optimiser().citation());
    }
    for (String citation : List.of(options.sampling().citation(), options.weighting().citation())) {
      if (!citation.isEmpty()) {
        citations.add(citation);
      }
    }
    if (!options.causal().isNone()) {
      citations.add("S. Wang, S. Sankaran, P. Perdikaris, Respecting causality for training physics-informed neural networks, Comput. Methods "
          + "Appl. Mech. Eng. 421 (2024) 116813, doi:10.1016/j.cma.2024.116813");
    }
    return citations;
  }

  /** Evaluates the trained trial functions; the program of each derivative is built when it is first asked for. */
  private static final class Answer implements Solution.Evaluator {
    private final Problem problem;
    private final NetworkModel model;
    private final double[] theta;
    private final Map<Derivative, NetworkModel.Expression> programs = new ConcurrentHashMap<>();

    private record Derivative(int field, MultiIndex index) {}

    Answer(Problem problem, NetworkModel model, double[] theta) {
      this.problem = problem;
      this.model = model;
      this.theta = theta;
    }

    @Override
    public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
      var program = programs.computeIfAbsent(new Derivative(field, index), this::express);
      try (var executor = new Executor(1)) {
        program.at(executor, points).values(theta, out, 0);
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
      return model.express(List.of(with.isEmpty() ? field : Partial.of(field, with.toArray(Coordinate[]::new))));
    }
  }
}
