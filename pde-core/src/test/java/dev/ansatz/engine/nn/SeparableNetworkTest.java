package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class SeparableNetworkTest extends NetworkTest {
  @Override
  Network network() {
    return new SeparableNetwork(new Mlp(2, 4, Activation.TANH), 3, List.of(1, 2));
  }

  private static DerivativeStructure[] factor(Parameters theta, int coordinate, DerivativeStructure... features) {
    DerivativeStructure[] h = features;
    for (int l = 0; l < 2; l++) {
      h = map(theta.affine(coordinate + "." + l, h), DerivativeStructure::tanh);
    }
    return theta.affine(coordinate + ".2", h);
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] f = factor(theta, 0, features[0]);
    DerivativeStructure[] g = factor(theta, 1, features[1], features[2]);
    return theta.affine("2", IntStream.range(0, 3).mapToObj(r -> f[r].multiply(g[r])).toArray(DerivativeStructure[]::new));
  }

  @Test
  void featuresMustBeCounted() {
    var network = new SeparableNetwork(new Mlp(2, 4, Activation.TANH), 3, List.of(1, 1));
    assertThatThrownBy(() -> program(network, BURGERS, 1)).hasMessage(
        "a separable network of 2 coordinates with [1, 1] features cannot be given 2 coordinates with 3 features");
  }

  @Test
  void aRankOfZeroIsRefused() {
    assertThatThrownBy(() -> new SeparableNetwork(new Mlp(2, 4, Activation.TANH), 0, List.of(1, 2)))
        .hasMessage("a separable network needs a rank of at least 1 and features of every coordinate, not 0 and [1, 2]");
  }
}
