package dev.ansatz.engine.optim;

/** A function of the parameters θ to be minimised, with its gradient. */
public interface Objective {
  /** The length of θ. */
  int parameters();

  /** The value at θ; {@code gradient} is overwritten. */
  double gradient(double[] theta, double[] gradient);
}
