package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Levenberg–Marquardt on a sum of squares over points that are drawn anew every so many iterations, and as soon as no step goes down.
 * The parameters of the least residual on points that are not trained on are kept.
 */
public final class RedrawnLeastSquares {
  private static final double INITIAL_DAMPING = 1e-2;
  /** Draws in a row on which no step is found before training gives up. */
  private static final int MOST_STALLS = 4;

  private final Run run;
  private final Executor executor;
  private final int iterations;
  private final int redraw;

  /** What is made small. */
  public interface Residuals {
    /** The losses on points of their own. */
    WeightedResiduals draw(int draw);

    /** The root mean square on points that are not trained on. */
    double heldOut(double[] theta);

    /** The held-out residual at which training ends. */
    double target(double[] theta);

    /** What {@link #target} is, in words. */
    String criterion();

    /** What is not finite at θ, if the losses are not. */
    Optional<Termination> fault(WeightedResiduals losses, double[] theta);
  }

  /**
   * What was found.
   *
   * @param heldOut residual of the parameters
   * @param nanos spent, with those before the checkpoint from which training went on
   * @param earlier of them before that checkpoint
   */
  public record Result(double[] theta, double heldOut, long iterations, Termination termination, long nanos, long earlier) {}

  /**
   * @param iterations at most, at least 1
   * @param redraw iterations between two draws of the points at most, at least 1
   */
  public RedrawnLeastSquares(Run run, Executor executor, int iterations, int redraw) {
    this.run = run;
    this.executor = executor;
    this.iterations = iterations;
    this.redraw = redraw;
  }

  /**
   * Trains from some parameters, which are not changed.
   *
   * @param checkpoints where the state is saved, if at all: at the start, at intervals, and when training is stopped or has made its
   *     iterations
   * @param saved the state to go on from to the same bits, if there is one
   * @throws dev.ansatz.solve.CheckpointException if that is damaged, or none can be written
   */
  public Result minimise(Residuals residuals, double[] start, Optional<Checkpoints> checkpoints, Optional<Checkpoint> saved) {
    var training = new Training(residuals, start, checkpoints);
    saved.ifPresentOrElse(state -> checkpoints.orElseThrow().take(state, training::restore), training::begin);
    Termination termination = training.train();
    TrainingState end = training.at;
    return new Result(end.best(), end.bestHeldOut, end.iteration, termination, end.clock.spent(), end.clock.earlier());
  }

  private final class Training {
    private final Residuals residuals;
    private final Optional<Checkpoints> checkpoints;
    private final LevenbergMarquardt method = new LevenbergMarquardt(executor, INITIAL_DAMPING);
    /** Its steps are those on the points of this draw. */
    private final TrainingState at;
    private int draw;
    private int stalls;

    Training(Residuals residuals, double[] start, Optional<Checkpoints> checkpoints) {
      this.residuals = residuals;
      this.checkpoints = checkpoints;
      at = new TrainingState(start, run.budget());
      at.before = Double.POSITIVE_INFINITY;
    }

    void begin() {
      at.bestHeldOut = residuals.heldOut(at.theta);
      save();
    }

    void restore(Checkpoint saved) {
      at.restore(saved);
      draw = Math.toIntExact(saved.whole("draw"));
      stalls = Math.toIntExact(saved.whole("stalls"));
      TrainingState.restore(method, saved);
    }

    private Map<String, Tensor> state() {
      var state = at.tensors(method);
      state.put("draw", Tensor.of((long) draw));
      state.put("stalls", Tensor.of((long) stalls));
      return state;
    }

    private void save() {
      checkpoints.ifPresent(c -> c.write(this::state, run.progress(), at.clock.share(), at.iteration));
    }

    Termination train() {
      if (at.bestHeldOut <= residuals.target(at.best())) {
        return new Termination.Converged(residuals.criterion());
      }
      while (at.iteration < iterations && stalls < MOST_STALLS) {
        WeightedResiduals losses = residuals.draw(draw);
        boolean goesDown = true;
        while (goesDown && at.step < redraw && at.iteration < iterations) {
          Optional<Termination> stopped = stopped();
          if (stopped.isPresent()) {
            // saved before it is known whether these parameters are the best, which one that is not stopped does not ask
            save();
            at.keepIfBest(residuals.heldOut(at.theta));
            return stopped.get();
          }
          if (checkpoints.isPresent() && checkpoints.get().due()) {
            save();
          }
          double value = method.step(losses, at.theta);
          at.iteration++;
          if (Double.isNaN(value)) {
            return residuals.fault(losses, at.theta).orElseGet(() -> new Termination.Diverged("the Jacobian of the residuals",
                "choose another seed, or a shorter time range"));
          }
          report(value);
          goesDown = value < at.before * (1 - 1e-9);
          if (goesDown) {
            at.before = value;
            stalls = at.step > 0 ? 0 : stalls;
            at.step++;
          }
        }
        stalls++;
        at.keepIfBest(residuals.heldOut(at.theta));
        if (at.bestHeldOut <= residuals.target(at.best())) {
          return new Termination.Converged(residuals.criterion());
        }
        draw++;
        at.step = 0;
        at.before = Double.POSITIVE_INFINITY;
        method.objectiveChanged();
      }
      save();
      return new Termination.BudgetSpent(at.iteration + " iterations" + (stalls < MOST_STALLS ? "" : ", the last without any progress"),
          "use wider networks or more points");
    }

    private Optional<Termination> stopped() {
      return run.cancelled().getAsBoolean() ? Optional.of(new Termination.Cancelled())
          : at.clock.share() >= 1 ? Optional.of(new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s",
              "give it more time, or a wider network")) : Optional.empty();
    }

    private void report(double value) {
      if (at.clock.isTimeToTell()) {
        run.progress().on(new Progress.Event("Levenberg–Marquardt", Math.min(1, at.clock.share()), at.iteration,
            String.format(Locale.ROOT, "loss %.2e", value), Map.of("loss", value, "held-out residual", at.bestHeldOut)));
      }
    }
  }
}
