package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.GradientOptimizer;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.optim.Objective;
import dev.ansatz.engine.optim.Optimizer;
import dev.ansatz.engine.optim.Sgd;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Optimiser;
import dev.ansatz.pinn.PinnOptions.Sampling;
import dev.ansatz.pinn.causal.CausalAnnealing;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * Trains one {@link NetworkModel}: Adam, then a second-order method while a coefficient is led to its value and the points are redrawn.
 *
 * <p>A small loss on the points it was trained on certifies nothing; the residual on a fixed, independent set of points is watched
 * throughout, and the parameters returned are those for which it was smallest. Where the points are satisfied and the equation between
 * them is not, new points are drawn before their time; if that does not help, or the points are to stay, training ends as
 * {@link Termination.Overfitted}.
 *
 * <p>Checkpoints hold everything that the next iteration depends on: they are written at the start of each stage, at intervals, and when
 * training is cancelled or out of budget. A training goes on from one to the same bits as one that was never interrupted unless the clock
 * ended a stage.
 */
final class Trainer implements AutoCloseable {
  /** Seldom enough to cost little, and counted in iterations so that the answer does not depend on the clock. */
  private static final int ITERATIONS_BETWEEN_CHECKS = 100;
  /** Of its value at each stage; small steps keep the network near the solution for the coefficient before. */
  private static final double CONTINUATION_FACTOR = 0.6;
  /** Share of the budget after which a led coefficient takes its final value at the latest. */
  private static final double CONTINUATION_SHARE = 0.4;
  private static final int ADAM_STEPS_BETWEEN_DRAWS = 500;
  /** Held-out residuals so many times those trained on are of other points, not this equation; sampling alone makes a factor of a few. */
  static final double OVERFITTED = 30;
  /** Of what it was at first: a held-out residual below this is small, however much smaller that on the points trained on is. */
  static final double SMALL = 1e-3;

  private final Problem problem;
  private final PinnOptions options;
  private final Run run;
  private final Executor executor;
  private final TrainingState at;
  private final double[] theta;
  private final Losses losses;
  private final Inference inference;
  private final Optional<Checkpoints> checkpoints;
  /** {@link Losses#heldOutAtFirst}. */
  private double untrained;
  /** Training goes on from here; null at the start and once the stage that was interrupted has begun again. */
  private Checkpoint resumed;
  private Stage stage = Stage.ADAM;
  private Optimizer<?> method;
  private int sinceDraw;
  private boolean stopped;

  private enum Stage { ADAM, SECOND_ORDER }

  /**
   * What training found.
   *
   * @param theta the parameters of the network
   * @param heldOutResidual root mean square on points not trained on of the residual, and of the conditions that are losses, for the
   *     problem's own coefficients
   * @param unknowns of an inverse problem, with their uncertainty
   * @param nanos spent, with those before the checkpoint from which training went on
   * @param earlier of them before that checkpoint
   */
  record Result(double[] theta, double heldOutResidual, long iterations, Termination termination, Unknowns unknowns, long nanos,
      long earlier) {}

  /**
   * What training begins with.
   *
   * @param theta parameters, not changed
   * @param iteration iterations of the whole solve so far
   * @param resumed the state to go on from in place of these, if there is one
   */
  record Start(double[] theta, long iteration, Optional<Checkpoint> resumed) {}

  /**
   * @param checkpoints where the state is saved, if at all
   * @throws dev.ansatz.solve.CheckpointException if the state to go on from is damaged
   */
  Trainer(Problem problem, NetworkModel model, PinnOptions options, Run run, Start start, Optional<Checkpoints> checkpoints) {
    this.problem = problem;
    this.options = options;
    this.run = run;
    this.checkpoints = checkpoints;
    executor = new Executor(run.threads());
    at = new TrainingState(start.theta(), run.budget());
    at.iteration = start.iteration();
    theta = at.theta;
    losses = new Losses(problem, model, options, run, executor, theta);
    inference = new Inference(problem, model, losses.observations(), executor);
    start.resumed().ifPresent(checkpoint -> checkpoints.orElseThrow().take(checkpoint, this::restore));
  }

  /**
   * Trains until converged, out of budget, cancelled or diverged.
   *
   * @throws dev.ansatz.solve.CheckpointException if the checkpoint is damaged, or cannot be written
   */
  Result train() {
    Optional<Termination> end = resumed != null ? Optional.empty() : untrained();
    if (end.isEmpty() && stage == Stage.ADAM && options.adamSteps() > 0) {
      end = adam();
    }
    if (end.isEmpty() && !stopped && options.optimiser() != Optimiser.NONE) {
      end = secondOrder();
    }
    if (end.isEmpty() && method != null) {
      save();
    }
    Termination termination = end.orElseGet(this::ended);
    boolean own = losses.ownCoefficients();
    losses.lead(0);
    keepBest();
    if (own && termination instanceof Termination.BudgetSpent) {
      termination = overfitted().orElse(termination);
    }
    Unknowns unknowns = inference.unknowns(() -> {
      losses.draw();
      return losses.present();
    }, at.best());
    return new Result(at.best().clone(), at.bestHeldOut, at.iteration, termination, unknowns, at.clock.spent(), at.clock.earlier());
  }

  private Optional<Termination> untrained() {
    losses.draw();
    Optional<Termination> fault = findFault();
    if (fault.isEmpty()) {
      untrained = losses.heldOut();
      if (losses.ownCoefficients()) {
        at.bestHeldOut = untrained;
      }
      untrained = losses.heldOutAtFirst();
    }
    return fault;
  }

  private Optional<Termination> findFault() {
    return Faults.find(problem, losses.present(), theta);
  }

  /** Begins a stage, or goes on with it where the checkpoint was written. */
  private void begin(Stage stage, Optimizer<?> method) {
    this.stage = stage;
    this.method = method;
    if (resumed != null) {
      checkpoints.orElseThrow().take(resumed, saved -> {
        losses.restore(saved, stage == Stage.ADAM);
        TrainingState.restore(method, saved);
      });
      resumed = null;
      return;
    }
    at.step = 0;
    sinceDraw = 0;
    at.before = 0;
    if (stage == Stage.ADAM) {
      losses.balance();
    } else {
      losses.sum();
    }
    losses.draw();
    save();
  }

  private void save() {
    checkpoints.ifPresent(c -> c.write(this::state, run.progress(), at.clock.share(), at.iteration));
  }

  private void saveIfDue() {
    if (checkpoints.isPresent() && checkpoints.get().due()) {
      save();
    }
  }

  /** Everything that the next iteration depends on, apart from what the problem, the options and the seed give. */
  private Map<String, Tensor> state() {
    var state = at.tensors(method);
    state.put("untrained", Tensor.of(untrained));
    state.put("stage", Tensor.of((long) stage.ordinal()));
    state.put("since-draw", Tensor.of((long) sinceDraw));
    if (inference.state().length > 0) {
      state.put("inference.unknowns", Tensor.of(inference.state()));
    }
    state.putAll(losses.state());
    return state;
  }

  /** Takes back {@link #state}, but for the optimiser and the losses, which {@link #begin} does. */
  private void restore(Checkpoint saved) {
    at.restore(saved);
    untrained = saved.number("untrained");
    stage = saved.whole("stage") == 0 ? Stage.ADAM : Stage.SECOND_ORDER;
    sinceDraw = Math.toIntExact(saved.whole("since-draw"));
    inference.restore(saved.doublesUnder("inference.").getOrDefault("unknowns", new double[0]));
    resumed = saved;
  }

  private Termination ended() {
    if (run.cancelled().getAsBoolean()) {
      return new Termination.Cancelled();
    }
    boolean time = at.clock.share() >= 1;
    return new Termination.BudgetSpent(time ? run.budget().toMillis() / 1000.0 + " s" : at.iteration + " iterations",
        (time ? "give it more time" : options.optimiser() == Optimiser.NONE ? "allow more adam-steps" : "allow more iterations")
            + ", or a wider network");
  }

  private boolean mustStop() {
    stopped |= run.cancelled().getAsBoolean() || at.clock.share() >= 1;
    return stopped;
  }

  private Optional<Termination> adam() {
    LongToDoubleFunction rate = Adam.exponentialDecay(options.learningRate(), 0.9, 2000);
    GradientOptimizer method = options.weighting().replacesAdam() ? new Sgd(theta.length, rate) : new Adam(theta.length, rate);
    begin(Stage.ADAM, method);
    Objective objective = losses.balanced();
    for (; at.step < options.adamSteps() && !mustStop(); at.step++) {
      saveIfDue();
      if (at.step > 0 && at.step % ADAM_STEPS_BETWEEN_DRAWS == 0) {
        losses.draw();
        objective = losses.balanced();
      } else if (at.step > 0 && options.sampling().everyStep()) {
        losses.move();
        objective = losses.balanced();
      } else if (at.step > 0) {
        losses.weighCausally();
      }
      double value = method.step(objective, theta);
      if (Double.isNaN(value)) {
        return Optional.of(findFault().orElseGet(Trainer::vanished));
      }
      at.iteration++;
      check();
      report("Adam");
      if (losses.ownCoefficients() && losses.causal().filter(CausalAnnealing::satisfied).isPresent()) {
        if (options.optimiser() != Optimiser.NONE) {
          return Optional.empty();
        }
        keepBest();
        // an epsilon is in units of the residual, and small ones are satisfied from the start
        if (at.bestHeldOut <= SMALL * untrained) {
          return Optional.of(new Termination.Converged("every causal weight above " + CausalAnnealing.SATISFIED + " for the last epsilon"));
        }
      }
    }
    return Optional.empty();
  }

  private static Termination vanished() {
    return new Termination.Diverged("the gradient", "lower the learning rate");
  }

  private Optional<Termination> secondOrder() {
    Optimizer<? super LeastSquares> method = options.optimiser().make(theta.length, options, executor, run.seed());
    begin(Stage.SECOND_ORDER, method);
    for (; at.step < options.iterations() && !mustStop(); at.step++) {
      saveIfDue();
      double value = method.step(losses.present(), theta);
      at.iteration++;
      sinceDraw++;
      if (Double.isNaN(value)) {
        return Optional.of(findFault().orElseGet(Trainer::vanished));
      }
      boolean betweenPoints = check() && options.sampling() != Sampling.FIXED && overfitted().isPresent();
      report(options.optimiser().title());
      boolean stalled = value >= at.before * (1 - 1e-9) && sinceDraw > 1;
      if (sinceDraw >= options.redraw() || stalled || betweenPoints) {
        if (losses.ownCoefficients() && keepBest()) {
          return Optional.of(new Termination.Converged("held-out residual below " + options.tolerance() + " of what it was at first"));
        }
        if (losses.ownCoefficients() && inference.isSettled(losses.present(), theta)) {
          return Optional.of(new Termination.Converged(Inference.SETTLED));
        }
        if (losses.ownCoefficients() && options.sampling() == Sampling.FIXED && stalled) {
          Optional<Termination> overfitted = overfitted();
          if (overfitted.isPresent()) {
            return overfitted;
          }
        }
        losses.lead(at.clock.share() < CONTINUATION_SHARE ? CONTINUATION_FACTOR : 0);
        losses.draw();
        method.objectiveChanged();
        sinceDraw = 0;
      }
      at.before = sum(losses.present().latest());
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

  /** Present if the equation holds at the points trained on and has nowhere near held on others yet. */
  private Optional<Termination> overfitted() {
    if (losses.present() == null || !(at.bestHeldOut > SMALL * untrained)) {
      return Optional.empty();
    }
    double trained = losses.trained();
    return at.bestHeldOut > OVERFITTED * trained ? Optional.of(new Termination.Overfitted(String.format(Locale.ROOT,
        "the residual is %.1e where it was trained and %.1e on points held out, %.1e before training", trained, at.bestHeldOut, untrained),
        options.sampling() == Sampling.FIXED ? "let the points move (--set sampling=rad), or give more of them"
            : "give more points, draw them more often, or take fewer parameters"))
        : Optional.empty();
  }

  /** Keeps the parameters if they are the best so far on points not trained on; true if they are good enough to end. */
  private boolean keepBest() {
    double now = losses.heldOut();
    at.keepIfBest(now);
    return now <= options.tolerance() * untrained;
  }

  /** Looks at the held-out points now and then; whether it did. */
  private boolean check() {
    boolean due = losses.ownCoefficients() && at.iteration % ITERATIONS_BETWEEN_CHECKS == 0;
    if (due) {
      keepBest();
    }
    return due;
  }

  private void report(String stage) {
    if (!at.clock.isTimeToTell()) {
      return;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    WeightedResiduals present = losses.present();
    double[] latest = present.latest();
    double[] weights = losses.weights();
    var message = new StringBuilder();
    for (int k = 0; k < latest.length; k++) {
      String name = present.losses().get(k).name();
      figures.put(name, latest[k]);
      if (weights.length > 0) {
        figures.put("weight of " + name, weights[k]);
      }
      if (k < 3) {
        message.append(k == 0 ? "" : ", ").append(name).append(' ').append(String.format(Locale.ROOT, "%.2e", latest[k]));
      }
    }
    if (at.bestHeldOut < Double.POSITIVE_INFINITY) {
      figures.put("held-out", at.bestHeldOut * at.bestHeldOut);
      message.append(", held-out ").append(String.format(Locale.ROOT, "%.2e", at.bestHeldOut * at.bestHeldOut));
    }
    inference.constants(theta).forEach((name, value) -> {
      figures.put(name, value);
      message.append(", ").append(name).append(String.format(Locale.ROOT, " %.5g", value));
    });
    losses.causal().ifPresent(annealing -> {
      figures.put("causal epsilon", annealing.epsilon());
      figures.put("least causal weight", annealing.leastWeight());
    });
    run.progress().on(new Progress.Event(stage, Math.min(1, at.clock.share()), at.iteration, message.toString(), figures));
  }

  @Override
  public void close() {
    executor.close();
  }
}
