package dev.ansatz.solve;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor grid over the coordinates of a problem: {@code counts.get(i)} evenly spaced values of coordinate i, both ends
 * of its range among them. The last coordinate varies fastest. Where the domain is not a box, the points of the bounding
 * box that lie outside it are left out.
 *
 * @param ranges one per coordinate, in the order of {@link Problem#coordinates()}
 * @param counts values per coordinate, each at least 2
 */
public record Grid(List<Range> ranges, List<Integer> counts) {
  public Grid {
    ranges = List.copyOf(ranges);
    counts = List.copyOf(counts);
    if (ranges.size() != counts.size()) {
      throw new IllegalArgumentException("a grid over " + names(ranges) + " needs " + ranges.size() + " counts, not " + counts.size());
    }
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) < 2) {
        throw new IllegalArgumentException("a grid needs at least 2 values of " + ranges.get(i).coordinate().name() + ", not "
            + counts.get(i));
      }
    }
    long size = 1;
    for (int count : counts) {
      size *= count;
      if (size > 100_000_000) {
        throw new IllegalArgumentException("a grid of " + counts + " points is too large: keep it under 100,000,000");
      }
    }
  }

  /** A grid with the given counts, in the order of {@link Problem#coordinates()}: time first, then space. */
  public static Grid of(Problem problem, int... counts) {
    return new Grid(problem.domain().ranges(), Arrays.stream(counts).boxed().toList());
  }

  /**
   * The grid on which answers are judged unless another is asked for: 101 times × 256 in one space dimension, 21 × 64 × 64
   * in two; without time 1,010, or 102 × 102, the number of intervals being prime: on 100 of them a wave of 50 or 100 periods
   * vanishes everywhere; in more dimensions about 100,000 points in all.
   */
  public static Grid defaults(Problem problem) {
    boolean evolves = problem.domain().time().isPresent();
    int space = problem.domain().ranges().size() - (evolves ? 1 : 0);
    var counts = new ArrayList<Integer>();
    if (evolves) {
      counts.add(space == 0 ? 1010 : space == 1 ? 101 : space == 2 ? 21 : 9);
    }
    double budget = evolves ? 100_000.0 / counts.getFirst() : 100_000;
    for (int i = 0; i < space; i++) {
      counts.add(switch (space) {
        case 1 -> evolves ? 256 : 1010;
        case 2 -> evolves ? 64 : 102;
        default -> Math.max(3, (int) Math.pow(budget, 1.0 / space));
      });
    }
    return new Grid(problem.domain().ranges(), counts);
  }

  public int dimension() {
    return ranges.size();
  }

  /** The values of coordinate {@code i}, rising. */
  public double[] axis(int i) {
    int n = counts.get(i);
    double lower = ranges.get(i).lower();
    double upper = ranges.get(i).upper();
    double[] axis = new double[n];
    for (int j = 0; j < n; j++) {
      axis[j] = j == n - 1 ? upper : lower + (upper - lower) * j / (n - 1);
    }
    return axis;
  }

  /** The points as {@code [coordinate][lane]}, those outside {@code problem}'s domain left out. */
  public double[][] points(Problem problem) {
    double[][] all = points();
    boolean box = problem.domain().space().map(Box.class::isInstance).orElse(true);
    if (box) {
      return all;
    }
    var geometry = problem.domain().space().orElseThrow();
    int first = problem.domain().time().isPresent() ? 1 : 0;
    double[] point = new double[dimension() - first];
    double[][] kept = new double[dimension()][all[0].length];
    int n = 0;
    for (int p = 0; p < all[0].length; p++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = all[first + i][p];
      }
      if (geometry.contains(point)) {
        for (int i = 0; i < kept.length; i++) {
          kept[i][n] = all[i][p];
        }
        n++;
      }
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Arrays.copyOf(kept[i], n);
    }
    return kept;
  }

  /** All points as {@code [coordinate][lane]}. */
  double[][] points() {
    int size = counts.stream().reduce(1, (a, b) -> a * b);
    double[][] points = new double[dimension()][size];
    int repeat = size;
    for (int i = 0; i < dimension(); i++) {
      double[] axis = axis(i);
      repeat /= axis.length;
      for (int p = 0; p < size; p++) {
        points[i][p] = axis[p / repeat % axis.length];
      }
    }
    return points;
  }

  private static String names(List<Range> ranges) {
    return ranges.stream().map(r -> r.coordinate().name()).collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public String toString() {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(" × ")) + " points in " + names(ranges);
  }
}
