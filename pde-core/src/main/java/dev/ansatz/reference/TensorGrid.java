package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor grid whose functions have two forms: values at all points; and coefficients, which are values at the nodes of the
 * non-periodic axes and Fourier coefficients in the periodic ones. Non-periodic axes come first in both layouts. Thread-confined.
 */
final class TensorGrid {
  private final List<Axis> axes;
  private final int[] coordinates;
  private final List<Axis.OnInterval> intervals = new ArrayList<>();
  private final List<PeriodicAxis> periods = new ArrayList<>();
  private final int[] nodes;
  private final int nodeCount;
  /** Null if no axis is periodic. */
  private final PeriodicTransform transform;
  private final int width;
  private final int points;
  private final int[][] wavenumbers;
  private final double[][] scratch;
  private final double[] row;

  /** i^order times a real number for each coefficient of the periodic axes; no numbers where all are 1. */
  record Factor(double[] values, int order) {}

  /** @param given one for each coordinate of space, in their order */
  TensorGrid(List<Axis> given) {
    int dimension = given.size();
    coordinates = IntStream.concat(IntStream.range(0, dimension).filter(a -> given.get(a) instanceof Axis.OnInterval),
        IntStream.range(0, dimension).filter(a -> given.get(a) instanceof PeriodicAxis)).toArray();
    axes = Arrays.stream(coordinates).mapToObj(given::get).toList();
    for (Axis axis : axes) {
      switch (axis) {
        case Axis.OnInterval interval -> intervals.add(interval);
        case PeriodicAxis period -> periods.add(period);
      }
    }
    nodes = intervals.stream().mapToInt(a -> a.points().length).toArray();
    nodeCount = Arrays.stream(nodes).reduce(1, Math::multiplyExact);
    transform = periods.isEmpty() ? null : new PeriodicTransform(periods);
    width = transform == null ? 1 : transform.coefficients();
    points = transform == null ? 1 : transform.points();
    wavenumbers = IntStream.range(0, periods.size()).mapToObj(a -> transform.wavenumbers(a)).toArray(int[][]::new);
    scratch = new double[2][nodeCount * Math.max(width, points)];
    row = new double[width];
  }

  TensorBasis basis(int fields) {
    return new TensorBasis(fields, axes, coordinates);
  }

  /** The non-periodic axes. */
  List<Axis.OnInterval> intervals() {
    return intervals;
  }

  List<PeriodicAxis> periods() {
    return periods;
  }

  /** The number of the coordinate of an axis, non-periodic ones first. */
  int coordinate(int axis) {
    return coordinates[axis];
  }

  int nodeCount() {
    return nodeCount;
  }

  /** How many numbers hold the periodic directions at a node: complex pairs, or 1 if there are none. */
  int width() {
    return width;
  }

  /** Points of the periodic directions at a node. */
  int pointsAtNode() {
    return points;
  }

  int points() {
    return nodeCount * points;
  }

  int coefficients() {
    return nodeCount * width;
  }

  /** The signed wavenumber of a periodic axis in each coefficient pair. */
  int wavenumber(int period, int pair) {
    return wavenumbers[period][pair];
  }

  Factor factor(MultiIndex index) {
    int order = 0;
    double[] values = null;
    for (int a = 0; a < periods.size(); a++) {
      int m = index.order(coordinates[nodes.length + a]);
      if (m > 0) {
        order += m;
        if (values == null) {
          values = new double[width];
          Arrays.fill(values, 1);
        }
        for (int p = 0; p < width; p++) {
          values[p] *= periods.get(a).symbol(wavenumbers[a][p / 2], m);
        }
      }
    }
    return new Factor(values, order);
  }

  /** Applies one map along each non-periodic axis in turn, from {@code in[from …]} to {@code out[to …]}. */
  void along(AxisMap[] maps, double[] in, int from, double[] out, int to) {
    int inner = width;
    for (AxisMap map : maps) {
      inner *= map.cols();
    }
    int outer = 1;
    double[] source = in;
    int at = from;
    for (int a = 0; a < maps.length; a++) {
      inner /= maps[a].cols();
      double[] target = source == scratch[0] ? scratch[1] : scratch[0];
      maps[a].apply(outer, inner, source, at, target);
      source = target;
      at = 0;
      outer *= maps[a].rows();
    }
    System.arraycopy(source, at, out, to, outer * inner);
  }

  /**
   * Coefficients differentiated along the non-periodic axes, in a buffer that the next call may overwrite; the array given if there is
   * nothing to do.
   */
  private double[] differentiated(double[] in, MultiIndex index) {
    double[] source = in;
    int outer = 1;
    int inner = nodeCount * width;
    for (int a = 0; a < nodes.length; a++) {
      inner /= nodes[a];
      int m = index.order(coordinates[a]);
      if (m > 0) {
        double[] target = source == scratch[0] ? scratch[1] : scratch[0];
        intervals.get(a).derivative(m).apply(outer, inner, source, 0, target);
        source = target;
      }
      outer *= nodes[a];
    }
    return source;
  }

  private boolean isPeriodicOnly(MultiIndex index) {
    for (int a = 0; a < nodes.length; a++) {
      if (index.order(coordinates[a]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Values of a derivative at the points, from coefficients that begin at {@code from}, which is 0 if there are non-periodic axes. */
  void read(double[] c, int from, MultiIndex index, Factor factor, double[] out) {
    double[] source = differentiated(c, index);
    if (transform == null) {
      System.arraycopy(source, from, out, 0, nodeCount);
      return;
    }
    for (int node = 0; node < nodeCount; node++) {
      int at = from + node * width;
      if (factor.values == null) {
        transform.inverse(source, at, out, node * points);
      } else {
        multiply(factor, source, at, row, 0, width, false);
        transform.inverse(row, 0, out, node * points);
      }
    }
  }

  /** Adds a derivative of values at the points to the coefficients {@code sum[to …]}. */
  void write(double[] values, MultiIndex index, Factor factor, double[] sum, int to) {
    double[] c = values;
    if (transform != null) {
      boolean direct = isPeriodicOnly(index);
      double[] target = direct ? sum : scratch[1];
      for (int node = 0; node < nodeCount; node++) {
        transform.forward(values, node * points, row, 0);
        multiply(factor, row, 0, target, (direct ? to : 0) + node * width, width, direct);
      }
      if (direct) {
        return;
      }
      c = target;
    }
    c = differentiated(c, index);
    for (int p = 0; p < nodeCount * width; p++) {
      sum[to + p] += c[p];
    }
  }

  /** Coefficients at one node from values at its points. */
  void writeNode(double[] values, int from, double[] c, int to) {
    if (transform == null) {
      c[to] = values[from];
    } else {
      transform.forward(values, from, c, to);
    }
  }

  /** Adds {@code coefficient} times a derivative of coefficients. */
  void addDerivative(double coefficient, double[] c, MultiIndex index, double[] sum) {
    double[] source = differentiated(c, index);
    Factor factor = factor(index);
    for (int node = 0; node < nodeCount; node++) {
      multiply(factor, source, node * width, row, 0, width, false);
      for (int p = 0; p < width; p++) {
        sum[node * width + p] += coefficient * row[p];
      }
    }
  }

  /** {@code out ← (out +) i^order factor × in}. */
  private static void multiply(Factor factor, double[] in, int from, double[] out, int to, int width, boolean add) {
    double[] v = factor.values;
    int sign = (factor.order & 2) == 0 ? 1 : -1;
    if (v == null) {
      for (int p = 0; p < width; p++) {
        out[to + p] = (add ? out[to + p] : 0) + in[from + p];
      }
    } else if ((factor.order & 1) == 0) {
      for (int p = 0; p < width; p++) {
        out[to + p] = (add ? out[to + p] : 0) + sign * v[p] * in[from + p];
      }
    } else {
      for (int p = 0; p < width; p += 2) {
        double re = -sign * v[p] * in[from + p + 1];
        double im = sign * v[p] * in[from + p];
        out[to + p] = (add ? out[to + p] : 0) + re;
        out[to + p + 1] = (add ? out[to + p + 1] : 0) + im;
      }
    }
  }
}
