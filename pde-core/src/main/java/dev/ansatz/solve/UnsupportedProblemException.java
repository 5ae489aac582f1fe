package dev.ansatz.solve;

import dev.ansatz.pde.Problem;
import java.io.Serial;

/** A solver was given a problem that it does not support; the message lists every reason. */
public final class UnsupportedProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public UnsupportedProblemException(String solver, Problem problem, Support.No no) {
    super(solver + " cannot solve " + problem.name() + ":\n- " + String.join("\n- ", no.reasons()));
  }
}
