package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.reference.EvolutionSystem.Channel;
import dev.ansatz.reference.EvolutionSystem.LinearTerm;
import dev.ansatz.reference.EvolutionSystem.Output;
import dev.ansatz.solve.Run;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExponentialIntegratorTest {
  /** u_t = ν u_xx − (u²/2)_x on [0, 2π]. */
  static EvolutionSystem burgers(double viscosity) {
    return new EvolutionSystem(1, 1, List.of(new LinearTerm(0, 0, order(2), viscosity)), List.of(new Channel(0, order(0))),
        List.of(new Output(0, order(1))), new EvolutionSystem.Remainder() {
          @Override
          public void evaluate(double t, double[][] x, double[][] u, double[][] out) {
            for (int p = 0; p < out[0].length; p++) {
              out[0][p] = -u[0][p] * u[0][p] / 2;
            }
          }

          @Override
          public void tangent(double t, double[][] x, double[][] u, double[][] v, double[][] out) {
            for (int p = 0; p < out[0].length; p++) {
              out[0][p] = -u[0][p] * v[0][p];
            }
          }
        });
  }

  private static MultiIndex order(int m) {
    return new MultiIndex(m);
  }

  /** Linear terms only. */
  private static EvolutionSystem linear(int fields, LinearTerm... terms) {
    return new EvolutionSystem(fields, 1, List.of(terms), List.of(), List.of(), EvolutionSystem.Remainder.NONE);
  }

  /** On [0, 2π]. */
  private static TensorSystem fourier(EvolutionSystem system, int n) {
    return new TensorSystem(system, List.of(new PeriodicAxis(n, 0, 2 * Math.PI, 0)), List.of());
  }

  private static TimeIntegration.Result etdrk4(TensorSystem system, double[] y, double end, int steps) {
    return TimeIntegration.fixedSteps(system, new Etdrk4(system, end / steps), y, 0, end, steps, 16, watch());
  }

  private static double at(Trajectory trajectory, int field, int timeOrder, int spaceOrder, double t, double x) {
    double[] out = new double[1];
    trajectory.evaluate(field, timeOrder, order(spaceOrder), new double[] {t}, new double[][] {{x}}, out);
    return out[0];
  }

  private static Watch watch() {
    return new Watch(Run.defaults());
  }

  private static double[] initial(TensorSystem system) {
    double[] x = system.basis().grid()[0];
    double[] u = new double[x.length];
    for (int p = 0; p < u.length; p++) {
      u[p] = Math.exp(Math.sin(x[p]));
    }
    return system.state(new double[][] {u});
  }

  private static double distance(double[] a, double[] b) {
    double square = 0;
    double size = 0;
    for (int i = 0; i < a.length; i++) {
      square += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(square / size);
  }

  private static double[] last(TimeIntegration.Result result) {
    return result.trajectory().values(result.trajectory().knots() - 1);
  }

  /** Against φ_k(z) = Σ z^j/(j+k)!, whose terms cancel at most a digit for |z| near 2. */
  @ParameterizedTest
  @CsvSource({"0", "1e-9", "-1e-3", "0.4", "-1.9", "1.99", "2.01", "-2.01"})
  void phiFunctionsHaveNoCancellation(double z) {
    double[] phi = Phi.of(z, 0);
    double[] series = new double[4];
    for (int j = 0; j < 60; j++) {
      for (int k = 0; k < 4; k++) {
        double term = 1;
        for (int i = 1; i <= j; i++) {
          term *= z / i;
        }
        for (int i = j + 1; i <= j + k; i++) {
          term /= i;
        }
        series[k] += term;
      }
    }
    for (int k = 0; k < 4; k++) {
      // the points of the contour reach e^5 in size, 150 roundings
      assertThat(phi[2 * k]).as("φ_%d(%s)", k, z).isCloseTo(series[k], within(150 * Math.ulp(1.0)));
      assertThat(phi[2 * k + 1]).isCloseTo(0, within(150 * Math.ulp(1.0)));
    }
  }

  @Test
  void phiOfAMatrixAgreesWithPhiOfItsEigenvalues() {
    // eigenvalues −1000 and 0.3 ± 20i in a basis of condition about 10
    var p = new DMatrixRMaj(new double[][] {{1, 2, 0}, {0, 1, -1}, {3, 0, 1}});
    var block = new DMatrixRMaj(new double[][] {{-1000, 0, 0}, {0, 0.3, -20}, {0, 20, 0.3}});
    var a = conjugated(p, block);
    for (double scale : new double[] {1, 0.5}) {
      DMatrixRMaj[] phi = Phi.of(a)[scale == 1 ? 0 : 1];
      double[] real = Phi.of(-1000 * scale, 0);
      double[] pair = Phi.of(0.3 * scale, 20 * scale);
      for (int k = 0; k < 4; k++) {
        var expected = conjugated(p, new DMatrixRMaj(new double[][] {
            {real[2 * k], 0, 0}, {0, pair[2 * k], -pair[2 * k + 1]}, {0, pair[2 * k + 1], pair[2 * k]}}));
        for (int i = 0; i < 9; i++) {
          // 11 squarings of a matrix of size 1: some thousand roundings
          assertThat(phi[k].data[i]).isCloseTo(expected.data[i], within(1e-12));
        }
      }
    }
  }

  private static DMatrixRMaj conjugated(DMatrixRMaj p, DMatrixRMaj block) {
    var inverse = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.invert(p, inverse);
    var half = new DMatrixRMaj(3, 3);
    var whole = new DMatrixRMaj(3, 3);
    CommonOps_DDRM.mult(p, block, half);
    CommonOps_DDRM.mult(half, inverse, whole);
    return whole;
  }

  @Test
  void etdrk4HasOrderFour() {
    var system = fourier(burgers(0.05), 128);
    double[] y = initial(system);
    double[] exact = last(etdrk4(system, y, 0.5, 4096));
    double before = Double.NaN;
    for (int steps : new int[] {32, 64, 128, 256}) {
      double error = distance(last(etdrk4(system, y, 0.5, steps)), exact);
      if (!Double.isNaN(before)) {
        // measured 3.8 to 4.1
        assertThat(Math.log(before / error) / Math.log(2)).as("order at %d steps", steps).isBetween(3.7, 4.3);
      }
      before = error;
    }
    assertThat(before).isLessThan(1e-8);
  }

  @Test
  void etdrk4IsExactForDispersionAndForCoupledLinearParts() {
    // u_t = −u_xxx moves e^{ikx} by k³ t: imaginary symbols
    var dispersion = fourier(linear(1, new LinearTerm(0, 0, order(3), -1)), 32);
    double[] x = dispersion.basis().grid()[0];
    double[] u = new double[x.length];
    for (int p = 0; p < u.length; p++) {
      u[p] = Math.sin(3 * x[p]);
    }
    var moved = etdrk4(dispersion, dispersion.state(new double[][] {u}), 1, 16).trajectory();
    assertThat(at(moved, 0, 0, 0, 1, 0.3)).isCloseTo(Math.sin(3 * 0.3 + 27), within(1e-13));

    // u_t = v, v_t = 4 u_xx: standing waves of frequency 2k
    var wave = fourier(linear(2, new LinearTerm(0, 1, order(0), 1), new LinearTerm(1, 0, order(2), 4)), 32);
    var standing = etdrk4(wave, wave.state(new double[][] {u, new double[x.length]}), 1, 16).trajectory();
    assertThat(at(standing, 0, 0, 0, 1, 0.3)).isCloseTo(Math.sin(0.9) * Math.cos(6), within(1e-13));
    // the interpolant of degree 7 in time: 6⁹ (1/16)⁸/8! and less
    assertThat(at(standing, 0, 1, 1, 0.5, 0.3)).isCloseTo(-18 * Math.cos(0.9) * Math.sin(3), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void adaptiveMethodsFollowTheirToleranceAndAgreeWithEtdrk4(TimeIntegration.Adaptive method) {
    var system = fourier(burgers(0.05), 64);
    double[] y = initial(system);
    double[] exact = last(etdrk4(system, y, 0.5, 4096));
    double before = Double.POSITIVE_INFINITY;
    for (double tolerance : new double[] {1e-4, 1e-6, 1e-8, 1e-10}) {
      double error = distance(last(TimeIntegration.adaptive(system, method, y, 0, 0.5, 4, tolerance, watch())), exact);
      assertThat(error).as("tolerance %s", tolerance).isLessThan(10 * tolerance).isLessThan(Math.max(before, 1e-12));
      before = error;
    }
  }

  @Test
  void fourierErrorsFallFasterThanAnyPower() {
    double[] errors = new double[4];
    double[] exact = null;
    double[] at = {0.1, 1.3, 2.9, 4.4};
    for (int i = 4; i >= 0; i--) {
      int n = i == 4 ? 512 : 16 << i;
      var system = fourier(burgers(0.2), n);
      var result = etdrk4(system, initial(system), 0.5, 512);
      double[] u = new double[at.length];
      result.trajectory().evaluate(0, 0, order(0), new double[] {0.5, 0.5, 0.5, 0.5}, new double[][] {at}, u);
      if (i == 4) {
        exact = u;
      } else {
        errors[i] = distance(u, exact);
      }
    }
    assertThat(errors[0]).as("n = 16").isGreaterThan(1e-6);
    assertThat(errors[3]).as("n = 128").isLessThan(1e-10);
    // the logarithm at least nearly doubles with n until rounding
    assertThat(Math.log(errors[2]) / Math.log(errors[1])).isGreaterThan(1.6);
  }

  @Test
  void interpolationInTimeHasOrderEight() {
    double[] errors = new double[2];
    for (int level = 0; level < 2; level++) {
      int knots = 16 << level;
      double[][] values = new double[knots + 1][3];
      double[][] rates = new double[knots + 1][3];
      for (int i = 0; i <= knots; i++) {
        values[i][0] = Math.sin(8.0 * i / knots);
        rates[i][0] = 8 * Math.cos(8.0 * i / knots);
      }
      var trajectory = new Trajectory(new TensorBasis(1, List.of(new ChebyshevAxis(2, 0, 1)), new int[] {0}), 0, 1.0 / knots, values,
          rates);
      for (int i = 0; i < 1000; i++) {
        errors[level] = Math.max(errors[level], Math.abs(trajectory.values(i / 1000.0, 0)[0] - Math.sin(8 * i / 1000.0)));
      }
      assertThat(trajectory.interpolationError()).as("its own estimate").isGreaterThan(errors[level] / 30);
    }
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isBetween(7.5, 8.5);
  }
}
