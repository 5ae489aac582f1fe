package dev.ansatz.validation.cli;

import dev.ansatz.pde.Spelling;
import java.io.Serial;
import java.util.Collection;

/** The user asked for something that cannot be; the message says everything that is wrong and the remedy. Exit status 2. */
final class BadUse extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BadUse(String message) {
    super(message);
  }

  /** "unknown kind 'name'; did you mean 'nearest'? there are …". */
  static String unknown(String kind, String name, Collection<String> known) {
    String guess = Spelling.nearest(name, known).map(k -> "; did you mean '" + k + "'?").orElse(";");
    return "unknown " + kind + " '" + name + "'" + guess + " there " + (known.isEmpty() ? "are none" : "is " + String.join(", ", known));
  }
}
