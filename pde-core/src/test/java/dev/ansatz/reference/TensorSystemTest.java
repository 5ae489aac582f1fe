package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.solve.Run;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class TensorSystemTest {
  /** Any length: even, odd, prime; up to three dimensions; Galerkin and difference axes. */
  @Property(tries = 60, seed = "421")
  void transformsOfAnyLengthAreInverse(@ForAll @IntRange(min = 4, max = 23) int n, @ForAll @IntRange(min = 4, max = 17) int m,
      @ForAll @IntRange(min = 4, max = 11) int l, @ForAll @IntRange(min = 1, max = 3) int dimension,
      @ForAll @IntRange(min = 0, max = 1) int kind) {
    var axes = new ArrayList<PeriodicAxis>();
    for (int size : new int[] {n, m, l}) {
      if (axes.size() < dimension) {
        axes.add(new PeriodicAxis(size, 0, 2 * Math.PI, 2 * kind));
      }
    }
    var transform = new PeriodicTransform(axes);
    double[] values = new double[transform.points()];
    double[] c = new double[transform.coefficients()];
    double[] back = new double[values.length];
    double[] again = new double[c.length];
    // a function of the modes kept
    var grid = new TensorBasis(1, List.copyOf(axes), new int[] {0, 1, 2}).axes();
    int inner = values.length;
    Arrays.fill(values, 1);
    for (Axis axis : grid) {
      double[] x = axis.points();
      inner /= x.length;
      int k = ((PeriodicAxis) axis).modes();
      for (int p = 0; p < values.length; p++) {
        values[p] *= 1.5 + Math.sin(k * x[p / inner % x.length] + 0.4);
      }
    }
    transform.forward(values, 0, c, 0);
    transform.inverse(c, 0, back, 0);
    transform.forward(back, 0, again, 0);
    for (int p = 0; p < values.length; p++) {
      assertThat(back[p]).isCloseTo(values[p], within(1e-12));
    }
    for (int p = 0; p < c.length; p++) {
      assertThat(again[p]).isCloseTo(c[p], within(1e-13));
    }
  }

  @Test
  void derivativesAndInterpolationAgreeWithTheFunction() {
    var axes = List.<Axis>of(new PeriodicAxis(36, 0, 2 * Math.PI, 0), new ChebyshevAxis(20, -1, 1));
    var basis = new TensorGrid(axes).basis(1);
    double[][] x = basis.grid();
    double[] values = new double[x[0].length];
    Arrays.setAll(values, p -> Math.exp(Math.sin(x[0][p])) * Math.cos(x[1][p]));
    double[] out = new double[1];
    basis.evaluate(values, 0, new MultiIndex(1, 2), new double[][] {{1.234}, {0.777}}, 0, 1, out);
    // the second derivative by matrices loses n⁴ roundings of the largest at the ends, much less inside
    assertThat(out[0]).isCloseTo(-Math.cos(1.234) * Math.exp(Math.sin(1.234)) * Math.cos(0.777), within(1e-10));
  }

  /** One dimension and constant coefficients against EJML on the assembled matrix. */
  @Test
  void stationaryDifferencesAreThoseOfTheAssembledMatrix() {
    int n = 24;
    var axis = new UniformAxis(n, 0, 1, 4);
    var rows = new BoundaryRows(axis, List.of(new FaceCondition.Side(false, 1, 0), new FaceCondition.Side(true, 0.5, 1)), true);
    var second = axis.derivative(2).times(rows.synthesis());
    var projected = rows.analysis().times(second).matrix();
    for (int i = 0; i < rows.modes(); i++) {
      for (int j = 0; j < rows.modes(); j++) {
        assertThat(projected.get(i, j)).isCloseTo(i == j ? rows.eigenvalue(i) : 0, within(1e-9 * n * n));
      }
    }
  }

  @Test
  void gmresSolvesWhatEjmlSolves() {
    int n = 40;
    var random = new Random(5);
    var a = CommonOps_DDRM.identity(n);
    for (int i = 0; i < n * n; i++) {
      a.data[i] += 0.1 * random.nextGaussian();
    }
    var b = new DMatrixRMaj(n, 1);
    Arrays.setAll(b.data, i -> random.nextGaussian());
    var exact = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.solve(a, b, exact);
    for (int restart : new int[] {10, 50}) {
      double[] x = new double[n];
      double reached = new Gmres(restart, 400)
          .solve((in, out) -> CommonOps_DDRM.mult(a, DMatrixRMaj.wrap(n, 1, in), DMatrixRMaj.wrap(n, 1, out)), b.data, x, 1e-12);
      assertThat(reached).isLessThan(1e-12);
      for (int i = 0; i < n; i++) {
        // the condition number of A is about 10
        assertThat(x[i]).isCloseTo(exact.data[i], within(1e-10));
      }
    }
  }

  private static TimeIntegration.Result etdrk4(EvolutionProblem problem, int n, int steps) {
    var system = problem.discretise(0, new int[] {n});
    double h = (problem.end() - problem.start()) / steps;
    return TimeIntegration.fixedSteps(system, new Etdrk4(system, h), problem.initial(system), problem.start(), problem.end(), steps, 64,
        new Watch(Run.defaults()));
  }

  private static double distance(TimeIntegration.Result a, TimeIntegration.Result b) {
    double square = 0;
    double size = 0;
    double[] u = a.trajectory().values(a.trajectory().end(), 0);
    double[] v = b.trajectory().values(b.trajectory().end(), 0);
    for (int p = 0; p < u.length; p++) {
      square += (u[p] - v[p]) * (u[p] - v[p]);
      size += v[p] * v[p];
    }
    return Math.sqrt(square / size);
  }

  /** Chaotic from about t = 60 on: over the catalogue's span, T = 50 on 32π; measured 4.5e-10 with 16,384 steps. */
  @Test
  void kuramotoSivashinskyAgreesWithItselfAtHalfTheStep() {
    var problem = EvolutionProblem.of(Catalog.get("kuramoto-sivashinsky").problem());
    assertThat(problem.end()).isEqualTo(50);
    assertThat(distance(etdrk4(problem, 512, 16384), etdrk4(problem, 512, 32768))).isLessThan(1e-9);
  }

  /** At t = 1; measured 2e-12 with 2,048 steps. */
  @Test
  void allenCahnAgreesWithItselfAtHalfTheStep() {
    var problem = EvolutionProblem.of(Catalog.get("allen-cahn").problem());
    assertThat(distance(etdrk4(problem, 2048, 2048), etdrk4(problem, 2048, 4096))).isLessThan(1e-11);
  }

  @Test
  void timeStepsAllocateNothing() {
    var problem = EvolutionProblem.of(Catalog.get("kuramoto-sivashinsky").problem());
    var system = problem.discretise(0, new int[] {128});
    double[] y = problem.initial(system);
    var schemes = List.<Stepper>of(new Etdrk4(system, 0.01), new Tase(system, system.stabilising(0, y), 3, 0.01));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Stepper scheme : schemes) {
      long bytes = Long.MAX_VALUE;
      // vectors are objects until the kernel is compiled, which other tests may hold up
      for (int round = 0; round < 60 && bytes > 0; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          scheme.step(0, y);
        }
        bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 500;
      }
      assertThat(bytes).as("bytes a step of %s", scheme.getClass().getSimpleName()).isZero();
    }
  }
}
