package dev.ansatz.pinn.experts;

import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.PointSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A box cut into equal cells, numbered slab of time by slab of time, and within one so that the coordinate with the most cells varies
 * slowest: neighbours are then as few numbers apart as they can be.
 *
 * @param ranges one per coordinate
 * @param counts cells along each coordinate
 */
record Partition(List<Range> ranges, List<Integer> counts) {
  /** Where two cells meet: {@code below} and {@code above} along coordinate number {@code axis}. */
  record Interface(int below, int above, int axis) {}

  int cells() {
    return counts.stream().reduce(1, Math::multiplyExact);
  }

  /** The cells of one interval of time, which have successive numbers. */
  int slab() {
    return cells() / slabs();
  }

  /** Intervals of time; one without time. */
  int slabs() {
    int slabs = 1;
    for (int i = 0; i < counts.size(); i++) {
      slabs *= isTime(i) ? counts.get(i) : 1;
    }
    return slabs;
  }

  boolean isTime(int axis) {
    return ranges.get(axis).coordinate().isTime();
  }

  /** By how much the numbers of neighbours in a slab differ at most. */
  int band() {
    return interfaces().stream().filter(between -> !isTime(between.axis())).mapToInt(between -> between.above() - between.below()).max()
        .orElse(0);
  }

  private int stride(int axis) {
    int stride = 1;
    for (int i = 0; i < counts.size(); i++) {
      boolean faster = counts.get(i) < counts.get(axis) || counts.get(i).equals(counts.get(axis)) && i > axis;
      if (!isTime(i) && (isTime(axis) || faster)) {
        stride *= counts.get(i);
      }
    }
    return stride;
  }

  private int number(int cell, int axis) {
    return cell / stride(axis) % counts.get(axis);
  }

  double lower(int cell, int axis) {
    return end(axis, number(cell, axis));
  }

  double upper(int cell, int axis) {
    return end(axis, number(cell, axis) + 1);
  }

  private double end(int axis, int number) {
    Range range = ranges.get(axis);
    return number == counts.get(axis) ? range.upper() : range.lower() + range.length() * number / counts.get(axis);
  }

  /** The cell that holds a point; what lies outside belongs to the nearest. */
  int cell(double[][] points, int lane) {
    int cell = 0;
    for (int i = 0; i < counts.size(); i++) {
      Range range = ranges.get(i);
      int number = (int) Math.floor((points[i][lane] - range.lower()) / range.length() * counts.get(i));
      cell += stride(i) * Math.clamp(number, 0, counts.get(i) - 1);
    }
    return cell;
  }

  List<Interface> interfaces() {
    var all = new ArrayList<Interface>();
    for (int cell = 0; cell < cells(); cell++) {
      for (int axis = 0; axis < counts.size(); axis++) {
        if (number(cell, axis) + 1 < counts.get(axis)) {
          all.add(new Interface(cell, cell + stride(axis), axis));
        }
      }
    }
    return all;
  }

  double[][] interior(int cell, int count, long seed) {
    return stretched(cell, new PointSequence.Sobol().unitCube(counts.size(), count, seed));
  }

  /** Points on the upper face of the lower cell. */
  double[][] on(Interface between, int count, long seed) {
    int d = counts.size();
    int lanes = d == 1 ? 1 : count;
    double[][] unit = new double[d][lanes];
    if (d > 1) {
      double[][] face = new PointSequence.LatinHypercube().unitCube(d - 1, count, seed);
      for (int i = 0; i < d - 1; i++) {
        unit[i < between.axis() ? i : i + 1] = face[i];
      }
    }
    Arrays.fill(unit[between.axis()] = new double[lanes], 1);
    return stretched(between.below(), unit);
  }

  private double[][] stretched(int cell, double[][] unit) {
    double[][] points = new double[unit.length][unit[0].length];
    for (int i = 0; i < unit.length; i++) {
      for (int p = 0; p < unit[i].length; p++) {
        points[i][p] = lower(cell, i) + unit[i][p] * (upper(cell, i) - lower(cell, i));
      }
    }
    return points;
  }

  /** The lanes of points that lie in each cell. */
  List<int[]> split(double[][] points) {
    var lanes = new ArrayList<List<Integer>>();
    for (int c = 0; c < cells(); c++) {
      lanes.add(new ArrayList<>());
    }
    for (int p = 0; p < points[0].length; p++) {
      lanes.get(cell(points, p)).add(p);
    }
    return lanes.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** The same points where a slab begins. */
  double[][] atBeginning(int cell, double[][] points) {
    double[][] moved = points.clone();
    for (int i = 0; i < points.length; i++) {
      if (isTime(i)) {
        Arrays.fill(moved[i] = new double[points[i].length], lower(cell, i));
      }
    }
    return moved;
  }

  static double[][] select(double[][] points, int[] lanes) {
    return Arrays.stream(points).map(row -> Arrays.stream(lanes).mapToDouble(p -> row[p]).toArray()).toArray(double[][]::new);
  }
}
