package dev.ansatz.engine.optim;

/** A sum of squares |r(θ)|². */
public interface LeastSquares extends Objective {
  /** The length of r. */
  int residuals();

  /** Writes r and returns |r|². */
  double residuals(double[] theta, double[] r);

  /** Writes r and its Jacobian, column-major: ∂r_i/∂θ_q at {@code q * residuals() + i}. Returns |r|². */
  double jacobian(double[] theta, double[] r, double[] jacobian);
}
