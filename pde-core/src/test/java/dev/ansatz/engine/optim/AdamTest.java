package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamTest {
  private static Objective of(java.util.function.DoubleUnaryOperator slope) {
    return new Objective() {
      @Override
      public int parameters() {
        return 1;
      }

      @Override
      public double gradient(double[] theta, double[] gradient) {
        gradient[0] = slope.applyAsDouble(theta[0]);
        return theta[0];
      }
    };
  }

  /** Whatever the scale of the gradient, the first step has the length of the learning rate. */
  @Test
  void firstStepHasTheLengthOfTheLearningRate() {
    for (double scale : new double[] {1e-3, 1, 1e6}) {
      double[] theta = {0};
      new Adam(1, _ -> 0.01).step(of(_ -> scale), theta);
      // ε = 1e-8 against a gradient of 1e-3 shortens the step by 1e-5
      assertThat(theta[0]).isCloseTo(-0.01, within(2e-7));
    }
  }

  /** Two steps by hand from the paper's recursion: g = 1 then 3, β₁ = 0.9, β₂ = 0.999. */
  @Test
  void twoStepsByHand() {
    double[] gradients = {1, 3};
    int[] step = {0};
    double[] theta = {0};
    var adam = new Adam(1, _ -> 0.1);
    var objective = of(_ -> gradients[step[0]]);
    adam.step(objective, theta);
    step[0] = 1;
    adam.step(objective, theta);
    double m = (0.9 * 0.1 + 0.1 * 3) / (1 - 0.81);
    double v = (0.999 * 0.001 + 0.001 * 9) / (1 - 0.999 * 0.999);
    assertThat(theta[0]).isCloseTo(-0.1 / (1 + 1e-8) - 0.1 * m / (Math.sqrt(v) + 1e-8), within(1e-15));
  }

  @Test
  void notANumberLeavesTheParameters() {
    double[] theta = {5};
    assertThat(new Adam(1, _ -> 0.1).step(of(_ -> Double.NaN), theta)).isNaN();
    assertThat(theta[0]).isEqualTo(5);
  }
}
