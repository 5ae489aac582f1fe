package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Features of coordinates, followed by cos κx and sin κx for each coordinate x whose wave number κ is not 0: a network then has to learn
 * how a wave is modulated, and not the wave.
 *
 * @param inner the features that come first, of the same coordinates
 * @param waveNumbers κ, one per coordinate, not negative
 */
public record WaveFeatures(Embedding inner, List<Double> waveNumbers) implements Embedding {
  public WaveFeatures {
    waveNumbers = List.copyOf(waveNumbers);
    for (double wave : waveNumbers) {
      if (!(wave >= 0) || Double.isInfinite(wave)) {
        throw new IllegalArgumentException("a wave number must be finite and not negative, not " + wave);
      }
    }
  }

  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    if (coordinates.size() != waveNumbers.size()) {
      throw new IllegalArgumentException(waveNumbers.size() + " wave numbers cannot be those of " + coordinates.size() + " coordinates");
    }
    var features = new ArrayList<>(inner.features(coordinates));
    for (int i = 0; i < coordinates.size(); i++) {
      if (waveNumbers.get(i) > 0) {
        Scalar angle = coordinates.get(i).times(waveNumbers.get(i));
        features.add(angle.apply(Scalar.Function.COS));
        features.add(angle.apply(Scalar.Function.SIN));
      }
    }
    return features;
  }
}
