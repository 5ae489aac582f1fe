package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.nn.Embedding;
import java.util.ArrayList;
import java.util.List;

/**
 * The features of another embedding, the first of which is time scaled to [-1, 1], followed by cos(k π (1 + t)/2) / k² for k = 1, …,
 * {@code modes}. A network of time alone takes values at neighbouring levels that are nearly dependent, the more so the more levels there
 * are; these waves tell them apart, and are small where they are fast so that it stays smooth between the levels.
 */
record TimeModes(Embedding inner, int modes) implements Embedding {
  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    var features = new ArrayList<>(inner.features(coordinates));
    Scalar t = features.getFirst();
    for (int k = 1; k <= modes; k++) {
      features.add(t.plus(1).times(0.5 * k * Math.PI).apply(Scalar.Function.COS).times(1.0 / (k * k)));
    }
    return features;
  }
}
