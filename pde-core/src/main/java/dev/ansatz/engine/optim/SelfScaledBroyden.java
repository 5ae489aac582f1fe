package dev.ansatz.engine.optim;

import dev.ansatz.engine.program.Executor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Dense quasi-Newton methods of the self-scaled Broyden family with a strong Wolfe line search.
 *
 * <p>With the step s, the change of gradient y, H the approximate inverse Hessian, ρ = 1/yᵀs, h = ρ yᵀHy, b = sᵀBs/yᵀs,
 * a = bh − 1 and v = ρs − Hy/(yᵀHy),
 *
 * <pre>H₊ = (1/τ) [H − (Hy)(Hy)ᵀ/(yᵀHy) + φ (yᵀHy) v vᵀ] + ρ s sᵀ,</pre>
 *
 * which satisfies H₊y = s whatever τ and φ; the variant chooses these. An update with yᵀs ≤ 0 is skipped. A step costs little more
 * than one gradient and one pass over the n × n matrix H, in which it is brought up to date and multiplied by the new gradient g and by y;
 * what H₊g is follows from these products, as H₊ differs from H by multiples of Hy and s.
 *
 * <p>Source: J. F. Urbán, P. Stefanou, J. A. Pons, Unveiling the optimization process of physics informed neural networks: how accurate
 * and competitive can PINNs be?, J. Comput. Phys. 523 (2025) 113656, doi:10.1016/j.jcp.2024.113656; M. Al-Baali, E. Spedicato,
 * F. Maggioni, Broyden's quasi-Newton methods for a nonlinear system of equations and unconstrained optimization, Optim. Methods
 * Softw. 29 (2014), doi:10.1080/10556788.2013.856909.
 */
public final class SelfScaledBroyden implements GradientOptimizer {
  /** Which member of the family. */
  public enum Variant { BFGS, SSBFGS_OREN_LUENBERGER, SSBFGS_AL_BAALI, SSBROYDEN1, SSBROYDEN2 }

  /** τ and φ of one update. */
  record Scaling(double tau, double phi) {}

  private final Variant variant;
  private final StrongWolfe lineSearch;
  private final int n;
  private final InverseHessian h;
  private final double[] g;
  private final double[] gNext;
  private final double[] d;
  private final double[] s;
  private final double[] y;
  private final double[] hg;
  private final double[] hy;
  private final double[] byHy;
  private final double[] byS;
  /** Whether d is −Hg. */
  private boolean directed;
  private double value = Double.NaN;
  private double previousValue = Double.NaN;

  /** On the calling thread alone. */
  public SelfScaledBroyden(int parameters, Variant variant) {
    this(parameters, variant, new Executor(1));
  }

  /** With the passes over H shared out among the threads of an executor, which does not change a bit of what is found. */
  public SelfScaledBroyden(int parameters, Variant variant, Executor executor) {
    this.variant = variant;
    n = parameters;
    lineSearch = new StrongWolfe(n, 1e-4, 0.9);
    h = new InverseHessian(n, executor);
    g = new double[n];
    gNext = new double[n];
    d = new double[n];
    s = new double[n];
    y = new double[n];
    hg = new double[n];
    hy = new double[n];
    byHy = new double[n];
    byS = new double[n];
  }

  /** Forgets the curvature: H = I. */
  public void resetCurvature() {
    h.reset();
    directed = false;
  }

  /** To be called when the objective has changed, such as by new collocation points; the curvature is kept. */
  @Override
  public void objectiveChanged() {
    value = Double.NaN;
    previousValue = Double.NaN;
    directed = false;
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
    double slope = slope();
    if (!(slope < 0)) {
      resetCurvature();
      slope = slope();
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

  /** The slope along d, which is made −Hg if it is not. */
  private double slope() {
    if (!directed) {
      h.multiply(g, hg, g, hg);
      for (int i = 0; i < n; i++) {
        d[i] = -hg[i];
      }
      directed = true;
    }
    return Vectors.dot(d, g);
  }

  /** From the step and what it did to the gradient to H₊ and the next direction. */
  private void update(double step, double sg) {
    directed = false;
    double ys = Vectors.dot(y, s);
    if (!(ys > 0)) {
      return;
    }
    h.multiply(gNext, hg, y, hy);
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
    double hyG = Vectors.dot(hy, gNext);
    double sG = Vectors.dot(s, gNext);
    for (int i = 0; i < n; i++) {
      double vi = rho * s[i] - hy[i] / yHy;
      // row i of the update, expanded in the rows Hy and s
      byHy[i] = inverseTau * (-hy[i] / yHy - phi * vi);
      byS[i] = inverseTau * phi * yHy * vi * rho + rho * s[i];
      d[i] = -Math.fma(byS[i], sG, Math.fma(byHy[i], hyG, inverseTau * hg[i]));
    }
    h.update(inverseTau, byHy, hy, byS, s);
    directed = true;
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

  /** H by rows, the gradient, the direction if it is known, and the last two values. */
  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("h", h.toArray());
    state.put("g", g.clone());
    state.put("d", directed ? d.clone() : new double[0]);
    state.put("value", SavedState.of(value));
    state.put("previousValue", SavedState.of(previousValue));
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("h", n * n).expect("g", n).expectMultiple("d", n, n).expect("value", 1)
        .expect("previousValue", 1).check();
    h.set(saved.array("h"));
    saved.copy("g", g);
    double[] direction = saved.array("d");
    directed = direction.length == n;
    System.arraycopy(direction, 0, d, 0, direction.length);
    value = saved.number("value");
    previousValue = saved.number("previousValue");
  }
}
