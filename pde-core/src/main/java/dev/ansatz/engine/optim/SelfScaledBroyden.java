package dev.ansatz.engine.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dense quasi-Newton methods of the self-scaled Broyden family with a strong Wolfe line search.
 *
 * <p>With the step s, the change of gradient y, H the approximate inverse Hessian, ρ = 1/yᵀs, h = ρ yᵀHy, b = sᵀBs/yᵀs,
 * a = bh − 1 and v = ρs − Hy/(yᵀHy),
 *
 * <pre>H₊ = (1/τ) [H − (Hy)(Hy)ᵀ/(yᵀHy) + φ (yᵀHy) v vᵀ] + ρ s sᵀ,</pre>
 *
 * which satisfies H₊y = s whatever τ and φ; the variant chooses these. An update with yᵀs ≤ 0 is skipped. A step costs little more
 * than one gradient and four passes over the n × n matrix H.
 *
 * <p>Source: J. F. Urbán, P. Stefanou, J. A. Pons, Unveiling the optimization process of physics informed neural networks: how accurate
 * and competitive can PINNs be?, J. Comput. Phys. 523 (2025) 113656, doi:10.1016/j.jcp.2024.113656; M. Al-Baali, E. Spedicato,
 * F. Maggioni, Broyden's quasi-Newton methods for a nonlinear system of equations and unconstrained optimization, Optim. Methods
 * Softw. 29 (2014), doi:10.1080/10556788.2013.856909.
 */
public final class SelfScaledBroyden implements GradientOptimizer {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  /** Which member of the family. */
  public enum Variant { BFGS, SSBFGS_OREN_LUENBERGER, SSBFGS_AL_BAALI, SSBROYDEN1, SSBROYDEN2 }

  /** τ and φ of one update. */
  record Scaling(double tau, double phi) {}

  private final Variant variant;
  private final StrongWolfe lineSearch;
  private final int n;
  private final double[] h;
  private final double[] g;
  private final double[] gNext;
  private final double[] d;
  private final double[] s;
  private final double[] y;
  private final double[] hy;
  private double value = Double.NaN;
  private double previousValue = Double.NaN;

  public SelfScaledBroyden(int parameters, Variant variant) {
    this.variant = variant;
    n = parameters;
    lineSearch = new StrongWolfe(n, 1e-4, 0.9);
    h = new double[n * n];
    g = new double[n];
    gNext = new double[n];
    d = new double[n];
    s = new double[n];
    y = new double[n];
    hy = new double[n];
    resetCurvature();
  }

  /** Forgets the curvature: H = I. */
  public void resetCurvature() {
    java.util.Arrays.fill(h, 0);
    for (int i = 0; i < n; i++) {
      h[i * n + i] = 1;
    }
  }

  /** To be called when the objective has changed, such as by new collocation points; the curvature is kept. */
  @Override
  public void objectiveChanged() {
    value = Double.NaN;
    previousValue = Double.NaN;
  }

  /**
   * One step; θ is updated.
   *
   * @return the value after the step: equal to the one before if no lower point was found, even along the steepest descent;
   *     NaN if the value or gradient at θ is not finite
   */
  @Override
  public double step(Objective objective, double[] theta) {
    if (Double.isNaN(value)) {
      value = objective.gradient(theta, g);
    }
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    double slope = direction();
    if (!(slope < 0)) {
      resetCurvature();
      slope = direction();
    }
    if (Double.isNaN(slope)) {
      return Double.NaN;
    }
    double first = Double.isNaN(previousValue) ? 1 / Math.max(1, Math.sqrt(-slope))
        : Math.min(1, 2.02 * (value - previousValue) / slope);
    if (!(first > 0)) {
      first = 1;
    }
    var found = lineSearch.search(objective, theta, d, value, slope, first, gNext);
    if (found.step() == 0) {
      resetCurvature();
      previousValue = Double.NaN;
      return value;
    }
    System.arraycopy(lineSearch.accepted(), 0, theta, 0, n);
    for (int i = 0; i < n; i++) {
      s[i] = found.step() * d[i];
      y[i] = gNext[i] - g[i];
    }
    double sg = Vectors.dot(s, g);
    update(found.step(), sg);
    System.arraycopy(gNext, 0, g, 0, n);
    previousValue = value;
    value = found.value();
    return value;
  }

  /** d = −Hg; returns its slope. */
  private double direction() {
    multiply(g, d);
    double slope = 0;
    for (int i = 0; i < n; i++) {
      d[i] = -d[i];
      slope += d[i] * g[i];
    }
    return slope;
  }

  private void update(double step, double sg) {
    double ys = Vectors.dot(y, s);
    if (!(ys > 0)) {
      return;
    }
    multiply(y, hy);
    double yHy = Vectors.dot(y, hy);
    if (!(yHy > 0)) {
      resetCurvature();
      return;
    }
    double rho = 1 / ys;
    Scaling scaling = scaling(variant, n, rho * yHy, -step * rho * sg);
    double inverseTau = 1 / scaling.tau();
    double phi = scaling.phi();
    if (!Double.isFinite(inverseTau) || !Double.isFinite(phi)) {
      return;
    }
    for (int i = 0; i < n; i++) {
      double vi = rho * s[i] - hy[i] / yHy;
      // row i of the update, expanded in the rows Hy and s
      double byHy = inverseTau * (-hy[i] / yHy - phi * vi);
      double byS = inverseTau * phi * yHy * vi * rho + rho * s[i];
      scaleAndAdd(i * n, inverseTau, byHy, byS);
    }
  }

  private void scaleAndAdd(int row, double scale, double byHy, double byS) {
    int body = SPECIES.loopBound(n);
    for (int j = 0; j < body; j += SPECIES.length()) {
      var sum = DoubleVector.fromArray(SPECIES, h, row + j).mul(scale);
      sum = DoubleVector.fromArray(SPECIES, hy, j).fma(DoubleVector.broadcast(SPECIES, byHy), sum);
      sum = DoubleVector.fromArray(SPECIES, s, j).fma(DoubleVector.broadcast(SPECIES, byS), sum);
      sum.intoArray(h, row + j);
    }
    for (int j = body; j < n; j++) {
      h[row + j] = Math.fma(s[j], byS, Math.fma(hy[j], byHy, scale * h[row + j]));
    }
  }

  /** τ and φ from h = ρyᵀHy and b = sᵀBs/yᵀs, for n parameters. */
  static Scaling scaling(Variant variant, int n, double h, double b) {
    double a = Math.max(b * h - 1, 0);
    return switch (variant) {
      case BFGS -> new Scaling(1, 1);
      case SSBFGS_OREN_LUENBERGER -> new Scaling(1 / b, 1);
      case SSBFGS_AL_BAALI -> new Scaling(Math.min(1, 1 / b), 1);
      case SSBROYDEN1, SSBROYDEN2 -> {
        double theta = theta(variant, h, b, a);
        double sigma = 1 + theta * a;
        double sigmaN = Math.pow(Math.abs(sigma), 1.0 / (1 - n));
        double rhoK = Math.min(1, 1 / b);
        double tau = theta <= 0 ? Math.min(rhoK * sigmaN, sigma) : rhoK * Math.min(sigmaN, 1 / theta);
        yield new Scaling(tau, (1 - theta) / (1 + a * theta));
      }
    };
  }

  private static double theta(Variant variant, double h, double b, double a) {
    double c = Math.sqrt(a / (1 + a));
    double rhoMinus = Math.min(1, h * (1 - c));
    // for a = 0 the update does not depend on θ
    double thetaMinus = a == 0 ? 0 : (rhoMinus - 1) / a;
    if (variant == Variant.SSBROYDEN2) {
      return Math.max(thetaMinus, Math.min(1 / rhoMinus, (1 - b) / b));
    }
    double thetaPlus = Math.max(1, b * (1 + c));
    double symmetricRankOne = 1 / (1 - b);
    return b == 1 ? thetaMinus : b > 1 ? Math.max(thetaMinus, symmetricRankOne) : Math.min(thetaPlus, symmetricRankOne);
  }

  private void multiply(double[] x, double[] result) {
    for (int i = 0; i < n; i++) {
      result[i] = Vectors.dot(h, i * n, x, 0, n);
    }
  }

  /** H by rows, the gradient, and the last two values. */
  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("h", h.clone());
    state.put("g", g.clone());
    state.put("value", SavedState.of(value));
    state.put("previousValue", SavedState.of(previousValue));
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("h", h.length).expect("g", n).expect("value", 1).expect("previousValue", 1).check();
    saved.copy("h", h);
    saved.copy("g", g);
    value = saved.number("value");
    previousValue = saved.number("previousValue");
  }
}
