package dev.ansatz.solve;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.StringJoiner;

/**
 * An answer to a problem: its fields and their derivatives at any point, with how it was come by.
 *
 * @param problem what was solved
 * @param fields evaluates; thread-safe
 * @param termination why the solve ended
 * @param iterations of the solver's outer loop; 0 for a direct method
 * @param parameters how many numbers represent the answer (network parameters, grid values, coefficients)
 * @param elapsed wall-clock time spent
 * @param errorEstimate the solver's own estimate of its relative L2 error, where it has one
 * @param heldOutResidual root mean square of the residual on points the solver was not trained on, where that has a meaning
 * @param provenance solver, configuration, seed, versions, citations
 * @param unknowns the unknown constants and coefficients of an inverse problem, with their uncertainty
 * @param unbounded fields that were found to be not square integrable, as a pressure is where walls of different speed meet: the error
 *     estimate is without them, and so is every comparison with this as the reference
 */
public record Solution(
    Problem problem,
    Evaluator fields,
    Termination termination,
    long iterations,
    long parameters,
    Duration elapsed,
    OptionalDouble errorEstimate,
    OptionalDouble heldOutResidual,
    Provenance provenance,
    Unknowns unknowns,
    Set<Field> unbounded) {

  public Solution {
    unbounded = Set.copyOf(unbounded);
  }

  /** Whose fields are square integrable. */
  public Solution(Problem problem, Evaluator fields, Termination termination, long iterations, long parameters, Duration elapsed,
      OptionalDouble errorEstimate, OptionalDouble heldOutResidual, Provenance provenance, Unknowns unknowns) {
    this(problem, fields, termination, iterations, parameters, elapsed, errorEstimate, heldOutResidual, provenance, unknowns, Set.of());
  }

  /** The same of a problem in which nothing is unknown. */
  public Solution(Problem problem, Evaluator fields, Termination termination, long iterations, long parameters, Duration elapsed,
      OptionalDouble errorEstimate, OptionalDouble heldOutResidual, Provenance provenance) {
    this(problem, fields, termination, iterations, parameters, elapsed, errorEstimate, heldOutResidual, provenance, Unknowns.NONE);
  }

  /** Evaluates a derivative of a field over many points. */
  @FunctionalInterface
  public interface Evaluator {
    /**
     * Writes ∂^index field at every point.
     *
     * @param field the number of the field in {@code problem.fields()}
     * @param index orders of differentiation, in the order of {@code problem.coordinates()}
     * @param points {@code [coordinate][lane]}, coordinates in the order of {@code problem.coordinates()}
     * @param out one value per lane
     * @throws UnsupportedOperationException if the representation has no such derivative, saying which it has
     */
    void evaluate(int field, MultiIndex index, double[][] points, double[] out);
  }

  /** An estimate or a residual, which there is not where the number is not finite. */
  public static OptionalDouble figure(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** The value of a field at one point, coordinates in the order of {@code problem.coordinates()}. */
  public double value(Field field, double... point) {
    return derivative(field, MultiIndex.zero(problem.coordinates().size()), point);
  }

  /** A derivative of a field at one point. */
  public double derivative(Field field, MultiIndex index, double... point) {
    double[][] points = new double[point.length][];
    for (int i = 0; i < point.length; i++) {
      points[i] = new double[] {point[i]};
    }
    double[] out = new double[1];
    fields.evaluate(number(field), index, points, out);
    return out[0];
  }

  /** The values of a field on a grid, the last coordinate varying fastest, points outside the domain left out. */
  public double[] values(Field field, Grid grid) {
    return derivatives(field, MultiIndex.zero(problem.coordinates().size()), grid);
  }

  /** A derivative of a field on a grid, laid out as by {@link #values}. */
  public double[] derivatives(Field field, MultiIndex index, Grid grid) {
    double[][] points = grid.points(problem);
    double[] out = new double[points[0].length];
    fields.evaluate(number(field), index, points, out);
    return out;
  }

  /** The distance from a reference, field by field and overall. */
  public Comparison compare(Solution reference, Grid grid) {
    return Comparison.of(this, reference, grid);
  }

  /** The distance from a reference on {@linkplain Grid#defaults the default grid}. */
  public Comparison compare(Solution reference) {
    return compare(reference, Grid.defaults(problem));
  }

  /** ‖a − b‖₂ / ‖b‖₂ over the points of the grid, all fields together, b the second. */
  public static double relativeL2(Solution a, Solution b, Grid grid) {
    return a.compare(b, grid).relativeL2();
  }

  /**
   * Writes one line per point of the grid: the coordinates, then the fields, each number with all its digits, after a
   * header with their names. The file appears whole or not at all.
   */
  public void writeCsv(Path file, Grid grid) throws IOException {
    double[][] points = grid.points(problem);
    var columns = new ArrayList<>(List.of(points));
    var header = new StringJoiner(",");
    problem.coordinates().forEach(c -> header.add(c.name()));
    for (Field field : problem.fields()) {
      header.add(field.name());
      columns.add(values(field, grid));
    }
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".partial");
    try {
      try (var out = Files.newBufferedWriter(partial)) {
        out.write(header + "\n");
        for (int p = 0; p < points[0].length; p++) {
          for (int c = 0; c < columns.size(); c++) {
            out.write((c == 0 ? "" : ",") + columns.get(c)[p]);
          }
          out.write('\n');
        }
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * This answer, if it is usable.
   *
   * @throws NotSolvedException if the solve diverged or overfitted
   */
  public Solution orThrow() {
    if (!termination.isUsable()) {
      throw new NotSolvedException(problem.name(), provenance.solver(), termination);
    }
    return this;
  }

  /** A few lines for people: what was solved, by what, how it ended, what it cost, how good it thinks it is. */
  public String summary() {
    var lines = new StringJoiner("\n");
    lines.add(problem.name() + " by " + provenance.solver() + ": " + termination.describe());
    lines.add(String.format(Locale.ROOT, "%.3g s, %,d iterations, %,d parameters, %s", elapsed.toNanos() / 1e9, iterations, parameters,
        provenance.precision()));
    errorEstimate.ifPresent(e -> lines.add(String.format(Locale.ROOT, "own estimate of the relative L2 error: %.1e", e)));
    heldOutResidual.ifPresent(r -> lines.add(String.format(Locale.ROOT, "root mean square residual on held-out points: %.1e", r)));
    unknowns.constants().forEach(c -> lines.add(String.format(Locale.ROOT, "%s = %.6g, standard deviation %.1e", c.parameter(), c.value(),
        c.deviation())));
    unknowns.remarks().forEach(lines::add);
    provenance.configuration().forEach((name, value) -> lines.add(name + " = " + value));
    return lines.toString();
  }

  @Override
  public String toString() {
    String estimate = errorEstimate.isPresent() ? String.format(Locale.ROOT, ", error about %.1e", errorEstimate.getAsDouble()) : "";
    return String.format(Locale.ROOT, "Solution[%s by %s, %s%s, %.3g s]", problem.name(), provenance.solver(), termination.word(), estimate,
        elapsed.toNanos() / 1e9);
  }

  private int number(Field field) {
    int number = problem.fields().indexOf(field);
    if (number < 0) {
      throw new IllegalArgumentException("no field " + field + "; the fields are " + problem.fields());
    }
    return number;
  }
}
