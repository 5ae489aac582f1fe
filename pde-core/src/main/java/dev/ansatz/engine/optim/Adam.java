package dev.ansatz.engine.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * Adam: gradient descent with moving averages of the gradient and of its square.
 *
 * <p>m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
 *
 * <p>Source: D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015, arXiv:1412.6980.
 */
public final class Adam implements GradientOptimizer {
  private final LongToDoubleFunction learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double[] g;
  private final double[] m;
  private final double[] v;
  private long t;

  /**
   * @param parameters the length of θ
   * @param learningRate η for step 0, 1, …
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   */
  public Adam(int parameters, LongToDoubleFunction learningRate, double beta1, double beta2, double epsilon) {
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    g = new double[parameters];
    m = new double[parameters];
    v = new double[parameters];
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public Adam(int parameters, LongToDoubleFunction learningRate) {
    this(parameters, learningRate, 0.9, 0.999, 1e-8);
  }

  /** η·γ^(t/every). */
  public static LongToDoubleFunction exponentialDecay(double rate, double gamma, double every) {
    return new Schedule.ExponentialDecay(rate, gamma, every);
  }

  @Override
  public double step(Objective objective, double[] theta) {
    double value = evaluate(objective, theta);
    if (!Double.isNaN(value)) {
      update(theta);
    }
    return value;
  }

  /** The value and, inside, the gradient; NaN if one of them is not finite. */
  double evaluate(Objective objective, double[] theta) {
    double value = objective.gradient(theta, g);
    return Double.isFinite(value) && Vectors.isFinite(g) ? value : Double.NaN;
  }

  /** η of the step to come. */
  double rate() {
    return learningRate.applyAsDouble(t);
  }

  /** The step, by the gradient last evaluated. */
  void update(double[] theta) {
    double rate = rate();
    t++;
    double correction1 = 1 - Math.pow(beta1, t);
    double correction2 = 1 - Math.pow(beta2, t);
    for (int q = 0; q < theta.length; q++) {
      m[q] = beta1 * m[q] + (1 - beta1) * g[q];
      v[q] = beta2 * v[q] + (1 - beta2) * g[q] * g[q];
      theta[q] -= rate * (m[q] / correction1) / (Math.sqrt(v[q] / correction2) + epsilon);
    }
  }

  /** Nothing to forget: the moments are kept. */
  @Override
  public void objectiveChanged() {}

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("m", m.clone());
    state.put("v", v.clone());
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("m", m.length).expect("v", v.length).check();
    t = (long) saved.number("t");
    saved.copy("m", m);
    saved.copy("v", v);
  }
}
