package dev.ansatz.engine.linalg;

import java.util.Arrays;

/**
 * The steps p(λ) of least |J p + r|² + λ |D p|² for any number of λ ≥ 0 from one factorisation: the triangle of J is
 * made bidiagonal once, and each λ then takes a sweep of O(n) rotations (and 2 n² operations for p itself). Never
 * forms Jᵀ J: the condition number is not squared.
 *
 * <p>J may have dependent columns if λ > 0. D is the identity or a positive diagonal.
 *
 * <p>Sources: L. Eldén, Algorithms for the regularization of ill-conditioned least squares problems, BIT 17 (1977),
 * doi:10.1007/BF01932285; J. Moré, The Levenberg–Marquardt algorithm: implementation and theory, Numerical Analysis,
 * LNM 630 (1978), doi:10.1007/BFb0067700.
 */
public final class DampedLeastSquares {
  private final int n;
  private final Bidiagonal bidiagonal;
  private final double[] scale;
  private final double unreached;

  /**
   * A step.
   *
   * @param lambda the damping λ
   * @param p the step
   * @param norm |D p|
   * @param residualSquare |r + J p|²
   * @param predictedDecrease |r|² − |r + J p|², by a sum of squares without cancellation
   */
  public record Step(double lambda, double[] p, double norm, double residualSquare, double predictedDecrease) {}

  /**
   * For the rows (J, r) given to the factorisation, r as right-hand side 0, and D = I: 8/3 n³ operations, 8 n² bytes
   * beyond the factorisation's, on its executor.
   */
  public static DampedLeastSquares of(StreamingQr qr) {
    double[] ones = new double[qr.columns()];
    Arrays.fill(ones, 1);
    return of(qr, ones);
  }

  /** The same with D the diagonal of {@code scale}, whose elements must be positive. */
  public static DampedLeastSquares of(StreamingQr qr, double[] scale) {
    if (scale.length != qr.columns()) {
      throw new IllegalArgumentException("the scaling has " + scale.length + " elements for " + qr.columns()
          + " columns");
    }
    for (int j = 0; j < scale.length; j++) {
      if (!(scale[j] > 0)) {
        throw new IllegalArgumentException("the scaling of column " + j + " is " + scale[j] + "; it must be positive");
      }
    }
    return new DampedLeastSquares(qr, scale.clone());
  }

  private DampedLeastSquares(StreamingQr qr, double[] scale) {
    n = qr.columns();
    this.scale = scale;
    double[] r = qr.triangle();
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        r[i * n + j] /= scale[j];
      }
    }
    bidiagonal = new Bidiagonal(n, r, qr.rightSide(0), qr.executor());
    unreached = qr.residualSquare(0);
  }

  /** |r|². */
  public double initialSquare() {
    return square(bidiagonal.g) + unreached;
  }

  /** The step for a λ ≥ 0. If J has dependent columns, λ must be positive. */
  public Step step(double lambda) {
    double[] z = new Sweep(lambda).z;
    double norm = Math.sqrt(square(z));
    double fit = 0;
    double residual = unreached;
    for (int i = 0; i < n; i++) {
      double b = bidiagonal.d[i] * z[i] + (i + 1 < n ? bidiagonal.e[i] * z[i + 1] : 0);
      double s = b + bidiagonal.g[i];
      fit += b * b;
      residual += s * s;
    }
    bidiagonal.applyV(z);
    for (int j = 0; j < n; j++) {
      z[j] /= scale[j];
    }
    // by the normal equations |r|² − |r + J p|² = |J p|² + 2 λ |D p|²
    return new Step(lambda, z, norm, residual, fit + 2 * lambda * norm * norm);
  }

  /** |D p(λ)|, which falls with λ: O(n). */
  public double norm(double lambda) {
    return Math.sqrt(square(new Sweep(lambda).z));
  }

  /**
   * The λ with |D p(λ)| = radius to a relative 1e-10, or the smallest sensible one if its step is no longer than the
   * radius: 0, and (n ε |B|)² where J has dependent columns to working precision. Newton's method on 1/|D p|, which
   * is almost linear in λ, inside bounds; O(n) an iteration, and few of them.
   */
  public double damping(double radius) {
    if (!(radius > 0)) {
      throw new IllegalArgumentException("the radius is " + radius + "; it must be positive");
    }
    double gradient = 0;
    for (int i = 0; i < n; i++) {
      double s = bidiagonal.d[i] * bidiagonal.g[i] + (i > 0 ? bidiagonal.e[i - 1] * bidiagonal.g[i - 1] : 0);
      gradient += s * s;
    }
    double lower = smallestDamping();
    if (norm(lower) <= radius) {
      return lower;
    }
    // |D p| ≤ |D⁻¹ Jᵀ r| / λ
    double upper = Math.sqrt(gradient) / radius;
    double lambda = 0.001 * upper;
    for (int iteration = 0; iteration < 100; iteration++) {
      var sweep = new Sweep(lambda);
      double square = square(sweep.z);
      double norm = Math.sqrt(square);
      if (Math.abs(norm - radius) <= 1e-10 * radius) {
        break;
      }
      if (norm > radius) {
        lower = Math.max(lower, lambda);
      } else {
        upper = Math.min(upper, lambda);
      }
      lambda += square / sweep.derivative() * (norm - radius) / radius;
      if (!(lambda > lower && lambda < upper)) {
        lambda = Math.max(0.001 * upper, Math.sqrt(lower * upper));
      }
    }
    return lambda;
  }

  private double smallestDamping() {
    double largest = 0;
    double smallest = Double.MAX_VALUE;
    for (double x : new Sweep(0).d) {
      largest = Math.max(largest, x);
      smallest = Math.min(smallest, x);
    }
    double rounding = n * Math.ulp(1.0) * largest;
    return smallest > rounding ? 0 : rounding * rounding;
  }

  private static double square(double[] z) {
    double s = 0;
    for (double x : z) {
      s = Math.fma(x, x, s);
    }
    return s;
  }

  /**
   * The least |B z + g|² + λ |z|²: rotations make [B; √λ I] an upper bidiagonal with diagonal {@code d} and
   * superdiagonal {@code e}.
   */
  private final class Sweep {
    final double[] d = new double[n];
    final double[] e = new double[n];
    final double[] z = new double[n];

    Sweep(double lambda) {
      if (!(lambda >= 0)) {
        throw new IllegalArgumentException("the damping is " + lambda + "; it must not be negative");
      }
      double root = Math.sqrt(lambda);
      double mu = root;
      double h = 0;
      for (int i = 0; i < n; i++) {
        double di = bidiagonal.d[i];
        double ei = bidiagonal.e[i];
        double gi = bidiagonal.g[i];
        // row i of B with the row that holds mu in column i; it fills in column i + 1, and a rotation with the next
        // √λ removes that
        double r = Math.sqrt(di * di + mu * mu);
        double c = r == 0 ? 1 : di / r;
        double s = r == 0 ? 0 : mu / r;
        d[i] = r;
        e[i] = c * ei;
        z[i] = -(c * gi + s * h);
        double fill = -s * ei;
        double left = c * h - s * gi;
        mu = Math.sqrt(lambda + fill * fill);
        h = mu == 0 ? 0 : fill / mu * left;
      }
      for (int i = n - 1; i >= 0; i--) {
        double s = z[i] - (i + 1 < n ? e[i] * z[i + 1] : 0);
        z[i] = d[i] == 0 ? 0 : s / d[i];
      }
    }

    /** zᵀ (Bᵀ B + λ I)⁻¹ z = −½ d|z|²/dλ. */
    double derivative() {
      double sum = 0;
      double w = 0;
      for (int i = 0; i < n; i++) {
        w = (z[i] - (i > 0 ? e[i - 1] * w : 0)) / d[i];
        sum = Math.fma(w, w, sum);
      }
      return sum;
    }
  }
}
