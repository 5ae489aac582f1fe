package dev.ansatz.validation.cli;

import java.io.Serial;

/** The user asked for something that cannot be; the message says everything that is wrong and the remedy. Exit status 2. */
final class BadUse extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BadUse(String message) {
    super(message);
  }
}
