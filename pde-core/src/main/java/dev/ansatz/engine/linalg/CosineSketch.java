package dev.ansatz.engine.linalg;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jtransforms.dct.DoubleDCT_1D;

/**
 * The s × n matrix S of s random rows, all different, of C P D: D random signs, P a random permutation, C the orthonormal
 * cosine transform of type II. S Sᵀ = I, so that Sᵀ, the lift, keeps lengths; n/s |S x|² is |x|² on average. A product with
 * S or Sᵀ takes O(n log n) operations.
 *
 * <p>Source: J. Tropp, Improved analysis of the subsampled randomized Hadamard transform, Adv. Adapt. Data Anal. 3
 * (2011), doi:10.1142/S1793536911000787, with the cosine transform for Hadamard's, so that any n will do, and without the
 * factor √(n/s).
 */
public final class CosineSketch implements LinearOperator {
  private final int n;
  private final double[] sign;
  private final int[] place;
  private final int[] kept;
  private final DoubleDCT_1D cosine;

  private CosineSketch(int n, double[] sign, int[] place, int[] kept) {
    this.n = n;
    this.sign = sign;
    this.place = place;
    this.kept = kept;
    cosine = new DoubleDCT_1D(n);
  }

  /** S with 1 ≤ s ≤ n rows; the same for the same seed. */
  public static CosineSketch of(int s, int n, long seed) {
    if (s < 1 || s > n) {
      throw new IllegalArgumentException("a sketch of " + s + " rows for " + n + " columns; there must be from 1 to " + n);
    }
    var random = new SplittableRandom(seed);
    double[] sign = new double[n];
    for (int i = 0; i < n; i++) {
      sign[i] = random.nextBoolean() ? 1 : -1;
    }
    int[] place = permutation(n, n, random);
    int[] kept = permutation(s, n, random);
    Arrays.sort(kept);
    return new CosineSketch(n, sign, place, kept);
  }

  /** The first s numbers of a random permutation of 0 to n − 1. */
  private static int[] permutation(int s, int n, SplittableRandom random) {
    int[] p = new int[n];
    Arrays.setAll(p, i -> i);
    for (int i = 0; i < s; i++) {
      int j = random.nextInt(i, n);
      int x = p[i];
      p[i] = p[j];
      p[j] = x;
    }
    return Arrays.copyOf(p, s);
  }

  @Override
  public int rows() {
    return kept.length;
  }

  @Override
  public int columns() {
    return n;
  }

  @Override
  public void apply(double[] x, double[] y) {
    applyToRows(1, x, 0, 0, 1, y, 0, 0);
  }

  /**
   * B = A Sᵀ for m rows of A: element (i, j) is {@code a[aOffset + i*aRow + j*aColumn]}, and rows of B are {@code bRow}
   * apart. Several threads may do different rows at once.
   */
  public void applyToRows(int m, double[] a, int aOffset, int aRow, int aColumn, double[] b, int bOffset, int bRow) {
    double[] z = new double[n];
    for (int q = 0; q < m; q++) {
      for (int i = 0; i < n; i++) {
        z[place[i]] = sign[i] * a[aOffset + q * aRow + i * aColumn];
      }
      cosine.forward(z, true);
      for (int k = 0; k < kept.length; k++) {
        b[bOffset + q * bRow + k] = z[kept[k]];
      }
    }
  }

  @Override
  public void applyTransposed(double[] x, double[] y) {
    double[] z = new double[n];
    for (int k = 0; k < kept.length; k++) {
      z[kept[k]] = x[k];
    }
    cosine.inverse(z, true);
    for (int i = 0; i < n; i++) {
      y[i] = sign[i] * z[place[i]];
    }
  }
}
