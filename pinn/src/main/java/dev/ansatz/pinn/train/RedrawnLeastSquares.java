package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
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
   */
  public record Result(double[] theta, double heldOut, long iterations, Termination termination) {}

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

  /** Trains from some parameters, which are not changed. */
  public Result minimise(Residuals residuals, double[] start) {
    var training = new Training(residuals, start);
    Termination termination = training.train();
    return new Result(training.best, training.bestHeldOut, training.iteration, termination);
  }

  private final class Training {
    private final Residuals residuals;
    private final Clock clock = new Clock(run.budget());
    private final double[] theta;
    private double[] best;
    private double bestHeldOut;
    private long iteration;
    private long lastReport;

    Training(Residuals residuals, double[] start) {
      this.residuals = residuals;
      theta = start.clone();
      best = start.clone();
      bestHeldOut = residuals.heldOut(best);
    }

    Termination train() {
      if (bestHeldOut <= residuals.target(best)) {
        return new Termination.Converged(residuals.criterion());
      }
      var method = new LevenbergMarquardt(executor, INITIAL_DAMPING);
      int stalls = 0;
      for (int draw = 0; iteration < iterations && stalls < MOST_STALLS; draw++) {
        WeightedResiduals losses = residuals.draw(draw);
        method.objectiveChanged();
        double before = Double.POSITIVE_INFINITY;
        for (int step = 0; step < redraw && iteration < iterations; step++) {
          if (run.cancelled().getAsBoolean()) {
            keepBest();
            return new Termination.Cancelled();
          }
          if (clock.share() >= 1) {
            keepBest();
            return new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s", "give it more time, or a wider network");
          }
          double value = method.step(losses, theta);
          iteration++;
          if (Double.isNaN(value)) {
            return residuals.fault(losses, theta).orElseGet(() -> new Termination.Diverged("the Jacobian of the residuals",
                "choose another seed, or a shorter time range"));
          }
          report(value);
          if (value >= before * (1 - 1e-9)) {
            break;
          }
          before = value;
          stalls = step > 0 ? 0 : stalls;
        }
        stalls++;
        keepBest();
        if (bestHeldOut <= residuals.target(best)) {
          return new Termination.Converged(residuals.criterion());
        }
      }
      return new Termination.BudgetSpent(iteration + " iterations" + (stalls < MOST_STALLS ? "" : ", the last without any progress"),
          "use wider networks or more points");
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
