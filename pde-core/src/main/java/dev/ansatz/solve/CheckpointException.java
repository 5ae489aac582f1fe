package dev.ansatz.solve;

import java.io.Serial;
import java.nio.file.Path;

/** A checkpoint cannot be used or written; the message says why and what to do. */
public final class CheckpointException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** "the checkpoint FILE: REASON". */
  public CheckpointException(Path file, String reason) {
    super("the checkpoint " + file + ": " + reason);
  }
}
