package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Program;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class SirenTest extends NetworkTest {
  @Override
  Network network() {
    return new Siren(2, 7, 3);
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] h = features;
    for (int l = 0; l < 2; l++) {
      double omega = Math.exp(theta.get(l + ".s", 0));
      h = map(theta.affine("" + l, h), z -> z.multiply(omega).sin());
    }
    return theta.affine("2", h);
  }

  @Test
  void firstParametersAreUniform() {
    var network = new Siren(2, 60, 30);
    Program program = program(network, BURGERS, 1);
    double[] theta = new double[program.parameters()];
    network.initialise(program, "net", theta, new SplittableRandom(4));
    Draws.of(program, theta, "net.0.W").uniform(1.0 / 3);
    Draws.of(program, theta, "net.0.b").uniform(1);
    Draws.of(program, theta, "net.1.W").uniform(Math.sqrt(6.0 / 60));
    Draws.of(program, theta, "net.2.W").uniform(Math.sqrt(6.0 / 60));
    assertThat(Math.exp(theta[program.block("net.0.s").offset()])).isCloseTo(30, within(1e-13));
    assertThat(theta[program.block("net.1.s").offset()]).isZero();
  }

  @Test
  void aFrequencyOfZeroIsRefused() {
    assertThatThrownBy(() -> new Siren(2, 7, 0)).hasMessage("the first frequency must be positive, not 0.0");
  }
}
