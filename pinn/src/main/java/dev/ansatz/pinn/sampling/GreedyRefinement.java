package dev.ansatz.pinn.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Greedy residual-based adaptive refinement (RAR-G): the candidates with the largest residuals are added to the points there are.
 * O(n log n) for n candidates.
 *
 * <p>Source: L. Lu, X. Meng, Z. Mao, G. E. Karniadakis, DeepXDE, SIAM Rev. 63 (2021), doi:10.1137/19M1274067; named RAR-G by C. Wu et
 * al., doi:10.1016/j.cma.2022.115671.
 *
 * @param added m, how many points one refinement adds, at least 1
 */
public record GreedyRefinement(int added) {
  public GreedyRefinement {
    if (added < 1) {
      throw new IllegalArgumentException("a refinement must add at least 1 point, not " + added);
    }
  }

  /**
   * The points with the worst candidates after them.
   *
   * @param points {@code [coordinate][lane]}
   * @param candidates {@code [coordinate][lane]}, at least m
   * @param residual its magnitude at each candidate
   */
  public double[][] refine(double[][] points, double[][] candidates, double[] residual) {
    if (residual.length < added) {
      throw new IllegalArgumentException(added + " points cannot be added from " + residual.length + " candidates");
    }
    int[] worst = IntStream.range(0, residual.length).boxed().sorted(Comparator.comparingDouble(i -> -residual[i])).limit(added)
        .mapToInt(Integer::intValue).toArray();
    double[][] refined = new double[points.length][];
    for (int d = 0; d < points.length; d++) {
      refined[d] = Arrays.copyOf(points[d], points[d].length + added);
      for (int i = 0; i < added; i++) {
        refined[d][points[d].length + i] = candidates[d][worst[i]];
      }
    }
    return refined;
  }
}
