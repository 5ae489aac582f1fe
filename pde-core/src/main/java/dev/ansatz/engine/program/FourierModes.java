package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which Fourier modes of real grid functions are kept, and where: the frequencies |k_i| ≤ {@code highest_i} on a grid of
 * {@code n_1 × … × n_d} points, last axis fastest.
 *
 * <p>The coefficients of u are those of an orthonormal real basis, from X_k = N^{-1/2} Σ_j u_j exp(−2πi Σ_a k_a j_a / n_a),
 * N = n_1 ⋯ n_d: first X_k of the {@link #selfConjugate} modes with k ≡ −k, which is real; then √2 Re X_k of the
 * {@link #pairs} other modes, one of each pair k, −k; then √2 Im X_k of the same. The transform that keeps all modes is an orthogonal
 * matrix, one that keeps some has orthonormal rows: the transpose is the inverse, and the norm of coefficients is that of the
 * function they stand for.
 */
public final class FourierModes {
  private final int[] shape;
  private final int points;
  private final List<int[]> selfConjugate = new ArrayList<>();
  private final List<int[]> pairs = new ArrayList<>();

  private FourierModes(int[] shape, int[] highest) {
    this.shape = shape.clone();
    points = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    for (int j = 0; j < points; j++) {
      int[] k = new int[shape.length];
      boolean kept = true;
      for (int a = shape.length - 1, rest = j; a >= 0; rest /= shape[a--]) {
        int index = rest % shape[a];
        // the frequency n/2 of an even n counts as positive
        k[a] = 2 * index <= shape[a] ? index : index - shape[a];
        kept &= Math.abs(k[a]) <= highest[a];
      }
      int mirrored = position(Arrays.stream(k).map(i -> -i).toArray());
      if (kept && mirrored == j) {
        selfConjugate.add(k);
      } else if (kept && j < mirrored) {
        pairs.add(k);
      }
    }
  }

  /** All modes of a grid. */
  public static FourierModes all(int... shape) {
    return upTo(shape, shape);
  }

  /**
   * The modes of a grid up to a highest frequency along each axis.
   *
   * @throws IllegalArgumentException if there is not one frequency per axis, or an axis without points, or a negative frequency
   */
  public static FourierModes upTo(int[] shape, int[] highest) {
    if (shape.length == 0 || shape.length != highest.length || Arrays.stream(shape).anyMatch(n -> n < 1)
        || Arrays.stream(highest).anyMatch(k -> k < 0)) {
      throw new IllegalArgumentException("a grid has a point along every axis, and a highest frequency of at least 0 for each: not "
          + Arrays.toString(shape) + " and " + Arrays.toString(highest));
    }
    return new FourierModes(shape, highest);
  }

  /** The points of the grid, N. */
  public int points() {
    return points;
  }

  /** Real coefficients kept: {@code selfConjugate() + 2 pairs()}. */
  public int size() {
    return selfConjugate.size() + 2 * pairs.size();
  }

  /** Modes with one real coefficient, which come first. */
  public int selfConjugate() {
    return selfConjugate.size();
  }

  /** Modes with a real and an imaginary part. */
  public int pairs() {
    return pairs.size();
  }

  /** The frequencies k_1, …, k_d that a coefficient belongs to, each in (−n/2, n/2]. */
  public int[] frequencies(int coefficient) {
    Objects.checkIndex(coefficient, size());
    int s = selfConjugate.size();
    return coefficient < s ? selfConjugate.get(coefficient).clone() : pairs.get((coefficient - s) % pairs.size()).clone();
  }

  int[] shape() {
    return shape;
  }

  /** The place of the mode of a coefficient in a transform of the whole grid. */
  int[] positions() {
    return Stream.concat(selfConjugate.stream(), pairs.stream()).mapToInt(this::position).toArray();
  }

  private int position(int[] k) {
    int j = 0;
    for (int a = 0; a < shape.length; a++) {
      j = j * shape[a] + Math.floorMod(k[a], shape[a]);
    }
    return j;
  }
}
