package dev.ansatz.pinn.sampling;

import java.util.function.IntFunction;

/**
 * R3: of a population of collocation points, those whose fitness F exceeds its mean are retained, the others released and as many drawn
 * anew, so that points gather where the residual is large without any density to be estimated. The population keeps its size.
 *
 * <p>Source: A. Daw, J. Bu, S. Wang, P. Perdikaris, A. Karpatne, Mitigating propagation failures in physics-informed neural networks
 * using retain-resample-release (R3) sampling, ICML 2023, arXiv:2207.02338. There F = |r|, or |r| times a {@link CausalGate}.
 */
public final class RetainResampleRelease {
  private RetainResampleRelease() {}

  /**
   * The next population.
   *
   * @param population {@code [coordinate][lane]}
   * @param fitness F of each point, finite
   * @param draw that many new points, uniformly
   * @return {@code [coordinate][lane]}, the retained points first, in their order
   */
  public static double[][] renew(double[][] population, double[] fitness, IntFunction<double[][]> draw) {
    int n = fitness.length;
    double mean = 0;
    for (double f : fitness) {
      mean += f / n;
    }
    double[][] next = new double[population.length][n];
    int retained = 0;
    for (int i = 0; i < n; i++) {
      if (fitness[i] > mean) {
        for (int d = 0; d < next.length; d++) {
          next[d][retained] = population[d][i];
        }
        retained++;
      }
    }
    double[][] fresh = draw.apply(n - retained);
    for (int d = 0; d < next.length; d++) {
      System.arraycopy(fresh[d], 0, next[d], retained, n - retained);
    }
    return next;
  }
}
