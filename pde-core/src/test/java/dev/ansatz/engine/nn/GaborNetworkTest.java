package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.program.Program;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class GaborNetworkTest extends NetworkTest {
  @Override
  Network network() {
    return new GaborNetwork(2, 5, 1);
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] z = null;
    for (int l = 0; l < 2; l++) {
      String filter = "filter." + l;
      DerivativeStructure[] angle = theta.affine(filter, features);
      DerivativeStructure[] affine = z == null ? null : theta.affine("" + l, z);
      z = new DerivativeStructure[angle.length];
      for (int j = 0; j < z.length; j++) {
        DerivativeStructure square = features[0].newInstance(0);
        for (int i = 0; i < features.length; i++) {
          DerivativeStructure distance = features[i].subtract(theta.get(filter + ".mu." + i, j));
          square = square.add(distance.multiply(distance));
        }
        double sigma = Math.exp(theta.get(filter + ".s", j));
        DerivativeStructure gabor = square.divide(-2 * sigma * sigma).exp().multiply(angle[j].cos());
        z[j] = affine == null ? gabor : affine[j].multiply(gabor);
      }
    }
    return theta.affine("2", z);
  }

  @Test
  void firstParametersAreDrawnAsDocumented() {
    var network = new GaborNetwork(2, 400, 0.5);
    Program program = program(network, BURGERS, 1);
    double[] theta = new double[program.parameters()];
    network.initialise(program, "net", theta, new SplittableRandom(4));
    Draws.of(program, theta, "net.filter.1.mu.2").uniform(1);
    Draws.of(program, theta, "net.filter.0.b").uniform(Math.PI);
    Draws.of(program, theta, "net.1.W").uniform(Math.sqrt(1.0 / 400));
    double[] s = Draws.of(program, theta, "net.filter.0.s").entries();
    double[] omega = Draws.of(program, theta, "net.filter.0.W").entries();
    double[] precision = new double[s.length];
    double[] scaled = new double[omega.length];
    for (int j = 0; j < s.length; j++) {
      // exponential with mean 1, so that its distribution function is uniform on [0, 1]
      precision[j] = 1 - 2 * Math.exp(-0.25 * Math.exp(-2 * s[j]));
    }
    for (int q = 0; q < omega.length; q++) {
      scaled[q] = omega[q] * Math.exp(s[q % s.length]);
    }
    new Draws(precision).uniform(1);
    new Draws(scaled).normal(0, 1);
  }

  @Test
  void aSpreadThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new GaborNetwork(2, 5, Double.NaN)).hasMessage("the spread of the filters must be positive, not NaN");
  }
}
