package dev.ansatz.pinn.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResidualAdaptiveTest {
  private static final Domain UNIT = new Domain(
      Optional.of(new Box(List.of(new Range(new Coordinate("x", Coordinate.Kind.SPACE), 0, 1)))), Optional.empty());

  private static double[][] candidates(int n, long seed) {
    return new PointSequence.Uniform().interior(UNIT, n, seed);
  }

  /** Candidates and draw from one seed once gave only points near 1: the keys were the candidates themselves. */
  @Test
  void theDrawIsIndependentOfCandidatesOfTheSameSeed() {
    double[][] candidates = candidates(20_000, 5);
    double[] flat = new double[20_000];
    Arrays.fill(flat, 1);
    double[] chosen = ResidualAdaptive.standard().draw(candidates, flat, 2_000, 5)[0];
    // the mean of 2,000 uniform points has a standard deviation of 0.0065; four of them
    assertThat(Arrays.stream(chosen).average().orElseThrow()).isCloseTo(0.5, within(0.026));
  }

  @Test
  void densityFollowsTheResidual() {
    double[][] candidates = candidates(200_000, 1);
    double[] residual = Arrays.stream(candidates[0]).map(x -> x < 0.1 ? 9 : 1).toArray();
    double[] chosen = ResidualAdaptive.standard().draw(candidates, residual, 4_000, 2)[0];
    // mean residual 1.8: weights 9/1.8 + 1 = 6 on a tenth, 1/1.8 + 1 = 1.556 on the rest, so 0.6 of 2.0 falls below 0.1
    double share = Arrays.stream(chosen).filter(x -> x < 0.1).count() / 4000.0;
    assertThat(share).isCloseTo(0.3, within(4 * Math.sqrt(0.3 * 0.7 / 4000)));
  }

  @Test
  void drawsWithoutReplacement() {
    double[][] candidates = candidates(500, 3);
    double[] residual = candidates[0].clone();
    double[] chosen = ResidualAdaptive.standard().draw(candidates, residual, 500, 4)[0];
    assertThat(chosen).isEqualTo(candidates[0]);
  }

  @Test
  void noResidualAnywhereDrawsUniformly() {
    double[][] candidates = candidates(100, 3);
    assertThat(new ResidualAdaptive(1, 0).draw(candidates, new double[100], 10, 4)[0]).hasSize(10);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new ResidualAdaptive(-1, 0)).hasMessageContaining("k and c");
    assertThatThrownBy(() -> ResidualAdaptive.standard().draw(new double[1][3], new double[3], 4, 0))
        .hasMessage("4 points cannot be drawn from 3 candidates");
  }
}
