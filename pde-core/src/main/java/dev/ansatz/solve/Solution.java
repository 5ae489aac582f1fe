package dev.ansatz.solve;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import java.time.Duration;
import java.util.OptionalDouble;

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
    Provenance provenance) {

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

  /** The value of a field at one point, coordinates in the order of {@code problem.coordinates()}. */
  public double value(Field field, double... point) {
    return derivative(field, MultiIndex.zero(problem.coordinates().size()), point);
  }

  /** A derivative of a field at one point. */
  public double derivative(Field field, MultiIndex index, double... point) {
    int number = problem.fields().indexOf(field);
    if (number < 0) {
      throw new IllegalArgumentException("no field " + field + "; the fields are " + problem.fields());
    }
    double[][] points = new double[point.length][];
    for (int i = 0; i < point.length; i++) {
      points[i] = new double[] {point[i]};
    }
    double[] out = new double[1];
    fields.evaluate(number, index, points, out);
    return out[0];
  }
}
