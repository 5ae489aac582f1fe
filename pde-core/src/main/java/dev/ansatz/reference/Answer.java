package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a method found.
 *
 * @param size how many numbers represent it
 * @param errorEstimate of the relative L2 error
 * @param figures of the discretisation, for people
 * @param discretisation that the answer was found with; empty where a method has none that can be kept
 * @param unbounded fields that are not square integrable
 */
record Answer(Solution.Evaluator fields, Termination termination, long size, double errorEstimate, Map<String, String> figures,
    Optional<Discretisation> discretisation, Set<Field> unbounded) {

  Answer(Solution.Evaluator fields, Termination termination, long size, double errorEstimate, Map<String, String> figures) {
    this(fields, termination, size, errorEstimate, figures, Optional.empty(), Set.of());
  }

  /** No fields, with the reason. */
  static Answer none(Termination termination, Map<String, String> figures) {
    return new Answer(Answer::undefined, termination, 0, Double.NaN, figures);
  }

  /**
   * No fields, because it ended before the first of something was finished, for want of time if not for a reason of its own.
   *
   * @param what of which none was finished
   */
  static Answer unfinished(String what, Termination termination, Map<String, String> figures) {
    return none(termination instanceof Termination.BudgetSpent
        ? new Termination.Diverged("no " + what + " was finished: " + termination.describe(), "raise the budget, or lower n") : termination,
        figures);
  }

  /** The evaluator of fields that are not known anywhere. */
  static void undefined(int field, MultiIndex index, double[][] points, double[] out) {
    Arrays.fill(out, Double.NaN);
  }

  Answer with(Discretisation kept) {
    return new Answer(fields, termination, size, errorEstimate, figures, Optional.of(kept), unbounded);
  }

  /** With fields that are not square integrable, which the estimate is without. */
  Answer without(Set<Field> unbounded) {
    return new Answer(fields, termination, size, errorEstimate, figures, discretisation, unbounded);
  }

  /** Solves problems of one form with the same points and steps, once and without an estimate, so that answers are smooth in data. */
  @FunctionalInterface
  interface Discretisation {
    /** Empty if the problem has no finite solution. */
    Optional<Solution.Evaluator> solve(Problem problem, Watch watch);
  }
}
