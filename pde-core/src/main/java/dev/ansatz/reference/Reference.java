package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import java.util.Locale;
import java.util.OptionalDouble;

/** Classical answers that others are judged by. */
public final class Reference {
  /** The relative L2 error that a reference is refined to unless another is asked for. */
  public static final double TOLERANCE = 1e-10;

  private Reference() {}

  /**
   * The answer of the best method that applies, as the guide of this package lists them: an exact solution of the catalogue;
   * the Cole–Hopf transformation; Chebyshev collocation for stationary problems on boxes; finite elements of degree 2 for those of
   * second order on other sets in the plane and in space, for evolutions there, and for incompressible flow; finite volumes for
   * conservation laws with shocks; on boxes in at most three dimensions Fourier and Chebyshev methods of lines, in time ETDRK4, or
   * Dormand–Prince 8(5,3) where the highest derivatives are not in a linear part with constant coefficients. An inverse problem of the
   * catalogue is solved with its unknowns given, which are in {@link Solution#unknowns()}: the truth behind the observations, not what they
   * tell. {@link Solution#errorEstimate()} is from its own refinement.
   *
   * @throws dev.ansatz.solve.UnsupportedProblemException if none applies, with the reasons
   */
  public static Solution solve(Problem problem) {
    return solver(TOLERANCE).solve(problem, Run.defaults());
  }

  /** A reference solver that refines until its own estimate of the relative L2 error is at most {@code tolerance}. */
  public static Solver solver(double tolerance) {
    return solver("auto", tolerance);
  }

  /** As {@link #solver(double)} with a method of {@link ReferenceProvider}'s setting of that name. */
  public static Solver solver(String method, double tolerance) {
    return new ReferenceSolver(new Settings(method, 0, 0, tolerance));
  }

  /**
   * Whether a reference is fit to judge an answer.
   *
   * @param message empty if it is; otherwise why not, and what to raise
   */
  public record Verdict(boolean fit, String message) {}

  /** Whether the reference's own error is at most a tenth of the relative L2 error that it is to judge. */
  public static Verdict canJudge(Solution reference, double errorToJudge) {
    OptionalDouble estimate = reference.errorEstimate();
    String name = reference.provenance().solver() + " on " + reference.problem().name();
    if (estimate.isEmpty()) {
      return new Verdict(false, name + " has no estimate of its own error: give a solver of this package as the reference");
    }
    if (estimate.getAsDouble() <= errorToJudge / 10) {
      return new Verdict(true, "");
    }
    return new Verdict(false, String.format(Locale.ROOT,
        "%s by %s has an error of about %.1e itself and cannot judge one of %.1e: set tolerance=%.0e or less%s", name,
        reference.provenance().configuration().getOrDefault("method", "its method"), estimate.getAsDouble(), errorToJudge,
        errorToJudge / 20, reference.termination().remedy().isEmpty() ? "" : "; it ended because " + reference.termination().describe()));
  }
}
