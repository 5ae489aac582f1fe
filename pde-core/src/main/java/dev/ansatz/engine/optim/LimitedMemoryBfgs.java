package dev.ansatz.engine.optim;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * L-BFGS: the BFGS method with the inverse Hessian given by the last steps and changes of gradient, and a strong Wolfe line search.
 *
 * <p>H is never formed: Hg takes 4kn operations for k pairs (s, y) of n parameters, starting from γI with γ = sᵀy/yᵀy of the last
 * pair. A pair with sᵀy ≤ 0 is not kept. For more parameters than {@link SelfScaledBroyden} can hold n² numbers for.
 *
 * <p>Source: J. Nocedal, Updating quasi-Newton matrices with limited storage, Math. Comp. 35 (1980),
 * doi:10.1090/S0025-5718-1980-0572855-7; D. C. Liu, J. Nocedal, Math. Programming 45 (1989), doi:10.1007/BF01589116.
 */
public final class LimitedMemoryBfgs implements GradientOptimizer {
  private final int n;
  private final int history;
  private final StrongWolfe lineSearch;
  private final double[] g;
  private final double[] gNext;
  private final double[] d;
  /** Pair i is at {@code (i % history) * n}, for i from {@code pairs - kept} to {@code pairs - 1}. */
  private final double[] s;
  private final double[] y;
  private final double[] rho;
  private final double[] alpha;
  private int pairs;
  private int kept;
  private double value = Double.NaN;

  /**
   * @param parameters the length of θ
   * @param history pairs kept, at least 1; 100 is usual for physics-informed networks
   */
  public LimitedMemoryBfgs(int parameters, int history) {
    if (history < 1) {
      throw new IllegalArgumentException("the history is " + history + "; at least 1 pair must be kept");
    }
    n = parameters;
    this.history = history;
    lineSearch = new StrongWolfe(n, 1e-4, 0.9);
    g = new double[n];
    gNext = new double[n];
    d = new double[n];
    s = new double[Math.multiplyExact(history, n)];
    y = new double[history * n];
    rho = new double[history];
    alpha = new double[history];
  }

  /** Forgets the values; the curvature is kept. */
  @Override
  public void objectiveChanged() {
    value = Double.NaN;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The value after the step equals the one before if the line search found nothing lower; the next step then begins with the
   * steepest descent.
   */
  @Override
  public double step(Objective objective, double[] theta) {
    if (Double.isNaN(value)) {
      value = objective.gradient(theta, g);
    }
    if (!Double.isFinite(value) || !Vectors.isFinite(g)) {
      value = Double.NaN;
      return Double.NaN;
    }
    direction();
    double slope = Vectors.dot(d, g);
    if (!(slope < 0)) {
      forget();
      direction();
      slope = Vectors.dot(d, g);
    }
    double first = kept == 0 ? 1 / Math.max(1, Math.sqrt(-slope)) : 1;
    var found = lineSearch.search(objective, theta, d, value, slope, first, gNext);
    if (found.step() == 0) {
      forget();
      return value;
    }
    System.arraycopy(lineSearch.accepted(), 0, theta, 0, n);
    keep(found.step());
    System.arraycopy(gNext, 0, g, 0, n);
    value = found.value();
    return value;
  }

  private void forget() {
    pairs = 0;
    kept = 0;
  }

  /** d = −Hg, by the two loops. */
  private void direction() {
    for (int q = 0; q < n; q++) {
      d[q] = -g[q];
    }
    for (int i = pairs - 1; i >= pairs - kept; i--) {
      int slot = i % history;
      alpha[slot] = rho[slot] * Vectors.dot(s, slot * n, d, 0, n);
      Vectors.add(-alpha[slot], y, slot * n, d, n);
    }
    if (kept > 0) {
      int last = (pairs - 1) % history;
      double gamma = 1 / (rho[last] * Vectors.dot(y, last * n, y, last * n, n));
      for (int q = 0; q < n; q++) {
        d[q] *= gamma;
      }
    }
    for (int i = pairs - kept; i < pairs; i++) {
      int slot = i % history;
      double beta = rho[slot] * Vectors.dot(y, slot * n, d, 0, n);
      Vectors.add(alpha[slot] - beta, s, slot * n, d, n);
    }
  }

  private void keep(double step) {
    int slot = pairs % history;
    double ys = 0;
    for (int q = 0; q < n; q++) {
      ys += (gNext[q] - g[q]) * step * d[q];
    }
    if (!(ys > 0) || Double.isInfinite(1 / ys)) {
      return;
    }
    for (int q = 0; q < n; q++) {
      s[slot * n + q] = step * d[q];
      y[slot * n + q] = gNext[q] - g[q];
    }
    rho[slot] = 1 / ys;
    pairs++;
    kept = Math.min(kept + 1, history);
  }

  /** The pairs from the oldest to the newest, the gradient and the value. */
  @Override
  public Map<String, double[]> state() {
    double[] sKept = new double[kept * n];
    double[] yKept = new double[kept * n];
    double[] rhoKept = new double[kept];
    for (int i = 0; i < kept; i++) {
      int slot = (pairs - kept + i) % history;
      System.arraycopy(s, slot * n, sKept, i * n, n);
      System.arraycopy(y, slot * n, yKept, i * n, n);
      rhoKept[i] = rho[slot];
    }
    var state = new LinkedHashMap<String, double[]>();
    state.put("s", sKept);
    state.put("y", yKept);
    state.put("rho", rhoKept);
    state.put("g", g.clone());
    state.put("value", SavedState.of(value));
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    int count = state.containsKey("rho") ? state.get("rho").length : 0;
    var saved = new SavedState(state).expectMultiple("rho", 1, history).expect("s", count * n).expect("y", count * n)
        .expect("g", n).expect("value", 1).check();
    kept = count;
    pairs = count;
    System.arraycopy(saved.array("rho"), 0, rho, 0, count);
    System.arraycopy(saved.array("s"), 0, s, 0, count * n);
    System.arraycopy(saved.array("y"), 0, y, 0, count * n);
    saved.copy("g", g);
    value = saved.number("value");
  }
}
