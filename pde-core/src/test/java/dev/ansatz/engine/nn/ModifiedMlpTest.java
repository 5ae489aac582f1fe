package dev.ansatz.engine.nn;

import org.hipparchus.analysis.differentiation.DerivativeStructure;

class ModifiedMlpTest extends NetworkTest {
  @Override
  Network network() {
    return new ModifiedMlp(2, 7, Activation.TANH, new Glorot());
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] u = map(theta.affine("U", features), DerivativeStructure::tanh);
    DerivativeStructure[] v = map(theta.affine("V", features), DerivativeStructure::tanh);
    DerivativeStructure[] h = features;
    for (int l = 0; l < 2; l++) {
      h = blend(map(theta.affine("" + l, h), DerivativeStructure::tanh), u, v);
    }
    return theta.affine("2", h);
  }
}
