package dev.ansatz.pde.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawTest {
  private static double[] even(int n) {
    return IntStream.range(0, n).mapToDouble(i -> i / (n - 1.0)).toArray();
  }

  /** √π 2^(1-ν)/Γ(ν) … in closed form (Rasmussen and Williams, 4.17), and values of K_1 and K_{1/3} from DLMF's definition. */
  @Test
  void maternHasItsClosedForms() {
    double r = 0.37;
    double l = 0.6;
    double z = Math.sqrt(3) * r / l;
    assertThat(new Covariance.Matern(0.5, l, 2).at(r)).isCloseTo(4 * Math.exp(-r / l), within(1e-15));
    assertThat(new Covariance.Matern(1.5, l, 1).at(r)).isCloseTo((1 + z) * Math.exp(-z), within(1e-15));
    z = Math.sqrt(5) * r / l;
    assertThat(new Covariance.Matern(2.5, l, 1).at(r)).isCloseTo((1 + z + z * z / 3) * Math.exp(-z), within(1e-15));
    // general orders lie between and meet the half-integer ones: the two branches differ by less than the change in ν times 1
    for (double nu : new double[] {0.5, 1.5, 2.5, 6.5}) {
      assertThat(new Covariance.Matern(nu + 1e-9, l, 1).at(r)).isCloseTo(new Covariance.Matern(nu, l, 1).at(r), within(1e-9));
    }
    // z K_1(z) at z = 1, K_1(1) = 0.601907230197234574738 (Abramowitz and Stegun, table 9.8)
    assertThat(new Covariance.Matern(1, Math.sqrt(2), 1).at(1)).isCloseTo(0.60190723019723457, within(1e-15));
    // a large smoothness is nearly the squared exponential
    assertThat(new Covariance.Matern(50, 1, 1).at(1)).isCloseTo(Math.exp(-0.5), within(5e-3));
    for (double nu : new double[] {0.3, 0.5, 1, 1.7, 2.5}) {
      var matern = new Covariance.Matern(nu, 1, 3);
      assertThat(matern.at(0)).isCloseTo(9, within(1e-12));
      // continuous where the series near zero takes over
      double seam = 1e-8 / Math.sqrt(2 * nu);
      assertThat(matern.at(seam * (1 - 1e-6))).isCloseTo(matern.at(seam * (1 + 1e-6)), within(1e-9));
    }
  }

  /** Mean, variance and covariances of many samples, each within five of its standard errors. */
  @ParameterizedTest
  @CsvSource({"dense,1.5,9", "embedded,0.5,40", "embedded,1.5,40", "separable,0,9"})
  void samplesHaveTheCovarianceOfTheirLaw(String method, double smoothness, int n) {
    Covariance covariance = smoothness > 0 ? new Covariance.Matern(smoothness, 0.2, 1.5) : new Covariance.SquaredExponential(0.2, 1.5);
    var law = new Law.Gaussian(covariance);
    double[][] axes = {even(n), even(n)};
    boolean large = n * n > GaussianSampler.MOST_DENSE;
    assertThat(large).isEqualTo(method.equals("embedded"));
    int samples = large ? 300 : 2000;
    int[] at = {0, n / 4, (n / 2) * n + n / 2, (n / 2) * n + n / 2 + n / 8, n * n - 1};
    double[] mean = new double[at.length];
    double[][] second = new double[at.length][at.length];
    for (int s = 0; s < samples; s++) {
      double[] values = law.sample(axes, s);
      for (int i = 0; i < at.length; i++) {
        mean[i] += values[at[i]] / samples;
        for (int j = 0; j < at.length; j++) {
          second[i][j] += values[at[i]] * values[at[j]] / samples;
        }
      }
    }
    double variance = covariance.at(0);
    for (int i = 0; i < at.length; i++) {
      assertThat(mean[i]).isCloseTo(0, within(5 * Math.sqrt(variance / samples)));
      for (int j = 0; j < at.length; j++) {
        double distance = Math.hypot((at[i] / n - at[j] / n) / (n - 1.0), (at[i] % n - at[j] % n) / (n - 1.0));
        double c = covariance.at(distance);
        // the variance of a product of two correlated normal numbers
        double error = Math.sqrt((variance * variance + c * c) / samples);
        assertThat(second[i][j]).as("%d %d", i, j).isCloseTo(c, within(5 * error));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    double[][] large = {even(50), even(50)};
    for (Law law : new Law[] {new Law.Gaussian(new Covariance.Matern(1.5, 0.3, 1)), new Law.FourierSeries(3, 2, 1),
        new Law.LogNormal(new Law.Gaussian(new Covariance.SquaredExponential(0.3, 1)))}) {
      assertThat(law.sample(large, 7)).isEqualTo(law.sample(large, 7)).isNotEqualTo(law.sample(large, 8));
    }
  }

  @Test
  void aLogNormalFieldIsTheExponential() {
    var normal = new Law.Gaussian(new Covariance.Matern(1.5, 0.3, 1));
    double[][] axes = {even(20)};
    assertThat(new Law.LogNormal(normal).sample(axes, 3)).isEqualTo(Arrays.stream(normal.sample(axes, 3)).map(Math::exp).toArray());
  }

  @Test
  void aFourierSeriesIsPeriodicAndHasItsDeviation() {
    var law = new Law.FourierSeries(4, 1.5, 2);
    assertThat(law.waves(1)).hasSize(4);
    assertThat(law.waves(2)).hasSize((9 * 9 - 1) / 2);
    double[][] axes = {even(11), even(7)};
    int samples = 1000;
    double square = 0;
    for (int s = 0; s < samples; s++) {
      double[] values = law.sample(axes, s);
      assertThat(values[3]).isCloseTo(values[10 * 7 + 3], within(1e-12));
      assertThat(values[14]).isCloseTo(values[20], within(1e-12));
      square += values[25] * values[25] / samples;
    }
    assertThat(square).isCloseTo(4, within(5 * 4 * Math.sqrt(2.0 / samples)));
  }

  @Test
  void whatCannotBeSampledIsRefused() {
    double[] uneven = even(60);
    uneven[3] += 1e-3;
    var rough = new Law.Gaussian(new Covariance.Matern(0.5, 0.1, 1));
    assertThatThrownBy(() -> rough.sample(new double[][] {uneven, uneven}, 0)).hasMessageContaining("must be evenly spaced");
    var longRange = new Law.Gaussian(new Covariance.Matern(4.5, 30, 1));
    assertThatThrownBy(() -> longRange.sample(new double[][] {even(40), even(40)}, 0)).hasMessageContaining("has no embedding");
    assertThat(new Law.FourierSeries(0, -1, 0).faults()).hasSize(3);
    assertThat(new Law.LogNormal(new Law.Gaussian(new Covariance.Matern(0, -1, Double.NaN))).faults()).hasSize(3);
  }
}
