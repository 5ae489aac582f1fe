package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * M-ConFIG: Adam with {@link ConflictFree} in place of the first moment, at the cost of one loss's gradient a step.
 *
 * <p>The losses take turns. That of loss i updates its moment m_i ← β₁m_i + (1−β₁)g_i; with m̂_j = m_j/(1−β₁^{t_j}), t_j the number of
 * turns j has had, ĝ = ConFIG(m̂₁, …, m̂_m). The second moment s is that of the pseudo-gradient [ĝ_t(1−β₁ᵗ) − β₁ĝ_{t−1}(1−β₁ᵗ⁻¹)]/(1−β₁)
 * whose first moment would be ĝ, and the update is ĝ/(√ŝ + ε), for {@link Sgd}. Until every loss has had a turn the update is 0, and t
 * counts from then on.
 *
 * <p>Source: Q. Liu, M. Chu, N. Thuerey, ICLR 2025, arXiv:2408.11104.
 */
public final class MomentumConflictFree implements Combiner {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double[][] m;
  private final double[][] corrected;
  private final double[] turns;
  private final double[] previous;
  private final double[] s;
  private int next;
  private long t;

  /**
   * @param losses how many
   * @param parameters the length of θ
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   */
  public MomentumConflictFree(int losses, int parameters, double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    m = new double[losses][parameters];
    corrected = new double[losses][parameters];
    turns = new double[losses];
    previous = new double[parameters];
    s = new double[parameters];
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public MomentumConflictFree(int losses, int parameters) {
    this(losses, parameters, 0.9, 0.999, 1e-8);
  }

  @Override
  public boolean reads(int loss) {
    return loss == next;
  }

  @Override
  public void combine(double[][] gradients, double[] combined) {
    double[] g = gradients[next];
    double[] mi = m[next];
    for (int q = 0; q < mi.length; q++) {
      mi[q] = beta1 * mi[q] + (1 - beta1) * g[q];
    }
    turns[next]++;
    next = (next + 1) % m.length;
    if (Arrays.stream(turns).anyMatch(count -> count == 0)) {
      Arrays.fill(combined, 0);
      return;
    }
    for (int j = 0; j < m.length; j++) {
      double correction = 1 - Math.pow(beta1, turns[j]);
      for (int q = 0; q < mi.length; q++) {
        corrected[j][q] = m[j][q] / correction;
      }
    }
    new ConflictFree().combine(corrected, combined);
    t++;
    double correction1 = 1 - Math.pow(beta1, t);
    double correction2 = 1 - Math.pow(beta2, t);
    for (int q = 0; q < combined.length; q++) {
      double moment = combined[q] * correction1;
      double pseudo = (moment - beta1 * previous[q]) / (1 - beta1);
      previous[q] = moment;
      s[q] = beta2 * s[q] + (1 - beta2) * pseudo * pseudo;
      combined[q] /= Math.sqrt(s[q] / correction2) + epsilon;
    }
  }

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("next", SavedState.of(next));
    state.put("turns", turns.clone());
    state.put("previous", previous.clone());
    state.put("s", s.clone());
    for (int k = 0; k < m.length; k++) {
      state.put("m" + k, m[k].clone());
    }
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("next", 1).expect("turns", turns.length)
        .expect("previous", previous.length).expect("s", s.length);
    for (int k = 0; k < m.length; k++) {
      saved.expect("m" + k, m[k].length);
    }
    saved.check();
    t = (long) saved.number("t");
    next = (int) saved.number("next");
    saved.copy("turns", turns);
    saved.copy("previous", previous);
    saved.copy("s", s);
    for (int k = 0; k < m.length; k++) {
      saved.copy("m" + k, m[k]);
    }
  }
}
