package dev.ansatz.pinn.experts;

import dev.ansatz.engine.program.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The hard-constraint layer ω*(θ) = argmin |F(ω, θ)|² + ρ² |ω|², F a function of the output weights ω of some cells and of their hidden
 * weights θ, with the derivative of ω* by θ. Where F is affine in ω, ω* is found in one step; else by Gauss–Newton with halved steps.
 *
 * <p>At the optimum g = JᵀF + ρ² ω = 0, J = ∂F/∂ω. Differentiated along θ, and multiplied by z with H z = v, H = ∂g/∂ω = JᵀJ + ρ² +
 * Σ Fᵢ ∇²Fᵢ, this gives the vector-Jacobian product vᵀ ∂ω*∕∂θ = −∂_θ ⟨z, g⟩ = −(J z)ᵀ ∂_θF − ∂_z (Fᵀ ∂_θF), the last a derivative along
 * ω ← ω + t z with F held. H z = v is solved by conjugate gradients preconditioned by JᵀJ + ρ², in one step where F is affine. Derivatives
 * along z are differences of reverse passes in four points, exact up to rounding for F of fourth degree in ω, such as a cubic reaction.
 *
 * <p>A cell's weights are one vector, ω and θ together, as its programs have them.
 */
final class LeastSquaresLayer {
  private static final int MOST_HALVINGS = 8;
  /** Relative decrease of the sum of squares below which another step is not worth its factorisation. */
  private static final double SETTLED = 1e-2;
  /** What rounding may add to the sum of squares: near the optimum a step to it changes the sum by less. */
  private static final double ROUNDING = 1e-13;
  private static final int MOST_CONJUGATE_GRADIENTS = 200;
  private static final double CONJUGATE_GRADIENT_TOLERANCE = 1e-12;

  /**
   * Rows of F that one cell contributes to.
   *
   * @param cell counted from the first of this layer
   * @param first row; several parts with the same first row add up, as the two sides of an interface do
   * @param factor of the program's values
   * @param known what is subtracted from the values, or null for nothing
   */
  private record Part(Evaluation evaluation, int cell, int first, double factor, double[] known) {}

  private final int[] outputs;
  private final int firstCell;
  private final int cells;
  private final boolean affine;
  private final List<Part> parts = new ArrayList<>();
  private int rows;
  private double ridge;

  /**
   * @param outputs where ω is in a cell's weights
   * @param firstCell of those whose ω are found, which are {@code cells} in succession
   * @param affine whether F is affine in ω
   */
  LeastSquaresLayer(int[] outputs, int firstCell, int cells, boolean affine) {
    this.outputs = outputs;
    this.firstCell = firstCell;
    this.cells = cells;
    this.affine = affine;
  }

  /**
   * Adds weight × values of a program in one cell, divided by the root mean square norm of the rows of its Jacobian by ω, so that rows
   * of different units count alike.
   */
  void add(Evaluation evaluation, int cell, double[][] weights, double weight) {
    add(evaluation, cell, weights, weight, null);
  }

  /** The same for the difference from known values; null for zeros. */
  void add(Evaluation evaluation, int cell, double[][] weights, double weight, double[] known) {
    parts.add(new Part(evaluation, cell - firstCell, rows, weight / rowNorm(evaluation, weights[cell]), known));
    rows += evaluation.size();
  }

  /** The same for the difference of the values in two cells. */
  void addDifference(Evaluation evaluation, int cell, int other, double[][] weights, double weight) {
    int first = rows;
    add(evaluation, cell, weights, weight);
    parts.add(new Part(evaluation, other - firstCell, first, -parts.getLast().factor, null));
  }

  private double rowNorm(Evaluation evaluation, double[] weights) {
    double squares = squares(jacobian(evaluation, weights, 1));
    // nothing depends on ω, or not in finite numbers: the solve will tell
    return squares > 0 && Double.isFinite(squares) ? Math.sqrt(squares / evaluation.size()) : 1;
  }

  /** The columns of ω, by rows. */
  private double[] jacobian(Evaluation evaluation, double[] weights, double factor) {
    int m = evaluation.size();
    double[] ones = new double[evaluation.program().outputs()];
    Arrays.fill(ones, 1);
    double[] all = new double[Math.multiplyExact(m, weights.length)];
    evaluation.jacobian(weights, ones, null, new double[m], all, m, 0);
    double[] own = new double[m * outputs.length];
    for (int q = 0; q < outputs.length; q++) {
      for (int i = 0; i < m; i++) {
        own[i * outputs.length + q] = factor * all[outputs[q] * m + i];
      }
    }
    return own;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return cells * outputs.length;
  }

  /** ρ relative to the longest column of J at these weights; it stays what it is when θ changes. */
  void setRidge(double relative, double[][] weights) {
    double[] lengths = new double[columns()];
    for (Part part : parts) {
      double[] j = jacobian(part.evaluation, weights[firstCell + part.cell], part.factor);
      for (int i = 0; i < j.length; i++) {
        lengths[part.cell * outputs.length + i % outputs.length] += j[i] * j[i];
      }
    }
    ridge = relative * Math.sqrt(Arrays.stream(lengths).max().orElseThrow());
  }

  double ridge() {
    return ridge;
  }

  /** F. */
  double[] residual(double[][] weights) {
    double[] f = new double[rows];
    for (Part part : parts) {
      double[] values = new double[part.evaluation.size()];
      part.evaluation.values(weights[firstCell + part.cell], values, 0);
      for (int i = 0; i < values.length; i++) {
        f[part.first + i] += part.factor * (part.known == null ? values[i] : values[i] - part.known[i]);
      }
    }
    return f;
  }

  /** J z. */
  double[] product(double[][] weights, double[] z) {
    int n = outputs.length;
    double[] product = new double[rows];
    for (Part part : parts) {
      double[] j = jacobian(part.evaluation, weights[firstCell + part.cell], part.factor);
      for (int i = 0; i < j.length; i++) {
        product[part.first + i / n] += j[i] * z[part.cell * n + i % n];
      }
    }
    return product;
  }

  /** J with −F beside it, and below them ρ with −ρ ω. */
  private List<BandedQr.Rows> rows(double[][] weights, double[] f, double ridge) {
    var touching = new TreeMap<Integer, List<Part>>();
    parts.forEach(part -> touching.computeIfAbsent(part.first, _ -> new ArrayList<>()).add(part));
    var all = new ArrayList<BandedQr.Rows>();
    touching.forEach((first, group) -> {
      int count = group.getFirst().evaluation.size();
      double[] right = new double[count];
      for (int i = 0; i < count; i++) {
        right[i] = -f[first + i];
      }
      all.add(new BandedQr.Rows(count, group.stream().mapToInt(Part::cell).toArray(),
          group.stream().map(part -> jacobian(part.evaluation, weights[firstCell + part.cell], part.factor)).toArray(double[][]::new),
              right));
    });
    int n = outputs.length;
    for (int c = 0; c < cells && ridge > 0; c++) {
      double[] block = new double[n * n];
      double[] right = new double[n];
      for (int q = 0; q < n; q++) {
        block[q * n + q] = ridge;
        right[q] = -ridge * weights[firstCell + c][outputs[q]];
      }
      all.add(new BandedQr.Rows(n, new int[] {c}, new double[][] {block}, right));
    }
    return all;
  }

  private BandedQr factorised(double[][] weights, double[] f) {
    return BandedQr.of(cells, outputs.length, rows(weights, f, ridge));
  }

  /**
   * Puts ω* in place of ω, which is where the search begins unless F is affine; returns the steps taken.
   *
   * @param most steps
   * @throws ArithmeticException if F or J is not finite
   */
  int solve(double[][] weights, int most) {
    if (affine) {
      set(weights, new double[columns()]);
    }
    double[] f = residual(weights);
    double value = value(f, weights);
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("the residual is not finite everywhere");
    }
    for (int step = 1; ; step++) {
      double[] omega = omega(weights);
      double[] change = factorised(weights, f).solution();
      double before = value;
      double length = 1;
      for (int halving = 0; ; halving++, length /= 2) {
        set(weights, omega, length, change);
        if (affine) {
          return step;
        }
        f = residual(weights);
        value = value(f, weights);
        if (value <= before * (1 + ROUNDING)) {
          break;
        }
        if (halving == MOST_HALVINGS) {
          set(weights, omega);
          return step;
        }
      }
      if (step == most || length == 1 && value > (1 - SETTLED) * before) {
        return step;
      }
    }
  }

  /** Steps of Newton's method near ω*: to the last digits, where Gauss–Newton is slow because F does not vanish. */
  void polish(double[][] weights, int steps) {
    for (int step = 0; step < steps && !affine; step++) {
      double[] f = residual(weights);
      double[] omega = omega(weights);
      double[][] all = new double[weights.length][weights[0].length];
      addVjp(weights, f, 1, all);
      double[] g = omega(all);
      for (int i = 0; i < g.length; i++) {
        g[i] += ridge * ridge * omega[i];
      }
      set(weights, omega, -1, conjugateGradients(weights, f, factorised(weights, f), g));
    }
  }

  private double value(double[] f, double[][] weights) {
    return squares(f) + ridge * ridge * squares(omega(weights));
  }

  private static double squares(double[] values) {
    return dot(values, values);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** ω, cell by cell. */
  double[] omega(double[][] weights) {
    double[] omega = new double[columns()];
    for (int i = 0; i < omega.length; i++) {
      omega[i] = weights[firstCell + i / outputs.length][outputs[i % outputs.length]];
    }
    return omega;
  }

  void set(double[][] weights, double[] omega) {
    set(weights, omega, 0, omega);
  }

  /** ω ← omega + t z. */
  private void set(double[][] weights, double[] omega, double t, double[] z) {
    for (int i = 0; i < omega.length; i++) {
      weights[firstCell + i / outputs.length][outputs[i % outputs.length]] = t == 0 ? omega[i] : omega[i] + t * z[i];
    }
  }

  /** Adds ∂⟨c, F⟩/∂(ω, θ) of each cell times a scale to {@code gradients}. */
  void addVjp(double[][] weights, double[] cotangents, double scale, double[][] gradients) {
    for (Part part : parts) {
      double[] own = new double[part.evaluation.size()];
      for (int i = 0; i < own.length; i++) {
        own[i] = scale * part.factor * cotangents[part.first + i];
      }
      part.evaluation.vjp(weights[firstCell + part.cell], own, 0, gradients[firstCell + part.cell]);
    }
  }

  /** Adds ∂_z ∂(ω, θ) ⟨f, F⟩ times a scale, f held. */
  private void addSecond(double[][] weights, double[] f, double[] z, double scale, double[][] gradients) {
    double[] omega = omega(weights);
    double[][] moved = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
    // as far as ω itself: rounding and, for higher degrees, truncation are both small then
    double t = Math.sqrt((1e-6 + squares(omega)) / Math.max(Double.MIN_NORMAL, squares(z))) / 8;
    for (int k : new int[] {-2, -1, 1, 2}) {
      set(moved, omega, k * t, z);
      addVjp(moved, f, scale * Integer.signum(k) * (k * k == 1 ? 8 : -1) / (12 * t), gradients);
    }
  }

  /**
   * Adds vᵀ ∂ω*∕∂θ to {@code gradients}, whose elements at ω are left as they are.
   *
   * @param weights with ω = ω*, by {@link #solve}
   */
  void addImplicitVjp(double[][] weights, double[] v, double[][] gradients) {
    double[] f = residual(weights);
    BandedQr qr = factorised(weights, f);
    double[] z = affine ? qr.solveNormal(v) : conjugateGradients(weights, f, qr, v);
    double[][] all = new double[weights.length][weights[0].length];
    addVjp(weights, product(weights, z), -1, all);
    addSecond(weights, f, z, -1, all);
    for (int c = firstCell; c < firstCell + cells; c++) {
      for (int q : outputs) {
        all[c][q] = 0;
      }
      for (int q = 0; q < all[c].length; q++) {
        gradients[c][q] += all[c][q];
      }
    }
  }

  /** H⁻¹ v. */
  private double[] conjugateGradients(double[][] weights, double[] f, BandedQr qr, double[] v) {
    double[] x = new double[v.length];
    double[] r = v.clone();
    double[] s = qr.solveNormal(r);
    double[] p = s.clone();
    double rho = dot(r, s);
    double target = rho * CONJUGATE_GRADIENT_TOLERANCE * CONJUGATE_GRADIENT_TOLERANCE;
    for (int k = 0; k < MOST_CONJUGATE_GRADIENTS && rho > target; k++) {
      double[] hp = hessianProduct(weights, f, p);
      double curvature = dot(p, hp);
      if (!(curvature > 0)) {
        // not at a minimum: the Gauss–Newton part has to do
        return qr.solveNormal(v);
      }
      double alpha = rho / curvature;
      for (int i = 0; i < x.length; i++) {
        x[i] += alpha * p[i];
        r[i] -= alpha * hp[i];
      }
      s = qr.solveNormal(r);
      double next = dot(r, s);
      for (int i = 0; i < p.length; i++) {
        p[i] = s[i] + next / rho * p[i];
      }
      rho = next;
    }
    return x;
  }

  private double[] hessianProduct(double[][] weights, double[] f, double[] z) {
    double[][] all = new double[weights.length][weights[0].length];
    addVjp(weights, product(weights, z), 1, all);
    addSecond(weights, f, z, 1, all);
    double[] product = omega(all);
    for (int i = 0; i < product.length; i++) {
      product[i] += ridge * ridge * z[i];
    }
    return product;
  }
}
