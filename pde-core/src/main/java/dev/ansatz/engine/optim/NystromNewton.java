package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * NysNewton-CG: damped Newton directions by conjugate gradients, preconditioned by a randomised Nyström approximation of the Hessian,
 * with an Armijo search. For the last digits after {@link LimitedMemoryBfgs}, at sizes where no n × n matrix fits.
 *
 * <p>The direction solves (H + μI)d = −g; with H ≈ UΛUᵀ of rank s, P⁻¹ = (λ_s + μ)U(Λ + μ)⁻¹Uᵀ + (I − UUᵀ). Products Hv are central
 * differences of gradients, [g(θ + εv) − g(θ − εv)]/2ε: they need no more of the objective than its gradient, and see negative
 * curvature, which products with JᵀJ do not. Their relative error is about 1e-10, which bounds the tolerance worth asking for. Conjugate
 * gradients end where the curvature along their direction is not positive, at what they have.
 *
 * <p>A step costs 2 gradients per iteration, 2s per sketch, and one per trial of the search.
 *
 * <p>Source: P. Rathore, W. Lei, Z. Frangella, L. Lu, M. Udell, Challenges in training PINNs: a loss landscape perspective, ICML 2024,
 * arXiv:2402.01868; Z. Frangella, J. A. Tropp, M. Udell, Randomized Nyström preconditioning, SIAM J. Matrix Anal. Appl. 44 (2023),
 * doi:10.1137/21M1466244. Deviation: an indefinite core of the sketch loses its non-positive eigenvalues instead of being shifted.
 */
public final class NystromNewton implements GradientOptimizer {
  private static final double ARMIJO = 0.1;
  private static final int MOST_HALVINGS = 40;
  /** ε relative to the size of θ: the cube root of the rounding unit balances truncation against cancellation. */
  private static final double DIFFERENCE = 6e-6;

  private final int n;
  private final Options options;
  private final double[] g;
  private final double[] shifted;
  private final double[] trial;
  private final double[] ahead;
  private final double[] behind;
  private double[] basis = new double[0];
  private double[] eigenvalues = new double[0];
  private long t;

  /**
   * @param damping μ, positive; 1e-5 to 1e-1
   * @param rank s of the sketch, at least 1
   * @param every steps between sketches, at least 1
   * @param tolerance of conjugate gradients, relative to |g|
   * @param iterations of conjugate gradients at most, per step
   * @param seed of the sketches
   */
  public record Options(double damping, int rank, int every, double tolerance, int iterations, long seed) {
    /** Checks the ranges. */
    public Options {
      if (!(damping > 0) || rank < 1 || every < 1 || !(tolerance > 0) || iterations < 1) {
        throw new IllegalArgumentException("damping " + damping + ", rank " + rank + ", every " + every + ", tolerance "
            + tolerance + ", iterations " + iterations + ": all must be positive");
      }
    }
  }

  public NystromNewton(int parameters, Options options) {
    n = parameters;
    this.options = options;
    g = new double[n];
    shifted = new double[n];
    trial = new double[n];
    ahead = new double[n];
    behind = new double[n];
  }

  /** Rank 60 or n, whichever is less, renewed every 20 steps; 100 iterations to 1e-8. */
  public NystromNewton(int parameters, double damping, long seed) {
    this(parameters, new Options(damping, Math.min(60, parameters), 20, 1e-8, 100, seed));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The value after the step equals the one before if the search found nothing lower.
   */
  @Override
  public double step(Objective objective, double[] theta) {
    double value = objective.gradient(theta, g);
    if (!Double.isFinite(value) || !Vectors.isFinite(g)) {
      return Double.NaN;
    }
    if (t % options.every == 0 || basis.length == 0) {
      sketch(objective, theta);
    }
    t++;
    double[] d = solve(objective, theta);
    double slope = Vectors.dot(g, d);
    if (!(slope < 0)) {
      for (int q = 0; q < n; q++) {
        d[q] = -g[q];
      }
      slope = Vectors.dot(g, d);
    }
    double step = 1;
    for (int halving = 0; halving <= MOST_HALVINGS; halving++, step /= 2) {
      for (int q = 0; q < n; q++) {
        trial[q] = theta[q] + step * d[q];
      }
      double after = objective.gradient(trial, ahead);
      if (after <= value + ARMIJO * step * slope) {
        System.arraycopy(trial, 0, theta, 0, n);
        return after;
      }
    }
    return value;
  }

  /** To be called when the objective has changed: the next step makes a new sketch. */
  @Override
  public void objectiveChanged() {
    basis = new double[0];
    eigenvalues = new double[0];
  }

  /** hv ← Hv. */
  private void multiply(Objective objective, double[] theta, double[] v, double[] hv) {
    double norm = Vectors.norm(v);
    if (norm == 0) {
      Arrays.fill(hv, 0);
      return;
    }
    double epsilon = DIFFERENCE * (1 + Vectors.norm(theta)) / norm;
    for (int q = 0; q < n; q++) {
      shifted[q] = theta[q] + epsilon * v[q];
    }
    objective.gradient(shifted, ahead);
    for (int q = 0; q < n; q++) {
      shifted[q] = theta[q] - epsilon * v[q];
    }
    objective.gradient(shifted, behind);
    for (int q = 0; q < n; q++) {
      hv[q] = (ahead[q] - behind[q]) / (2 * epsilon);
    }
  }

  /** U and Λ from Y = HΩ with orthonormal Ω: B = Y(ΩᵀY)^(−1/2) has H ≈ BBᵀ. */
  private void sketch(Objective objective, double[] theta) {
    int s = Math.min(options.rank, n);
    var random = new SplittableRandom(options.seed + 0x9E3779B97F4A7C15L * t);
    var gaussian = new DMatrixRMaj(n, s);
    for (int i = 0; i < n * s; i++) {
      gaussian.set(i, random.nextGaussian());
    }
    var qr = DecompositionFactory_DDRM.qr(n, s);
    qr.decompose(gaussian);
    DMatrixRMaj omega = qr.getQ(null, true);
    var y = new DMatrixRMaj(n, s);
    double[] v = new double[n];
    double[] hv = new double[n];
    for (int j = 0; j < s; j++) {
      for (int q = 0; q < n; q++) {
        v[q] = omega.unsafe_get(q, j);
      }
      multiply(objective, theta, v, hv);
      for (int q = 0; q < n; q++) {
        y.unsafe_set(q, j, hv[q]);
      }
    }
    basis = new double[0];
    eigenvalues = new double[0];
    var core = new DMatrixRMaj(s, s);
    CommonOps_DDRM.multTransA(omega, y, core);
    for (int i = 0; i < s; i++) {
      for (int j = 0; j < i; j++) {
        double mean = 0.5 * (core.unsafe_get(i, j) + core.unsafe_get(j, i));
        core.unsafe_set(i, j, mean);
        core.unsafe_set(j, i, mean);
      }
    }
    var eigen = DecompositionFactory_DDRM.eig(s, true, true);
    if (!Vectors.isFinite(core.getData()) || !eigen.decompose(core)) {
      return;
    }
    double largest = 0;
    for (int j = 0; j < s; j++) {
      largest = Math.max(largest, eigen.getEigenvalue(j).getReal());
    }
    int count = 0;
    var roots = new DMatrixRMaj(s, s);
    for (int j = 0; j < s; j++) {
      double e = eigen.getEigenvalue(j).getReal();
      // differences resolve no smaller ones
      if (e > 1e-10 * largest) {
        DMatrixRMaj w = eigen.getEigenVector(j);
        for (int i = 0; i < s; i++) {
          roots.unsafe_set(i, count, w.get(i) / Math.sqrt(e));
        }
        count++;
      }
    }
    if (count == 0) {
      return;
    }
    var b = new DMatrixRMaj(n, count);
    CommonOps_DDRM.mult(y, CommonOps_DDRM.extract(roots, 0, s, 0, count), b);
    var svd = DecompositionFactory_DDRM.svd(n, count, true, false, true);
    if (!svd.decompose(b)) {
      return;
    }
    DMatrixRMaj u = svd.getU(null, true);
    double[] sigma = svd.getSingularValues();
    basis = new double[count * n];
    eigenvalues = new double[count];
    for (int j = 0; j < count; j++) {
      eigenvalues[j] = sigma[j] * sigma[j];
      for (int q = 0; q < n; q++) {
        basis[j * n + q] = u.unsafe_get(j, q);
      }
    }
  }

  /** z ← P⁻¹r. */
  private void precondition(double[] r, double[] z) {
    System.arraycopy(r, 0, z, 0, n);
    double smallest = eigenvalues.length == 0 ? 0 : Arrays.stream(eigenvalues).min().orElseThrow();
    for (int j = 0; j < eigenvalues.length; j++) {
      double share = (smallest + options.damping) / (eigenvalues[j] + options.damping) - 1;
      Vectors.add(share * Vectors.dot(basis, j * n, r, 0, n), basis, j * n, z, n);
    }
  }

  /** d ≈ −(H + μI)⁻¹g. */
  private double[] solve(Objective objective, double[] theta) {
    double[] d = new double[n];
    double[] r = new double[n];
    for (int q = 0; q < n; q++) {
      r[q] = -g[q];
    }
    double[] z = new double[n];
    double[] hp = new double[n];
    precondition(r, z);
    double[] p = z.clone();
    double rz = Vectors.dot(r, z);
    double target = options.tolerance * Vectors.norm(g);
    for (int i = 0; i < options.iterations && Vectors.norm(r) > target; i++) {
      multiply(objective, theta, p, hp);
      Vectors.add(options.damping, p, 0, hp, n);
      double curvature = Vectors.dot(p, hp);
      if (!(curvature > 0) || Double.isInfinite(curvature)) {
        break;
      }
      double alpha = rz / curvature;
      Vectors.add(alpha, p, 0, d, n);
      Vectors.add(-alpha, hp, 0, r, n);
      precondition(r, z);
      double next = Vectors.dot(r, z);
      double beta = next / rz;
      rz = next;
      for (int q = 0; q < n; q++) {
        p[q] = z[q] + beta * p[q];
      }
    }
    return d;
  }

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("basis", basis.clone());
    state.put("eigenvalues", eigenvalues.clone());
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    int count = state.containsKey("eigenvalues") ? state.get("eigenvalues").length : 0;
    var saved = new SavedState(state).expect("t", 1).expectMultiple("eigenvalues", 1, options.rank).expect("basis", count * n)
        .check();
    t = (long) saved.number("t");
    basis = saved.array("basis");
    eigenvalues = saved.array("eigenvalues");
  }
}
