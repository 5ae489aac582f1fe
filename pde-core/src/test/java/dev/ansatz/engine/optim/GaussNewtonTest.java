package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@link LevenbergMarquardt} and {@link AdaptiveRatio} where conditions are bad; their counts of steps are in {@link OptimizerSuiteTest}.
 */
class GaussNewtonTest {

  private static int marquardt(TestProblem problem, double[] x, double target, int most) {
    try (var executor = new Executor(1)) {
      return problem.stepsTo(target, new LevenbergMarquardt(executor, 1e-2), x, most);
    }
  }

  private static int adaptive(TestProblem problem, double[] x, double target, int most) {
    try (var executor = new Executor(1)) {
      return problem.stepsTo(target, new AdaptiveRatio(executor), x, most);
    }
  }

  /** A linear problem of condition 1e10 with no residual: what the normal equations, of condition 1e20, cannot solve. */
  @Test
  void illConditionedLinearProblem() {
    int n = 6;
    var problem = new TestProblem(n, n, (x, r, j) -> {
      Arrays.fill(j, 0);
      for (int i = 0; i < n; i++) {
        // a rotation of neighbours keeps the matrix from being diagonal
        double d = Math.pow(10, -2.0 * i);
        int next = (i + 1) % n;
        j[i * n + i] = 0.6 * d;
        j[next * n + i] = 0.8 * d;
        r[i] = d * (0.6 * (x[i] - 1) + 0.8 * (x[next] - 1));
      }
    });
    double[] x = new double[n];
    int damped = marquardt(problem, x, 1e-30, 60);
    double[] y = new double[n];
    int ratio = adaptive(problem, y, 1e-30, 60);
    // measured: 22 and 1; a residual of 1e-15 leaves 1e-5 in x where the singular value is 1e-10
    assertThat(damped).isLessThanOrEqualTo(26);
    assertThat(ratio).isLessThanOrEqualTo(2);
    for (int i = 0; i < n; i++) {
      assertThat(x[i]).isCloseTo(1, within(1e-4));
      assertThat(y[i]).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void notANumberIsToldAtOnce() {
    var undefined = new TestProblem(1, 1, (_, r, j) -> {
      r[0] = Double.NaN;
      j[0] = 1;
    });
    try (var executor = new Executor(1)) {
      assertThat(new LevenbergMarquardt(executor, 1).step(undefined, new double[1])).isNaN();
      assertThat(new AdaptiveRatio(executor).step(undefined, new double[1])).isNaN();
    }
  }

  /** Steps into a region where the residual is undefined are shortened, not taken. */
  @Test
  void undefinedTrialsAreRefused() {
    var logarithm = new TestProblem(1, 1, (x, r, j) -> {
      r[0] = Math.log(x[0]);
      j[0] = 1 / x[0];
    });
    double[] x = {5};
    assertThat(marquardt(logarithm, x, 1e-24, 50)).isLessThanOrEqualTo(50);
    assertThat(x[0]).isCloseTo(1, within(1e-11));
    double[] y = {5};
    assertThat(adaptive(logarithm, y, 1e-24, 50)).isLessThanOrEqualTo(50);
    assertThat(y[0]).isCloseTo(1, within(1e-11));
  }

  /**
   * 400 parameters with 16/3 as many residuals, a seventh and a half of 3,000 with 16,000 in each direction. Memory grows at most with the
   * product of both, so that the large problem takes at most 7.5² times as much: it must fit into 3 GiB.
   */
  @Test
  void threeThousandParametersFitIntoThreeGibibytes() {
    int n = 400;
    int m = n * 16 / 3;
    var random = new Random(1);
    double[] matrix = random.doubles((long) m * n).toArray();
    double[] unused = new double[m * n];
    var linear = new LeastSquares() {
      @Override
      public int parameters() {
        return n;
      }

      @Override
      public int residuals() {
        return m;
      }

      @Override
      public double jacobian(double[] theta, double[] r, double[] jacobian) {
        System.arraycopy(matrix, 0, jacobian, 0, matrix.length);
        Arrays.fill(r, -1);
        for (int k = 0; k < n; k++) {
          for (int i = 0; i < m; i++) {
            r[i] += matrix[k * m + i] * theta[k];
          }
        }
        return Arrays.stream(r).map(v -> v * v).sum();
      }

      @Override
      public double residuals(double[] theta, double[] r) {
        return jacobian(theta, r, unused);
      }

      @Override
      public double gradient(double[] theta, double[] gradient) {
        throw new AssertionError("not a method of gradients");
      }
    };
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] x = new double[n];
    try (var executor = new Executor(1)) {
      new LevenbergMarquardt(executor, 1e-2).step(linear, new double[n]);
      long before = threads.getTotalThreadAllocatedBytes();
      new LevenbergMarquardt(executor, 1e-2).step(linear, x);
      long bytes = threads.getTotalThreadAllocatedBytes() - before;
      assertThat(bytes * 7.5 * 7.5).isLessThan(3.0 * (1L << 30));
    }
  }
}
