package dev.ansatz.validation.study;

import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.UnknownErrors;
import dev.ansatz.solve.Unknowns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The answers of several solvers to one problem, each judged against the reference on one grid.
 *
 * @param problem what was solved
 * @param grid where the answers are compared
 * @param reference the answer of the reference
 * @param noReference why there is none; empty exactly when {@code reference} is not
 * @param answers in the order of the solvers
 */
public record Study(
    Problem problem, Grid grid, Optional<Solution> reference, List<String> noReference, List<Answer> answers) {

  /**
   * One solver's answer.
   *
   * @param name of the solver, as the user gave it
   * @param solution the answer, usable or not
   * @param verdict how far it is from the reference
   * @param unknownErrors how far its unknowns are from those of the reference, which knows the truth of the catalogue's problems
   * @param history what the solver told while it worked
   */
  public record Answer(String name, Solution solution, Verdict verdict, UnknownErrors unknownErrors, List<Progress.Event> history) {
    /** Nobody would call an answer that misses by more than a tenth a solution, whatever the solver says. */
    public static final double ACCEPTABLE = 0.1;
    /** An unknown that is off by no more of its deviations is as uncertain as the answer says. */
    private static final double OWNED = 3;

    public Answer {
      history = List.copyOf(history);
    }

    /**
     * True if the solver ended of its own accord with a usable answer and, where there is a reference to ask, this can tell that
     * the relative L2 error is at most {@link #ACCEPTABLE} and no unknown is {@linkplain #wrongUnknowns wrong}.
     */
    public boolean isSolved() {
      boolean ended = switch (solution.termination().word()) {
        case "converged", "budget" -> true;
        default -> false;
      };
      return ended && wrongUnknowns().isEmpty() && switch (verdict) {
        case Verdict.Measured m -> m.comparison().relativeL2() <= ACCEPTABLE;
        case Verdict.BelowReference b -> b.largestError() <= ACCEPTABLE;
        case Verdict.IsReference r -> true;
        case Verdict.None n -> n.finite();
      };
    }

    /** The unknowns that are off by more than {@link #ACCEPTABLE} of their size and three times the deviation that they are given. */
    public List<String> wrongUnknowns() {
      return Stream.concat(
          unknownErrors.constants().stream()
              .filter(c -> !(c.relativeError() <= ACCEPTABLE || Math.abs(c.value() - c.truth()) <= OWNED * c.deviation()))
              .map(UnknownErrors.Constant::name),
          unknownErrors.coefficients().stream()
              .filter(c -> !(c.relativeL2() <= ACCEPTABLE || c.maximum() <= OWNED * c.rootMeanSquareDeviation()))
              .map(UnknownErrors.Coefficient::name)).toList();
    }
  }

  public Study {
    noReference = List.copyOf(noReference);
    answers = List.copyOf(answers);
    if (reference.isEmpty() == noReference.isEmpty()) {
      throw new IllegalArgumentException("either a reference or the reasons why there is none");
    }
  }

  /**
   * Solves with the reference, then with each solver in turn. A cancelled run still judges the best answer so far, which is
   * why the reference comes first.
   *
   * @param reference makes the answer that judges; an unsupported problem leaves the answers unjudged
   * @param contenders the solvers by the names that tables show
   * @throws dev.ansatz.solve.UnsupportedProblemException if a solver does not support the problem
   */
  public static Study of(Problem problem, Solver reference, List<Contender> contenders, Run run) {
    var support = reference.supports(problem);
    Optional<Solution> truth = Optional.empty();
    List<String> noReference = List.of();
    if (support instanceof Support.No no) {
      noReference = no.reasons();
    } else {
      var answer = reference.solve(problem, run.withCancelled(() -> false).withPrecision(Run.Precision.F64));
      if (answer.termination().isUsable()) {
        truth = Optional.of(answer);
      } else {
        noReference = List.of("the reference " + answer.termination().describe());
      }
    }
    var grid = Grid.defaults(problem);
    var answers = new ArrayList<Answer>();
    for (Contender contender : contenders) {
      var history = new ArrayList<Progress.Event>();
      Progress both = event -> {
        history.add(event);
        run.progress().on(event);
      };
      boolean isReference = truth.isPresent() && contender.solver() == reference;
      var solution = isReference ? truth.get() : contender.solver().solve(problem, run.withProgress(both));
      var unknowns = UnknownErrors.of(problem, solution.unknowns(), truth.map(Solution::unknowns).orElse(Unknowns.NONE));
      answers.add(new Answer(contender.name(), solution, Verdict.of(solution, truth, grid), unknowns, history));
    }
    return new Study(problem, grid, truth, noReference, answers);
  }

  /** A solver under the name that the user gave it. */
  public record Contender(String name, Solver solver) {}
}
