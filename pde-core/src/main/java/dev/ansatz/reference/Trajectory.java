package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.Arrays;

/**
 * A solution in time and space: values at the points of a tensor grid and their rates, at evenly spaced knots. Between knots it is the
 * Hermite interpolant through the values and rates of the four nearest, of degree 7 and error O(spacing⁸). Immutable.
 */
final class Trajectory {
  private static final int STENCIL = 4;
  private final TensorBasis basis;
  private final double start;
  private final double spacing;
  private final double[][] values;
  private final double[][] rates;
  /** {@code [value or rate][node]}: its cardinal polynomial by powers of the distance from the stencil's middle, in spacings. */
  private final double[][][] cardinals;

  /** Needs at least four knots; {@code values[knot]}, {@code rates[knot]}. */
  Trajectory(TensorBasis basis, double start, double spacing, double[][] values, double[][] rates) {
    if (values.length < STENCIL) {
      throw new IllegalArgumentException("a trajectory needs at least " + STENCIL + " knots, not " + values.length);
    }
    this.basis = basis;
    this.start = start;
    this.spacing = spacing;
    this.values = values;
    this.rates = rates;
    cardinals = hermite();
  }

  private static double[][][] hermite() {
    double middle = (STENCIL - 1) / 2.0;
    double[][][] out = new double[2][STENCIL][];
    for (int i = 0; i < STENCIL; i++) {
      double[] lagrange = {1};
      double slope = 0;
      for (int j = 0; j < STENCIL; j++) {
        if (i != j) {
          lagrange = times(lagrange, new double[] {-(j - middle) / (i - j), 1.0 / (i - j)});
          slope += 1.0 / (i - j);
        }
      }
      double[] square = times(lagrange, lagrange);
      double s = i - middle;
      out[0][i] = times(square, new double[] {1 + 2 * slope * s, -2 * slope});
      out[1][i] = times(square, new double[] {-s, 1});
    }
    return out;
  }

  private static double[] times(double[] a, double[] b) {
    double[] c = new double[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        c[i + j] += a[i] * b[j];
      }
    }
    return c;
  }

  /** The order-th derivative of a polynomial at s. */
  private static double at(double[] polynomial, int order, double s) {
    double sum = 0;
    for (int k = polynomial.length - 1; k >= order; k--) {
      double factor = polynomial[k];
      for (int j = 0; j < order; j++) {
        factor *= k - j;
      }
      sum = sum * s + factor;
    }
    return sum;
  }

  TensorBasis basis() {
    return basis;
  }

  double start() {
    return start;
  }

  double end() {
    return start + spacing * (values.length - 1);
  }

  int knots() {
    return values.length;
  }

  double[] values(int knot) {
    return values[knot].clone();
  }

  /** The values of ∂^order/∂t^order at time t. */
  double[] values(double t, int order) {
    double position = (t - start) / spacing;
    int nearest = (int) Math.rint(position);
    if (order == 0 && position == nearest && nearest >= 0 && nearest < values.length) {
      return values[nearest].clone();
    }
    int first = Math.clamp((int) Math.floor(position) - 1, 0, values.length - STENCIL);
    double[] out = new double[basis.size()];
    combine(first, 1, position - first - (STENCIL - 1) / 2.0, order, out);
    return out;
  }

  /** Adds up the interpolant through knots first, first + stride, … at s strides from their middle. */
  private void combine(int first, int stride, double s, int order, double[] out) {
    double scale = Math.pow(spacing * stride, -order);
    for (int i = 0; i < STENCIL; i++) {
      double a = scale * at(cardinals[0][i], order, s);
      double b = scale * spacing * stride * at(cardinals[1][i], order, s);
      double[] v = values[first + i * stride];
      double[] r = rates[first + i * stride];
      for (int k = 0; k < out.length; k++) {
        out[k] += a * v[k] + b * r[k];
      }
    }
  }

  /**
   * The relative error of interpolation at the middle of a stencil, its root mean square over time, from the error of the stencil of twice
   * the width at knots that it leaves out: 2⁻⁸ of that asymptotically, taken as 2⁻⁶.
   */
  double interpolationError() {
    int stride = 2;
    int reach = stride * (STENCIL - 1);
    double error = 0;
    double norm = 0;
    double[] predicted = new double[basis.size()];
    int step = Math.max(1, (values.length - reach) / 200);
    for (int first = 0; first + reach < values.length; first += step) {
      Arrays.fill(predicted, 0);
      combine(first, stride, 0, 0, predicted);
      double[] actual = values[first + reach / 2];
      double square = 0;
      double size = 0;
      for (int k = 0; k < predicted.length; k++) {
        square += (predicted[k] - actual[k]) * (predicted[k] - actual[k]);
        size += actual[k] * actual[k];
      }
      error += square;
      norm += size;
    }
    return norm == 0 ? 0 : Math.sqrt(error / norm) / 64;
  }

  /**
   * Writes ∂^timeOrder ∂^index u_field at times t and points {@code x[coordinate][p]}; fastest where points of one time follow one another.
   */
  void evaluate(int field, int timeOrder, MultiIndex index, double[] t, double[][] x, double[] out) {
    for (int from = 0; from < out.length; ) {
      int to = from + 1;
      while (to < out.length && t[to] == t[from]) {
        to++;
      }
      basis.evaluate(values(t[from], timeOrder), field, index, x, from, to, out);
      from = to;
    }
  }
}
