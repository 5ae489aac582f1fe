package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Features of coordinates, followed by the distance from each of some points: what a network makes of them can have a cone there, and is
 * not only what is smooth.
 *
 * @param inner the features that come first, of the same coordinates
 * @param points the coordinates of each
 * @param unit of length of the distances, more than 0
 */
public record DistanceFeatures(Embedding inner, List<List<Double>> points, double unit) implements Embedding {
  /** Squared and in units: at a point itself the derivatives of the distance are then numbers, and elsewhere what they are. */
  private static final double APART = 1e-24;

  public DistanceFeatures {
    points = points.stream().map(List::copyOf).toList();
    if (!(unit > 0)) {
      throw new IllegalArgumentException("a unit of length must be more than 0, not " + unit);
    }
  }

  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    var features = new ArrayList<>(inner.features(coordinates));
    for (List<Double> point : points) {
      Scalar squares = null;
      for (int i = 0; i < point.size(); i++) {
        Scalar away = coordinates.get(i).minus(point.get(i)).times(1 / unit);
        squares = squares == null ? away.times(away) : squares.plus(away.times(away));
      }
      features.add(squares.plus(APART).apply(Scalar.Function.SQRT));
    }
    return features;
  }
}
