package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientOptimizerTest {

  /** A gradient that does not depend on θ. */
  private static Objective slope(double g) {
    return new Objective() {
      @Override
      public int parameters() {
        return 1;
      }

      @Override
      public double gradient(double[] theta, double[] gradient) {
        gradient[0] = g;
        return g * theta[0];
      }
    };
  }

  /** u after three steps of gradient 1 is 1, 1.9, 2.71; Nesterov's steps are 1 + 0.9u. */
  @Test
  void momentumByHand() {
    double[] plain = {0};
    double[] ball = {0};
    double[] nesterov = {0};
    var rate = new Schedule.Constant(0.1);
    var one = new Sgd(1, rate);
    var two = new Sgd(1, rate, 0.9, false);
    var three = new Sgd(1, rate, 0.9, true);
    for (int step = 0; step < 3; step++) {
      one.step(slope(1), plain);
      two.step(slope(1), ball);
      three.step(slope(1), nesterov);
    }
    assertThat(plain[0]).isCloseTo(-0.3, within(1e-15));
    assertThat(ball[0]).isCloseTo(-0.1 * (1 + 1.9 + 2.71), within(1e-15));
    assertThat(nesterov[0]).isCloseTo(-0.1 * (1.9 + 2.71 + 3.439), within(1e-15));
  }

  /** Where the gradient is zero only the decay is left; it does not enter the moments. */
  @Test
  void decayIsDecoupled() {
    double[] theta = {3};
    var rate = new Schedule.Constant(0.1);
    var adamW = new AdamW(1, rate, 0.9, 0.999, 1e-8, 0.5);
    adamW.step(slope(0), theta);
    assertThat(theta[0]).isCloseTo(3 * 0.95, within(1e-15));
    assertThat(adamW.state().get("m")).containsExactly(0);
    double[] phi = {3};
    new AdamW(1, rate, 0.9, 0.999, 1e-8, 0.5).step(slope(2), phi);
    double[] psi = {3 * 0.95};
    new Adam(1, rate).step(slope(2), psi);
    assertThat(phi).containsExactly(psi);
  }

  /** The secant equation, and H symmetric and positive definite, for every member of the family. */
  @ParameterizedTest
  @EnumSource(SelfScaledBroyden.Variant.class)
  void inverseHessianMeetsTheSecantEquation(SelfScaledBroyden.Variant variant) {
    var problem = TestProblem.quadratic(8);
    var method = new SelfScaledBroyden(8, variant);
    double[] theta = new double[8];
    double[] before = new double[8];
    double[] after = new double[8];
    double largest = 0;
    for (int step = 0; step < 25; step++) {
      double[] old = theta.clone();
      problem.gradient(old, before);
      method.step(problem, theta);
      problem.gradient(theta, after);
      RealMatrix h = Matrices.of(8, 8, method.state().get("h"));
      RealVector s = vector(theta).subtract(vector(old));
      RealVector y = vector(after).subtract(vector(before));
      // what rounding has done to H stays when H gets smaller; measured up to 1.2e-14 and 1.9e-15
      largest = Math.max(largest, h.getFrobeniusNorm());
      assertThat(h.operate(y).subtract(s).getNorm()).isLessThanOrEqualTo(1e-13 * largest * y.getNorm());
      assertThat(h.subtract(h.transpose()).getFrobeniusNorm()).isLessThanOrEqualTo(1e-13 * largest);
      RealMatrix symmetric = h.add(h.transpose()).scalarMultiply(0.5);
      double[] eigenvalues = new EigenDecompositionSymmetric(symmetric).getEigenvalues();
      assertThat(Arrays.stream(eigenvalues).min().orElseThrow()).isPositive();
    }
  }

  private static RealVector vector(double... x) {
    return MatrixUtils.createRealVector(x.clone());
  }

  /** The two loops against the product formula of BFGS updates from γI, as a matrix. */
  @Test
  void limitedMemoryDirectionIsThatOfTheMatrix() {
    var problem = TestProblem.POWELL_SINGULAR;
    var method = new LimitedMemoryBfgs(4, 3);
    double[] theta = TestProblem.POWELL_START.clone();
    double[] g = new double[4];
    for (int step = 0; step < 12; step++) {
      var state = method.state();
      double[] old = theta.clone();
      problem.gradient(old, g);
      method.step(problem, theta);
      int pairs = state.get("rho").length;
      assertThat(pairs).isEqualTo(Math.min(step, 3));
      if (pairs == 0) {
        continue;
      }
      RealVector lastS = pair(state.get("s"), pairs - 1);
      RealVector lastY = pair(state.get("y"), pairs - 1);
      RealMatrix identity = MatrixUtils.createRealIdentityMatrix(4);
      RealMatrix h = identity.scalarMultiply(lastS.dotProduct(lastY) / lastY.dotProduct(lastY));
      for (int i = 0; i < pairs; i++) {
        RealVector s = pair(state.get("s"), i);
        RealVector y = pair(state.get("y"), i);
        double rho = 1 / s.dotProduct(y);
        RealMatrix v = identity.subtract(y.outerProduct(s).scalarMultiply(rho));
        h = v.transpose().multiply(h).multiply(v).add(s.outerProduct(s).scalarMultiply(rho));
      }
      double cosine = h.operate(vector(g)).mapMultiply(-1).cosine(vector(theta).subtract(vector(old)));
      assertThat(cosine).isCloseTo(1, within(1e-12));
    }
  }

  private static RealVector pair(double[] pairs, int i) {
    return vector(Arrays.copyOfRange(pairs, 4 * i, 4 * i + 4));
  }

  /** x⁴/4 − x²/2 + y² has a saddle at 0 and minima at (±1, 0): near the saddle Newton's direction would go up. */
  @Test
  void newtonLeavesASaddle() {
    var saddle = new Objective() {
      @Override
      public int parameters() {
        return 2;
      }

      @Override
      public double gradient(double[] x, double[] g) {
        g[0] = x[0] * x[0] * x[0] - x[0];
        g[1] = 2 * x[1];
        return 0.25 * Math.pow(x[0], 4) - 0.5 * x[0] * x[0] + x[1] * x[1];
      }
    };
    double[] theta = {0.1, 1};
    var method = new NystromNewton(2, 1e-6, 3);
    double value = saddle.gradient(theta, new double[2]);
    // measured: 7 to 1e-9
    for (int step = 0; step < 12; step++) {
      double next = method.step(saddle, theta);
      assertThat(next).isLessThanOrEqualTo(value);
      value = next;
    }
    assertThat(Math.abs(theta[0])).isCloseTo(1, within(1e-6));
    assertThat(theta[1]).isCloseTo(0, within(1e-6));
  }

  /**
   * Where the sketch holds the whole Hessian, conjugate gradients need an iteration or two, though its condition is 1e8.
   */
  @Test
  void sketchPreconditions() {
    var problem = TestProblem.quadratic(20);
    int[] gradients = {0};
    var counted = new Objective() {
      @Override
      public int parameters() {
        return 20;
      }

      @Override
      public double gradient(double[] theta, double[] gradient) {
        gradients[0]++;
        return problem.gradient(theta, gradient);
      }
    };
    double[] theta = new double[20];
    new NystromNewton(20, new NystromNewton.Options(1e-9, 20, 20, 1e-6, 100, 1)).step(counted, theta);
    int whole = gradients[0];
    gradients[0] = 0;
    new NystromNewton(20, new NystromNewton.Options(1e-9, 1, 20, 1e-6, 100, 1)).step(counted, new double[20]);
    // beside iterations at two gradients each: one at θ, two for each column of the sketch, one trial
    assertThat((whole - 42) / 2).as("iterations, measured 1").isLessThanOrEqualTo(2);
    assertThat((gradients[0] - 4) / 2).as("iterations, measured 42").isGreaterThan(20);
  }
}
