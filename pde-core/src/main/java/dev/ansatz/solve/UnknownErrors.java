package dev.ansatz.solve;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the unknowns of an answer are from the truth, beside how far they may be by their own account.
 *
 * @param constants one for each unknown constant that the truth has
 * @param coefficients one for each unknown coefficient that the truth has
 */
public record UnknownErrors(List<Constant> constants, List<Coefficient> coefficients) {
  /** 95 % of a normal law lie within so many deviations. */
  private static final double QUANTILE = 1.959964;
  private static final int POINTS = 10_000;
  /** Deviations of a coefficient take long. */
  private static final int DEVIATION_POINTS = 400;

  /** |value − truth| / |truth|, or |value| where the truth is 0. */
  public record Constant(String name, double value, double deviation, double truth, double relativeError) {}

  /**
   * On a tensor grid over its arguments.
   *
   * @param relativeL2 ‖a − b‖₂/‖b‖₂ with b the truth
   * @param maximum max |a − b|
   * @param rootMeanSquareDeviation of the standard deviation
   * @param coverage the part of the grid where the truth is within the interval of 95 %
   */
  public record Coefficient(String name, double relativeL2, double maximum, double rootMeanSquareDeviation, double coverage) {}

  public UnknownErrors {
    constants = List.copyOf(constants);
    coefficients = List.copyOf(coefficients);
  }

  /** Of the unknowns that both have. */
  public static UnknownErrors of(Problem problem, Unknowns answer, Unknowns truth) {
    var constants = new ArrayList<Constant>();
    for (Unknowns.Constant c : answer.constants()) {
      truth.constant(c.parameter().name())
          .ifPresent(t -> constants.add(new Constant(c.parameter().name(), c.value(), c.deviation(), t.value(),
          Math.abs(c.value() - t.value()) / (t.value() == 0 ? 1 : Math.abs(t.value())))));
    }
    var coefficients = new ArrayList<Coefficient>();
    for (Unknowns.Coefficient c : answer.coefficients()) {
      truth.coefficient(c.field().name()).ifPresent(t -> coefficients.add(errors(problem, c, t)));
    }
    return new UnknownErrors(constants, coefficients);
  }

  private static Coefficient errors(Problem problem, Unknowns.Coefficient answer, Unknowns.Coefficient truth) {
    double[][] points = grid(problem, answer.field().coordinates(), POINTS);
    double[] a = answer.value().at(points);
    double[] b = truth.value().at(points);
    double squares = 0;
    double norm = 0;
    double maximum = 0;
    for (int p = 0; p < a.length; p++) {
      squares += (a[p] - b[p]) * (a[p] - b[p]);
      norm += b[p] * b[p];
      maximum = Math.max(maximum, Math.abs(a[p] - b[p]));
    }
    double[][] fewer = grid(problem, answer.field().coordinates(), DEVIATION_POINTS);
    double[] values = answer.value().at(fewer);
    double[] exact = truth.value().at(fewer);
    double[] deviations = answer.deviation().at(fewer);
    double variance = 0;
    int covered = 0;
    for (int p = 0; p < values.length; p++) {
      variance += deviations[p] * deviations[p] / values.length;
      covered += Math.abs(values[p] - exact[p]) <= QUANTILE * deviations[p] ? 1 : 0;
    }
    return new Coefficient(answer.field().name(), Math.sqrt(norm == 0 ? squares / a.length : squares / norm), maximum, Math.sqrt(variance),
        covered / (double) values.length);
  }

  /** About so many points of a tensor grid over some coordinates, those outside of the domain left out. */
  private static double[][] grid(Problem problem, List<Coordinate> coordinates, int points) {
    List<Range> ranges = coordinates.stream().map(c -> problem.domain().ranges().stream().filter(r -> r.coordinate().equals(c)).findFirst()
        .orElseThrow()).toList();
    int each = Math.max(2, (int) Math.round(Math.pow(points, 1.0 / ranges.size())));
    var grid = new Grid(ranges, ranges.stream().map(_ -> each).toList());
    double[][] all = grid.points();
    var space = problem.domain().space();
    int first = coordinates.isEmpty() || !coordinates.getFirst().isTime() ? 0 : 1;
    if (space.isEmpty() || !coordinates.subList(first, coordinates.size()).equals(space.get().coordinates())) {
      return all;
    }
    double[] point = new double[coordinates.size() - first];
    var kept = new ArrayList<Integer>();
    for (int p = 0; p < all[0].length; p++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = all[first + i][p];
      }
      if (space.get().contains(point)) {
        kept.add(p);
      }
    }
    double[][] inside = new double[all.length][kept.size()];
    for (int i = 0; i < all.length; i++) {
      for (int k = 0; k < kept.size(); k++) {
        inside[i][k] = all[i][kept.get(k)];
      }
    }
    return inside;
  }
}
