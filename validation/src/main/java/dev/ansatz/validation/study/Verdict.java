package dev.ansatz.validation.study;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.solve.Comparison;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Solution;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What can honestly be said of an answer's error. */
public sealed interface Verdict {
  /** The reference is at least ten times nearer to the truth than the answer is. */
  record Measured(Comparison comparison) implements Verdict {}

  /**
   * The answer agrees with the reference more closely than the reference can be trusted.
   *
   * @param resolution the smallest relative L2 error that the reference can judge: ten times its own
   */
  record BelowReference(Comparison comparison, double resolution) implements Verdict {}

  /** The answer is the reference. */
  record IsReference() implements Verdict {}

  /**
   * There is nothing to compare, or no answer.
   *
   * @param finite whether the answer has only finite values on the grid
   */
  record None(boolean finite) implements Verdict {}

  /** The comparison with the reference, where there is one; of which fields it tells anything, {@link Comparison#isTrustworthy} says. */
  default Optional<Comparison> compared() {
    return switch (this) {
      case Measured m -> Optional.of(m.comparison);
      case BelowReference b -> Optional.of(b.comparison);
      case IsReference _, None _ -> Optional.empty();
    };
  }

  /** Judges an answer on a grid. */
  static Verdict of(Solution answer, Optional<Solution> reference, Grid grid) {
    boolean finite = isFinite(answer, grid);
    if (!finite || reference.isEmpty()) {
      return new None(finite);
    }
    if (answer == reference.get()) {
      return new IsReference();
    }
    var comparison = answer.compare(reference.get(), grid);
    return comparison.isTrustworthy()
        ? new Measured(comparison)
        : new BelowReference(comparison, 10 * comparison.referenceErrorEstimate().orElseThrow());
  }

  private static boolean isFinite(Solution answer, Grid grid) {
    double[][] points = grid.points(answer.problem());
    double[] values = new double[points[0].length];
    var zero = MultiIndex.zero(points.length);
    for (int f = 0; f < answer.problem().fields().size(); f++) {
      answer.fields().evaluate(f, zero, points, values);
      if (!DoubleStream.of(values).allMatch(Double::isFinite)) {
        return false;
      }
    }
    return true;
  }
}
