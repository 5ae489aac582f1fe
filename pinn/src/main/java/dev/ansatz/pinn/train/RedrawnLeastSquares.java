package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import java.util.LinkedHashMap;
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
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000;

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
    return new Result(training.best, training.bestHeldOut, training.iteration, termination, training.clock.spent(),
        training.clock.earlier());
  }

  private final class Training {
    private final Residuals residuals;
    private final Optional<Checkpoints> checkpoints;
    private final Clock clock = new Clock(run.budget());
    private final LevenbergMarquardt method = new LevenbergMarquardt(executor, INITIAL_DAMPING);
    private final double[] theta;
    private double[] best;
    private double bestHeldOut;
    private long iteration;
    private int draw;
    /** Steps on the points of this draw. */
    private int step;
    private int stalls;
    private double before = Double.POSITIVE_INFINITY;
    private long lastReport;

    Training(Residuals residuals, double[] start, Optional<Checkpoints> checkpoints) {
      this.residuals = residuals;
      this.checkpoints = checkpoints;
      theta = start.clone();
      best = theta.clone();
    }

    void begin() {
      bestHeldOut = residuals.heldOut(best);
      save();
    }

    void restore(Checkpoint saved) {
      System.arraycopy(saved.doubles("theta", theta.length), 0, theta, 0, theta.length);
      best = saved.doubles("best", theta.length).clone();
      bestHeldOut = saved.number("best-held-out");
      iteration = saved.whole("iteration");
      draw = Math.toIntExact(saved.whole("draw"));
      step = Math.toIntExact(saved.whole("step"));
      stalls = Math.toIntExact(saved.whole("stalls"));
      before = saved.number("before");
      clock.addEarlier(saved.whole("nanos-spent"));
      method.restore(saved.doublesUnder("optimiser."));
    }

    private Map<String, Tensor> state() {
      var state = new LinkedHashMap<String, Tensor>();
      state.put("theta", Tensor.of(theta));
      state.put("best", Tensor.of(best));
      state.put("best-held-out", Tensor.of(bestHeldOut));
      state.put("iteration", Tensor.of(iteration));
      state.put("draw", Tensor.of((long) draw));
      state.put("step", Tensor.of((long) step));
      state.put("stalls", Tensor.of((long) stalls));
      state.put("before", Tensor.of(before));
      state.put("nanos-spent", Tensor.of(clock.spent()));
      method.state().forEach((name, values) -> state.put("optimiser." + name, Tensor.of(values)));
      return state;
    }

    private void save() {
      checkpoints.ifPresent(c -> c.write(this::state, run.progress(), clock.share(), iteration));
    }

    Termination train() {
      if (bestHeldOut <= residuals.target(best)) {
        return new Termination.Converged(residuals.criterion());
      }
      while (iteration < iterations && stalls < MOST_STALLS) {
        WeightedResiduals losses = residuals.draw(draw);
        boolean goesDown = true;
        while (goesDown && step < redraw && iteration < iterations) {
          Optional<Termination> stopped = stopped();
          if (stopped.isPresent()) {
            // saved before it is known whether these parameters are the best, which one that is not stopped does not ask
            save();
            keepBest();
            return stopped.get();
          }
          if (checkpoints.isPresent() && checkpoints.get().due()) {
            save();
          }
          double value = method.step(losses, theta);
          iteration++;
          if (Double.isNaN(value)) {
            return residuals.fault(losses, theta).orElseGet(() -> new Termination.Diverged("the Jacobian of the residuals",
                "choose another seed, or a shorter time range"));
          }
          report(value);
          goesDown = value < before * (1 - 1e-9);
          if (goesDown) {
            before = value;
            stalls = step > 0 ? 0 : stalls;
            step++;
          }
        }
        stalls++;
        keepBest();
        if (bestHeldOut <= residuals.target(best)) {
          return new Termination.Converged(residuals.criterion());
        }
        draw++;
        step = 0;
        before = Double.POSITIVE_INFINITY;
        method.objectiveChanged();
      }
      save();
      return new Termination.BudgetSpent(iteration + " iterations" + (stalls < MOST_STALLS ? "" : ", the last without any progress"),
          "use wider networks or more points");
    }

    private Optional<Termination> stopped() {
      return run.cancelled().getAsBoolean() ? Optional.of(new Termination.Cancelled())
          : clock.share() >= 1 ? Optional.of(new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s",
              "give it more time, or a wider network")) : Optional.empty();
    }

    private void keepBest() {
      double now = residuals.heldOut(theta);
      if (now < bestHeldOut || Double.isNaN(bestHeldOut)) {
        bestHeldOut = now;
        best = theta.clone();
      }
    }

    private void report(double value) {
      long now = System.nanoTime();
      if (now - lastReport >= NANOS_BETWEEN_REPORTS) {
        lastReport = now;
        run.progress().on(new Progress.Event("Levenberg–Marquardt", Math.min(1, clock.share()), iteration, "loss %.2e".formatted(value),
            Map.of("loss", value, "held-out residual", bestHeldOut)));
      }
    }
  }
}
