package dev.ansatz.pinn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.ansatz.GrowthRate;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthWeightsTest {
  /** At points where the conditions give u = 1, 1, −½ and 1 whatever the network is. */
  private static double[] weights(double rate) {
    Problem problem = Pde.parse("""
        problem growth
        u(t, x) on x in [0, 1], t in [0, 2]
        u_t = u_xx + %s*u^2/2
        initial u = 1 - 2*x
        boundary u = 1 - 2*x
        """.formatted(rate));
    var model = new NetworkModel(problem, TrialFunctions.hard(problem), new Mlp(1, 4, Activation.TANH), 1);
    double[] weights = {1, 1, 1, 2};
    try (var executor = new Executor(1)) {
      var expression = model.express(List.of(GrowthRate.of(problem).orElseThrow()));
      new GrowthWeights(problem.domain().time().orElseThrow(), points -> expression.at(executor, points))
          .apply(new double[][] {{0, 1.5, 0, 1.5}, {0, 0, 0.75, 0}}, model.initial(0), weights);
    }
    return weights;
  }

  /** The squares of e^(λ (T − t)), and 1 where errors decay; given weights are multiplied. */
  @Test
  void areTheSquareOfWhatBecomesOfAResidual() {
    double[] weights = weights(1);
    assertThat(weights[0] / weights[2]).isCloseTo(Math.exp(4), within(1e-12));
    assertThat(weights[1] / weights[2]).isCloseTo(Math.exp(1), within(1e-14));
    assertThat(weights[3] / weights[1]).isEqualTo(2);
    assertThat(Arrays.stream(weights).sum() - weights[1]).isCloseTo(4, within(1e-12));
  }

  @Test
  void areBounded() {
    double[] weights = weights(50);
    assertThat(weights[0] / weights[2]).isCloseTo(1e6, within(1e-6));
  }
}
