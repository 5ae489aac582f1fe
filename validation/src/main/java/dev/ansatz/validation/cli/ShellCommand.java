package dev.ansatz.validation.cli;

import dev.ansatz.validation.shell.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "shell", description = "Starts jshell with everything imported.")
final class ShellCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of snippets to load, or - for standard input.")
  private List<String> files = List.of();

  ShellCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return Shell.run(files, console.out(), console.err());
  }
}
