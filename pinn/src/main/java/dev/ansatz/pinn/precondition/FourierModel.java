package dev.ansatz.pinn.precondition;

import java.util.Arrays;
import java.util.List;

/**
 * A linear model u = Σ θⱼ φⱼ in an orthonormal Fourier basis, in which the differential operator D is diagonal: |Dφⱼ| = dⱼ. The loss
 * |Du − f|² + λ |Bu − g|², B the values on the boundary or at the initial time, has the Gauss–Newton matrix A = diag(dⱼ²) + λ BᵀB,
 * and with θ = P θ̃, P diagonal, PAP.
 *
 * <p>Unpreconditioned, κ(A) grows as the square of the operator's symbol. With Pⱼ = 1/dⱼ it is bounded, since PAP is the identity plus
 * a matrix of small norm; only where dⱼ = 0 does the scale matter, and for the Poisson model the best is known in closed form
 * ({@link #bestScale}).
 *
 * <p>Source: T. De Ryck, F. Bonnet, S. Mishra, E. de Bézenac, An operator preconditioning perspective on training in physics-informed
 * machine learning, ICLR 2024, arXiv:2310.05801. The values of P where dⱼ = 0 are our own derivation.
 */
public final class FourierModel {
  private final String name;
  private final double[] symbol;
  private final double[][] conditions;
  private final double[] scale;

  private FourierModel(String name, double[] symbol, double[][] conditions, double[] scale) {
    this.name = name;
    this.symbol = symbol;
    this.conditions = conditions;
    this.scale = scale;
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be positive, not " + value);
    }
  }

  /**
   * −u″ = f on (−π, π) with values at both ends, in the basis 1/√(2π), cos(kx)/√π, sin(kx)/√π for k = 1, …, K, in this order: all
   * cosines before all sines.
   *
   * @param highest K, at least 1
   */
  public static FourierModel poisson(int highest) {
    positive("the highest wavenumber", highest);
    int n = 2 * highest + 1;
    double[] symbol = new double[n];
    double[][] ends = new double[2][n];
    for (double[] row : ends) {
      row[0] = 1 / Math.sqrt(2 * Math.PI);
    }
    for (int k = 1; k <= highest; k++) {
      symbol[k] = (double) k * k;
      symbol[highest + k] = symbol[k];
      for (double[] row : ends) {
        row[k] = (k % 2 == 0 ? 1 : -1) / Math.sqrt(Math.PI);
      }
    }
    return new FourierModel("Poisson, wavenumbers up to " + highest, symbol, ends, ones(n));
  }

  /**
   * u_t + β u_x = 0 on (0, 2π)², periodic in x, with values at t = 0, in the basis e^{i(ωt + kx)}/2π for whole |ω|, |k| ≤ K, whose
   * symbol is i(ω + βk). The figures are those of one real and one imaginary part alike.
   *
   * @param speed β
   * @param highest K, at least 1
   */
  public static FourierModel advection(double speed, int highest) {
    positive("the highest wavenumber", highest);
    int side = 2 * highest + 1;
    double[] symbol = new double[side * side];
    double[][] initial = new double[side][side * side];
    for (int k = -highest; k <= highest; k++) {
      for (int omega = -highest; omega <= highest; omega++) {
        int j = (k + highest) * side + omega + highest;
        symbol[j] = Math.abs(omega + speed * k);
        // the coefficient of e^{ikx}/√(2π) at t = 0
        initial[k + highest][j] = 1 / Math.sqrt(2 * Math.PI);
      }
    }
    return new FourierModel("advection at speed " + speed + ", wavenumbers up to " + highest, symbol, initial, ones(side * side));
  }

  /**
   * The same model with θ = P θ̃: Pⱼ = 1/dⱼ, and γ where dⱼ = 0.
   *
   * @param gamma γ, positive; {@link #bestScale} for Poisson's equation, 1 for advection
   */
  public FourierModel preconditioned(double gamma) {
    positive("the scale of what the operator does not see", gamma);
    double[] inverse = Arrays.stream(symbol).map(d -> d == 0 ? gamma : 1 / d).toArray();
    return new FourierModel(name + ", preconditioned", symbol, conditions, inverse);
  }

  /**
   * The γ for which the preconditioned Poisson model has the least κ in the limit K → ∞. PAP acts on the constant and on the trace
   * of the other functions as [[a², ab], [ab, 1 + b²]], a² = λγ²/π, b² = 2λ ζ(4)/π, and as the identity elsewhere; its determinant is a²,
   * and trace²/determinant is least for a² = 1 + b².
   *
   * @param weight λ, positive
   */
  public static double bestScale(double weight) {
    positive("the weight", weight);
    double zeta4 = Math.pow(Math.PI, 4) / 90;
    return Math.sqrt((1 + 2 * weight * zeta4 / Math.PI) * Math.PI / weight);
  }

  public int parameters() {
    return symbol.length;
  }

  /** The conditioning for several weights λ. */
  public ConditionReport report(List<Double> weights) {
    return stacked().report(name, weights);
  }

  private StackedJacobian stacked() {
    int n = symbol.length;
    double[] residual = new double[n * n];
    double[] condition = new double[conditions.length * n];
    for (int j = 0; j < n; j++) {
      residual[j * n + j] = symbol[j] * scale[j];
      for (int i = 0; i < conditions.length; i++) {
        condition[i * n + j] = conditions[i][j] * scale[j];
      }
    }
    return new StackedJacobian(n, residual, condition);
  }

  /**
   * What gradient descent found.
   *
   * @param coefficients θ, of the basis as it was before it was preconditioned
   * @param iterations until the gradient had fallen by the tolerance, or all that were allowed
   * @param converged whether it had
   */
  public record Descent(double[] coefficients, int iterations, boolean converged) {}

  /**
   * Gradient descent from θ = 0 with the best constant step, 2/(σ₁² + σₙ²).
   *
   * @param weight λ
   * @param source ⟨f, Dφⱼ/dⱼ⟩, one per function
   * @param data g, one per condition
   * @param tolerance of the gradient's norm, relative to the first
   * @param most iterations allowed
   */
  public Descent descend(double weight, double[] source, double[] data, double tolerance, int most) {
    if (source.length != symbol.length || data.length != conditions.length) {
      throw new IllegalArgumentException("there are " + symbol.length + " functions and " + conditions.length + " conditions, not "
          + source.length + " and " + data.length);
    }
    var values = stacked().spectrum(weight).singularValues();
    double step = 2 / (values.getFirst() * values.getFirst() + values.getLast() * values.getLast());
    double[] theta = new double[symbol.length];
    double[] gradient = gradient(theta, weight, source, data);
    double first = norm(gradient);
    int iteration = 0;
    while (iteration < most && norm(gradient) > tolerance * first) {
      for (int j = 0; j < theta.length; j++) {
        theta[j] -= step * scale[j] * gradient[j];
      }
      gradient = gradient(theta, weight, source, data);
      iteration++;
    }
    return new Descent(theta, iteration, norm(gradient) <= tolerance * first);
  }

  /** Half the gradient by θ̃, at θ = P θ̃. */
  private double[] gradient(double[] theta, double weight, double[] source, double[] data) {
    double[] gradient = new double[theta.length];
    for (int j = 0; j < theta.length; j++) {
      gradient[j] = symbol[j] * (symbol[j] * theta[j] - source[j]);
    }
    for (int i = 0; i < data.length; i++) {
      double misfit = -data[i];
      for (int j = 0; j < theta.length; j++) {
        misfit += conditions[i][j] * theta[j];
      }
      for (int j = 0; j < theta.length; j++) {
        gradient[j] += weight * conditions[i][j] * misfit;
      }
    }
    for (int j = 0; j < theta.length; j++) {
      gradient[j] *= scale[j];
    }
    return gradient;
  }

  private static double norm(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }
}
