package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * A sum of squares by formula: m residuals of n unknowns, the Jacobian column-major.
 *
 * <p>The classical ones are those of J. J. Moré, B. S. Garbow, K. E. Hillstrom, Testing unconstrained optimization software, ACM Trans.
 * Math. Softw. 7 (1981), doi:10.1145/355934.355936, numbers 1 and 13.
 */
record TestProblem(int parameters, int residuals, Residuals formula) implements LeastSquares {

  interface Residuals {
    void write(double[] x, double[] r, double[] j);
  }

  static final double[] ROSENBROCK_START = {-1.2, 1};
  static final double[] POWELL_START = {3, -1, 0, 1};

  static final TestProblem ROSENBROCK = new TestProblem(2, 2, (x, r, j) -> {
    r[0] = 10 * (x[1] - x[0] * x[0]);
    r[1] = 1 - x[0];
    j[0] = -20 * x[0];
    j[1] = -1;
    j[2] = 10;
    j[3] = 0;
  });

  /** Its Jacobian is singular at the solution, where Newton's method is only linear. */
  static final TestProblem POWELL_SINGULAR = new TestProblem(4, 4, (x, r, j) -> {
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

  /**
   * |D Q (x − 1)|² with Q the reflection that takes (1, …, 1) to its opposite and D from 1 down to 1e-4: the Hessian has the condition
   * number 1e8 and no axis among its eigenvectors.
   */
  static TestProblem quadratic(int n) {
    return new TestProblem(n, n, (x, r, j) -> {
      double mean = Arrays.stream(x).average().orElseThrow();
      for (int i = 0; i < n; i++) {
        double d = Math.pow(10, -4.0 * i / (n - 1));
        r[i] = d * (x[i] - 2 * mean + 1);
        for (int q = 0; q < n; q++) {
          j[q * n + i] = d * ((i == q ? 1 : 0) - 2.0 / n);
        }
      }
    });
  }

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

  /** Steps until the value at x is at most the target; {@code most + 1} if it never is. */
  int stepsTo(double target, Optimizer<? super LeastSquares> method, double[] x, int most) {
    double[] r = new double[residuals];
    for (int step = 1; step <= most; step++) {
      if (Double.isNaN(method.step(this, x))) {
        return most + 1;
      }
      if (residuals(x, r) <= target) {
        return step;
      }
    }
    return most + 1;
  }
}
