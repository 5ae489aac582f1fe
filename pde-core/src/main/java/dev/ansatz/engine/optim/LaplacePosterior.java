package dev.ansatz.engine.optim;

import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * The normal approximation of what is known of parameters after a fit: mean θ, covariance (JᵀJ + Λ)⁻¹, where the residuals r have been
 * divided by their standard deviations, J is their Jacobian at θ, and Λ the diagonal of the squared reciprocal prior deviations.
 *
 * <p>It is exact where r is linear in θ. The Gauss–Newton matrix stands for the Hessian, which leaves out Σ r_i ∇²r_i: small where the fit
 * is good or the problem nearly linear.
 *
 * <p>With J, √Λ = Q R the variance of a linear function gᵀθ is |R⁻ᵀ g|². JᵀJ is never formed. The trailing triangle of R is the factor of
 * the Schur complement, from which {@link #marginal} has the trailing parameters alone. O(m n²) for m residuals and n parameters, O(n²)
 * for a variance.
 *
 * <p>Source: D. J. C. MacKay, A practical Bayesian framework for backpropagation networks, Neural Comput. 4 (1992),
 * doi:10.1162/neco.1992.4.3.448. Deviation: orthogonal factorisation.
 */
public final class LaplacePosterior {
  /** Below this part of its column's length what is left of a column is rounding. */
  private static final double ROUNDING = 1e-12;
  /** The part of a function's gradient along undetermined directions that may be rounding. */
  private static final double ALONG = 1e-6;

  private final int size;
  /** R by rows. */
  private final double[] triangle;
  private final double[] lengths;
  /** Where a parameter is not determined, the directions with what is known along each. */
  private Directions directions;

  private LaplacePosterior(int size, double[] triangle, double[] lengths) {
    this.size = size;
    this.triangle = triangle;
    this.lengths = lengths;
  }

  /**
   * At θ, where the sum of squares should be least.
   *
   * @param residuals divided by their standard deviations
   * @param prior standard deviations of normal priors about θ, infinite for none; each positive
   * @throws ArithmeticException if the residuals or their Jacobian are not finite
   */
  public static LaplacePosterior of(LeastSquares residuals, double[] theta, double[] prior, Executor executor) {
    int m = residuals.residuals();
    double[] jacobian = new double[Math.multiplyExact(m, theta.length)];
    if (!Double.isFinite(residuals.jacobian(theta, new double[m], jacobian))) {
      throw new ArithmeticException("the residuals are not finite");
    }
    return of(m, jacobian, prior, executor);
  }

  /** The same for a Jacobian by columns: ∂r_i/∂θ_q at {@code q * m + i}. */
  public static LaplacePosterior of(int m, double[] jacobian, double[] prior, Executor executor) {
    int n = prior.length;
    var qr = new StreamingQr(n, 1, executor);
    qr.append(m, jacobian, 0, 1, m, new double[m], 0);
    qr.appendDiagonal(Arrays.stream(prior).map(deviation -> 1 / deviation).toArray());
    return of(qr);
  }

  /**
   * The same where the first residuals are those of equations that hold exactly, and the first parameters describe a solution of them, the
   * others what the equations depend on. That part of an equation's change by the others which no change of the solution can undo is due to
   * what the parameters of the solution cannot describe, and is left out: it would pass for information. So the others are known from the
   * remaining residuals alone.
   *
   * @param equations how many residuals are of equations
   * @param solution how many parameters describe the solution
   */
  public static LaplacePosterior given(int equations, int solution, int m, double[] jacobian, double[] prior, Executor executor) {
    int n = prior.length;
    int others = n - solution;
    var constraint = new StreamingQr(solution, others, executor);
    constraint.append(equations, jacobian, 0, 1, m, jacobian, solution * m, 1, m);
    double[] r = constraint.triangle();
    double[] rows = new double[Math.multiplyExact(solution, n)];
    for (int i = 0; i < solution; i++) {
      System.arraycopy(r, i * solution, rows, i * n, solution);
    }
    for (int side = 0; side < others; side++) {
      double[] followed = constraint.rightSide(side);
      for (int i = 0; i < solution; i++) {
        rows[i * n + solution + side] = followed[i];
      }
    }
    var qr = new StreamingQr(n, 1, executor);
    qr.append(solution, rows, 0, n, 1, new double[solution], 0);
    qr.append(m - equations, jacobian, equations, 1, m, new double[m - equations], 0);
    qr.appendDiagonal(Arrays.stream(prior).map(deviation -> 1 / deviation).toArray());
    return of(qr);
  }

  private static LaplacePosterior of(StreamingQr qr) {
    int n = qr.columns();
    double[] r = qr.triangle();
    double[] lengths = new double[n];
    for (int i = 0; i < n; i++) {
      for (int row = 0; row <= i; row++) {
        lengths[i] = Math.hypot(lengths[i], r[row * n + i]);
      }
    }
    return new LaplacePosterior(n, r, lengths);
  }

  /** Of the parameters from {@code first} on, whatever those before may be. */
  public LaplacePosterior marginal(int first) {
    int k = size - first;
    double[] trailing = new double[k * k];
    for (int i = 0; i < k; i++) {
      System.arraycopy(triangle, (first + i) * size + first, trailing, i * k, k);
    }
    return new LaplacePosterior(k, trailing, Arrays.copyOfRange(lengths, first, size));
  }

  /** The number of parameters. */
  public int size() {
    return size;
  }

  /** False if a direction is determined neither by the residuals nor by a prior. */
  public boolean isDetermined() {
    for (int i = 0; i < size; i++) {
      if (!(Math.abs(triangle[i * size + i]) > ROUNDING * lengths[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * The standard deviation of gᵀθ; infinite if it depends on a direction that is not {@linkplain #isDetermined determined}. Where there is
   * one, the first call takes a singular value decomposition.
   *
   * @param gradient g
   */
  public double deviation(double[] gradient) {
    return Math.sqrt(product(half(gradient), half(gradient)));
  }

  /** The covariance of gᵀθ and hᵀθ; NaN where a deviation is infinite. */
  public double covariance(double[] g, double[] h) {
    double covariance = product(half(g), half(h));
    return Double.isFinite(covariance) ? covariance : Double.NaN;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** R⁻ᵀ g, or its components along the directions, infinite where g has a part along one that nothing determines. */
  private double[] half(double[] gradient) {
    if (gradient.length != size) {
      throw new IllegalArgumentException("the gradient has " + gradient.length + " elements for " + size + " parameters");
    }
    return isDetermined() ? solved(gradient.clone()) : directions().along(gradient);
  }

  private double[] solved(double[] y) {
    for (int i = 0; i < size; i++) {
      // functions of the last parameters alone begin with zeros
      if (y[i] != 0) {
        y[i] /= triangle[i * size + i];
        double f = -y[i];
        for (int j = i + 1; j < size; j++) {
          y[j] = Math.fma(f, triangle[i * size + j], y[j]);
        }
      }
    }
    return y;
  }

  private synchronized Directions directions() {
    if (directions == null) {
      directions = Directions.of(size, triangle, lengths);
    }
    return directions;
  }

  /** R = U Σ Vᵀ S, the columns of R divided by their lengths S. */
  private record Directions(double[] lengths, double[] sigma, double[] vTransposed) {
    static Directions of(int n, double[] triangle, double[] lengths) {
      double[] scaled = new double[n * n];
      for (int i = 0; i < n * n; i++) {
        scaled[i] = lengths[i % n] > 0 ? triangle[i] / lengths[i % n] : 0;
      }
      var svd = DecompositionFactory_DDRM.svd(n, n, false, true, false);
      if (!svd.decompose(new DMatrixRMaj(n, n, true, scaled))) {
        throw new ArithmeticException("the singular values of the Jacobian were not found");
      }
      return new Directions(lengths, svd.getSingularValues().clone(), svd.getV(null, true).getData().clone());
    }

    double[] along(double[] gradient) {
      int n = lengths.length;
      double[] y = new double[n];
      double[] scaled = new double[n];
      double length = 0;
      for (int i = 0; i < n; i++) {
        if (lengths[i] == 0 && gradient[i] != 0) {
          y[0] = Double.POSITIVE_INFINITY;
          return y;
        }
        scaled[i] = gradient[i] == 0 ? 0 : gradient[i] / lengths[i];
        length = Math.hypot(length, scaled[i]);
      }
      double largest = Arrays.stream(sigma).max().orElse(0);
      for (int d = 0; d < n; d++) {
        for (int i = 0; i < n; i++) {
          y[d] += vTransposed[d * n + i] * scaled[i];
        }
        if (sigma[d] > ROUNDING * largest) {
          y[d] /= sigma[d];
        } else {
          y[d] = Math.abs(y[d]) > ALONG * length ? Double.POSITIVE_INFINITY : 0;
        }
      }
      return y;
    }
  }
}
