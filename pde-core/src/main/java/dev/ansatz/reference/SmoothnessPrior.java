package dev.ansatz.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is believed of the coefficients c_k of a polynomial before the data: independent and normal with mean 0 and deviations
 *
 * <pre>s (1 + |k|)⁻ʳ,</pre>
 *
 * s how far the function is from its guess, in units of its size, r how smooth it is; c_0, the level, may be anything. How probable
 * both numbers are is told by the data y = J c + e of the linearised problem, e standard normal:
 *
 * <pre>−2 log p(y) = log |I + J D² Jᵀ| + yᵀ (I + J D² Jᵀ)⁻¹ y,   D the deviations,</pre>
 *
 * on a grid, with the triangle of J = Q R in place of J. O(n³) for each of its {@value #SIZES} × {@value #ORDERS} points.
 *
 * <p>Source: D. J. C. MacKay, Bayesian interpolation, Neural Comput. 4 (1992), doi:10.1162/neco.1992.4.3.415.
 *
 * @param size s
 * @param order r
 */
record SmoothnessPrior(double size, double order) {
  /** To begin with: the guess may be wrong by its own size. */
  static final SmoothnessPrior FIRST = new SmoothnessPrior(1, 2);
  /** In place of the degree of what is no coefficient and has no prior. */
  static final int NONE = -1;
  /** Of what may be anything: so wide that the data outweigh it, and the same for all s and r. */
  private static final double WIDE = 1e3;
  private static final double NEGLIGIBLE = 1e-3;
  private static final int SIZES = 25;
  private static final int ORDERS = 12;

  /** The deviations of all parameters; infinite for the degree 0 and for {@link #NONE}. */
  double[] deviations(int[] degrees) {
    return Arrays.stream(degrees).mapToDouble(k -> k <= 0 ? Double.POSITIVE_INFINITY : size * Math.pow(1 + k, -order)).toArray();
  }

  /**
   * The priors of the grid under which the data are not improbable, with their probabilities, all alike before the data.
   *
   * @param degrees |k| of each parameter
   * @param triangle R by rows
   * @param side Qᵀ y
   */
  static Map<SmoothnessPrior, Double> probable(int[] degrees, double[] triangle, double[] side) {
    var evidence = new LinkedHashMap<SmoothnessPrior, Double>();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < SIZES; i++) {
      for (int j = 0; j < ORDERS; j++) {
        // four sizes a decade from a thousandth to a thousand, orders from a half to six
        var prior = new SmoothnessPrior(Math.pow(10, (i - SIZES / 2) / 4.0), (j + 1) / 2.0);
        double value = prior.minusTwoLogEvidence(degrees, triangle, side);
        evidence.put(prior, value);
        least = Math.min(least, value);
      }
    }
    double smallest = least;
    double sum = evidence.values().stream().mapToDouble(value -> Math.exp((smallest - value) / 2)).sum();
    evidence.replaceAll((_, value) -> Math.exp((smallest - value) / 2) / sum);
    evidence.values().removeIf(probability -> probability < NEGLIGIBLE);
    return evidence;
  }

  private double minusTwoLogEvidence(int[] degrees, double[] triangle, double[] side) {
    int n = degrees.length;
    double[] d = deviations(degrees);
    double[] scaled = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        scaled[i * n + j] = triangle[i * n + j] * Math.min(d[j], WIDE);
      }
    }
    // I + S Sᵀ = L Lᵀ
    double[] l = new double[n * n];
    double[] z = new double[n];
    double value = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? 1 : 0;
        for (int k = i; k < n; k++) {
          sum += scaled[i * n + k] * scaled[j * n + k];
        }
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        if (i == j) {
          if (!(sum > 0)) {
            return Double.POSITIVE_INFINITY;
          }
          l[i * n + i] = Math.sqrt(sum);
        } else {
          l[i * n + j] = sum / l[j * n + j];
        }
      }
      z[i] = side[i];
      for (int k = 0; k < i; k++) {
        z[i] -= l[i * n + k] * z[k];
      }
      z[i] /= l[i * n + i];
      value += 2 * Math.log(l[i * n + i]) + z[i] * z[i];
    }
    return value;
  }
}
