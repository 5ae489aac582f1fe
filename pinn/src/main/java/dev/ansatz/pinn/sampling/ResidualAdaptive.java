package dev.ansatz.pinn.sampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The residual-based adaptive distribution (RAD): collocation points drawn from candidates with probability proportional to
 * |r|ᵏ / mean|r|ᵏ + c, without replacement.
 *
 * <p>Drawing is by the exponential keys of P. S. Efraimidis and P. G. Spirakis, Inf. Process. Lett. 97 (2006),
 * doi:10.1016/j.ipl.2005.11.003: O(n log n) for n candidates.
 *
 * <p>Source: C. Wu, M. Zhu, Q. Tan, Y. Kartha, L. Lu, A comprehensive study of non-adaptive and residual-based adaptive sampling for
 * physics-informed neural networks, Comput. Methods Appl. Mech. Eng. 403 (2023), doi:10.1016/j.cma.2022.115671.
 *
 * @param k exponent of the residual, at least 0; larger draws points closer to where the residual is large
 * @param c share of the uniform distribution, at least 0; 0 leaves points without residual undrawn
 */
public record ResidualAdaptive(double k, double c) {
  public ResidualAdaptive {
    if (!(k >= 0) || !(c >= 0) || k + c == 0) {
      throw new IllegalArgumentException("k and c must not be negative and not both 0: k = " + k + ", c = " + c);
    }
  }

  /** k = 1, c = 1. */
  public static ResidualAdaptive standard() {
    return new ResidualAdaptive(1, 1);
  }

  /**
   * Chooses points.
   *
   * @param candidates {@code [coordinate][lane]}
   * @param residual its magnitude at each candidate
   * @param count how many to choose, at most the number of candidates
   * @return {@code [coordinate][count]}, in the order of the candidates
   */
  public double[][] draw(double[][] candidates, double[] residual, int count, long seed) {
    int n = residual.length;
    if (count > n) {
      throw new IllegalArgumentException(count + " points cannot be drawn from " + n + " candidates");
    }
    double[] weights = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      weights[i] = Math.pow(Math.abs(residual[i]), k);
      mean += weights[i] / n;
    }
    // split off, so that the keys are independent of candidates drawn from the same seed
    var random = new SplittableRandom(seed).split();
    double[] keys = new double[n];
    for (int i = 0; i < n; i++) {
      double weight = mean > 0 ? weights[i] / mean + c : 1;
      // the smallest of these are a sample without replacement; an infinite key is never drawn before a finite one
      keys[i] = -Math.log(random.nextDouble(Double.MIN_NORMAL, 1)) / weight;
    }
    double threshold = count == 0 ? -1 : sorted(keys)[count - 1];
    double[][] chosen = new double[candidates.length][count];
    int next = 0;
    for (int i = 0; i < n && next < count; i++) {
      if (keys[i] <= threshold) {
        for (int d = 0; d < candidates.length; d++) {
          chosen[d][next] = candidates[d][i];
        }
        next++;
      }
    }
    return chosen;
  }

  private static double[] sorted(double[] keys) {
    double[] copy = keys.clone();
    Arrays.sort(copy);
    return copy;
  }
}
