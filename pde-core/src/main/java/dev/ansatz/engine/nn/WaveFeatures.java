package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Features of coordinates, followed by cos κ(x − c) and sin κ(x − c) for each coordinate x whose wave number κ is not 0, or the cosine
 * alone: a network then has to learn how a wave is modulated, and not the wave.
 *
 * @param inner the features that come first, of the same coordinates
 * @param waves one per coordinate
 */
public record WaveFeatures(Embedding inner, List<Wave> waves) implements Embedding {

  /**
   * Along one coordinate.
   *
   * @param number κ, not negative
   * @param origin c
   * @param even whether only the cosine is taken
   */
  public record Wave(double number, double origin, boolean even) {
    /** No wave. */
    public static final Wave NONE = new Wave(0, 0, false);

    public Wave {
      if (!(number >= 0) || Double.isInfinite(number)) {
        throw new IllegalArgumentException("a wave number must be finite and not negative, not " + number);
      }
    }
  }

  public WaveFeatures {
    waves = List.copyOf(waves);
  }

  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    if (coordinates.size() != waves.size()) {
      throw new IllegalArgumentException(waves.size() + " wave numbers cannot be those of " + coordinates.size() + " coordinates");
    }
    var features = new ArrayList<>(inner.features(coordinates));
    for (int i = 0; i < coordinates.size(); i++) {
      Wave wave = waves.get(i);
      if (wave.number() > 0) {
        Scalar angle = coordinates.get(i).minus(wave.origin()).times(wave.number());
        features.add(angle.apply(Scalar.Function.COS));
        if (!wave.even()) {
          features.add(angle.apply(Scalar.Function.SIN));
        }
      }
    }
    return features;
  }
}
