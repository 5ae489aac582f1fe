package dev.ansatz.pinn.experts;

import dev.ansatz.engine.linalg.HouseholderQr;
import dev.ansatz.engine.program.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The hard-constraint layer ω*(θ) = argmin |F(ω, θ)|² + ρ² |ω|², F affine in the output weights ω of all cells and any function of their
 * hidden weights θ, with the derivative of ω* by θ.
 *
 * <p>At the optimum JᵀF + ρ² ω = 0, J = ∂F/∂ω. Differentiated along θ, and multiplied by z with (JᵀJ + ρ²) z = v, this gives the
 * vector-Jacobian product vᵀ ∂ω*∕∂θ = −∂_θ ⟨J z, F⟩. As F is affine in ω, J z = F(ω + z) − F(ω): three reverse passes of F and two
 * triangular solves are all it takes.
 *
 * <p>A cell's weights are one vector, ω and θ together, as its programs have them.
 */
final class LeastSquaresLayer {
  /**
   * Rows of F that one cell contributes to.
   *
   * @param first row; several parts with the same first row add up, as the two sides of an interface do
   * @param factor of the program's values
   */
  private record Part(Evaluation evaluation, int cell, int first, double factor) {}

  private final int[] outputs;
  private final int cells;
  private final List<Part> parts = new ArrayList<>();
  private int rows;
  private double ridge;

  /** @param outputs where ω is in a cell's weights */
  LeastSquaresLayer(int[] outputs, int cells) {
    this.outputs = outputs;
    this.cells = cells;
  }

  /**
   * Adds weight × values of a program in one cell, divided by the root mean square norm of the rows of its Jacobian by ω, so that rows
   * of different units count alike.
   */
  void add(Evaluation evaluation, int cell, double[] weights, double weight) {
    add(new Part(evaluation, cell, rows, weight / rowNorm(evaluation, weights)));
  }

  /** The same for the difference of the values in two cells. */
  void addDifference(Evaluation evaluation, int cell, int other, double[] weights, double weight) {
    int first = rows;
    double factor = weight / rowNorm(evaluation, weights);
    add(new Part(evaluation, cell, first, factor));
    parts.add(new Part(evaluation, other, first, -factor));
  }

  private void add(Part part) {
    parts.add(part);
    rows += part.evaluation().size();
  }

  private double rowNorm(Evaluation evaluation, double[] weights) {
    int m = evaluation.size();
    double[] jacobian = jacobian(evaluation, weights);
    double squares = 0;
    for (int q : outputs) {
      for (int i = 0; i < m; i++) {
        squares += jacobian[q * m + i] * jacobian[q * m + i];
      }
    }
    // nothing depends on ω, or not in finite numbers: the solve will tell
    return squares > 0 && Double.isFinite(squares) ? Math.sqrt(squares / m) : 1;
  }

  private static double[] jacobian(Evaluation evaluation, double[] weights) {
    int m = evaluation.size();
    double[] ones = new double[evaluation.program().outputs()];
    Arrays.fill(ones, 1);
    double[] jacobian = new double[Math.multiplyExact(m, weights.length)];
    evaluation.jacobian(weights, ones, null, new double[m], jacobian, m, 0);
    return jacobian;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return cells * outputs.length;
  }

  /** ρ relative to the longest column of J at these weights; it stays what it is when θ changes. */
  void setRidge(double relative, double[][] weights) {
    double[] j = jacobian(weights);
    double longest = 0;
    for (int c = 0; c < columns(); c++) {
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        squares += j[i * columns() + c] * j[i * columns() + c];
      }
      longest = Math.max(longest, squares);
    }
    ridge = relative * Math.sqrt(longest);
  }

  double ridge() {
    return ridge;
  }

  /** F. */
  double[] residual(double[][] weights) {
    double[] f = new double[rows];
    for (Part part : parts) {
      double[] values = new double[part.evaluation().size()];
      part.evaluation().values(weights[part.cell()], values, 0);
      for (int i = 0; i < values.length; i++) {
        f[part.first() + i] += part.factor() * values[i];
      }
    }
    return f;
  }

  /** J by rows. */
  double[] jacobian(double[][] weights) {
    int n = columns();
    double[] j = new double[Math.multiplyExact(rows, n)];
    for (Part part : parts) {
      int m = part.evaluation().size();
      double[] own = jacobian(part.evaluation(), weights[part.cell()]);
      for (int q = 0; q < outputs.length; q++) {
        int column = part.cell() * outputs.length + q;
        for (int i = 0; i < m; i++) {
          j[(part.first() + i) * n + column] += part.factor() * own[outputs[q] * m + i];
        }
      }
    }
    return j;
  }

  private HouseholderQr factorised(double[][] weights) {
    int n = columns();
    double[] stack = Arrays.copyOf(jacobian(weights), (rows + n) * n);
    for (int c = 0; c < n; c++) {
      stack[(rows + c) * n + c] = ridge;
    }
    return HouseholderQr.of(rows + n, n, stack);
  }

  /**
   * Puts ω* in place of ω, by an orthogonal factorisation of J.
   *
   * @throws ArithmeticException if F or J is not finite
   */
  void solve(double[][] weights) {
    set(weights, new double[columns()]);
    double[] f = residual(weights);
    if (!Arrays.stream(f).allMatch(Double::isFinite)) {
      throw new ArithmeticException("the residual is not finite everywhere");
    }
    HouseholderQr qr = factorised(weights);
    double[] right = new double[rows + columns()];
    for (int i = 0; i < rows; i++) {
      right[i] = -f[i];
    }
    qr.applyTransposed(1, right);
    set(weights, back(qr.triangle(), right));
  }

  /** R⁻¹ b, for the first n elements of b. */
  private static double[] back(double[] r, double[] b) {
    int n = (int) Math.round(Math.sqrt(r.length));
    double[] x = Arrays.copyOf(b, n);
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] -= r[i * n + j] * x[j];
      }
      x[i] /= r[i * n + i];
    }
    return x;
  }

  /** R⁻ᵀ b. */
  private static double[] forward(double[] r, double[] b) {
    int n = b.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      x[i] /= r[i * n + i];
      for (int j = i + 1; j < n; j++) {
        x[j] -= r[i * n + j] * x[i];
      }
    }
    return x;
  }

  /** ω, cell by cell. */
  double[] omega(double[][] weights) {
    double[] omega = new double[columns()];
    for (int c = 0; c < cells; c++) {
      for (int q = 0; q < outputs.length; q++) {
        omega[c * outputs.length + q] = weights[c][outputs[q]];
      }
    }
    return omega;
  }

  void set(double[][] weights, double[] omega) {
    for (int c = 0; c < cells; c++) {
      for (int q = 0; q < outputs.length; q++) {
        weights[c][outputs[q]] = omega[c * outputs.length + q];
      }
    }
  }

  /** Adds ∂⟨c, F⟩/∂(ω, θ) of each cell times a scale to {@code gradients}. */
  void addVjp(double[][] weights, double[] cotangents, double scale, double[][] gradients) {
    for (Part part : parts) {
      double[] own = new double[part.evaluation().size()];
      for (int i = 0; i < own.length; i++) {
        own[i] = scale * part.factor() * cotangents[part.first() + i];
      }
      part.evaluation().vjp(weights[part.cell()], own, 0, gradients[part.cell()]);
    }
  }

  /**
   * Adds vᵀ ∂ω*∕∂θ to {@code gradients}, whose elements at ω are left as they are.
   *
   * @param weights with ω = ω*, by {@link #solve}
   */
  void addImplicitVjp(double[][] weights, double[] v, double[][] gradients) {
    double[] r = factorised(weights).triangle();
    double[] z = back(r, forward(r, v));
    double[][] moved = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    double[] omega = omega(weights);
    for (int i = 0; i < omega.length; i++) {
      omega[i] += z[i];
    }
    set(moved, omega);
    double[] f = residual(weights);
    double[] jz = residual(moved);
    for (int i = 0; i < rows; i++) {
      jz[i] -= f[i];
    }
    double[][] all = new double[cells][weights[0].length];
    addVjp(weights, jz, -1, all);
    addVjp(moved, f, -1, all);
    addVjp(weights, f, 1, all);
    for (int c = 0; c < cells; c++) {
      for (int q : outputs) {
        all[c][q] = 0;
      }
      for (int q = 0; q < all[c].length; q++) {
        gradients[c][q] += all[c][q];
      }
    }
  }
}
