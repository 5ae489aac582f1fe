package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.nn.Embedding;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of another embedding, the first of which is time scaled to [-1, 1] as t, followed by k^(−5/2) cos(k π (1 + t)/2) for k = 1,
 * …, {@code modes}. A smooth network of time alone takes values at neighbouring levels that are nearly dependent, the more so the more
 * levels there are, and Levenberg–Marquardt creeps; these waves tell the levels apart. They are small where they are fast, so that the
 * network stays smooth between the levels: with k^(−2) it is off there by twice the error at 16 levels of an oscillator, with k^(−3) the
 * levels take twice the iterations.
 */
record TimeModes(Embedding inner, int modes) implements Embedding {
  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    var features = new ArrayList<>(inner.features(coordinates));
    Scalar t = features.getFirst();
    for (int k = 1; k <= modes; k++) {
      features.add(t.plus(1).times(0.5 * k * Math.PI).apply(Scalar.Function.COS).times(Math.pow(k, -2.5)));
    }
    return features;
  }
}
