package dev.ansatz.engine.optim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * MultiAdam: the mean of the {@link Adam} updates of all losses, each with its own moments, so that the scale of a loss does not matter.
 *
 * <p>The update is (1/G) Σ_i m̂_i/(√v̂_i + ε) over G losses, for {@link Sgd}. Scales matter for instance in that a domain shrunk to the
 * share t multiplies the loss of an equation of order k by t⁻²ᵏ and leaves that of Dirichlet conditions. The authors make two groups, of
 * the equations and of the conditions.
 *
 * <p>Source: J. Yao et al., MultiAdam: parameter-wise scale-invariant optimizer for multiscale training of physics-informed neural
 * networks, ICML 2023, arXiv:2306.02816.
 */
public final class MultiAdam implements Combiner {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double[][] m;
  private final double[][] v;
  private long t;

  /**
   * @param losses G
   * @param parameters the length of θ
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   */
  public MultiAdam(int losses, int parameters, double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    m = new double[losses][parameters];
    v = new double[losses][parameters];
  }

  /** β₁ = β₂ = 0.99, ε = 1e-8. */
  public MultiAdam(int losses, int parameters) {
    this(losses, parameters, 0.99, 0.99, 1e-8);
  }

  @Override
  public void combine(double[][] gradients, double[] combined) {
    t++;
    double correction1 = 1 - Math.pow(beta1, t);
    double correction2 = 1 - Math.pow(beta2, t);
    Arrays.fill(combined, 0);
    for (int i = 0; i < m.length; i++) {
      double[] g = gradients[i];
      for (int q = 0; q < g.length; q++) {
        m[i][q] = beta1 * m[i][q] + (1 - beta1) * g[q];
        v[i][q] = beta2 * v[i][q] + (1 - beta2) * g[q] * g[q];
        combined[q] += (m[i][q] / correction1) / (Math.sqrt(v[i][q] / correction2) + epsilon) / m.length;
      }
    }
  }

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    for (int i = 0; i < m.length; i++) {
      state.put("m" + i, m[i].clone());
      state.put("v" + i, v[i].clone());
    }
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1);
    for (int i = 0; i < m.length; i++) {
      saved.expect("m" + i, m[i].length).expect("v" + i, v[i].length);
    }
    saved.check();
    t = (long) saved.number("t");
    for (int i = 0; i < m.length; i++) {
      saved.copy("m" + i, m[i]);
      saved.copy("v" + i, v[i]);
    }
  }
}
