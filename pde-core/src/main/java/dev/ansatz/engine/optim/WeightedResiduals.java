package dev.ansatz.engine.optim;

import dev.ansatz.engine.program.Evaluation;
import java.util.Arrays;
import java.util.List;

/**
 * The sum of weighted losses Σ_k λ_k mean_p ω_p r_k(x_p; θ)², each loss on its own points: the objective of a physics-informed
 * network, as a sum of squares.
 */
public final class WeightedResiduals implements LeastSquares, SeveralLosses {

  /**
   * One kind of residual on its points.
   *
   * @param name what a user would call it, for messages
   * @param evaluation its outputs are the residuals
   * @param weight λ, shared by all outputs
   * @param pointWeights ω, one per point, or null for ones; read at every evaluation
   */
  public record Loss(String name, Evaluation evaluation, double weight, double[] pointWeights) {
    private double[] outputWeights() {
      double[] weights = new double[evaluation.program().outputs()];
      Arrays.fill(weights, weight / evaluation.lanes());
      return weights;
    }
  }

  private final List<Loss> losses;
  private final double[][] outputWeights;
  private final double[] latest;
  private final int residuals;

  /** All losses share one parameter vector. */
  public WeightedResiduals(List<Loss> losses) {
    this.losses = List.copyOf(losses);
    outputWeights = losses.stream().map(Loss::outputWeights).toArray(double[][]::new);
    latest = new double[losses.size()];
    residuals = losses.stream().mapToInt(l -> l.evaluation().size()).sum();
    long shapes = losses.stream().mapToInt(l -> l.evaluation().program().parameters()).distinct().count();
    if (shapes != 1) {
      throw new IllegalArgumentException("all losses must depend on the same parameters");
    }
  }

  @Override
  public int parameters() {
    return losses.getFirst().evaluation().program().parameters();
  }

  @Override
  public int residuals() {
    return residuals;
  }

  /** The losses, in order. */
  public List<Loss> losses() {
    return losses;
  }

  /** The weighted value of each loss when it was last evaluated. */
  public double[] latest() {
    return latest.clone();
  }

  @Override
  public double gradient(double[] theta, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int k = 0; k < losses.size(); k++) {
      Loss loss = losses.get(k);
      latest[k] = loss.evaluation.squares(theta, outputWeights[k], loss.pointWeights, gradient);
      sum += latest[k];
    }
    return sum;
  }

  @Override
  public int lossCount() {
    return losses.size();
  }

  /** {@inheritDoc} L_k = λ_k mean_p ω_p r_k², so that the gradients of all losses add up to that of the sum. */
  @Override
  public double gradient(int k, double[] theta, double[] gradient) {
    Arrays.fill(gradient, 0);
    Loss loss = losses.get(k);
    latest[k] = loss.evaluation.squares(theta, outputWeights[k], loss.pointWeights, gradient);
    return latest[k];
  }

  /**
   * The mean diagonal of each loss's neural tangent kernel: the mean of |∂r/∂θ|² over its points and outputs, without any weights.
   * Takes 8 bytes for each residual of the largest loss and parameter.
   */
  public double[] kernelDiagonals(double[] theta) {
    double[] diagonals = new double[losses.size()];
    for (int k = 0; k < diagonals.length; k++) {
      diagonals[k] = Arrays.stream(kernelDiagonal(k, theta)).average().orElseThrow();
    }
    return diagonals;
  }

  /**
   * The diagonal of one loss's neural tangent kernel: at each of its points, the mean of |∂r/∂θ|² over its outputs, without any weights.
   * Takes 8 bytes for each residual and parameter.
   */
  public double[] kernelDiagonal(int k, double[] theta) {
    Evaluation evaluation = losses.get(k).evaluation;
    int size = evaluation.size();
    int lanes = evaluation.lanes();
    double[] ones = new double[evaluation.program().outputs()];
    Arrays.fill(ones, 1);
    double[] jacobian = new double[Math.multiplyExact(size, theta.length)];
    evaluation.jacobian(theta, ones, null, new double[size], jacobian, size, 0);
    double[] diagonal = new double[lanes];
    for (int column = 0; column < jacobian.length; column += lanes) {
      for (int p = 0; p < lanes; p++) {
        diagonal[p] += jacobian[column + p] * jacobian[column + p] / ones.length;
      }
    }
    return diagonal;
  }

  @Override
  public double residuals(double[] theta, double[] r) {
    int offset = 0;
    double sum = 0;
    for (int k = 0; k < losses.size(); k++) {
      Evaluation evaluation = losses.get(k).evaluation;
      evaluation.values(theta, r, offset);
      scale(k, r, offset);
      sum += latest(k, r, offset);
      offset += evaluation.size();
    }
    return sum;
  }

  private void scale(int k, double[] r, int offset) {
    Loss loss = losses.get(k);
    int lanes = loss.evaluation.lanes();
    for (int output = 0; output < outputWeights[k].length; output++) {
      for (int p = 0; p < lanes; p++) {
        double weight = outputWeights[k][output] * (loss.pointWeights == null ? 1 : loss.pointWeights[p]);
        r[offset + output * lanes + p] *= Math.sqrt(weight);
      }
    }
  }

  private double latest(int k, double[] r, int offset) {
    double sum = 0;
    for (int i = offset; i < offset + losses.get(k).evaluation.size(); i++) {
      sum += r[i] * r[i];
    }
    latest[k] = sum;
    return sum;
  }

  @Override
  public double jacobian(double[] theta, double[] r, double[] jacobian) {
    int offset = 0;
    double sum = 0;
    for (int k = 0; k < losses.size(); k++) {
      Loss loss = losses.get(k);
      loss.evaluation.jacobian(theta, outputWeights[k], loss.pointWeights, r, jacobian, residuals, offset);
      sum += latest(k, r, offset);
      offset += loss.evaluation.size();
    }
    return sum;
  }
}
