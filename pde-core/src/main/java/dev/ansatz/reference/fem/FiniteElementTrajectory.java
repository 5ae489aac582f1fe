package dev.ansatz.reference.fem;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fields on a mesh over a range of time: their coefficients and rates at knots, between which they are cubic. Thread-safe.
 */
public final class FiniteElementTrajectory {
  private final Assembly assembly;
  private final double[] times;
  /** {@code [knot][field][node]}. */
  private final double[][][] u;
  private final double[][][] rates;
  private final int iterations;
  private SimplexTree tree;

  FiniteElementTrajectory(Assembly assembly, double[] times, double[][][] u, double[][][] rates, int iterations) {
    this.assembly = assembly;
    this.times = times;
    this.u = u;
    this.rates = rates;
    this.iterations = iterations;
  }

  /** Of time. */
  public int steps() {
    return times.length - 1;
  }

  /** Of Newton's method in all steps; their stages for linear problems. */
  public int iterations() {
    return iterations;
  }

  /** Of the equations of a stage. */
  public int unknowns() {
    return assembly.unknowns;
  }

  /** Of the mesh: triangles or tetrahedra. */
  public int simplices() {
    return assembly.space.mesh.size();
  }

  /** The longest edge. */
  public double h() {
    return assembly.space.mesh.h();
  }

  public double shortestStep() {
    double shortest = Double.POSITIVE_INFINITY;
    for (int k = 1; k < times.length; k++) {
      shortest = Math.min(shortest, times[k] - times[k - 1]);
    }
    return shortest;
  }

  private int interval(double t) {
    int k = Arrays.binarySearch(times, t);
    return Math.clamp(k < 0 ? -k - 2 : k, 0, times.length - 2);
  }

  /** Of the values and rates at both ends of an interval in the cubic, or its derivatives, at a time. */
  private static double[] weights(double from, double to, double t, int derivative) {
    double h = to - from;
    double s = (t - from) / h;
    return switch (derivative) {
      case 0 -> new double[] {(1 + 2 * s) * (1 - s) * (1 - s), s * s * (3 - 2 * s), h * s * (1 - s) * (1 - s), -h * s * s * (1 - s)};
      case 1 -> new double[] {-6 * s * (1 - s) / h, 6 * s * (1 - s) / h, (1 - s) * (1 - 3 * s), s * (3 * s - 2)};
      default -> new double[] {(12 * s - 6) / (h * h), (6 - 12 * s) / (h * h), (6 * s - 4) / h, (6 * s - 2) / h};
    };
  }

  private synchronized SimplexTree tree() {
    if (tree == null) {
      tree = new SimplexTree(assembly.space);
    }
    return tree;
  }

  /** The fields at a time, or a derivative by time of them. */
  FiniteElementSolution at(double t, int derivative) {
    int k = interval(t);
    double[] w = weights(times[k], times[k + 1], t, derivative);
    double[][] now = new double[u[k].length][];
    for (int f = 0; f < now.length; f++) {
      now[f] = new double[u[k][f].length];
      for (int i = 0; i < now[f].length; i++) {
        now[f][i] = w[0] * u[k][f][i] + w[1] * u[k + 1][f][i] + w[2] * rates[k][f][i] + w[3] * rates[k + 1][f][i];
      }
    }
    return new FiniteElementSolution(assembly, now, 1, tree(), derivative == 0);
  }

  /**
   * Writes a derivative of a field at points; NaN outside of the domain.
   *
   * @param index time first
   * @param points {@code [coordinate][lane]}, time first
   * @throws UnsupportedOperationException for orders above 2 in time or in space
   */
  public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
    int inTime = index.order(0);
    int dimension = assembly.space.dimension;
    var inSpace = new MultiIndex(IntStream.rangeClosed(1, dimension).map(index::order).toArray());
    if (inTime > 2 || inSpace.degree() > 2) {
      throw new UnsupportedOperationException(
          "a solution by finite elements has derivatives to order 2 in time and in space, not " + index);
    }
    if (inSpace.degree() == 2) {
      snapshots(field, inTime, inSpace, points, out);
      return;
    }
    int along = FiniteElementSolution.first(inSpace);
    int degree = assembly.degree(field);
    int local = FiniteElementSpace.local(dimension, degree);
    double[] offsets = inTime == 0 ? assembly.jumps().offsets(field) : null;
    double[] basis = new double[local];
    double[] point = new double[dimension];
    var place = new SimplexTree.Place();
    for (int p = 0; p < out.length; p++) {
      for (int i = 0; i < dimension; i++) {
        point[i] = points[1 + i][p];
      }
      tree().find(point, place);
      if (place.simplex < 0) {
        out[p] = Double.NaN;
        continue;
      }
      assembly.space.physicalBasis(place.simplex, degree, along, place.at, basis);
      int k = interval(points[0][p]);
      double[] w = weights(times[k], times[k + 1], points[0][p], inTime);
      double sum = 0;
      for (int i = 0; i < local; i++) {
        int at = assembly.space.local * place.simplex + i;
        int node = assembly.space.element[at];
        sum += basis[i] * (offsets == null ? 0 : offsets[at]);
        sum += basis[i] * (w[0] * u[k][field][node] + w[1] * u[k + 1][field][node] + w[2] * rates[k][field][node]
            + w[3] * rates[k + 1][field][node]);
      }
      boolean jumps = offsets != null && along == 0;
      out[p] = jumps ? sum + assembly.jumps().beyond(field, place.simplex, points[1][p], points[2][p]) : sum;
    }
  }

  /** Second derivatives need gradients averaged at the nodes, at one time after the other. */
  private void snapshots(int field, int inTime, MultiIndex inSpace, double[][] points, double[] out) {
    Integer[] order = new Integer[out.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(points[0][a], points[0][b]));
    for (int from = 0; from < order.length; ) {
      double t = points[0][order[from]];
      int to = from;
      while (to < order.length && points[0][order[to]] == t) {
        to++;
      }
      double[][] here = new double[assembly.space.dimension][to - from];
      for (int axis = 0; axis < here.length; axis++) {
        for (int i = from; i < to; i++) {
          here[axis][i - from] = points[1 + axis][order[i]];
        }
      }
      double[] values = new double[to - from];
      at(t, inTime).evaluate(field, inSpace, here, values);
      for (int i = from; i < to; i++) {
        out[order[i]] = values[i - from];
      }
      from = to;
    }
  }

  /**
   * How far this is from a coarser trajectory, field by field: the greatest distance at some times, and the greatest norm.
   *
   * @param coarse on the same mesh, or on that which this one's refines
   */
  public List<FiniteElementSolution.Change> changes(FiniteElementTrajectory coarse, double[] at) {
    double[][] worst = null;
    for (double t : at) {
      var changes = at(t, 0).changes(coarse.at(t, 0));
      if (worst == null) {
        worst = new double[changes.size()][2];
      }
      for (var change : changes) {
        worst[change.field()][0] = Math.max(worst[change.field()][0], change.distance());
        worst[change.field()][1] = Math.max(worst[change.field()][1], change.norm());
      }
    }
    var all = new ArrayList<FiniteElementSolution.Change>();
    for (int f = 0; worst != null && f < worst.length; f++) {
      all.add(new FiniteElementSolution.Change(f, worst[f][0], worst[f][1]));
    }
    return all;
  }

  /**
   * An estimate of what the cubics between knots add to the error, relative to the largest norm: at every knot between two steps of one
   * length, a sixteenth of the distance of the cubic over both of them.
   */
  public double interpolationError() {
    double worst = 0;
    double size = 0;
    for (int k = 1; k < times.length; k++) {
      double norm = 0;
      double distance = 0;
      double before = times[k] - times[k - 1];
      boolean even = k + 1 < times.length && Math.abs(times[k + 1] - times[k] - before) < 1e-9 * before;
      double[] w = even ? weights(times[k - 1], times[k + 1], times[k], 0) : null;
      for (int f = 0; f < u[k].length && assembly.degree(f) > 0; f++) {
        for (int i = 0; i < u[k][f].length; i++) {
          double value = u[k][f][i];
          norm += value * value;
          if (even) {
            double d = w[0] * u[k - 1][f][i] + w[1] * u[k + 1][f][i] + w[2] * rates[k - 1][f][i] + w[3] * rates[k + 1][f][i] - value;
            distance += d * d;
          }
        }
      }
      size = Math.max(size, norm);
      worst = Math.max(worst, distance);
    }
    return size == 0 ? 0 : Math.sqrt(worst / size) / 16;
  }
}
