package dev.ansatz.solve;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How far an answer is from a reference on a grid.
 *
 * @param grid where both were evaluated
 * @param fields the errors of each field, in the order of the problem; NaN of those that the reference tells to be
 *     {@linkplain Solution#unbounded not square integrable}
 * @param overall the errors of all other fields taken as one vector
 * @param referenceErrorEstimate the reference's own estimate of its relative L2 error, where it has one
 */
public record Comparison(Grid grid, List<Errors> fields, Errors overall, OptionalDouble referenceErrorEstimate) {

  /**
   * Errors over the N points of a grid.
   *
   * @param name the field, or "overall"
   * @param relativeL2 ‖a − b‖₂ / ‖b‖₂ with b the reference; where the reference vanishes, the root mean square of a
   * @param rootMeanSquare ‖a − b‖₂ / √N
   * @param maximum max |a − b|
   */
  public record Errors(String name, double relativeL2, double rootMeanSquare, double maximum) {}

  public Comparison {
    fields = List.copyOf(fields);
  }

  /**
   * Compares two answers to problems with fields of the same names over the same coordinates.
   *
   * @throws IllegalArgumentException if the fields or the coordinates differ
   */
  public static Comparison of(Solution answer, Solution reference, Grid grid) {
    var problem = answer.problem();
    var names = problem.fields().stream().map(f -> f.name()).toList();
    var others = reference.problem().fields().stream().map(f -> f.name()).toList();
    if (!names.equals(others)) {
      throw new IllegalArgumentException("cannot compare fields " + names + " with fields " + others);
    }
    if (!problem.coordinates().equals(reference.problem().coordinates())) {
      throw new IllegalArgumentException("cannot compare answers over " + problem.coordinates() + " and over "
          + reference.problem().coordinates());
    }
    double[][] points = grid.points(problem);
    int n = points[0].length;
    var zero = MultiIndex.zero(points.length);
    double[] a = new double[n];
    double[] b = new double[n];
    var each = new ArrayList<Errors>();
    double squares = 0;
    double norm = 0;
    double max = 0;
    int compared = 0;
    for (int f = 0; f < names.size(); f++) {
      if (reference.unbounded().contains(reference.problem().fields().get(f))) {
        each.add(new Errors(names.get(f), Double.NaN, Double.NaN, Double.NaN));
        continue;
      }
      compared++;
      answer.fields().evaluate(f, zero, points, a);
      reference.fields().evaluate(f, zero, points, b);
      double fieldSquares = 0;
      double fieldNorm = 0;
      double fieldMax = 0;
      for (int p = 0; p < n; p++) {
        double d = a[p] - b[p];
        fieldSquares += d * d;
        fieldNorm += b[p] * b[p];
        fieldMax = Math.max(fieldMax, Math.abs(d));
      }
      each.add(errors(names.get(f), fieldSquares, fieldNorm, fieldMax, n));
      squares += fieldSquares;
      norm += fieldNorm;
      max = Math.max(max, fieldMax);
    }
    return new Comparison(grid, each, errors("overall", squares, norm, max, n * compared), reference.errorEstimate());
  }

  private static Errors errors(String name, double squares, double norm, double max, int n) {
    double rms = Math.sqrt(squares / n);
    return new Errors(name, norm == 0 ? rms : Math.sqrt(squares / norm), rms, max);
  }

  public double relativeL2() {
    return overall.relativeL2;
  }

  public double maxError() {
    return overall.maximum;
  }

  /** True unless the reference says that its own error may be more than a tenth of the one measured. */
  public boolean isTrustworthy() {
    return isTrustworthy(overall);
  }

  /** The same of one of the {@link #fields}. */
  public boolean isTrustworthy(Errors errors) {
    return referenceErrorEstimate.isEmpty() || referenceErrorEstimate.getAsDouble() <= errors.relativeL2 / 10;
  }

  @Override
  public String toString() {
    var text = new StringBuilder(String.format(Locale.ROOT, "%-10s %12s %12s %12s%n", "field", "relative L2", "RMS", "max"));
    var rows = new ArrayList<>(fields);
    if (fields.size() > 1) {
      rows.add(overall);
    }
    for (Errors e : rows) {
      text.append(String.format(Locale.ROOT, "%-10s %12.3e %12.3e %12.3e%n", e.name, e.relativeL2, e.rootMeanSquare, e.maximum));
    }
    referenceErrorEstimate.ifPresent(e -> text.append(String.format(Locale.ROOT, "the reference's own error is about %.1e%s%n", e,
        isTrustworthy() ? "" : ": too large to judge this one")));
    return text.append("on ").append(grid).toString();
  }
}
