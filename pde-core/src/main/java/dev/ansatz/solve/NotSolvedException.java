package dev.ansatz.solve;

import java.io.Serial;

/** There is no usable answer; the message says where the solve failed and what to try. */
public final class NotSolvedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  NotSolvedException(String problem, String solver, Termination termination) {
    super(solver + " did not solve " + problem + ": " + termination.describe());
  }
}
