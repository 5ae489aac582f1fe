package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class PirateNetTest extends NetworkTest {
  @Override
  Network network() {
    return new PirateNet(2, 5, Activation.TANH, new Glorot());
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] u = map(theta.affine("U", features), DerivativeStructure::tanh);
    DerivativeStructure[] v = map(theta.affine("V", features), DerivativeStructure::tanh);
    DerivativeStructure[] x = features;
    for (int b = 0; b < 2; b++) {
      DerivativeStructure[] z = blend(map(theta.affine(b + ".1", x), DerivativeStructure::tanh), u, v);
      z = blend(map(theta.affine(b + ".2", z), DerivativeStructure::tanh), u, v);
      DerivativeStructure[] h = map(theta.affine(b + ".3", z), DerivativeStructure::tanh);
      double alpha = theta.get(b + ".alpha", 0);
      DerivativeStructure[] below = x;
      x = new DerivativeStructure[h.length];
      for (int j = 0; j < h.length; j++) {
        x[j] = h[j].multiply(alpha).add(below[j].multiply(1 - alpha));
      }
    }
    return theta.affine("2", x);
  }

  @Test
  void startsLinearInItsFeatures() {
    var jets = JetSet.closure(2, List.of());
    Embedding wave = x -> List.of(x.get(0), x.get(0).times(x.get(1)), x.get(1).apply(Scalar.Function.SIN));
    var builder = Program.builder(2);
    Program program = builder.build(network().build(builder, "net", wave.build(builder, builder.input(), jets), jets, 2));
    double[] theta = new double[program.parameters()];
    network().initialise(program, "net", theta, new SplittableRandom(9));
    double[][] points = points(9);
    double[] found = values(program, theta, points);
    ParameterBlock w = program.block("net.2.W");
    for (int p = 0; p < 9; p++) {
      double[] phi = {points[0][p], points[0][p] * points[1][p], Math.sin(points[1][p])};
      for (int j = 0; j < 2; j++) {
        double expected = 0;
        for (int i = 0; i < 3; i++) {
          expected += phi[i] * theta[w.offset() + 2 * i + j];
        }
        // three products and the sine are rounded
        assertThat(found[j * 9 + p]).isCloseTo(expected, within(1e-15));
      }
    }
  }
}
