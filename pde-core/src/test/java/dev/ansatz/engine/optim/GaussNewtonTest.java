package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link LevenbergMarquardt} and {@link AdaptiveRatio} on the classical test problems of Moré, Garbow and Hillstrom (1981). */
class GaussNewtonTest {

  private interface Residuals {
    void write(double[] x, double[] r, double[] j);
  }

  /** m residuals of n unknowns; the Jacobian is column-major. */
  private record Problem(int parameters, int residuals, Residuals formula) implements LeastSquares {
    @Override
    public double jacobian(double[] theta, double[] r, double[] jacobian) {
      formula.write(theta, r, jacobian);
      return Arrays.stream(r).map(v -> v * v).sum();
    }

    @Override
    public double residuals(double[] theta, double[] r) {
      return jacobian(theta, r, new double[parameters * residuals]);
    }

    @Override
    public double gradient(double[] theta, double[] gradient) {
      double[] r = new double[residuals];
      double[] j = new double[parameters * residuals];
      double value = jacobian(theta, r, j);
      for (int q = 0; q < parameters; q++) {
        gradient[q] = 0;
        for (int i = 0; i < residuals; i++) {
          gradient[q] += 2 * j[q * residuals + i] * r[i];
        }
      }
      return value;
    }
  }

  private static final Problem ROSENBROCK = new Problem(2, 2, (x, r, j) -> {
    r[0] = 10 * (x[1] - x[0] * x[0]);
    r[1] = 1 - x[0];
    j[0] = -20 * x[0];
    j[1] = -1;
    j[2] = 10;
    j[3] = 0;
  });

  /** Its Jacobian is singular at the solution, where Newton's method is only linear. */
  private static final Problem POWELL_SINGULAR = new Problem(4, 4, (x, r, j) -> {
    double a = x[1] - 2 * x[2];
    double b = x[0] - x[3];
    r[0] = x[0] + 10 * x[1];
    r[1] = Math.sqrt(5) * (x[2] - x[3]);
    r[2] = a * a;
    r[3] = Math.sqrt(10) * b * b;
    Arrays.fill(j, 0);
    j[0] = 1;
    j[3] = 2 * Math.sqrt(10) * b;
    j[4] = 10;
    j[4 + 2] = 2 * a;
    j[8 + 1] = Math.sqrt(5);
    j[8 + 2] = -4 * a;
    j[12 + 1] = -Math.sqrt(5);
    j[12 + 3] = -2 * Math.sqrt(10) * b;
  });

  private static int marquardt(Problem problem, double[] x, double target, int most) {
    try (var executor = new Executor(1)) {
      var method = new LevenbergMarquardt(executor, 1e-2);
      for (int step = 1; step <= most; step++) {
        if (method.step(problem, x) <= target) {
          return step;
        }
      }
    }
    return most + 1;
  }

  private static int adaptive(Problem problem, double[] x, double target, int most) {
    try (var executor = new Executor(1)) {
      var method = new AdaptiveRatio(executor);
      for (int step = 1; step <= most; step++) {
        if (method.step(problem, x) <= target) {
          return step;
        }
      }
    }
    return most + 1;
  }

  @Test
  void rosenbrock() {
    double[] x = {-1.2, 1};
    System.err.println("LM rosenbrock " + marquardt(ROSENBROCK, x, 1e-20, 100));
    assertThat(x[0]).isCloseTo(1, within(1e-9));
    double[] y = {-1.2, 1};
    System.err.println("AR rosenbrock " + adaptive(ROSENBROCK, y, 1e-20, 100));
    assertThat(y[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void powellSingular() {
    double[] x = {3, -1, 0, 1};
    System.err.println("LM powell " + marquardt(POWELL_SINGULAR, x, 1e-20, 200));
    double[] y = {3, -1, 0, 1};
    System.err.println("AR powell " + adaptive(POWELL_SINGULAR, y, 1e-20, 200));
  }

  /** A linear problem of condition 1e10 with no residual: what the normal equations, of condition 1e20, cannot solve. */
  @Test
  void illConditionedLinearProblem() {
    int n = 6;
    var problem = new Problem(n, n, (x, r, j) -> {
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
    System.err.println("LM linear " + marquardt(problem, x, 1e-30, 60) + " " + Arrays.toString(x));
    double[] y = new double[n];
    System.err.println("AR linear " + adaptive(problem, y, 1e-30, 60) + " " + Arrays.toString(y));
  }

  @Test
  void notANumberIsToldAtOnce() {
    var undefined = new Problem(1, 1, (_, r, j) -> {
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
    var logarithm = new Problem(1, 1, (x, r, j) -> {
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
}
