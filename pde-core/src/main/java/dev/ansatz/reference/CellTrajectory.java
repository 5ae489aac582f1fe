package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.stream.IntStream;

/**
 * A solution in time by its averages over uniform cells, and their rates, at evenly spaced knots: cubic in time between two
 * knots; in space the polynomial of degree 4 with the averages of five cells where they are smooth, else the cell's average
 * with a limited slope. Immutable.
 */
final class CellTrajectory {
  private static final int STENCIL = 5;
  /** Rows are the coefficients of 1, s, …, s⁴ from the averages of the cells at −2 … 2, s in cells from the middle. */
  private static final double[][] QUARTIC = {{9 / 1920.0, -116 / 1920.0, 2134 / 1920.0, -116 / 1920.0, 9 / 1920.0},
      {5 / 48.0, -34 / 48.0, 0, 34 / 48.0, -5 / 48.0}, {-1 / 16.0, 12 / 16.0, -22 / 16.0, 12 / 16.0, -1 / 16.0},
      {-1 / 12.0, 2 / 12.0, 0, -2 / 12.0, 1 / 12.0}, {1 / 24.0, -4 / 24.0, 6 / 24.0, -4 / 24.0, 1 / 24.0}};

  private final ConservationLaw law;
  private final int[] n;
  private final double start;
  private final double spacing;
  private final double[][] values;
  private final double[][] rates;

  /** {@code values[knot][cell]}, at least two knots. */
  CellTrajectory(ConservationLaw law, int[] n, double start, double spacing, double[][] values, double[][] rates) {
    this.law = law;
    this.n = n.clone();
    this.start = start;
    this.spacing = spacing;
    this.values = values;
    this.rates = rates;
  }

  int size() {
    return values.length * values[0].length;
  }

  /** The averages, or their time derivative, at time t. */
  double[] averages(double t, int order) {
    double position = (t - start) / spacing;
    int nearest = (int) Math.rint(position);
    if (order == 0 && Math.abs(position - nearest) < 1e-9 && nearest >= 0 && nearest < values.length) {
      return values[nearest];
    }
    int k = Math.clamp((int) Math.floor(position), 0, values.length - 2);
    double s = position - k;
    double[] w = order == 0
        ? new double[] {(1 + 2 * s) * (1 - s) * (1 - s), s * s * (3 - 2 * s), spacing * s * (1 - s) * (1 - s), spacing * s * s * (s - 1)}
        : new double[] {6 * s * (s - 1) / spacing, 6 * s * (1 - s) / spacing, (1 - s) * (1 - 3 * s), s * (3 * s - 2)};
    double[] out = new double[values[k].length];
    for (int c = 0; c < out.length; c++) {
      out[c] = w[0] * values[k][c] + w[1] * values[k + 1][c] + w[2] * rates[k][c] + w[3] * rates[k + 1][c];
    }
    return out;
  }

  /** Writes a derivative of u, of order at most 1 in time and 4 in each coordinate, at points {@code {t, x, …}}. */
  void evaluate(MultiIndex index, double[][] points, double[] out) {
    if (index.order(0) > 1) {
      throw new UnsupportedOperationException("derivatives up to order 1 in time are represented, not " + index.order(0));
    }
    double last = Double.NaN;
    double[] u = null;
    double[] row = new double[STENCIL];
    for (int p = 0; p < out.length; p++) {
      if (points[0][p] != last) {
        last = points[0][p];
        u = averages(last, index.order(0));
      }
      int i = cell(0, points[1][p]);
      double s = offset(0, points[1][p], i);
      if (n.length == 1) {
        gather(u, 0, i, 0, row);
        out[p] = polynomial(row, s, index.order(1), 0);
      } else {
        int j = cell(1, points[2][p]);
        double r = offset(1, points[2][p], j);
        double[] columns = new double[STENCIL];
        for (int k = 0; k < STENCIL; k++) {
          gather(u, neighbour(0, i, k - 2), j, 1, row);
          columns[k] = polynomial(row, r, index.order(2), 1);
        }
        out[p] = polynomial(columns, s, index.order(1), 0);
      }
    }
  }

  private int cell(int axis, double x) {
    double position = (x - law.ranges().get(axis).lower()) / law.ranges().get(axis).length() * n[axis];
    return Math.clamp((int) Math.floor(position), 0, n[axis] - 1);
  }

  private double offset(int axis, double x, int cell) {
    double position = (x - law.ranges().get(axis).lower()) / law.ranges().get(axis).length() * n[axis];
    int middle = law.isPeriodic(axis) ? cell : Math.clamp(cell, 2, n[axis] - 3);
    return position - middle - 0.5;
  }

  /** The number of the cell {@code by} from the middle of the stencil about a cell. */
  private int neighbour(int axis, int cell, int by) {
    return law.isPeriodic(axis) ? Math.floorMod(cell + by, n[axis]) : Math.clamp(cell, 2, n[axis] - 3) + by;
  }

  private void gather(double[] u, int line, int cell, int axis, double[] row) {
    for (int k = 0; k < STENCIL; k++) {
      int c = neighbour(axis, cell, k - 2);
      row[k] = u[n.length == 1 ? c : line * n[1] + c];
    }
  }

  /** A derivative at s cells from the middle. */
  private double polynomial(double[] u, double s, int order, int axis) {
    double h = law.ranges().get(axis).length() / n[axis];
    double first = 0;
    double third = 0;
    for (int k = 0; k < 4; k++) {
      first += Math.abs(u[k + 1] - u[k]);
    }
    for (int k = 0; k < 2; k++) {
      third += Math.abs(u[k + 3] - 3 * u[k + 2] + 3 * u[k + 1] - u[k]);
    }
    if (third > first) {
      int k = Math.clamp((int) Math.floor(s + 2.5), 0, 4);
      double below = k == 0 ? 0 : u[k] - u[k - 1];
      double above = k == 4 ? 0 : u[k + 1] - u[k];
      double slope = below * above <= 0 ? 0 : Math.abs(below) < Math.abs(above) ? below : above;
      return order == 0 ? u[k] + slope * (s - (k - 2)) : order == 1 ? slope / h : 0;
    }
    double sum = 0;
    for (int m = STENCIL - 1; m >= order; m--) {
      double c = 0;
      for (int k = 0; k < STENCIL; k++) {
        c += QUARTIC[m][k] * u[k];
      }
      for (int q = 0; q < order; q++) {
        c *= m - q;
      }
      sum = sum * s + c;
    }
    return sum / Math.pow(h, order);
  }

  /** The relative error of interpolation between knots, from that at knots left out, which is 2⁴ times as large. */
  double interpolationError() {
    var coarse = new CellTrajectory(law, n, start, 2 * spacing, every(values), every(rates));
    double square = 0;
    double size = 0;
    for (int knot = 1; knot < values.length - 1; knot += 2) {
      double[] u = coarse.averages(time(knot), 0);
      for (int c = 0; c < u.length; c++) {
        square += (u[c] - values[knot][c]) * (u[c] - values[knot][c]);
        size += values[knot][c] * values[knot][c];
      }
    }
    return size == 0 ? 0 : Math.sqrt(square / size) / 16;
  }

  private static double[][] every(double[][] all) {
    return IntStream.iterate(0, k -> k < all.length, k -> k + 2).mapToObj(k -> all[k]).toArray(double[][]::new);
  }

  /** The total variation of the averages at a knot, in one dimension, around the period if there is one. */
  double totalVariation(int knot) {
    double[] u = values[knot];
    double sum = law.isPeriodic(0) ? Math.abs(u[0] - u[u.length - 1]) : 0;
    for (int c = 1; c < u.length; c++) {
      sum += Math.abs(u[c] - u[c - 1]);
    }
    return sum;
  }

  int knots() {
    return values.length;
  }

  double time(int knot) {
    return start + knot * spacing;
  }
}
