package dev.ansatz.pde.law;

import dev.ansatz.pde.expr.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The probability law of a field. Its {@code toString()} is the text form. */
public sealed interface Law {

  /** A Gaussian random field of mean zero. */
  record Gaussian(Covariance covariance) implements Law {
    @Override
    public String toString() {
      return covariance.toString();
    }
  }

  /** The exponential of a Gaussian random field: positive, with median 1. */
  record LogNormal(Gaussian logarithm) implements Law {
    @Override
    public String toString() {
      return "lognormal(" + logarithm + ")";
    }
  }

  /**
   * A Fourier series with normal coefficients, periodic over the range of each coordinate: the sum over wave vectors k of whole
   * numbers, each at most {@code modes} in size, of {@code a_k (ξ_k cos(2π k·x) + η_k sin(2π k·x))}, x scaled to the unit
   * cube, with {@code a_k²} proportional to {@code (1 + |k|²)^(-decay)} and k = 0 left out. The constant of
   * proportionality gives every value the standard deviation {@code deviation}.
   */
  record FourierSeries(int modes, double decay, double deviation) implements Law {
    @Override
    public String toString() {
      return "fourier(" + modes + ", " + number(decay) + ", " + number(deviation) + ")";
    }

    /** One half of the wave vectors, the other being their negatives, in a fixed order. */
    public List<int[]> waves(int dimension) {
      var waves = new ArrayList<int[]>();
      int base = 2 * modes + 1;
      for (long code = 0; code < Math.round(Math.pow(base, dimension)); code++) {
        int[] k = new int[dimension];
        long rest = code;
        int first = 0;
        for (int i = 0; i < dimension; i++) {
          k[i] = (int) (rest % base) - modes;
          rest /= base;
          first = first == 0 ? k[i] : first;
        }
        if (first > 0) {
          waves.add(k);
        }
      }
      return waves;
    }

    /** {@code [wave][cosine, sine]}: the coefficients of one sample, in the order of {@link #waves}. */
    public double[][] coefficients(int dimension, long seed) {
      var random = new SplittableRandom(seed);
      var waves = waves(dimension);
      double total = waves.stream().mapToDouble(this::weight).sum();
      double[][] coefficients = new double[waves.size()][];
      for (int j = 0; j < coefficients.length; j++) {
        double a = deviation * Math.sqrt(weight(waves.get(j)) / total);
        coefficients[j] = new double[] {a * random.nextGaussian(), a * random.nextGaussian()};
      }
      return coefficients;
    }

    private double weight(int[] k) {
      double square = 1;
      for (int i : k) {
        square += (double) i * i;
      }
      return Math.pow(square, -decay);
    }
  }

  /**
   * One sample on a tensor grid, the last axis varying fastest; the same for the same seed.
   *
   * <p>Squared-exponential fields are sampled axis by axis from square roots of the covariance matrices, O(Σ nᵢ³); Matérn fields of
   * up to {@value GaussianSampler#MOST_DENSE} points from a Cholesky factor, O(n³), of more by circulant embedding,
   * O(n log n), which needs evenly spaced axes.
   *
   * @param axes rising, one array an axis; those of a Fourier series span the range over which it is periodic
   * @throws IllegalArgumentException for a large uneven grid, or where the embedding has negative eigenvalues
   * @see <a href="https://doi.org/10.1137/S1064827592240555">Dietrich, Newsam: circulant embedding (1997)</a>
   */
  default double[] sample(double[][] axes, long seed) {
    return switch (this) {
      case Gaussian(Covariance covariance) -> GaussianSampler.sample(covariance, axes, new SplittableRandom(seed));
      case LogNormal(Gaussian logarithm) -> {
        double[] values = logarithm.sample(axes, seed);
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.exp(values[i]);
        }
        yield values;
      }
      case FourierSeries series -> series(series, axes, seed);
    };
  }

  private static double[] series(FourierSeries series, double[][] axes, long seed) {
    var waves = series.waves(axes.length);
    double[][] coefficients = series.coefficients(axes.length, seed);
    int n = 1;
    for (double[] axis : axes) {
      n *= axis.length;
    }
    double[] values = new double[n];
    for (int p = 0; p < n; p++) {
      double[] x = new double[axes.length];
      int rest = p;
      for (int i = axes.length - 1; i >= 0; i--) {
        double[] axis = axes[i];
        x[i] = (axis[rest % axis.length] - axis[0]) / (axis[axis.length - 1] - axis[0]);
        rest /= axis.length;
      }
      for (int j = 0; j < coefficients.length; j++) {
        double phase = 0;
        for (int i = 0; i < x.length; i++) {
          phase += waves.get(j)[i] * x[i];
        }
        values[p] += coefficients[j][0] * Math.cos(2 * Math.PI * phase) + coefficients[j][1] * Math.sin(2 * Math.PI * phase);
      }
    }
    return values;
  }

  /** Everything that keeps its numbers from being those of a law. */
  default List<String> faults() {
    var faults = new ArrayList<String>();
    switch (this) {
      case Gaussian(Covariance covariance) -> {
        positive("length", covariance.length(), faults);
        positive("deviation", covariance.deviation(), faults);
        if (covariance instanceof Covariance.Matern matern) {
          positive("smoothness", matern.smoothness(), faults);
          if (matern.smoothness() > 50) {
            faults.add("a smoothness of " + number(matern.smoothness()) + " is no Matérn field any more: use squaredExponential");
          }
        }
      }
      case LogNormal(Gaussian logarithm) -> faults.addAll(logarithm.faults());
      case FourierSeries series -> {
        if (series.modes < 1 || series.modes > 64) {
          faults.add("a Fourier series has 1 to 64 modes, not " + series.modes);
        }
        positive("deviation", series.deviation, faults);
        if (!Double.isFinite(series.decay) || series.decay < 0) {
          faults.add("the decay " + series.decay + " is no number from 0");
        }
      }
    }
    return faults;
  }

  private static void positive(String what, double value, List<String> faults) {
    if (!(value > 0 && Double.isFinite(value))) {
      faults.add("the " + what + " " + number(value) + " is not positive and finite");
    }
  }

  /** As it is typed in the text form. */
  static String number(double value) {
    return new Const(value).text();
  }
}
