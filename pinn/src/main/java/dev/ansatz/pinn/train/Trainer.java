package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.CombinedLosses;
import dev.ansatz.engine.optim.Combiner;
import dev.ansatz.engine.optim.GradientOptimizer;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.optim.Objective;
import dev.ansatz.engine.optim.Optimizer;
import dev.ansatz.engine.optim.Sgd;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Optimiser;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.causal.CausalAnnealing;
import dev.ansatz.pinn.causal.TimeSlices;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * Trains a {@link NetworkModel}: Adam, then a second-order method while a coefficient is led to its value and the points are redrawn.
 *
 * <p>A small loss on the points it was trained on certifies nothing; the residual on a fixed, independent set of points is watched
 * throughout, and the parameters returned are those for which it was smallest.
 *
 * <p>A run with {@link Run#checkpointing} saves everything that the next iteration depends on: at the start of each stage, at intervals,
 * and when training is cancelled or out of budget. A later training goes on from there, to the same bits as one that was never
 * interrupted unless the clock ended a stage; the budget counts the time spent before.
 */
public final class Trainer implements AutoCloseable {
  private static final int HELD_OUT = 8192;
  /** Seldom enough to cost little, and counted in iterations so that the answer does not depend on the clock. */
  private static final int ITERATIONS_BETWEEN_CHECKS = 100;
  /** Of its value at each stage; small steps keep the network near the solution for the coefficient before. */
  private static final double CONTINUATION_FACTOR = 0.6;
  /** Share of the budget after which a led coefficient takes its final value at the latest. */
  private static final double CONTINUATION_SHARE = 0.4;
  private static final int ADAM_STEPS_BETWEEN_DRAWS = 500;
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000;

  private final Problem problem;
  private final NetworkModel model;
  private final PinnOptions options;
  private final Run run;
  private final Executor executor;
  private NetworkModel.Expression equations;
  private final List<NetworkModel.Expression> conditions = new ArrayList<>();
  private final Observations observations;
  private final Inference inference;
  private final Collocation collocation;
  private final Optional<CausalAnnealing> causal;
  private final double[][] heldOutPoints;
  private final List<double[][]> heldOutConditions = new ArrayList<>();
  private final double[] heldOutResidual;
  private final long begun = System.nanoTime();
  private double[] theta;
  /** Of the residual at the interior points, null for ones. */
  private double[] pointWeights;
  private double[] best;
  private double bestHeldOut = Double.POSITIVE_INFINITY;
  private double untrained;
  private long iteration;
  private long draw;
  private long lastReport;
  private Map<Parameter, Double> led;
  private final Optional<Checkpoints> checkpoints;
  /** Training goes on from here; null at the start and once the stage that was interrupted has begun again. */
  private Checkpoint resumed;
  private Stage stage = Stage.ADAM;
  private Optimizer<?> method;
  private WeightedResiduals objective;
  private int step;
  private int sinceDraw;
  /** The value of the objective when it was last evaluated; 0 when it is new. */
  private double before;
  private boolean stopped;
  private long nanosEarlier;

  private enum Stage { ADAM, SECOND_ORDER }

  /**
   * What training found.
   *
   * @param theta the parameters of the network
   * @param heldOutResidual root mean square on points not trained on of the residual, and of the conditions that are losses, for the
   *     problem's own coefficients
   * @param earlier time spent before the checkpoint from which training went on
   */
  public record Result(double[] theta, double heldOutResidual, long iterations, Termination termination, Duration earlier) {}

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
    collocation = new Collocation(problem.domain(), options, this::magnitude);
    causal = options.causal().isNone() ? Optional.empty() : Optional.of(new CausalAnnealing(options.causal(),
        new TimeSlices(problem.domain().time().orElseThrow(), options.causalSlices()),
        Math.max(1, options.adamSteps() / options.causal().epsilons().size())));
    theta = model.initial(run.seed());
    best = theta.clone();
    observations = new Observations(problem, model, executor);
    equations.at(executor, heldOutPoints, led).values(theta, heldOutResidual, 0);
    observations.weigh(Math.sqrt(squares(heldOutResidual) / HELD_OUT));
    inference = new Inference(problem, model, observations, executor);
    checkpoints = run.checkpointing().map(c -> new Checkpoints(c, problem, options, run.seed(), theta.length));
  }

  /**
   * Trains until converged, out of budget, cancelled or diverged.
   *
   * @throws dev.ansatz.solve.CheckpointException if the checkpoint is of other work, damaged, or cannot be written
   */
  public Result train() {
    Optional<Termination> fault = checkpoints.isPresent() && checkpoints.get().resume(this::restore) ? Optional.empty() : untrained();
    if (fault.isEmpty() && stage == Stage.ADAM && options.adamSteps() > 0) {
      fault = adam();
    }
    if (fault.isEmpty() && !stopped && options.optimiser() != Optimiser.NONE) {
      fault = secondOrder();
    }
    if (fault.isEmpty() && objective != null) {
      save();
    }
    return result(fault.orElseGet(this::ended));
  }

  private Optional<Termination> untrained() {
    Optional<Termination> fault = findFault(objective());
    if (fault.isEmpty()) {
      untrained = heldOut();
      if (led.isEmpty()) {
        bestHeldOut = untrained;
      }
    }
    return fault;
  }

  /** Begins a stage, or goes on with it where the checkpoint was written. */
  private void begin(Stage stage, Optimizer<?> method) {
    this.stage = stage;
    this.method = method;
    if (resumed != null) {
      checkpoints.orElseThrow().take(resumed, saved -> {
        method.restore(saved.doublesUnder("optimiser."));
        objective = objective(saved);
      });
      resumed = null;
      return;
    }
    step = 0;
    sinceDraw = 0;
    before = 0;
    objective = objective();
    save();
  }

  private void save() {
    checkpoints.ifPresent(c -> c.write(this::state, complaint ->
        run.progress().on(new Progress.Event("Checkpoint", Math.min(1, fractionSpent()), iteration, complaint))));
  }

  private void saveIfDue() {
    if (checkpoints.isPresent() && checkpoints.get().due()) {
      save();
    }
  }

  /** Everything that the next iteration depends on, apart from what the problem, the options and the seed give. */
  private Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("theta", Tensor.of(theta));
    state.put("best", Tensor.of(best));
    state.put("best-held-out", Tensor.of(bestHeldOut));
    state.put("untrained", Tensor.of(untrained));
    state.put("iteration", Tensor.of(iteration));
    state.put("draw", Tensor.of(draw));
    state.put("stage", Tensor.of((long) stage.ordinal()));
    state.put("step", Tensor.of((long) step));
    state.put("since-draw", Tensor.of((long) sinceDraw));
    state.put("before", Tensor.of(before));
    state.put("nanos-spent", Tensor.of(nanosSpent()));
    led.forEach((parameter, value) -> state.put("led." + parameter.name(), Tensor.of(value)));
    method.state().forEach((name, values) -> state.put("optimiser." + name, Tensor.of(values)));
    if (inference.state().length > 0) {
      state.put("inference.unknowns", Tensor.of(inference.state()));
    }
    for (int k = 0; k < objective.losses().size(); k++) {
      Loss loss = objective.losses().get(k);
      state.put("loss." + k + ".points", Tensor.of(points(loss.evaluation())));
      state.put("loss." + k + ".weight", Tensor.of(loss.weight()));
      if (loss.pointWeights() != null) {
        state.put("loss." + k + ".point-weights", Tensor.of(loss.pointWeights()));
      }
    }
    return state;
  }

  private double[][] points(Evaluation evaluation) {
    double[][] points = new double[problem.coordinates().size()][evaluation.lanes()];
    for (int i = 0; i < points.length; i++) {
      for (int p = 0; p < points[i].length; p++) {
        points[i][p] = evaluation.point(i, p);
      }
    }
    return points;
  }

  /** Takes back {@link #state}, but for the optimiser and the objective, which {@link #begin} does. */
  private void restore(Checkpoint saved) {
    theta = saved.doubles("theta", theta.length).clone();
    best = saved.doubles("best", theta.length).clone();
    bestHeldOut = saved.number("best-held-out");
    untrained = saved.number("untrained");
    iteration = saved.whole("iteration");
    draw = saved.whole("draw");
    stage = saved.whole("stage") == 0 ? Stage.ADAM : Stage.SECOND_ORDER;
    step = Math.toIntExact(saved.whole("step"));
    sinceDraw = Math.toIntExact(saved.whole("since-draw"));
    before = saved.number("before");
    nanosEarlier = saved.whole("nanos-spent");
    var values = new HashMap<Parameter, Double>();
    led.keySet().stream().filter(parameter -> saved.tensors().containsKey("led." + parameter.name()))
        .forEach(parameter -> values.put(parameter, saved.number("led." + parameter.name())));
    lead(values);
    inference.restore(saved.doublesUnder("inference.").getOrDefault("unknowns", new double[0]));
    resumed = saved;
  }

  /** The losses on the points of a checkpoint. */
  private WeightedResiduals objective(Checkpoint saved) {
    var losses = new ArrayList<Loss>();
    for (int k = 0; k <= conditions.size(); k++) {
      String name = "loss." + k + ".";
      double[][] points = saved.rows(name + "points", problem.coordinates().size());
      double[] pointWeights = saved.tensors().containsKey(name + "point-weights") ? saved.doubles(name + "point-weights", points[0].length) : null;
      losses.add(new Loss(k == 0 ? "residual" : model.trials().soft().get(k - 1).name(),
          (k == 0 ? equations : conditions.get(k - 1)).at(executor, points, led), saved.number(name + "weight"), pointWeights));
    }
    losses.addAll(observations.losses());
    return new WeightedResiduals(losses);
  }

  /** What the training found of the unknowns, with their uncertainty. */
  public Unknowns unknowns(Result result) {
    return inference.unknowns(this::objective, result.theta());
  }

  private Result result(Termination termination) {
    led = Map.of();
    keepBest();
    return new Result(best.clone(), bestHeldOut, iteration, termination, Duration.ofNanos(nanosEarlier));
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
    stopped |= run.cancelled().getAsBoolean() || fractionSpent() >= 1;
    return stopped;
  }

  private double fractionSpent() {
    return nanosSpent() / (double) run.budget().toNanos();
  }

  private long nanosSpent() {
    return nanosEarlier + System.nanoTime() - begun;
  }

  private Optional<Termination> adam() {
    Weighting weighting = options.weighting();
    LongToDoubleFunction rate = Adam.exponentialDecay(options.learningRate(), 0.9, 2000);
    GradientOptimizer method = weighting.replacesAdam() ? new Sgd(theta.length, rate) : new Adam(theta.length, rate);
    begin(Stage.ADAM, method);
    Combiner combiner = weighting.combiner(objective.lossCount(), theta.length, () -> objective.kernelDiagonals(theta), run.seed());
    Objective combined = combined(combiner);
    for (; step < options.adamSteps() && !mustStop(); step++) {
      saveIfDue();
      if (step > 0 && step % ADAM_STEPS_BETWEEN_DRAWS == 0) {
        objective = objective();
        combined = combined(combiner);
      } else if (step > 0 && options.sampling().everyStep()) {
        objective = moved();
        combined = combined(combiner);
      } else if (step > 0) {
        weighCausally(objective);
      }
      double value = method.step(combined, theta);
      if (Double.isNaN(value)) {
        return Optional.of(findFault(objective).orElseGet(this::vanished));
      }
      iteration++;
      check();
      report("Adam");
      if (led.isEmpty() && causal.isPresent() && causal.get().satisfied()) {
        return options.optimiser() != Optimiser.NONE ? Optional.empty()
            : Optional.of(new Termination.Converged("every causal weight above " + CausalAnnealing.SATISFIED + " for the last epsilon"));
      }
    }
    return Optional.empty();
  }

  private Objective combined(Combiner combiner) {
    return options.weighting() == Weighting.SUM ? objective : new CombinedLosses(objective, combiner);
  }

  private Termination vanished() {
    return new Termination.Diverged("the gradient", "lower the learning rate");
  }

  private Optional<Termination> secondOrder() {
    Optimizer<? super LeastSquares> method = options.optimiser().make(theta.length, options, executor, run.seed());
    collocation.openGate();
    begin(Stage.SECOND_ORDER, method);
    for (; step < options.iterations() && !mustStop(); step++) {
      saveIfDue();
      double value = method.step(objective, theta);
      iteration++;
      sinceDraw++;
      if (Double.isNaN(value)) {
        return Optional.of(findFault(objective).orElseGet(this::vanished));
      }
      check();
      report(options.optimiser().title());
      boolean stalled = value >= before * (1 - 1e-9) && sinceDraw > 1;
      if (sinceDraw >= options.redraw() || stalled) {
        if (led.isEmpty() && keepBest()) {
          return Optional.of(new Termination.Converged("held-out residual below " + options.tolerance() + " of the untrained network's"));
        }
        if (led.isEmpty() && inference.isSettled(objective, theta)) {
          return Optional.of(new Termination.Converged(Inference.SETTLED));
        }
        lead();
        objective = objective();
        method.objectiveChanged();
        sinceDraw = 0;
      }
      before = sum(objective.latest());
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
    lead(next);
  }

  private void lead(Map<Parameter, Double> next) {
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
    losses.add(residual(seed));
    for (int k = 0; k < conditions.size(); k++) {
      SoftCondition condition = model.trials().soft().get(k);
      double[][] points = condition.points(problem.domain(), new PointSequence.LatinHypercube(), options.conditionPoints(), seed + k);
      losses.add(new Loss(condition.name(), conditions.get(k).at(executor, points, led), options.conditionWeight(), null));
    }
    losses.addAll(observations.losses());
    return weighed(losses);
  }

  /** The same losses with the interior points moved on. */
  private WeightedResiduals moved() {
    var losses = new ArrayList<>(objective.losses());
    losses.set(0, residual(run.seed() * 1_000_003L + draw++));
    return weighed(losses);
  }

  private Loss residual(long seed) {
    double[][] points = collocation.next(seed);
    pointWeights = causal.isPresent() || collocation.gated() ? new double[points[0].length] : null;
    return new Loss("residual", equations.at(executor, points, led), 1, pointWeights);
  }

  private WeightedResiduals weighed(List<Loss> losses) {
    var weighed = new WeightedResiduals(losses);
    if (pointWeights != null) {
      Arrays.fill(pointWeights, 1);
    }
    weighCausally(weighed);
    if (collocation.gated()) {
      double[] gate = collocation.gate();
      for (int p = 0; p < gate.length; p++) {
        pointWeights[p] *= gate[p] * gate[p];
      }
    }
    return weighed;
  }

  /** Renews the causal weights, which are constants for the optimiser, by the residual at the present parameters. */
  private void weighCausally(WeightedResiduals objective) {
    if (causal.isPresent()) {
      double[] squares = magnitude(objective.losses().getFirst().evaluation());
      for (int p = 0; p < squares.length; p++) {
        squares[p] *= squares[p];
      }
      causal.get().renew(collocation.times(), squares, pointWeights);
    }
  }

  /** The root of the sum of squares of all residuals at each point. */
  private double[] magnitude(double[][] points) {
    return magnitude(equations.at(executor, points, led));
  }

  private double[] magnitude(Evaluation evaluation) {
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

  /**
   * Root mean square of the residual at θ on the held-out points, with that of each condition that is a loss, weighted like it, and with the
   * misfit of the observations, of which none is held out.
   */
  private double heldOut() {
    equations.at(executor, heldOutPoints, led).values(theta, heldOutResidual, 0);
    double total = squares(heldOutResidual) / HELD_OUT;
    for (int k = 0; k < conditions.size(); k++) {
      Evaluation evaluation = conditions.get(k).at(executor, heldOutConditions.get(k), led);
      double[] r = new double[evaluation.size()];
      evaluation.values(theta, r, 0);
      total += options.conditionWeight() * squares(r) / evaluation.lanes();
    }
    total += observations.weight() * observations.misfit(theta);
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

  private void report(String stage) {
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
    causal.ifPresent(annealing -> {
      figures.put("causal epsilon", annealing.epsilon());
      figures.put("least causal weight", annealing.leastWeight());
    });
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
