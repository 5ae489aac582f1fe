package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.Arrays;
import java.util.List;

/**
 * Functions of space by their values on a tensor grid, field after field, the last axis fastest. Immutable.
 *
 * @param axes the axes in the order of the layout
 * @param coordinates for each axis the number of its coordinate among those of space
 */
record TensorBasis(int fields, List<Axis> axes, int[] coordinates) {
  TensorBasis {
    axes = List.copyOf(axes);
  }

  /** Points of the grid. */
  int points() {
    return axes.stream().mapToInt(a -> a.points().length).reduce(1, (a, b) -> a * b);
  }

  /** The numbers that hold the fields. */
  int size() {
    return fields * points();
  }

  /** The coordinates of the points, {@code [coordinate][point]}. */
  double[][] grid() {
    int total = points();
    double[][] x = new double[axes.size()][total];
    int inner = total;
    for (int a = 0; a < axes.size(); a++) {
      double[] nodes = axes.get(a).points();
      inner /= nodes.length;
      double[] row = x[coordinates[a]];
      for (int p = 0; p < total; p++) {
        row[p] = nodes[p / inner % nodes.length];
      }
    }
    return x;
  }

  /** Writes ∂^index of a field at the points {@code [coordinate][p]} for p in [from, to). */
  void evaluate(double[] values, int field, MultiIndex index, double[][] points, int from, int to, double[] out) {
    int dimension = axes.size();
    double[] v = Arrays.copyOfRange(values, field * points(), (field + 1) * points());
    for (int a = 0; a < dimension; a++) {
      if (index.order(coordinates[a]) > 0) {
        int axis = a;
        lines(v.length, a, (start, step) -> axes.get(axis).differentiate(v, start, step, index.order(coordinates[axis])));
      }
    }
    if (dimension == 0) {
      Arrays.fill(out, from, to, v[0]);
      return;
    }
    // the axes are summed out one after another, each sum kept as long as the point does not move along it or one before
    double[][] sums = new double[dimension + 1][];
    double[][] weights = new double[dimension][];
    double[] last = new double[dimension];
    Arrays.fill(last, Double.NaN);
    sums[0] = v;
    int length = v.length;
    for (int a = 0; a < dimension; a++) {
      weights[a] = new double[axes.get(a).points().length];
      length /= weights[a].length;
      sums[a + 1] = new double[length];
    }
    for (int p = from; p < to; p++) {
      boolean moved = false;
      for (int a = 0; a < dimension; a++) {
        double x = points[coordinates[a]][p];
        if (x != last[a]) {
          moved = true;
          last[a] = x;
          axes.get(a).interpolationWeights(x, weights[a]);
        }
        if (moved) {
          sum(weights[a], sums[a], sums[a + 1]);
        }
      }
      out[p] = sums[dimension][0];
    }
  }

  private static void sum(double[] weights, double[] from, double[] to) {
    int inner = to.length;
    Arrays.fill(to, 0);
    for (int j = 0; j < weights.length; j++) {
      double w = weights[j];
      if (w != 0) {
        int at = j * inner;
        for (int k = 0; k < inner; k++) {
          to[k] += w * from[at + k];
        }
      }
    }
  }

  @FunctionalInterface
  private interface Line {
    void at(int start, int step);
  }

  /** Visits the lines of points along one axis. */
  private void lines(int total, int axis, Line visitor) {
    int inner = total;
    for (int a = 0; a <= axis; a++) {
      inner /= axes.get(a).points().length;
    }
    int n = axes.get(axis).points().length;
    for (int outer = 0; outer < total; outer += n * inner) {
      for (int k = 0; k < inner; k++) {
        visitor.at(outer + k, inner);
      }
    }
  }

  /** For each axis the root sum of squares of the last eighth of the spectrum along it over that of all, the largest over the fields. */
  double[] tails(double[] values) {
    double[] worst = new double[axes.size()];
    for (int f = 0; f < fields; f++) {
      double[] v = Arrays.copyOfRange(values, f * points(), (f + 1) * points());
      for (int a = 0; a < worst.length; a++) {
        int axis = a;
        double[] energies = new double[2];
        lines(v.length, a, (start, step) -> axes.get(axis).addEnergies(v, start, step, energies));
        worst[a] = Math.max(worst[a], energies[1] == 0 ? 0 : Math.sqrt(energies[0] / energies[1]));
      }
    }
    return worst;
  }
}
