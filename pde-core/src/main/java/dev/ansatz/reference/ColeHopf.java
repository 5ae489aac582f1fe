package dev.ansatz.reference;

import dev.ansatz.pde.geometry.Quadrature;
import java.util.Arrays;
import java.util.function.Function;
import org.hipparchus.util.MathArrays;

/**
 * The solution of u_t + u u_x = ν u_xx on the line by the substitution u = −2ν φ_x/φ of Cole and Hopf, which makes it a mean
 *
 * <pre>u(x, t) = E[u₀(y)],   density of y ∝ exp(−(x − y)²/(4νt) − P(y)/(2ν)),   P' = u₀.</pre>
 *
 * Derivatives in x are joint cumulants of u₀(y) and −(x − y)/(2νt) under the same density. All integrals are Gauss–Legendre
 * sums over panels that follow the width of the density; exponents are shifted by their largest. O(panels) a point, about
 * 350 values of u₀ for u₀ = −sin πx, ν = 0.01/π, t = 1. Thread-safe if u₀ is.
 */
final class ColeHopf {
  private static final int NODES = 16;
  /** The part of the density that is left out is below e^−REACH. */
  private static final double REACH = 42;

  private final double viscosity;
  private final Function<double[], double[]> initial;
  private final double lower;
  private final double length;
  private final boolean odd;
  private final double refinement;
  private final double bound;
  private final double slope;
  private final double[] nodes;
  private final double[] weights;
  /** {@code [i*NODES + j]}: ∫ from −1 to node i of the j-th Lagrange polynomial. */
  private final double[] integration;

  /**
   * @param initial u₀ on [lower, lower + length], for many points at once
   * @param odd continue u₀ as an odd function about both ends (which holds u = 0 there), instead of periodically
   * @param refinement panels are narrower by this factor than they need be
   */
  ColeHopf(double viscosity, Function<double[], double[]> initial, double lower, double length, boolean odd, double refinement) {
    this.viscosity = viscosity;
    this.initial = initial;
    this.lower = lower;
    this.length = length;
    this.odd = odd;
    this.refinement = refinement;
    double[][] rule = Quadrature.gauss(-1, 1, NODES);
    nodes = rule[0];
    weights = rule[1];
    MathArrays.sortInPlace(nodes, weights);
    integration = integrationMatrix();

    int samples = 2000;
    double[] y = new double[samples + 1];
    Arrays.setAll(y, i -> lower + length * i / samples);
    double[] u = initial.apply(y);
    double largest = 0;
    double steepest = 0;
    for (int i = 0; i <= samples; i++) {
      largest = Math.max(largest, Math.abs(u[i]));
      steepest = i == 0 ? 0 : Math.max(steepest, Math.abs(u[i] - u[i - 1]) * samples / length);
    }
    bound = 1.01 * largest;
    slope = 1.1 * steepest;
  }

  /** From ℓ_j = Σ_n (2n+1)/2 w_j P_n(x_j) P_n and ∫ P_n = (P_{n+1} − P_{n−1})/(2n+1). */
  private double[] integrationMatrix() {
    double[][] p = new double[NODES][NODES + 1];
    for (int i = 0; i < NODES; i++) {
      p[i][0] = 1;
      p[i][1] = nodes[i];
      for (int n = 1; n < NODES; n++) {
        p[i][n + 1] = ((2 * n + 1) * nodes[i] * p[i][n] - n * p[i][n - 1]) / (n + 1);
      }
    }
    double[] matrix = new double[NODES * NODES];
    for (int i = 0; i < NODES; i++) {
      for (int j = 0; j < NODES; j++) {
        double sum = (nodes[i] + 1) / 2;
        for (int n = 1; n < NODES; n++) {
          sum += p[j][n] / 2 * (p[i][n + 1] - p[i][n - 1]);
        }
        matrix[i * NODES + j] = weights[j] * sum;
      }
    }
    return matrix;
  }

  /** u and its first {@code order ≤ 3} derivatives in x at one point, t ≥ 0 counted from the initial time; order 0 only at t = 0. */
  void evaluate(double x, double t, int order, double[] out) {
    if (t == 0) {
      out[0] = initial(new double[] {x})[0];
      return;
    }
    double diffusion = 2 * viscosity * t;
    double reach = bound * t + Math.sqrt(2 * diffusion * REACH);
    double width = 4 / Math.sqrt(1 / diffusion + slope / (2 * viscosity)) / refinement;
    double smooth = slope == 0 ? width : 0.5 * bound / slope / refinement;
    double[] ends = panels(x - reach, x + reach, Math.min(width, smooth));
    int count = ends.length - 1;
    int n = count * NODES;
    double[] y = new double[n];
    for (int p = 0; p < count; p++) {
      double half = (ends[p + 1] - ends[p]) / 2;
      for (int i = 0; i < NODES; i++) {
        y[p * NODES + i] = ends[p] + half * (1 + nodes[i]);
      }
    }
    double[] u = initial(y);
    double[] w = new double[n];
    double potential = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (int p = 0; p < count; p++) {
      double half = (ends[p + 1] - ends[p]) / 2;
      double whole = 0;
      for (int i = 0; i < NODES; i++) {
        double partial = 0;
        for (int j = 0; j < NODES; j++) {
          partial += integration[i * NODES + j] * u[p * NODES + j];
        }
        double z = x - y[p * NODES + i];
        double exponent = -z * z / (2 * diffusion) - (potential + half * partial) / (2 * viscosity);
        w[p * NODES + i] = exponent;
        largest = Math.max(largest, exponent);
        whole += weights[i] * u[p * NODES + i];
      }
      potential += half * whole;
    }
    double mass = 0;
    double mean = 0;
    double meanA = 0;
    for (int p = 0; p < count; p++) {
      double half = (ends[p + 1] - ends[p]) / 2;
      for (int i = 0; i < NODES; i++) {
        int k = p * NODES + i;
        double shifted = w[k] - largest;
        double v = shifted < -REACH ? 0 : half * weights[i] * Math.exp(shifted);
        w[k] = v;
        mass += v;
        mean += v * u[k];
        meanA += v * (y[k] - x);
      }
    }
    mean /= mass;
    out[0] = mean;
    if (order == 0) {
      return;
    }
    meanA /= mass;
    double[] joint = new double[4];
    double variance = 0;
    for (int k = 0; k < n; k++) {
      if (w[k] > 0) {
        double a = (y[k] - x - meanA) / diffusion;
        double product = w[k] * (u[k] - mean);
        joint[1] += product * a;
        joint[2] += product * a * a;
        joint[3] += product * a * a * a;
        variance += w[k] * a * a;
      }
    }
    out[1] = joint[1] / mass;
    if (order > 1) {
      out[2] = joint[2] / mass;
    }
    if (order > 2) {
      out[3] = joint[3] / mass - 3 * joint[1] / mass * variance / mass;
    }
  }

  /** Panels no wider than {@code width} from a to b, with ends where the continued u₀ may fail to be smooth. */
  private double[] panels(double a, double b, double width) {
    int first = (int) Math.floor((a - lower) / length) + 1;
    int last = (int) Math.ceil((b - lower) / length) - 1;
    double[] breaks = new double[Math.max(0, last - first + 1) + 2];
    breaks[0] = a;
    for (int k = first; k <= last; k++) {
      breaks[k - first + 1] = lower + k * length;
    }
    breaks[breaks.length - 1] = b;
    int total = 0;
    for (int s = 0; s + 1 < breaks.length; s++) {
      total += pieces(breaks, s, width);
    }
    double[] ends = new double[total + 1];
    int at = 0;
    for (int s = 0; s + 1 < breaks.length; s++) {
      int pieces = pieces(breaks, s, width);
      for (int i = 0; i < pieces; i++) {
        ends[at++] = breaks[s] + (breaks[s + 1] - breaks[s]) * i / pieces;
      }
    }
    ends[at] = b;
    return ends;
  }

  private static int pieces(double[] breaks, int s, double width) {
    return Math.max(1, (int) Math.ceil((breaks[s + 1] - breaks[s]) / width));
  }

  /** u₀ continued to the whole line. */
  private double[] initial(double[] y) {
    double[] inside = new double[y.length];
    boolean[] reflected = new boolean[y.length];
    for (int i = 0; i < y.length; i++) {
      double cell = Math.floor((y[i] - lower) / length);
      double rest = y[i] - lower - cell * length;
      if (y[i] == lower + length) {
        cell = 0;
        rest = length;
      }
      reflected[i] = odd && cell % 2 != 0;
      inside[i] = Math.clamp(reflected[i] ? lower + length - rest : lower + rest, lower, lower + length);
    }
    double[] u = initial.apply(inside);
    for (int i = 0; i < u.length; i++) {
      if (reflected[i]) {
        u[i] = -u[i];
      }
    }
    return u;
  }
}
