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

  /** The maps, axis by axis, from values on this grid to values on another tensor grid, {@code points[coordinate]}. */
  AxisMap[] sampling(double[][] points) {
    var maps = new AxisMap[axes.size()];
    for (int a = 0; a < maps.length; a++) {
      double[] x = points[coordinates[a]];
      int n = axes.get(a).points().length;
      double[] all = new double[x.length * n];
      double[] row = new double[n];
      for (int i = 0; i < x.length; i++) {
        axes.get(a).interpolationWeights(x[i], row);
        System.arraycopy(row, 0, all, i * n, n);
      }
      maps[a] = AxisMap.of(x.length, n, all);
    }
    return maps;
  }

  /** The values of a field on the grid of these maps, in the layout of this one. */
  double[] sample(double[] values, int field, AxisMap[] maps) {
    double[] v = Arrays.copyOfRange(values, field * points(), (field + 1) * points());
    int outer = 1;
    int inner = v.length;
    for (AxisMap map : maps) {
      inner /= map.cols();
      double[] next = new double[outer * map.rows() * inner];
      map.apply(outer, inner, v, 0, next);
      v = next;
      outer *= map.rows();
    }
    return v;
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

  /**
   * For each field and axis the sums of squares of the last eighth of the spectrum along the axis and of all of it; zeros where it has
   * none.
   */
  double[][][] energies(double[] values) {
    double[][][] energies = new double[fields][axes.size()][2];
    for (int f = 0; f < fields; f++) {
      double[] v = Arrays.copyOfRange(values, f * points(), (f + 1) * points());
      for (int a = 0; a < axes.size(); a++) {
        Axis axis = axes.get(a);
        double[] sums = energies[f][a];
        lines(v.length, a, (start, step) -> axis.addEnergies(v, start, step, sums));
      }
    }
    return energies;
  }

  /**
   * For each axis the root of the last eighth of the energy over all of it, both the largest of several states, and the largest over the
   * fields.
   */
  double[] tails(List<double[]> states) {
    double[][][] most = new double[fields][axes.size()][2];
    for (double[] state : states) {
      double[][][] energies = energies(state);
      for (int f = 0; f < fields; f++) {
        for (int a = 0; a < axes.size(); a++) {
          for (int i = 0; i < 2; i++) {
            most[f][a][i] = Math.max(most[f][a][i], energies[f][a][i]);
          }
        }
      }
    }
    double[] tails = new double[axes.size()];
    for (int a = 0; a < tails.length; a++) {
      for (double[][] field : most) {
        tails[a] = Math.max(tails[a], field[a][1] == 0 ? 0 : Math.sqrt(field[a][0] / field[a][1]));
      }
    }
    return tails;
  }
}
