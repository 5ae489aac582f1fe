package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.optim.Optimizer;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Optimiser;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.sampling.ResidualAdaptive;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a {@link NetworkModel}: Adam, then a second-order method while a coefficient is led to its value and the points are redrawn.
 *
 * <p>A small loss on the points it was trained on certifies nothing; the residual on a fixed, independent set of points is watched
 * throughout, and the parameters returned are those for which it was smallest.
 */
public final class Trainer implements AutoCloseable {
  private static final int HELD_OUT = 8192;
  /** Seldom enough to cost little, and counted in iterations so that the answer does not depend on the clock. */
  private static final int ITERATIONS_BETWEEN_CHECKS = 100;
  /** Of its value at each stage; small steps keep the network near the solution for the coefficient before. */
  private static final double CONTINUATION_FACTOR = 0.6;
  /** Share of the budget after which a led coefficient takes its final value at the latest. */
  private static final double CONTINUATION_SHARE = 0.4;
  private static final int CANDIDATES_PER_POINT = 10;
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000;

  private final Problem problem;
  private final NetworkModel model;
  private final PinnOptions options;
  private final Run run;
  private final Executor executor;
  private NetworkModel.Expression equations;
  private final List<NetworkModel.Expression> conditions = new ArrayList<>();
  private final double[][] heldOutPoints;
  private final List<double[][]> heldOutConditions = new ArrayList<>();
  private final double[] heldOutResidual;
  private final long begun = System.nanoTime();
  private double[] theta;
  private double[] best;
  private double bestHeldOut = Double.POSITIVE_INFINITY;
  private double untrained;
  private long iteration;
  private long draw;
  private long lastReport;
  private Map<Parameter, Double> led;

  /**
   * What training found.
   *
   * @param theta the parameters of the network
   * @param heldOutResidual root mean square on points not trained on of the residual, and of the conditions that are losses, for the
   *     problem's own coefficients
   */
  public record Result(double[] theta, double heldOutResidual, long iterations, Termination termination) {}

  public Trainer(Problem problem, NetworkModel model, PinnOptions options, Run run) {
    this.problem = problem;
    this.model = model;
    this.options = options;
    this.run = run;
    executor = new Executor(run.threads());
    led = options.continuation().start(problem);
    equations = express(led);
    for (SoftCondition condition : model.trials().soft()) {
      conditions.add(model.express(List.of(condition.residual()), led.keySet()));
      heldOutConditions.add(condition.points(problem.domain(), new PointSequence.Uniform(), HELD_OUT / 16, ~run.seed()));
    }
    heldOutPoints = new PointSequence.Uniform().interior(problem.domain(), HELD_OUT, ~run.seed());
    heldOutResidual = new double[problem.equations().size() * HELD_OUT];
    theta = model.initial(run.seed());
    best = theta.clone();
  }

  /** Trains until converged, out of budget, cancelled or diverged. */
  public Result train() {
    Optional<Termination> fault = findFault(objective());
    if (fault.isPresent()) {
      return result(fault.get());
    }
    untrained = heldOut();
    if (led.isEmpty()) {
      bestHeldOut = untrained;
    }
    if (options.adamSteps() > 0) {
      fault = adam();
    }
    if (fault.isEmpty() && options.optimiser() != Optimiser.NONE) {
      fault = secondOrder();
    }
    return result(fault.orElseGet(this::ended));
  }

  private Result result(Termination termination) {
    led = Map.of();
    keepBest();
    return new Result(best.clone(), bestHeldOut, iteration, termination);
  }

  private Termination ended() {
    if (run.cancelled().getAsBoolean()) {
      return new Termination.Cancelled();
    }
    boolean time = fractionSpent() >= 1;
    return new Termination.BudgetSpent(time ? run.budget().toMillis() / 1000.0 + " s" : iteration + " iterations",
        (time ? "give it more time" : "allow more iterations") + ", or a wider network");
  }

  private boolean mustStop() {
    return run.cancelled().getAsBoolean() || fractionSpent() >= 1;
  }

  private double fractionSpent() {
    return (System.nanoTime() - begun) / (double) run.budget().toNanos();
  }

  private Optional<Termination> adam() {
    var adam = new Adam(theta.length, Adam.exponentialDecay(options.learningRate(), 0.9, 2000));
    WeightedResiduals objective = objective();
    for (int step = 0; step < options.adamSteps() && !mustStop(); step++) {
      if (step > 0 && step % 500 == 0) {
        objective = objective();
      }
      double value = adam.step(objective, theta);
      if (Double.isNaN(value)) {
        return Optional.of(findFault(objective).orElseGet(this::vanished));
      }
      iteration++;
      check();
      report("Adam", objective);
    }
    return Optional.empty();
  }

  private Termination vanished() {
    return new Termination.Diverged("the gradient", "lower the learning rate");
  }

  private Optional<Termination> secondOrder() {
    Optimizer<? super LeastSquares> method = options.optimiser().make(theta.length, options, executor, run.seed());
    WeightedResiduals objective = objective();
    int sinceDraw = 0;
    for (int step = 0; step < options.iterations() && !mustStop(); step++) {
      double before = sum(objective.latest());
      double value = method.step(objective, theta);
      iteration++;
      sinceDraw++;
      if (Double.isNaN(value)) {
        return Optional.of(findFault(objective).orElseGet(this::vanished));
      }
      check();
      report(options.optimiser().title(), objective);
      boolean stalled = value >= before * (1 - 1e-9) && sinceDraw > 1;
      if (sinceDraw >= options.redraw() || stalled) {
        if (led.isEmpty() && keepBest()) {
          return Optional.of(new Termination.Converged("held-out residual below " + options.tolerance() + " of the untrained network's"));
        }
        lead();
        objective = objective();
        method.objectiveChanged();
        sinceDraw = 0;
      }
    }
    return Optional.empty();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Takes led coefficients one stage nearer to their own values. */
  private void lead() {
    var next = new HashMap<Parameter, Double>();
    led.forEach((parameter, value) -> {
      double target = parameter.value();
      double moved = value * CONTINUATION_FACTOR;
      if (Math.abs(moved) > Math.abs(target) && fractionSpent() < CONTINUATION_SHARE) {
        next.put(parameter, moved);
      }
    });
    if (!next.keySet().equals(led.keySet())) {
      equations = express(next);
    }
    led = next;
  }

  /** The equations, with the led coefficients open; those that have their own values can share channels. */
  private NetworkModel.Expression express(Map<Parameter, Double> led) {
    return model.express(problem.equations().stream().map(Equation::residual).toList(), led.keySet());
  }

  /** Draws points and gathers the losses on them. */
  private WeightedResiduals objective() {
    long seed = run.seed() * 1_000_003L + draw++;
    var losses = new ArrayList<Loss>();
    losses.add(new Loss("residual", equations.at(executor, interior(seed), led), 1, null));
    for (int k = 0; k < conditions.size(); k++) {
      SoftCondition condition = model.trials().soft().get(k);
      double[][] points = condition.points(problem.domain(), new PointSequence.LatinHypercube(), options.conditionPoints(), seed + k);
      losses.add(new Loss(condition.name(), conditions.get(k).at(executor, points, led), options.conditionWeight(), null));
    }
    return new WeightedResiduals(losses);
  }

  private double[][] interior(long seed) {
    int count = options.points();
    return switch (options.sampling()) {
      case UNIFORM -> new PointSequence.Uniform().interior(problem.domain(), count, seed);
      case LATIN_HYPERCUBE -> new PointSequence.LatinHypercube().interior(problem.domain(), count, seed);
      case SOBOL -> new PointSequence.Sobol().interior(problem.domain(), count, seed);
      case RAD -> {
        double[][] candidates = new PointSequence.Uniform().interior(problem.domain(), CANDIDATES_PER_POINT * count, seed);
        yield ResidualAdaptive.standard().draw(candidates, magnitude(candidates), count, seed);
      }
    };
  }

  /** The root of the sum of squares of all residuals at each point. */
  private double[] magnitude(double[][] points) {
    Evaluation evaluation = equations.at(executor, points, led);
    double[] r = new double[evaluation.size()];
    evaluation.values(theta, r, 0);
    double[] magnitude = new double[evaluation.lanes()];
    for (int i = 0; i < r.length; i++) {
      magnitude[i % magnitude.length] += r[i] * r[i];
    }
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Double.isFinite(magnitude[i]) ? Math.sqrt(magnitude[i]) : 0;
    }
    return magnitude;
  }

  /** Root mean square of the residual at θ on the held-out points, with that of each condition that is a loss, weighted like it. */
  private double heldOut() {
    equations.at(executor, heldOutPoints, led).values(theta, heldOutResidual, 0);
    double total = squares(heldOutResidual) / HELD_OUT;
    for (int k = 0; k < conditions.size(); k++) {
      Evaluation evaluation = conditions.get(k).at(executor, heldOutConditions.get(k), led);
      double[] r = new double[evaluation.size()];
      evaluation.values(theta, r, 0);
      total += options.conditionWeight() * squares(r) / evaluation.lanes();
    }
    return Math.sqrt(total);
  }

  private static double squares(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return squares;
  }

  /** Keeps the parameters if they are the best so far on points not trained on; true if they are good enough to end. */
  private boolean keepBest() {
    double now = heldOut();
    if (now < bestHeldOut) {
      bestHeldOut = now;
      best = theta.clone();
    }
    return now <= options.tolerance() * untrained;
  }

  private void check() {
    if (led.isEmpty() && iteration % ITERATIONS_BETWEEN_CHECKS == 0) {
      keepBest();
    }
  }

  private void report(String stage, WeightedResiduals objective) {
    long now = System.nanoTime();
    if (now - lastReport < NANOS_BETWEEN_REPORTS) {
      return;
    }
    lastReport = now;
    Map<String, Double> figures = new LinkedHashMap<>();
    double[] latest = objective.latest();
    var message = new StringBuilder();
    for (int k = 0; k < latest.length; k++) {
      String name = objective.losses().get(k).name();
      figures.put(name, latest[k]);
      if (k < 3) {
        message.append(k == 0 ? "" : ", ").append(name).append(' ').append("%.2e".formatted(latest[k]));
      }
    }
    if (bestHeldOut < Double.POSITIVE_INFINITY) {
      figures.put("held-out", bestHeldOut * bestHeldOut);
      message.append(", held-out ").append("%.2e".formatted(bestHeldOut * bestHeldOut));
    }
    run.progress().on(new Progress.Event(stage, Math.min(1, fractionSpent()), iteration, message.toString(), figures));
  }

  /** The first loss that is not finite, with the point where. */
  private Optional<Termination> findFault(WeightedResiduals objective) {
    for (int k = 0; k < objective.losses().size(); k++) {
      Evaluation evaluation = objective.losses().get(k).evaluation();
      double[] r = new double[evaluation.size()];
      evaluation.values(theta, r, 0);
      for (int i = 0; i < r.length; i++) {
        if (!Double.isFinite(r[i])) {
          String loss = k == 0 ? "the residual of " + problem.equations().get(i / evaluation.lanes())
              : "the loss of " + objective.losses().get(k).name();
          return Optional.of(new Termination.Diverged(loss + " is " + r[i] + " at " + place(evaluation, i % evaluation.lanes()),
              "check that every function in it is defined on the whole domain and for every value the unknown may take on the way"
                  + "; if it is, start closer (--set adam-steps=0) or choose another seed"));
        }
      }
    }
    return Optional.empty();
  }

  private String place(Evaluation evaluation, int lane) {
    var coordinates = problem.coordinates();
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < coordinates.size(); i++) {
      names.add(coordinates.get(i).name());
      values.add("%.4g".formatted(evaluation.point(i, lane)));
    }
    return "(" + String.join(", ", names) + ") = (" + String.join(", ", values) + ")";
  }

  @Override
  public void close() {
    executor.close();
  }
}
