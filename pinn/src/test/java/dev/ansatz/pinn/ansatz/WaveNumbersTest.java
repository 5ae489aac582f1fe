package dev.ansatz.pinn.ansatz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaveNumbersTest {
  private static List<Double> of(Problem problem) {
    return WaveNumbers.of(problem).values();
  }

  /** A mean over 512 points of a Sobol sequence is that over the domain to about a hundredth, and a single wave's needs none. */
  private static final double SAMPLED = 0.01;

  @Test
  void aSingleWaveHasItsOwnNumber() {
    assertThat(of(Catalog.get("helmholtz").problem())).satisfiesExactly(
        x -> assertThat(x).isCloseTo(Math.PI, within(1e-9)), y -> assertThat(y).isCloseTo(4 * Math.PI, within(1e-9)));
    assertThat(of(Catalog.get("heat-2d-multiscale").problem()).get(1)).isCloseTo(20 * Math.PI, within(1e-8));
  }

  @Test
  void theFinestOfSeveralWavesLeads() {
    // of sin πx + ½ sin 4πx the slopes are as 1 : 2 and the curvatures as 1 : 8
    double expected = Math.PI * Math.sqrt((1 + 64) / (1 + 4.0));
    assertThat(of(Catalog.get("wave").problem()).get(1)).isCloseTo(expected, within(SAMPLED * expected));
  }

  @Test
  void transportTurnsTheInitialValues() {
    Problem advection = Catalog.get("advection").problem();
    for (double beta : new double[] {30, 50}) {
      assertThat(of(advection.with("beta", beta)).getFirst()).isCloseTo(beta, within(SAMPLED * beta));
    }
  }

  @Test
  void ofOneModeOfAStringTimeHasTheFrequency() {
    Problem string = Pde.parse("""
        problem string
        u(t, x)  on  x in [0, 1], t in [0, 1]
        u_tt = 9*u_xx
        initial   u = sin(2*pi*x)
        initial   u_t = 0
        boundary  u = 0
        """);
    assertThat(of(string).getFirst()).isCloseTo(6 * Math.PI, within(SAMPLED * 6 * Math.PI));
  }

  @Test
  void decayIsNoWave() {
    // the root of a rounded sum of squares
    assertThat(of(Catalog.get("heat-1d").problem()).getFirst()).isLessThan(1e-6);
  }

  @Test
  void onlyWavesShorterThanTheRangeAreNotable() {
    Problem helmholtz = Catalog.get("helmholtz").problem();
    assertThat(WaveNumbers.of(helmholtz).notable(helmholtz).keySet()).extracting(x -> x.name()).containsExactly("x", "y");
    Problem burgers = Catalog.get("burgers").problem();
    assertThat(WaveNumbers.of(burgers).notable(burgers).keySet()).extracting(x -> x.name()).containsExactly("x");
    Problem discs = Catalog.get("poisson-four-discs").problem();
    assertThat(WaveNumbers.of(discs).notable(discs)).isEmpty();
  }

  @Test
  void everyProblemOfTheCatalogueHasFiniteOnes() {
    assertThat(Catalog.all()).allSatisfy(entry -> assertThat(of(entry.problem()))
        .hasSize(entry.problem().coordinates().size()).allMatch(wave -> wave >= 0 && Double.isFinite(wave)));
  }
}
