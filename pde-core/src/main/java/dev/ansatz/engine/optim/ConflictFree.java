package dev.ansatz.engine.optim;

import java.util.Arrays;

/**
 * ConFIG: the direction that makes the same angle with the gradients of all losses, an acute one, so that no loss goes up.
 *
 * <p>With U(x) = x/|x|, the direction is g_u = U(x), x the solution of least norm of U(g_k)·x = 1 for all k, and the result g =
 * (Σ_k g_k·g_u) g_u. Where the gradients leave no such direction, as two opposite ones, the equations are solved in the sense of least
 * squares, and the result may be 0. Losses without gradient are left out.
 *
 * <p>The unit gradients go through a singular value decomposition, in O(m²n) operations for m losses and n parameters; two have a
 * {@linkplain #ofTwo closed form}.
 *
 * <p>Source: Q. Liu, M. Chu, N. Thuerey, ConFIG: towards conflict-free training of physics informed neural networks, ICLR 2025,
 * arXiv:2408.11104.
 */
public record ConflictFree() implements Combiner {
  /** |U(g₁) + U(g₂)|² below which rounding alone would decide the direction: the two are opposite. */
  private static final double OPPOSITE = 1e-28;

  @Override
  public void combine(double[][] gradients, double[] combined) {
    double[][] g = nonzero(gradients);
    if (g.length == 0) {
      Arrays.fill(combined, 0);
    } else if (g.length == 2) {
      ofTwo(g[0], g[1], combined);
    } else {
      general(g, combined);
    }
  }

  /** The rows that are not zero. */
  static double[][] nonzero(double[][] gradients) {
    return Arrays.stream(gradients).filter(g -> Vectors.norm(g) > 0).toArray(double[][]::new);
  }

  /**
   * For two: g_u halves the angle between them, g_u = U(U(g₁) + U(g₂)).
   *
   * <p>That is the paper's U(U(O(g₁, g₂)) + U(O(g₂, g₁))), with O(a, b) the component of b across a, since the two components make
   * the supplementary angle in the same plane; without its loss of digits where the gradients are nearly parallel.
   */
  static void ofTwo(double[] g1, double[] g2, double[] combined) {
    double a = 1 / Vectors.norm(g1);
    double b = 1 / Vectors.norm(g2);
    for (int q = 0; q < combined.length; q++) {
      combined[q] = a * g1[q] + b * g2[q];
    }
    if (Vectors.dot(combined, combined) <= OPPOSITE) {
      Arrays.fill(combined, 0);
      return;
    }
    project(new double[][] {g1, g2}, combined);
  }

  /** For any number, none of them zero. */
  static void general(double[][] g, double[] combined) {
    new UnitGradients(g).solve(combined);
    project(g, combined);
  }

  /** x ← (Σ_k g_k·U(x)) U(x). */
  private static void project(double[][] g, double[] x) {
    double square = Vectors.dot(x, x);
    double length = 0;
    for (double[] gk : g) {
      length += Vectors.dot(gk, x);
    }
    double scale = square > 0 ? length / square : 0;
    for (int q = 0; q < x.length; q++) {
      x[q] *= scale;
    }
  }
}
