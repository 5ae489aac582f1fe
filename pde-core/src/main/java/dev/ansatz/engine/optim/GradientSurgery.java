package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * PCGrad: each gradient loses its component along every other that it conflicts with, one after another in random order, g_i ← g_i −
 * (g_i·g_j/|g_j|²) g_j where g_i·g_j is negative; the direction is the sum.
 *
 * <p>Of two losses the result conflicts with neither; of more it may. Gradients without conflict are only summed.
 *
 * <p>Source: T. Yu et al., Gradient surgery for multi-task learning, NeurIPS 2020, arXiv:2001.06782.
 */
public final class GradientSurgery implements Combiner {
  private final long seed;
  private long t;

  /** The orders are drawn from the seed. */
  public GradientSurgery(long seed) {
    this.seed = seed;
  }

  @Override
  public void combine(double[][] gradients, double[] combined) {
    var random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * t++);
    int m = gradients.length;
    Arrays.fill(combined, 0);
    for (int i = 0; i < m; i++) {
      double[] g = gradients[i].clone();
      for (int j : order(m, random)) {
        if (j == i) {
          continue;
        }
        double along = Vectors.dot(g, gradients[j]);
        if (along < 0) {
          Vectors.add(-along / Vectors.dot(gradients[j], gradients[j]), gradients[j], 0, g, g.length);
        }
      }
      Vectors.add(1, g, 0, combined, g.length);
    }
  }

  private static int[] order(int m, SplittableRandom random) {
    int[] order = new int[m];
    for (int j = 0; j < m; j++) {
      int i = random.nextInt(j + 1);
      order[j] = order[i];
      order[i] = j;
    }
    return order;
  }

  @Override
  public Map<String, double[]> state() {
    return Map.of("t", SavedState.of(t));
  }

  @Override
  public void restore(Map<String, double[]> state) {
    t = (long) new SavedState(state).expect("t", 1).check().number("t");
  }
}
