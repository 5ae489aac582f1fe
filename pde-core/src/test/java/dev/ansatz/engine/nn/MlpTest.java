package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.Program;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest extends NetworkTest {
  private UnaryOperator<DerivativeStructure> activation = DerivativeStructure::tanh;

  @Override
  Network network() {
    return new Mlp(3, 7, Activation.TANH);
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] h = features;
    for (int l = 0; l < 3; l++) {
      h = map(theta.affine("" + l, h), activation);
    }
    return theta.affine("3", h);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void fourthOrderOfEveryActivation(Activation function) {
    activation = z -> switch (function) {
      case TANH -> z.tanh();
      case SIN -> z.sin();
      case SWISH -> z.divide(z.negate().exp().add(1));
    };
    compare(new Mlp(3, 7, function), 4);
  }

  @Test
  void anyFunctionOfANodeIsAnActivation() {
    activation = z -> z.multiply(z).negate().exp();
    compare(new Mlp(3, 7, z -> z.times(z).negate().apply(Scalar.Function.EXP)), 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void sameBitsForAnyNumberOfThreads(int threads) {
    Program program = burgers(network());
    double[] theta = moved(network(), program, 5);
    double[][] points = points(10_007);
    double[][] gradients = new double[2][theta.length];
    double[] losses = new double[2];
    for (int k : List.of(0, 1)) {
      try (var executor = new Executor(k == 0 ? 1 : threads)) {
        losses[k] = new Evaluation(executor, program, points).squares(theta, new double[] {1}, null, gradients[k]);
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
    assertThat(gradients[1]).isEqualTo(gradients[0]);
  }

  @Test
  void networksWithoutLayersAreRefused() {
    assertThatThrownBy(() -> new Mlp(0, 5, Activation.TANH))
        .hasMessage("a network needs at least 1 hidden layer and a width of at least 1, not 0 and 5");
  }
}
