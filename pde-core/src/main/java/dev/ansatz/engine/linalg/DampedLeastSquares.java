package dev.ansatz.engine.linalg;

import java.util.Arrays;

/**
 * The steps p(λ) of least |J p + r|² + λ |D p|² for any number of λ ≥ 0 from one factorisation. Never forms Jᵀ J: the
 * condition number is not squared.
 *
 * <p>The first {@value #UPDATES} steps add the rows √λ D to the triangle of J, 2/3 n³ operations each. What asks for more
 * makes the triangle bidiagonal, 8/3 n³ operations at half the speed; a step then takes a sweep of O(n) rotations and 2 n²
 * operations for p itself, and {@link #norm} and {@link #damping} take sweeps alone.
 *
 * <p>J may have dependent columns if λ > 0. D is the identity or a positive diagonal. Not for concurrent use.
 *
 * <p>Sources: L. Eldén, Algorithms for the regularization of ill-conditioned least squares problems, BIT 17 (1977),
 * doi:10.1007/BF01932285; J. Moré, The Levenberg–Marquardt algorithm: implementation and theory, Numerical Analysis,
 * LNM 630 (1978), doi:10.1007/BFb0067700.
 */
public final class DampedLeastSquares {
  /** So many cost as much as the bidiagonal: whatever number is asked for, that is at most twice the work of the better way. */
  private static final int UPDATES = 5;
  /** Rows longer than the triangle's by a factor f leave f times the rounding unit in the step; rotations of a bidiagonal do not. */
  private static final double MOST_DAMPED = 100;

  private final int n;
  private final StreamingQr qr;
  private final double[] scale;
  private StreamingQr damped;
  private Bidiagonal bidiagonal;
  private long seen;
  private int updates;
  private boolean reduced;

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
   * For the rows (J, r) that the factorisation has at the time of a call, r as right-hand side 0, and D = I. It runs on
   * the factorisation's executor and keeps up to 12 n² bytes, for all rows to come.
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
    this.qr = qr;
    this.scale = scale;
  }

  private void follow() {
    if (seen != qr.changes()) {
      seen = qr.changes();
      updates = 0;
      reduced = false;
    }
  }

  private Bidiagonal bidiagonal() {
    follow();
    if (!reduced) {
      if (bidiagonal == null) {
        bidiagonal = new Bidiagonal(n, qr.executor());
      }
      bidiagonal.reduce(qr, scale);
      reduced = true;
    }
    return bidiagonal;
  }

  /** |r|². */
  public double initialSquare() {
    return square(qr.rightSide(0)) + qr.residualSquare(0);
  }

  /** The step for a λ ≥ 0. If J has dependent columns, λ must be positive. */
  public Step step(double lambda) {
    checkDamping(lambda);
    follow();
    double root = Math.sqrt(lambda);
    double longest = root * Arrays.stream(scale).max().orElseThrow();
    if (!reduced && updates < UPDATES && longest <= MOST_DAMPED * qr.largestDiagonal()) {
      updates++;
      if (damped == null) {
        damped = new StreamingQr(n, 1, qr.executor());
      }
      damped.become(qr);
      double[] d = new double[n];
      for (int j = 0; j < n; j++) {
        d[j] = root * scale[j];
      }
      damped.appendDiagonal(d);
      if (damped.dependentColumn() < 0) {
        return step(lambda, damped.solve(0));
      }
    }
    Bidiagonal b = bidiagonal();
    double[] p = new Sweep(b, lambda).z;
    b.applyV(p);
    for (int j = 0; j < n; j++) {
      p[j] /= -scale[j];
    }
    return step(lambda, p);
  }

  /** Of −p, since the right-hand side is r and not −r. */
  private Step step(double lambda, double[] p) {
    double norm = 0;
    for (int j = 0; j < n; j++) {
      p[j] = -p[j];
      norm += scale[j] * p[j] * (scale[j] * p[j]);
    }
    double[] reached = qr.triangleTimes(p);
    double[] c = qr.rightSide(0);
    double residual = qr.residualSquare(0);
    for (int i = 0; i < n; i++) {
      residual += (reached[i] + c[i]) * (reached[i] + c[i]);
    }
    // by the normal equations |r|² − |r + J p|² = |J p|² + 2 λ |D p|²
    return new Step(lambda, p, Math.sqrt(norm), residual, square(reached) + 2 * lambda * norm);
  }

  /** |D p(λ)|, which falls with λ: O(n). */
  public double norm(double lambda) {
    checkDamping(lambda);
    return Math.sqrt(square(new Sweep(bidiagonal(), lambda).z));
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
    Bidiagonal b = bidiagonal();
    double gradient = 0;
    for (int i = 0; i < n; i++) {
      double s = b.d[i] * b.g[i] + (i > 0 ? b.e[i - 1] * b.g[i - 1] : 0);
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
      var sweep = new Sweep(b, lambda);
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

  private static void checkDamping(double lambda) {
    if (!(lambda >= 0)) {
      throw new IllegalArgumentException("the damping is " + lambda + "; it must not be negative");
    }
  }

  private double smallestDamping() {
    double largest = 0;
    double smallest = Double.MAX_VALUE;
    for (double x : new Sweep(bidiagonal, 0).d) {
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

    Sweep(Bidiagonal bidiagonal, double lambda) {
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
