package dev.ansatz.pde.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Values on a tensor grid of one or two axes with the function that interpolates them: linear (error O(h²)), or the cubic
 * not-a-knot spline with continuous second derivatives (error O(h⁴)), along each axis. Beyond its ends a table goes on
 * with the value there. Immutable, with equality of what it holds.
 *
 * @see <a href="https://doi.org/10.1007/978-1-4612-6333-3">de Boor: A Practical Guide to Splines, chapter IV</a>
 */
public final class Table {
  /** Values that one table may hold. */
  public static final int MOST_VALUES = 16_384;

  /** How values between the nodes are found. */
  public enum Interpolation {
    LINEAR(1, 2), CUBIC(3, 4);

    private final int degree;
    private final int fewest;

    Interpolation(int degree, int fewest) {
      this.degree = degree;
      this.fewest = fewest;
    }

    /** As it is written: {@code cubic}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String name;
  private final List<String> axes;
  private final double[][] nodes;
  private final double[] values;
  private final Interpolation interpolation;
  /** [0] the values; of a cubic one also the slopes: [1] along the last axis, [2] along the first of two, [3] mixed. */
  private final double[][] channels;

  /**
   * @param axes the names of the arguments, for printing only
   * @param nodes rising, one array an axis
   * @param values the last axis varying fastest
   * @throws IllegalArgumentException with all that {@link #faults} finds
   */
  public Table(String name, List<String> axes, double[][] nodes, double[] values, Interpolation interpolation) {
    var faults = faults(axes, nodes, values, interpolation);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the table " + name + ": " + String.join("; ", faults));
    }
    this.name = Names.canonical(name);
    this.axes = axes.stream().map(Names::canonical).toList();
    // no negative zeros: they would be sorted before the positive ones
    this.nodes = Arrays.stream(nodes).map(x -> Arrays.stream(x).map(v -> v + 0.0).toArray()).toArray(double[][]::new);
    this.values = Arrays.stream(values).map(v -> v + 0.0).toArray();
    this.interpolation = interpolation;
    channels = channels();
  }

  /** Everything that keeps these from being a table. */
  public static List<String> faults(List<String> axes, double[][] nodes, double[] values, Interpolation interpolation) {
    var faults = new ArrayList<String>();
    if (axes.isEmpty() || axes.size() > 2) {
      faults.add("a table has one or two arguments, not " + axes.size());
    }
    if (new HashSet<>(axes).size() < axes.size()) {
      faults.add("two arguments have one name");
    }
    if (axes.size() != nodes.length) {
      faults.add(axes.size() + " arguments for " + nodes.length + " lists of nodes");
    }
    long count = 1;
    for (int i = 0; i < Math.min(axes.size(), nodes.length); i++) {
      double[] x = nodes[i];
      count *= x.length;
      if (x.length < interpolation.fewest) {
        faults.add(interpolation.text() + " interpolation needs " + interpolation.fewest
            + " nodes along " + axes.get(i) + ", not " + x.length);
      }
      for (int k = 0; k < x.length; k++) {
        if (!Double.isFinite(x[k]) || k > 0 && !(x[k] > x[k - 1])) {
          faults.add("the nodes along " + axes.get(i) + " do not rise at number " + (k + 1));
          break;
        }
      }
    }
    if (count != values.length) {
      faults.add(values.length + " values on a grid of " + count + " nodes");
    }
    if (values.length > MOST_VALUES) {
      faults.add(values.length + " values; a table may have " + MOST_VALUES);
    }
    for (int k = 0; k < values.length; k++) {
      if (!Double.isFinite(values[k])) {
        faults.add("value number " + (k + 1) + " is " + values[k]);
        break;
      }
    }
    return faults;
  }

  public String name() {
    return name;
  }

  public List<String> axes() {
    return axes;
  }

  /** The nodes along an axis, a copy. */
  public double[] nodes(int axis) {
    return nodes[axis].clone();
  }

  /** The values, the last axis varying fastest, a copy. */
  public double[] values() {
    return values.clone();
  }

  public Interpolation interpolation() {
    return interpolation;
  }

  /** 1 or 3: derivatives of higher order along an axis are zero. */
  int degree() {
    return interpolation.degree;
  }

  /** Where it is tabulated along an axis. */
  public boolean covers(int axis, double lower, double upper) {
    return nodes[axis][0] <= lower && upper <= nodes[axis][nodes[axis].length - 1];
  }

  /** The interpolant with the arguments in place of its axes. */
  public Expr at(Expr... arguments) {
    return Tabulated.of(this, List.of(arguments), Collections.nCopies(arguments.length, 0));
  }

  /**
   * A derivative of the interpolant; zero along an axis beyond whose ends the point lies. At a node, of the cell above it.
   * O(log of the number of nodes).
   *
   * @param orders of differentiation, one an axis
   */
  public double value(double[] at, int[] orders) {
    int d = axes.size();
    int[] cells = new int[d];
    double[][] weights = new double[d][];
    for (int i = 0; i < d; i++) {
      double[] x = nodes[i];
      if (orders[i] > 0 && (at[i] < x[0] || at[i] > x[x.length - 1])) {
        return 0;
      }
      double s = Math.clamp(at[i], x[0], x[x.length - 1]) + 0.0;
      int found = Arrays.binarySearch(x, s);
      cells[i] = Math.min(found >= 0 ? found : -found - 2, x.length - 2);
      double h = x[cells[i] + 1] - x[cells[i]];
      weights[i] = weights((s - x[cells[i]]) / h, h, orders[i]);
    }
    // per axis: value at the lower and the upper node, then slopes there
    int kinds = interpolation == Interpolation.CUBIC ? 2 : 1;
    double sum = 0;
    if (d == 1) {
      for (int a = 0; a < kinds; a++) {
        for (int i = 0; i < 2; i++) {
          sum += weights[0][2 * a + i] * channels[a][cells[0] + i];
        }
      }
      return sum;
    }
    int row = nodes[1].length;
    for (int a = 0; a < kinds; a++) {
      for (int i = 0; i < 2; i++) {
        for (int b = 0; b < kinds; b++) {
          for (int j = 0; j < 2; j++) {
            sum += weights[0][2 * a + i] * weights[1][2 * b + j]
                * channels[2 * a + b][(cells[0] + i) * row + cells[1] + j];
          }
        }
      }
    }
    return sum;
  }

  /** The derivative, of some order, of the basis at {@code r} in a cell of width {@code h}. */
  private double[] weights(double r, double h, int order) {
    if (interpolation == Interpolation.LINEAR) {
      return order == 0 ? new double[] {1 - r, r} : order == 1 ? new double[] {-1 / h, 1 / h} : new double[2];
    }
    return switch (order) {
      case 0 -> new double[] {
        (1 + 2 * r) * (1 - r) * (1 - r), r * r * (3 - 2 * r), h * r * (1 - r) * (1 - r), h * r * r * (r - 1)};
      case 1 -> new double[] {6 * r * (r - 1) / h, 6 * r * (1 - r) / h, (1 - r) * (1 - 3 * r), r * (3 * r - 2)};
      case 2 -> new double[] {(12 * r - 6) / (h * h), (6 - 12 * r) / (h * h), (6 * r - 4) / h, (6 * r - 2) / h};
      case 3 -> new double[] {12 / (h * h * h), -12 / (h * h * h), 6 / (h * h), 6 / (h * h)};
      default -> new double[4];
    };
  }

  /**
   * Of a table with one axis, the coefficients of {@code Σ c_k (x - x_cell)^k} in each cell: {@code [cell][k]}.
   *
   * @throws IllegalStateException if there are two axes
   */
  public double[][] polynomials() {
    if (axes.size() != 1) {
      throw new IllegalStateException("the table " + name + " has two axes");
    }
    double[] x = nodes[0];
    double[][] polynomials = new double[x.length - 1][interpolation.degree + 1];
    double factorial = 1;
    for (int k = 0; k <= interpolation.degree; k++) {
      factorial *= Math.max(1, k);
      for (int cell = 0; cell < polynomials.length; cell++) {
        polynomials[cell][k] = value(new double[] {x[cell]}, new int[] {k}) / factorial;
      }
    }
    return polynomials;
  }

  private double[][] channels() {
    if (interpolation == Interpolation.LINEAR) {
      return new double[][] {values};
    }
    if (axes.size() == 1) {
      return new double[][] {values, slopes(nodes[0], values, 0, 1)};
    }
    int rows = nodes[0].length;
    int row = nodes[1].length;
    double[] along = new double[values.length];
    double[] across = new double[values.length];
    double[] mixed = new double[values.length];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(slopes(nodes[1], values, i * row, 1), 0, along, i * row, row);
    }
    for (int j = 0; j < row; j++) {
      double[] ofValues = slopes(nodes[0], values, j, row);
      double[] ofSlopes = slopes(nodes[0], along, j, row);
      for (int i = 0; i < rows; i++) {
        across[i * row + j] = ofValues[i];
        mixed[i * row + j] = ofSlopes[i];
      }
    }
    return new double[][] {values, along, across, mixed};
  }

  /** The slopes of the not-a-knot spline through {@code y[from + k stride]} at its nodes, by one tridiagonal solve. */
  private static double[] slopes(double[] x, double[] y, int from, int stride) {
    int n = x.length;
    double[] h = new double[n - 1];
    double[] secant = new double[n - 1];
    for (int i = 0; i < n - 1; i++) {
      h[i] = x[i + 1] - x[i];
      secant[i] = (y[from + (i + 1) * stride] - y[from + i * stride]) / h[i];
    }
    double[] lower = new double[n];
    double[] diagonal = new double[n];
    double[] upper = new double[n];
    double[] m = new double[n];
    double first = h[0] + h[1];
    double last = h[n - 2] + h[n - 3];
    diagonal[0] = h[1];
    upper[0] = first;
    m[0] = ((h[0] + 2 * first) * h[1] * secant[0] + h[0] * h[0] * secant[1]) / first;
    for (int i = 1; i < n - 1; i++) {
      lower[i] = h[i];
      diagonal[i] = 2 * (h[i - 1] + h[i]);
      upper[i] = h[i - 1];
      m[i] = 3 * (h[i] * secant[i - 1] + h[i - 1] * secant[i]);
    }
    lower[n - 1] = last;
    diagonal[n - 1] = h[n - 3];
    m[n - 1] = (h[n - 2] * h[n - 2] * secant[n - 3] + (2 * last + h[n - 2]) * h[n - 3] * secant[n - 2]) / last;
    for (int i = 1; i < n; i++) {
      double factor = lower[i] / diagonal[i - 1];
      diagonal[i] -= factor * upper[i - 1];
      m[i] -= factor * m[i - 1];
    }
    m[n - 1] /= diagonal[n - 1];
    for (int i = n - 2; i >= 0; i--) {
      m[i] = (m[i] - upper[i] * m[i + 1]) / diagonal[i];
    }
    return m;
  }

  /** A total order that agrees with equality. */
  static int compare(Table a, Table b) {
    int byName = a.name.compareTo(b.name);
    int byValues = byName != 0 ? byName : Arrays.compare(a.values, b.values);
    return byValues != 0 ? byValues : a.equals(b) ? 0 : Integer.compare(a.hashCode(), b.hashCode());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table t && name.equals(t.name) && axes.equals(t.axes) && interpolation == t.interpolation
        && Arrays.deepEquals(nodes, t.nodes) && Arrays.equals(values, t.values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, axes, interpolation, Arrays.deepHashCode(nodes), Arrays.hashCode(values));
  }

  /** {@code k(x, y)}: 3 × 4 values. */
  @Override
  public String toString() {
    return name + "(" + String.join(", ", axes) + "): "
        + String.join(" × ", Arrays.stream(nodes).map(x -> String.valueOf(x.length)).toList()) + " values";
  }
}
