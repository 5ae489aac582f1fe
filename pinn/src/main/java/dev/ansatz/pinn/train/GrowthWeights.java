package dev.ansatz.pinn.train;

import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.pde.expr.Range;
import java.util.function.Function;

/**
 * Weights of residuals by what becomes of them: where a reaction makes errors grow at a rate λ > 0, a residual at time t is felt
 * e^(λ (T − t)) times at the end T, and its square weighs as much again. Growth beyond {@value #MOST} counts as that, since a state leaves
 * what is unstable long before. The mean of the weights is 1.
 *
 * <p>Source: the weights of residuals by the solution of the adjoint problem, R. Becker, R. Rannacher, An optimal control approach to a
 * posteriori error estimation in finite element methods, Acta Numerica 10 (2001), doi:10.1017/S0962492901000010. Deviation: the adjoint
 * problem is solved without diffusion, for the state as it is.
 *
 * @param time up to T
 * @param rate λ at points {@code [coordinate][lane]}
 */
record GrowthWeights(Range time, Function<double[][], Evaluation> rate) {
  private static final double MOST = 1e3;

  /** Multiplies weights of squares by those at points. */
  void apply(double[][] points, double[] theta, double[] weights) {
    double[] growth = new double[weights.length];
    rate.apply(points).values(theta, growth, 0);
    double mean = 0;
    for (int p = 0; p < growth.length; p++) {
      double exponent = growth[p] * (time.upper() - points[0][p]);
      growth[p] = exponent > 0 ? Math.exp(2 * Math.min(exponent, Math.log(MOST))) : 1;
      mean += growth[p] / growth.length;
    }
    for (int p = 0; p < growth.length; p++) {
      weights[p] *= growth[p] / mean;
    }
  }
}
