package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.implicit.MidpointRule;
import dev.ansatz.pinn.train.Faults;
import dev.ansatz.pinn.train.Handover;
import dev.ansatz.pinn.train.Lag;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.pinn.train.RedrawnLeastSquares;
import dev.ansatz.pinn.train.TrainedNetwork;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Equal steps over an interval of time, a trial function on it, and the residual of the midpoint rule between its levels. */
final class Levels implements RedrawnLeastSquares.Residuals {
  private static final int HELD_OUT = 2048;
  /** Of the untrained network's residual: rounding leaves about so much. */
  private static final double ROUNDING = 1e-13;

  private final Problem problem;
  private final Range time;
  private final int steps;
  private final SpacetimeNetworkOptions options;
  private final Executor executor;
  private final long seed;
  private final NetworkModel model;
  private final NetworkModel.Expression step;
  private final List<NetworkModel.Expression> conditions;
  private final WeightedResiduals heldOut;
  private final WeightedResiduals overTwo;
  private final double floor;
  private final double[] scratch;

  /**
   * @param whole the problem
   * @param time the interval
   * @param before what the interval before hands over, if there is one
   */
  Levels(Problem whole, Range time, int steps, Optional<Handover> before, SpacetimeNetworkOptions options, Executor executor, long seed) {
    problem = new Problem(whole.name(), new Domain(whole.domain().space(), Optional.of(time)), whole.fields(), whole.parameters(),
        whole.equations(), whole.conditions(), whole.coefficients());
    this.time = time;
    this.steps = steps;
    this.options = options;
    this.executor = executor;
    this.seed = seed;
    TrialFunctions trials = TrialFunctions.inSlab(whole, true, List.of(), List.of(), time, before.map(Handover::state).orElse(Map.of()));
    Architecture architecture = options.architecture();
    Embedding features = NetworkModel.features(problem, trials, architecture.harmonics());
    // without space the residual is to vanish at every level
    model = new NetworkModel(problem, trials, architecture.network(), architecture.network(),
        whole.domain().space().isEmpty() ? new TimeModes(features, options.stepsPerSlab()) : features, architecture.harmonics(), before);
    step = rule(1);
    conditions = trials.soft().stream().map(c -> model.express(List.of(c.residual()))).toList();
    heldOut = losses(new PointSequence.Uniform(), HELD_OUT, HELD_OUT / 16, ~seed);
    overTwo = new WeightedResiduals(List.of(new Loss("two steps",
        rule(2).at(executor, atLevels(new PointSequence.Uniform().interior(problem.domain(), HELD_OUT, ~seed), 2)), 1, null)));
    scratch = new double[Math.max(heldOut.residuals(), overTwo.residuals())];
    floor = ROUNDING * heldOut(untrained());
  }

  /** The residual of the rule in units of the equations, for steps of several times the length. */
  private NetworkModel.Expression rule(int times) {
    double dt = times * dt();
    Coordinate t = time.coordinate();
    Lag lag = Lag.of(problem, dt);
    List<Expr> rates = EvolutionForm.of(problem).unknowns().stream()
        .map(u -> u.rightHandSide().substitute(Map.of(t, t.minus(0.5 * dt)))).toList();
    return model.express(MidpointRule.residuals(problem.fields(), rates, lag::before, dt).stream().map(r -> r.times(1 / dt)).toList(), lag);
  }

  private double dt() {
    return time.length() / steps;
  }

  /** The time of a level, from 0 to the number of steps. */
  private double time(int level) {
    return level == steps ? time.upper() : time.lower() + time.length() * level / steps;
  }

  /** The points with each time moved to one of the levels from {@code first} on, an equal share of the interval to each. */
  private double[][] atLevels(double[][] points, int first) {
    double[][] moved = points.clone();
    moved[0] = points[0].clone();
    for (int p = 0; p < moved[0].length; p++) {
      double share = (points[0][p] - time.lower()) / time.length();
      moved[0][p] = time(Math.min(first + (int) (share * (steps + 1 - first)), steps));
    }
    return moved;
  }

  private WeightedResiduals losses(PointSequence sequence, int count, int onParts, long seed) {
    // without space every level once is all there is
    double[][] points = problem.domain().space().isEmpty() ? new PointSequence.LatinHypercube().interior(problem.domain(), steps, seed)
        : sequence.interior(problem.domain(), Math.ceilDiv(count, steps) * steps, seed);
    var losses = new ArrayList<Loss>();
    losses.add(new Loss("midpoint rule", step.at(executor, atLevels(points, 1)), 1, null));
    for (int k = 0; k < conditions.size(); k++) {
      SoftCondition condition = model.trials().soft().get(k);
      double[][] on = condition.points(problem.domain(), sequence, onParts, seed + k);
      losses.add(new Loss(condition.name(), conditions.get(k).at(executor, condition.part().isEmpty() ? on : atLevels(on, 1)),
          options.conditionWeight(), null));
    }
    return new WeightedResiduals(losses);
  }

  /** Parameters to begin with. */
  double[] untrained() {
    return model.initial(seed);
  }

  /** The trial function with trained parameters. */
  TrainedNetwork trained(double[] theta) {
    return new TrainedNetwork(problem, model, theta);
  }

  @Override
  public WeightedResiduals draw(int draw) {
    return losses(new PointSequence.LatinHypercube(), options.points(), options.conditionPoints(), seed * 1_000_003L + draw);
  }

  @Override
  public double heldOut(double[] theta) {
    return Math.sqrt(heldOut.residuals(theta, scratch));
  }

  /** The rule's own error in one step, over its length, is a third of what a rule of twice the step leaves. */
  @Override
  public double target(double[] theta) {
    return Math.max(options.tolerance() * Math.sqrt(overTwo.residuals(theta, scratch)) / 3, floor);
  }

  @Override
  public String criterion() {
    return "residual at most " + options.tolerance() + " of what the midpoint rule itself leaves of the equation";
  }

  @Override
  public Optional<Termination> fault(WeightedResiduals losses, double[] theta) {
    return Faults.find(problem, losses, theta, "; if it is, take more steps or more slabs");
  }
}
