package dev.ansatz.pinn.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetainResampleReleaseTest {
  @Test
  void keepsExactlyWhatIsAboveTheMeanAndTheSizeOfThePopulation() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      double[][] population = {random.doubles(300).toArray(), random.doubles(300).toArray()};
      double[] fitness = random.doubles(300).map(f -> f * f * f).toArray();
      double mean = Arrays.stream(fitness).average().orElseThrow();
      int[] kept = java.util.stream.IntStream.range(0, 300).filter(i -> fitness[i] > mean).toArray();
      double[][] next = RetainResampleRelease.renew(population, fitness, n -> {
        assertThat(n).isEqualTo(300 - kept.length);
        double[] fresh = new double[n];
        Arrays.fill(fresh, 7);
        return new double[][] {fresh, fresh};
      });
      for (int d = 0; d < 2; d++) {
        assertThat(next[d]).hasSize(300);
        for (int i = 0; i < 300; i++) {
          assertThat(next[d][i]).isEqualTo(i < kept.length ? population[d][kept[i]] : 7);
        }
      }
    }
  }

  /** No point exceeds the mean: all are released. */
  @Test
  void equalFitnessReleasesAll() {
    double[][] next = RetainResampleRelease.renew(new double[][] {{1, 2, 3}}, new double[] {0.5, 0.5, 0.5}, n -> new double[1][n]);
    assertThat(next[0]).containsExactly(0, 0, 0);
  }

  @Test
  void theGateOpensFromTheBeginningOfTime() {
    CausalGate gate = CausalGate.shut();
    assertThat(gate.at(-0.5)).isEqualTo(0.5);
    assertThat(gate.at(0)).isGreaterThan(gate.at(0.5)).isGreaterThan(gate.at(1));
    // 1 − tanh(7.5) = 6.1e-7, halved
    assertThat(gate.at(1)).isCloseTo(0.5 * (1 - Math.tanh(7.5)), within(1e-20));
    // a vanishing residual moves it at most by η/10, a residual of 1 by η exp(-20)
    assertThat(gate.shifted(1e-3, 0).gamma()).isCloseTo(-0.5 + 1e-4, within(1e-15));
    assertThat(gate.shifted(1e-3, 1).gamma() + 0.5).isCloseTo(1e-3 * Math.exp(-20), within(1e-15));
  }

  @Test
  void theGateCanTravelInHalfOfTheSteps() {
    CausalGate gate = CausalGate.shut();
    for (int step = 0; step < 1000; step++) {
      gate = gate.shifted(CausalGate.rate(2000), 0);
    }
    // a sum of 1,000 terms
    assertThat(gate.gamma()).isCloseTo(1.5, within(1e-12));
    assertThat(CausalGate.rate(300_000)).isEqualTo(1e-3);
  }

  @Test
  void greedyRefinementAddsTheWorst() {
    double[][] refined = new GreedyRefinement(2).refine(new double[][] {{0.1}, {0.2}}, new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}},
        new double[] {0.3, 9, 0.1, 4});
    assertThat(refined[0]).containsExactly(0.1, 2, 4);
    assertThat(refined[1]).containsExactly(0.2, 6, 8);
    assertThatThrownBy(() -> new GreedyRefinement(3).refine(new double[1][1], new double[1][2], new double[2]))
        .hasMessage("3 points cannot be added from 2 candidates");
    assertThatThrownBy(() -> new GreedyRefinement(0)).hasMessageContaining("at least 1");
  }
}
