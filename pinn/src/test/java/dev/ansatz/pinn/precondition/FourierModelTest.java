package dev.ansatz.pinn.precondition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FourierModelTest {
  private static double condition(FourierModel model, double weight) {
    return model.report(List.of(weight)).spectra().getFirst().conditionNumber();
  }

  @Test
  void theConditionNumberOfPoissonGrowsAsTheFourthPower() {
    for (int k = 8; k <= 32; k *= 2) {
      double slope = Math.log(condition(FourierModel.poisson(2 * k), 1) / condition(FourierModel.poisson(k), 1)) / Math.log(2);
      assertThat(slope).as("K = %d", k).isCloseTo(4, within(0.1));
    }
  }

  /** With the best scale, κ in the limit is that of [[s, √(s(s − 1))], [√(s(s − 1)), s]], s = 1 + 2 ζ(4)/π: (s + √(s(s − 1)))² / s. */
  @Test
  void preconditionedPoissonIsBoundedByTheLimitInClosedForm() {
    double s = 1 + 2 * Math.pow(Math.PI, 4) / 90 / Math.PI;
    double limit = Math.pow(s + Math.sqrt(s * (s - 1)), 2) / s;
    for (int k : new int[] {1, 2, 8, 32, 64}) {
      double kappa = condition(FourierModel.poisson(k).preconditioned(FourierModel.bestScale(1)), 1);
      // the missing part of ζ(4) is below 1/(3 K³)
      assertThat(kappa).as("K = %d", k).isLessThan(limit * (1 + 1e-12)).isCloseTo(limit, within(2.0 / (k * k * k)));
    }
  }

  @Test
  void theBestScaleIsTheBest() {
    double best = FourierModel.bestScale(1);
    double least = condition(FourierModel.poisson(64).preconditioned(best), 1);
    for (double factor : new double[] {0.9, 1.1}) {
      assertThat(condition(FourierModel.poisson(64).preconditioned(factor * best), 1)).isGreaterThan(least);
    }
  }

  /** u = cos x + 1 + sin(3x)/9 vanishes at ±π; the exact coefficients come back in any number of functions. */
  @Test
  void gradientDescentOnThePreconditionedModelNeedsFewIterations() {
    for (int k : new int[] {4, 16, 64}) {
      double[] source = new double[2 * k + 1];
      source[1] = Math.sqrt(Math.PI);
      source[k + 3] = Math.sqrt(Math.PI);
      double[] ends = new double[2];
      var descent = FourierModel.poisson(k).preconditioned(FourierModel.bestScale(1)).descend(1, source, ends, 1e-12, 1000);
      assertThat(descent.converged()).isTrue();
      assertThat(descent.iterations()).as("K = %d", k).isLessThan(100);
      assertThat(descent.coefficients()[0]).isCloseTo(Math.sqrt(2 * Math.PI), within(1e-10));
      assertThat(descent.coefficients()[1]).isCloseTo(Math.sqrt(Math.PI), within(1e-10));
      assertThat(descent.coefficients()[k + 3]).isCloseTo(Math.sqrt(Math.PI) / 9, within(1e-10));
      // a thousand iterations do not do without
      assertThat(FourierModel.poisson(k).descend(1, source, ends, 1e-12, 1000).converged()).isFalse();
    }
  }

  /** κ grows with the square of β, and is that of the null set alone once preconditioned. */
  @Test
  void advectionIsAsHardAsTheSquareOfItsSpeedUntilPreconditioned() {
    double slow = condition(FourierModel.advection(20, 6), 1);
    double fast = condition(FourierModel.advection(40, 6), 1);
    assertThat(Math.log(fast / slow) / Math.log(2)).isCloseTo(2, within(0.1));
    for (double speed : new double[] {1, 20, 40}) {
      for (int k : new int[] {3, 6}) {
        // λ/2π = 1/2π, b² ≤ (1/2π) 2ζ(2) = π/6; the 2 × 2 block of the null function has trace 1 + a² + b² and determinant a² = 1/2π
        double trace = 1 + 1 / (2 * Math.PI) + Math.PI / 6;
        double bound = trace * trace * 2 * Math.PI;
        assertThat(condition(FourierModel.advection(speed, k).preconditioned(1), 1)).isLessThan(bound);
      }
    }
  }

  @Test
  void theWeightHasAnInteriorOptimum() {
    var report = FourierModel.poisson(8).report(List.of(1e-4, 1e-2, 1.0, 1e2, 1e4, 1e6, 1e8));
    assertThat(report.best().weight()).isBetween(1e-2, 1e6);
    // without the boundary nothing sees the constant
    assertThat(FourierModel.poisson(8).report(List.of(0.0)).spectra().getFirst().conditionNumber()).isInfinite();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> FourierModel.poisson(0)).hasMessage("the highest wavenumber must be positive, not 0.0");
    assertThatThrownBy(() -> FourierModel.poisson(3).preconditioned(-1)).hasMessageContaining("must be positive, not -1.0");
    assertThatThrownBy(() -> FourierModel.poisson(3).descend(1, new double[2], new double[2], 1e-3, 9))
        .hasMessage("there are 7 functions and 2 conditions, not 2 and 2");
    assertThatThrownBy(() -> FourierModel.poisson(3).report(List.of(-1.0))).hasMessageContaining("not negative, not -1.0");
  }
}
