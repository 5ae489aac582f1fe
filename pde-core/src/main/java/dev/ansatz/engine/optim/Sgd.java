package dev.ansatz.engine.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/**
 * Gradient descent, with momentum in the form of Polyak or of Nesterov.
 *
 * <p>u ← μu + g, then θ ← θ − ηu, or θ ← θ − η(g + μu) after Nesterov; μ = 0 is plain descent.
 *
 * <p>Source: I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning, ICML
 * 2013. Deviation: η multiplies u and not g, so that a change of η takes effect at once.
 */
public final class Sgd implements GradientOptimizer {
  private final LongToDoubleFunction learningRate;
  private final double momentum;
  private final boolean nesterov;
  private final double[] g;
  private final double[] u;
  private long t;

  /**
   * @param parameters the length of θ
   * @param learningRate η for step 0, 1, …
   * @param momentum μ in [0, 1)
   * @param nesterov whether the gradient is looked for ahead
   */
  public Sgd(int parameters, LongToDoubleFunction learningRate, double momentum, boolean nesterov) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the momentum is " + momentum + "; it must be in [0, 1)");
    }
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.nesterov = nesterov;
    g = new double[parameters];
    u = new double[parameters];
  }

  /** Without momentum. */
  public Sgd(int parameters, LongToDoubleFunction learningRate) {
    this(parameters, learningRate, 0, false);
  }

  @Override
  public double step(Objective objective, double[] theta) {
    double value = objective.gradient(theta, g);
    if (!Double.isFinite(value) || !Vectors.isFinite(g)) {
      return Double.NaN;
    }
    double rate = learningRate.applyAsDouble(t);
    t++;
    for (int q = 0; q < theta.length; q++) {
      u[q] = momentum * u[q] + g[q];
      theta[q] -= rate * (nesterov ? g[q] + momentum * u[q] : u[q]);
    }
    return value;
  }

  /** Nothing to forget: the momentum is kept. */
  @Override
  public void objectiveChanged() {}

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("u", u.clone());
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("u", u.length).check();
    t = (long) saved.number("t");
    saved.copy("u", u);
  }
}
