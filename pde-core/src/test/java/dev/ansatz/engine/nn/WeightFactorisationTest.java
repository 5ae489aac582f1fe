package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class WeightFactorisationTest extends NetworkTest {
  @Override
  Network network() {
    return new Mlp(2, 7, Activation.TANH, new WeightFactorisation(0.5, 0.1));
  }

  private static DerivativeStructure[] factored(Parameters theta, String name, DerivativeStructure[] x) {
    DerivativeStructure[] z = theta.affine(name, x);
    for (int j = 0; j < z.length; j++) {
      double b = theta.get(name + ".b", j);
      z[j] = z[j].subtract(b).multiply(theta.get(name + ".g", j)).add(b);
    }
    return z;
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] h = features;
    for (int l = 0; l < 2; l++) {
      h = map(factored(theta, "" + l, h), DerivativeStructure::tanh);
    }
    return factored(theta, "2", h);
  }

  @Test
  void productIsThePlainMatrixAtFirst() {
    double[][] theta = new double[2][];
    Program[] programs = new Program[2];
    Weights[] weights = {new Glorot(), new WeightFactorisation(1, 0.1)};
    for (int k = 0; k < 2; k++) {
      var network = new Mlp(2, 40, Activation.TANH, weights[k]);
      programs[k] = program(network, BURGERS, 2);
      theta[k] = new double[programs[k].parameters()];
      network.initialise(programs[k], "net", theta[k], new SplittableRandom(8));
    }
    for (String layer : new String[] {"net.0", "net.1", "net.2"}) {
      double[] w = Draws.of(programs[0], theta[0], layer + ".W").entries();
      double[] v = Draws.of(programs[1], theta[1], layer + ".W").entries();
      double[] g = Draws.of(programs[1], theta[1], layer + ".g").entries();
      for (int q = 0; q < w.length; q++) {
        // a quotient and a product, each rounded once
        assertThat(Math.abs(v[q] * g[q % g.length] - w[q])).isLessThanOrEqualTo(Math.scalb(Math.abs(w[q]), -52));
      }
    }
    new Draws(Arrays.stream(Draws.of(programs[1], theta[1], "net.1.g").entries()).map(Math::log).toArray()).normal(1, 0.1);
    ParameterBlock w = programs[0].block("net.1.W");
    Draws.of(programs[0], theta[0], w.name()).normal(0, Math.sqrt(2.0 / 80));
    assertThat(Draws.of(programs[0], theta[0], "net.1.b").mean(2)).isZero();
    assertThat(values(programs[1], theta[1], points(9))).containsExactly(values(programs[0], theta[0], points(9)), within(1e-13));
  }

  @Test
  void aNegativeDeviationIsRefused() {
    assertThatThrownBy(() -> new WeightFactorisation(1, -0.1))
        .hasMessage("s must have a finite mean and a deviation of at least 0, not 1.0 and -0.1");
  }
}
