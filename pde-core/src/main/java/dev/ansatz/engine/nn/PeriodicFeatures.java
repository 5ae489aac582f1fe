package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * Features of coordinates in a box, some of them periodic: functions of a periodic coordinate are periodic to rounding, with all
 * their derivatives. In the order of the coordinates: a periodic x on [a, b] becomes cos kω(x − a), sin kω(x − a) for k = 1, …,
 * {@code harmonics} with ω = 2π/(b − a); any other is scaled to [-1, 1], there called ξ. In an even coordinate the features are even about
 * the middle: twice as many cosines of x − (a + b)/2, or 2ξ² − 1.
 *
 * <p>Source: S. Dong, N. Ni, A method for representing periodic functions and enforcing exactly periodic boundary conditions with
 * deep neural networks, J. Comput. Phys. 435 (2021), doi:10.1016/j.jcp.2021.110242.
 *
 * @param axes one per coordinate
 * @param harmonics per periodic coordinate, at least 1
 * @param products whether the products of the sines and cosines of different periodic coordinates, of two and more, follow
 */
public record PeriodicFeatures(List<Axis> axes, int harmonics, boolean products) implements Embedding {

  /**
   * One coordinate.
   *
   * @param lower its least value
   * @param upper its greatest value, above {@code lower}; the period is their difference
   * @param periodic whether functions of it are
   * @param even whether functions of it are, about the middle
   */
  public record Axis(double lower, double upper, boolean periodic, boolean even) {
    /** Neither even nor odd. */
    public Axis(double lower, double upper, boolean periodic) {
      this(lower, upper, periodic, false);
    }

    public Axis {
      if (!(upper > lower) || Double.isInfinite(upper - lower)) {
        throw new IllegalArgumentException("an axis needs finite ends in increasing order, not " + lower + " and " + upper);
      }
    }

    private double middle() {
      return 0.5 * (lower + upper);
    }
  }

  public PeriodicFeatures {
    axes = List.copyOf(axes);
    if (harmonics < 1) {
      throw new IllegalArgumentException("there must be at least 1 harmonic, not " + harmonics);
    }
  }

  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    if (coordinates.size() != axes.size()) {
      throw new IllegalArgumentException(axes.size() + " axes cannot be those of " + coordinates.size() + " coordinates");
    }
    var features = new ArrayList<Scalar>();
    var waves = new ArrayList<Scalar>();
    var mixed = new ArrayList<Scalar>();
    for (int i = 0; i < axes.size(); i++) {
      Axis axis = axes.get(i);
      Scalar x = coordinates.get(i);
      if (axis.periodic()) {
        List<Scalar> own = waves(axis, x);
        List<Scalar> before = List.copyOf(mixed);
        own.forEach(wave -> waves.forEach(other -> mixed.add(other.times(wave))));
        own.forEach(wave -> before.forEach(other -> mixed.add(other.times(wave))));
        waves.addAll(own);
        features.addAll(own);
      } else {
        Scalar scaled = x.minus(axis.middle()).times(2 / (axis.upper() - axis.lower()));
        features.add(axis.even() ? scaled.times(scaled).times(2).minus(1) : scaled);
      }
    }
    if (products) {
      features.addAll(mixed);
    }
    return features;
  }

  private List<Scalar> waves(Axis axis, Scalar x) {
    var waves = new ArrayList<Scalar>();
    // as many features as sines and cosines make
    for (int k = 1; k <= (axis.even() ? 2 * harmonics : harmonics); k++) {
      Scalar angle = x.minus(axis.even() ? axis.middle() : axis.lower()).times(2 * Math.PI * k / (axis.upper() - axis.lower()));
      waves.add(angle.apply(Scalar.Function.COS));
      if (!axis.even()) {
        waves.add(angle.apply(Scalar.Function.SIN));
      }
    }
    return waves;
  }
}
