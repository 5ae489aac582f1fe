package dev.ansatz.validation.cli;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * What a command talks to.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether {@code err} is a terminal, on which lines may be overwritten
 * @param columns of the terminal
 * @param cancelled whether the user wants to stop
 * @param arguments the command line, to be shown in reports
 */
record Console(PrintStream out, PrintStream err, boolean terminal, int columns, BooleanSupplier cancelled, String... arguments) {
  /** The command line as one would type it again. */
  String commandLine() {
    var line = new StringBuilder("validation/bin/ansatz");
    for (String argument : arguments) {
      line.append(' ').append(argument.matches("[\\p{L}\\p{N}_./:=,+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }
}
