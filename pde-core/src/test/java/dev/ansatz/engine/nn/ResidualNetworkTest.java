package dev.ansatz.engine.nn;

import org.hipparchus.analysis.differentiation.DerivativeStructure;

class ResidualNetworkTest extends NetworkTest {
  @Override
  Network network() {
    return new ResidualNetwork(2, 6, Activation.SIN, new Glorot());
  }

  @Override
  DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features) {
    DerivativeStructure[] x = theta.affine("in", features);
    for (int b = 0; b < 2; b++) {
      DerivativeStructure[] h = map(theta.affine(b + ".1", x), DerivativeStructure::sin);
      h = map(theta.affine(b + ".2", h), DerivativeStructure::sin);
      for (int j = 0; j < x.length; j++) {
        x[j] = x[j].add(h[j]);
      }
    }
    return theta.affine("out", x);
  }
}
