package dev.ansatz.validation.study;

import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.CombinedLosses;
import dev.ansatz.engine.optim.GradientOptimizer;
import dev.ansatz.engine.optim.Sgd;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.SettingValues;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * One training by a first-order method that balances several losses, with the error of the network as it goes.
 *
 * @param weighting how losses are balanced; {@link Weighting#SUM} is plain Adam
 * @param steps at least 1
 * @param rate of Adam, or of the updates of what takes its place
 * @param looks how often the error is looked at, at least 1
 */
record BalancedTraining(Weighting weighting, long steps, LongToDoubleFunction rate, int looks) {
  private static final long NANOS_BETWEEN_REPORTS = 1_000_000_000;

  /**
   * What came of it.
   *
   * @param backPropagations gradients of single losses that were computed
   * @param error at the end; NaN if training diverged
   * @param leastError the smallest that was seen, at the end or before
   */
  record Outcome(long steps, long backPropagations, double error, double leastError, double seconds) {}

  /** The name of the method: that of the weighting, or {@code adam} for the sum. */
  static String name(Weighting weighting) {
    return weighting == Weighting.SUM ? "adam" : SettingValues.word(weighting);
  }

  /**
   * Trains θ in place.
   *
   * @param error of the network with given parameters
   * @param stage to show with progress
   * @param before share of the whole work that was done before, and {@code share} that of this training
   * @return empty if cancelled
   */
  Optional<Outcome> train(SampledLosses losses, double[] theta, ToDoubleFunction<double[]> error, Run run, String stage, double before,
      double share) {
    GradientOptimizer optimizer = weighting.replacesAdam() ? new Sgd(theta.length, rate) : new Adam(theta.length, rate);
    var combiner = weighting.combiner(losses.lossCount(), theta.length, () -> {
      throw new IllegalStateException("no method of these studies reads the tangent kernel");
    }, run.seed());
    var objective = new CombinedLosses(losses, combiner);
    long begun = System.nanoTime();
    long told = begun;
    double least = Double.POSITIVE_INFINITY;
    double last = Double.NaN;
    for (long step = 1; step <= steps; step++) {
      if (run.cancelled().getAsBoolean()) {
        return Optional.empty();
      }
      double value = optimizer.step(objective, theta);
      if (Double.isNaN(value)) {
        return Optional.of(new Outcome(step, losses.backPropagations(), Double.NaN, least, (System.nanoTime() - begun) / 1e9));
      }
      if (step == steps || step % Math.max(1, steps / looks) == 0) {
        last = error.applyAsDouble(theta);
        least = Math.min(least, last);
      }
      if (System.nanoTime() - told > NANOS_BETWEEN_REPORTS) {
        told = System.nanoTime();
        run.progress().on(new Progress.Event(stage, before + share * step / steps, step,
            String.format(Locale.ROOT, "losses %.2e, error %.2e", value, last)));
      }
    }
    return Optional.of(new Outcome(steps, losses.backPropagations(), last, least, (System.nanoTime() - begun) / 1e9));
  }
}
