package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class LaplacePosteriorTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static LaplacePosterior posterior(double[][] rows, double... prior) {
    double[] byColumns = new double[rows.length * prior.length];
    for (int i = 0; i < rows.length; i++) {
      for (int q = 0; q < prior.length; q++) {
        byColumns[q * rows.length + i] = rows[i][q];
      }
    }
    return LaplacePosterior.of(rows.length, byColumns, prior, new Executor(1));
  }

  private static double[] flat(int n) {
    double[] prior = new double[n];
    Arrays.fill(prior, INFINITE);
    return prior;
  }

  /** Against the inverse of JᵀJ + Λ by Hipparchus, for the whole and for what is left when the first parameters are marginalised. */
  @Test
  void covariancesAreThoseOfTheInverse() {
    var random = new SplittableRandom(1);
    int n = 60;
    double[][] rows = new double[200][];
    Arrays.setAll(rows, _ -> random.doubles(n, -0.3, 0.7).toArray());
    double[] prior = random.doubles(n, 0.1, 3).toArray();
    prior[n - 1] = INFINITE;
    RealMatrix j = new Array2DRowRealMatrix(rows);
    RealMatrix precision = j.transpose().multiply(j);
    for (int q = 0; q < n; q++) {
      precision.addToEntry(q, q, 1 / (prior[q] * prior[q]));
    }
    RealMatrix covariance = new LUDecomposition(precision).getSolver().getInverse();
    var posterior = posterior(rows, prior);
    double[] g = random.doubles(n, -1, 1).toArray();
    double[] h = random.doubles(n, -1, 1).toArray();
    int first = 37;
    Arrays.fill(g, 0, first, 0);
    // n and the condition number, below 1e3 here, times the unit of rounding
    assertThat(posterior.covariance(g, h)).isCloseTo(dot(g, covariance.operate(h)), within(1e-11));
    assertThat(posterior.deviation(h)).isCloseTo(Math.sqrt(dot(h, covariance.operate(h))), within(1e-11));
    Arrays.fill(h, 0, first, 0);
    var marginal = posterior.marginal(first);
    assertThat(marginal.size()).isEqualTo(n - first);
    assertThat(marginal.covariance(Arrays.copyOfRange(g, first, n), Arrays.copyOfRange(h, first, n)))
        .isCloseTo(dot(g, covariance.operate(h)), within(1e-11));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** With the same column twice only the sum is determined, and the third by itself. */
  @Test
  void whatIsNotDeterminedIsInfinite() {
    var posterior = posterior(new double[][] {{1, 1, 0}, {2, 2, 1}, {0, 0, 1}, {1, 1, 3}}, flat(3));
    assertThat(posterior.isDetermined()).isFalse();
    assertThat(posterior.deviation(new double[] {1, 0, 0})).isInfinite();
    assertThat(posterior.deviation(new double[] {0, 1, 0})).isInfinite();
    assertThat(posterior.covariance(new double[] {1, 0, 0}, new double[] {0, 0, 1})).isNaN();
    // (JᵀJ)⁻¹ for the columns (1, 2, 0, 1), whose coefficient is the sum, and (0, 1, 1, 3) is (11, −5; −5, 6)/41
    assertThat(posterior.deviation(new double[] {1, 1, 0})).isCloseTo(Math.sqrt(11.0 / 41), within(1e-14));
    assertThat(posterior.deviation(new double[] {0, 0, 1})).isCloseTo(Math.sqrt(6.0 / 41), within(1e-14));
  }

  /** A parameter on which nothing depends hides no information about the others. */
  @Test
  void anAbsentParameterLeavesTheOthersAlone() {
    var posterior = posterior(new double[][] {{0, 3}, {0, 4}}, flat(2));
    assertThat(posterior.deviation(new double[] {1, 0})).isInfinite();
    assertThat(posterior.deviation(new double[] {0, 1})).isCloseTo(0.2, within(1e-15));
  }

  /**
   * Two equations s − q = 0 and s − 2q = 0 for a solution of one parameter and an unknown q that only −q(1, 2) changes: s follows its mean,
   * so that s = 1.5 q holds, and the rest, (−0.5, 0.5) q, is not information. Then s + 0 = d, measured with deviation 1, has q = s/1.5.
   */
  @Test
  void whatTheSolutionCannotFollowIsNoInformation() {
    double scale = 1e6;
    double[][] rows = {{scale, -scale}, {scale, -2 * scale}, {1, 0}};
    double[] byColumns = {rows[0][0], rows[1][0], rows[2][0], rows[0][1], rows[1][1], rows[2][1]};
    var given = LaplacePosterior.given(2, 1, 3, byColumns, flat(2), new Executor(1));
    // the equations are believed to one part in 1e6
    assertThat(given.deviation(new double[] {0, 1})).isCloseTo(1 / 1.5, within(1e-11));
    assertThat(given.marginal(1).deviation(new double[] {1})).isCloseTo(1 / 1.5, within(1e-11));
    assertThat(posterior(rows, flat(2)).deviation(new double[] {0, 1})).isLessThan(2e-6);
  }

  @Test
  void withoutResidualsThePriorStays() {
    var posterior = posterior(new double[][] {{0, 0}}, 2, 0.5);
    assertThat(posterior.deviation(new double[] {1, 0})).isCloseTo(2, within(1e-15));
    assertThat(posterior.deviation(new double[] {0, 1})).isCloseTo(0.5, within(1e-15));
    assertThatThrownBy(() -> posterior.deviation(new double[1])).hasMessageContaining("1 elements for 2 parameters");
  }

  /**
   * A line through 20 points with normal errors, whose posterior is known: over 4,000 draws the intervals of 95 % cover the true slope
   * 3,800 times, with a standard deviation of 14.
   */
  @Test
  void intervalsOfALinearProblemCoverAsOftenAsTheySay() {
    var random = new SplittableRandom(2);
    double noise = 0.3;
    double[][] rows = new double[20][];
    Arrays.setAll(rows, i -> new double[] {1 / noise, (i - 4) / 10.0 / noise});
    var posterior = posterior(rows, flat(2));
    double deviation = posterior.deviation(new double[] {0, 1});
    double spread = 0;
    for (int i = 0; i < 20; i++) {
      spread += (i - 9.5) * (i - 9.5) / 100;
    }
    assertThat(deviation).isCloseTo(noise / Math.sqrt(spread), within(1e-14));
    int covered = 0;
    for (int draw = 0; draw < 4000; draw++) {
      double slope = 0;
      for (int i = 0; i < 20; i++) {
        double y = 1 + 2 * (i - 4) / 10.0 + noise * random.nextGaussian();
        slope += (i - 9.5) / 10 * y / spread;
      }
      covered += Math.abs(slope - 2) <= 1.959964 * deviation ? 1 : 0;
    }
    assertThat(covered).isBetween(3800 - 56, 3800 + 56);
  }
}
