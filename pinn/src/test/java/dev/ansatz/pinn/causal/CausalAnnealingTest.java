package dev.ansatz.pinn.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CausalAnnealingTest {
  private static final Range TIME = new Range(new Coordinate("t", Coordinate.Kind.TIME), 1, 3);

  /** A residual in the first slice holds back all later ones, not the other way round. */
  @Test
  void theWeightsLookBackInTime() {
    for (double epsilon : new double[] {0.01, 1, 7}) {
      double e = Math.exp(-epsilon);
      assertThat(new CausalWeights(epsilon).of(new double[] {1, 0, 0, 0})).containsExactly(1, e, e, e);
      assertThat(new CausalWeights(epsilon).of(new double[] {0, 0, 0, 1})).containsExactly(1, 1, 1, 1);
    }
  }

  @Test
  void theWeightsAreTheExponentialOfTheStrictlyLowerTriangle() {
    var random = new SplittableRandom(3);
    double[] losses = random.doubles(20).toArray();
    double[] w = new CausalWeights(0.7).of(losses);
    for (int i = 0; i < w.length; i++) {
      // sums of 20 numbers below 1 round by at most 20 ε
      assertThat(w[i]).isCloseTo(Math.exp(-0.7 * Arrays.stream(losses, 0, i).sum()), within(1e-14));
    }
  }

  /** Initial conditions that do not hold yet hold back the first slice too. */
  @Test
  void initialConditionsAreTheZerothSlice() {
    double e = Math.exp(-2 * 3.0);
    assertThat(new CausalWeights(2).of(3, new double[] {0, 0.5, 0})).containsExactly(e, e, Math.exp(-2 * 3.5));
    var annealing = new CausalAnnealing(new Causality(List.of(2.0)), new TimeSlices(TIME, 2), 1);
    double[] weights = new double[2];
    annealing.renew(3, new double[] {1.5, 2.5}, new double[] {0, 1}, weights);
    assertThat(weights).containsExactly(e, e);
    assertThat(annealing.satisfied()).isFalse();
    annealing.renew(0, new double[] {1.5, 2.5}, new double[] {0, 1}, weights);
    assertThat(weights).containsExactly(1, 1);
    assertThat(annealing.satisfied()).isTrue();
  }

  /** A slice counts the same however many points it has. */
  @Test
  void kernelsAreAveragedOverSlices() {
    var annealing = new CausalAnnealing(new Causality(List.of(1.0)), new TimeSlices(TIME, 2), 1);
    assertThat(annealing.meanOverSlices(new double[] {1.1, 1.2, 1.3, 2.5}, new double[] {1, 2, 3, 10})).isEqualTo(6);
  }

  @Test
  void goesOnFromItsState() {
    var slices = new TimeSlices(TIME, 2);
    var whole = new CausalAnnealing(new Causality(List.of(0.1, 10.0)), slices, 2);
    double[] times = {1.5, 2.5};
    double[] weights = new double[2];
    double[] again = new double[2];
    var resumed = new CausalAnnealing(new Causality(List.of(0.1, 10.0)), slices, 2);
    for (int step = 0; step < 6; step++) {
      double[] squares = {1.0 / (step + 1), 0};
      var next = new CausalAnnealing(new Causality(List.of(0.1, 10.0)), slices, 2);
      next.restore(resumed.state());
      resumed = next;
      whole.renew(times, squares, weights);
      resumed.renew(times, squares, again);
      assertThat(again).containsExactly(weights);
      assertThat(resumed.epsilon()).isEqualTo(whole.epsilon());
    }
    var one = new CausalAnnealing(new Causality(List.of(0.1)), slices, 2);
    assertThatThrownBy(() -> one.restore(whole.state())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 causal epsilons");
    assertThatThrownBy(() -> one.restore(new double[2])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSliceHoldsPointsOfOneTimeIntervalThatShareTheirWeight() {
    var slices = new TimeSlices(TIME, 8);
    double[] times = new SplittableRandom(5).doubles(1000, 1, 3).toArray();
    double[] squares = new SplittableRandom(6).doubles(1000).toArray();
    double[] weights = new double[1000];
    new CausalAnnealing(new Causality(List.of(1.0)), slices, 1).renew(times, squares, weights);
    double[] w = new CausalWeights(1).of(slices.means(times, squares));
    for (int p = 0; p < 1000; p++) {
      int slice = slices.of(times[p]);
      assertThat(times[p]).isBetween(1 + slice * 0.25, 1 + (slice + 1) * 0.25);
      assertThat(weights[p]).isEqualTo(w[slice]);
    }
    assertThat(slices.of(1)).isZero();
    assertThat(slices.of(3)).isEqualTo(7);
  }

  @Test
  void anEmptySliceHoldsNothingBack() {
    assertThat(new TimeSlices(TIME, 4).means(new double[] {1.1, 1.2, 2.9}, new double[] {2, 4, 5})).containsExactly(3, 0, 0, 5);
  }

  @Test
  void theNextEpsilonFollowsWhenTheLeastWeightIsAboveItsBound() {
    var annealing = new CausalAnnealing(new Causality(List.of(0.1, 10.0)), new TimeSlices(TIME, 2), 1000);
    double[] times = {1.5, 2.5};
    double[] weights = new double[2];
    for (int i = 0; i < 5; i++) {
      annealing.renew(times, new double[] {0.2, 9}, weights);
      // exp(-0.02) is below 0.99
      assertThat(annealing.epsilon()).isEqualTo(0.1);
    }
    annealing.renew(times, new double[] {0.05, 9}, weights);
    assertThat(annealing.leastWeight()).isEqualTo(Math.exp(-0.1 * 0.05));
    annealing.renew(times, new double[] {0.05, 9}, weights);
    assertThat(annealing.epsilon()).isEqualTo(10);
    assertThat(weights).containsExactly(1, Math.exp(-0.5));
    assertThat(annealing.satisfied()).isFalse();
    annealing.renew(times, new double[] {1e-4, 9}, weights);
    assertThat(annealing.satisfied()).isTrue();
  }

  @Test
  void anEpsilonThatIsNeverSatisfiedHasItsShareOfRenewals() {
    var annealing = new CausalAnnealing(new Causality(List.of(1.0, 2.0, 3.0)), new TimeSlices(TIME, 2), 4);
    double[] epsilons = new double[14];
    for (int i = 0; i < epsilons.length; i++) {
      annealing.renew(new double[] {1.5, 2.5}, new double[] {1, 1}, new double[2]);
      epsilons[i] = annealing.epsilon();
    }
    assertThat(epsilons).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3);
    assertThat(annealing.satisfied()).isFalse();
  }

  @Test
  void readsWhatItWrites() {
    for (var text : List.of("none", "annealed", "1.0", "0.1,1.0,10.0")) {
      assertThat(Causality.parse(text)).hasToString(text);
    }
    assertThatThrownBy(() -> Causality.parse("soon")).hasMessageContaining("causal must be none, annealed, or positive epsilons")
        .hasMessageContaining("'soon'");
    assertThatThrownBy(() -> Causality.parse("1,-2")).hasMessage("the causal epsilon must be positive, not -2.0");
  }
}
