package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Program;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class AdaptiveMlpTest extends NetworkTest {
  @Override
  Network network() {
    return new AdaptiveMlp(2, 7, Activation.TANH, 5, new Glorot());
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] h = features;
    for (int l = 0; l < 2; l++) {
      double slope = 5 * theta.get(l + ".a", 0);
      h = map(theta.affine("" + l, h), z -> z.multiply(slope).tanh());
    }
    return theta.affine("2", h);
  }

  @Test
  void startsAsThePlainNetwork() {
    var plain = new Mlp(2, 7, Activation.TANH);
    double[][] values = new double[2][];
    Network[] networks = {network(), plain};
    for (int k = 0; k < 2; k++) {
      Program program = program(networks[k], BURGERS, 2);
      double[] theta = new double[program.parameters()];
      networks[k].initialise(program, "net", theta, new SplittableRandom(4));
      values[k] = values(program, theta, points(9));
    }
    // 5 · (1/5) is rounded, which changes the argument of tanh by an ulp or so
    assertThat(values[0]).containsExactly(values[1], within(1e-13));
  }

  @Test
  void aScaleBelowOneIsRefused() {
    assertThatThrownBy(() -> new AdaptiveMlp(2, 7, Activation.TANH, 0.5, new Glorot()))
        .hasMessage("the scale of the slopes must be at least 1, not 0.5");
  }
}
