package dev.ansatz.reference;

import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.optim.LaplacePosterior;
import dev.ansatz.engine.program.Executor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is known of θ after the data when it is not known how smooth the coefficients are: the {@linkplain LaplacePosterior posteriors} of
 * all priors that the data make probable, mixed by their probabilities w_i,
 *
 * <pre>Var(gᵀθ) = Σ_i w_i (Var_i(gᵀθ) + (gᵀ(m_i − θ))²),   m_i the mean under the i-th.</pre>
 *
 * With the most probable prior alone a coefficient that the data say little of would seem well known.
 */
final class MixedPosterior {
  private record Part(double probability, LaplacePosterior posterior, double[] shift) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * @param theta where the problem was linearised; the means of parameters without prior count from there
   * @param degrees of the parameters, as {@link SmoothnessPrior#deviations} takes them
   * @param qr of the Jacobian of the data, with the data as its right-hand side
   */
  MixedPosterior(double[] theta, int[] degrees, Map<SmoothnessPrior, Double> priors, StreamingQr qr, Executor executor) {
    int n = theta.length;
    double[] triangle = qr.triangle();
    double[] columns = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        columns[j * n + i] = triangle[i * n + j];
      }
    }
    priors.forEach((prior, probability) -> {
      double[] deviations = prior.deviations(degrees);
      double[] shift = new double[n];
      if (priors.size() > 1) {
        StreamingQr with = qr.copy();
        with.appendDiagonal(Arrays.stream(deviations).map(d -> 1 / d).toArray());
        shift = with.solve(0);
        for (int i = 0; i < n; i++) {
          shift[i] -= degrees[i] == SmoothnessPrior.NONE ? 0 : theta[i];
        }
      }
      parts.add(new Part(probability, LaplacePosterior.of(n, columns, deviations, executor), shift));
    });
  }

  /** False if a direction is determined neither by the data nor by the priors. */
  boolean isDetermined() {
    return parts.getFirst().posterior.isDetermined();
  }

  /** The standard deviation of gᵀθ; infinite if it depends on a direction that is not determined. */
  double deviation(double[] g) {
    double variance = 0;
    for (Part part : parts) {
      double deviation = part.posterior.deviation(g);
      double shift = 0;
      for (int i = 0; i < g.length; i++) {
        shift += g[i] * part.shift[i];
      }
      variance += part.probability * (deviation * deviation + shift * shift);
    }
    return Math.sqrt(variance);
  }
}
