package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoppingTest {
  private static int stepsUntil(StopRule rule, double... losses) {
    var stopping = new Stopping(List.of(rule));
    for (int step = 0; step < losses.length; step++) {
      if (stopping.observe(StopRule.Observation.ofLoss(losses[step])).isPresent()) {
        return step;
      }
    }
    return -1;
  }

  @Test
  void lossBelow() {
    assertThat(stepsUntil(new StopRule.LossBelow(1), 3, 2, 1, 0)).isEqualTo(2);
    assertThat(stepsUntil(new StopRule.LossBelow(1), 3, Double.NaN, 2)).isEqualTo(-1);
  }

  @Test
  void gradientBelowNeedsAGradient() {
    var stopping = new Stopping(List.of(new StopRule.GradientBelow(1e-3)));
    assertThat(stopping.observe(StopRule.Observation.ofLoss(0))).isEmpty();
    assertThat(stopping.observe(new StopRule.Observation(0, 1e-4, Double.NaN))).contains(new StopRule.GradientBelow(1e-3));
  }

  @Test
  void noProgressIsRelativeToTheLowest() {
    // 10 → 9.5 is less than a tenth; 8.9 is more; then three steps without
    assertThat(stepsUntil(new StopRule.NoProgress(3, 0.1), 10, 9.5, 8.9, 8.5, 8.4, 8.3)).isEqualTo(5);
    assertThat(stepsUntil(new StopRule.NoProgress(3, 0), 10, 9, 8, 7, 6, 5)).isEqualTo(-1);
    assertThat(stepsUntil(new StopRule.NoProgress(2, 0), 1, 1, 1)).isEqualTo(2);
  }

  @Test
  void patienceCountsOnlyWhatWasWatched() {
    var stopping = new Stopping(List.of(new StopRule.LossBelow(0), new StopRule.Patience(2)));
    double unwatched = Double.NaN;
    double[] watched = {5, unwatched, 6, unwatched, 4, unwatched, 4.5};
    for (double w : watched) {
      assertThat(stopping.observe(new StopRule.Observation(1, Double.NaN, w))).isEmpty();
    }
    var continued = new Stopping(List.of(new StopRule.LossBelow(0), new StopRule.Patience(2)));
    continued.restore(stopping.state());
    assertThat(continued.observe(new StopRule.Observation(1, Double.NaN, 4))).contains(new StopRule.Patience(2));
    stopping.forget();
    assertThat(stopping.observe(new StopRule.Observation(1, Double.NaN, 9))).isEmpty();
  }
}
