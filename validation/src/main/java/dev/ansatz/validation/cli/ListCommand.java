package dev.ansatz.validation.cli;

import dev.ansatz.solve.Support;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Lists the problems of the catalogue and which solver supports which.")
final class ListCommand implements Callable<Integer> {
  private final Sources sources;
  private final Console console;

  ListCommand(Sources sources, Console console) {
    this.sources = sources;
    this.console = console;
  }

  @Override
  public Integer call() {
    var out = console.out();
    out.println("solvers");
    for (var provider : sources.providers()) {
      out.println("  " + provider.name() + ": " + provider.summary());
      out.println("    presets: " + String.join(", ", provider.presets()));
      out.println("    options: " + provider.settings(provider.presets().getFirst()).stream()
          .map(s -> s.name() + "=" + s.defaultValue()).collect(Collectors.joining(", ")));
    }
    out.println();
    out.println("problems");
    for (var known : sources.catalogue().values()) {
      var entry = known.get();
      out.println("  " + entry.name() + ": " + entry.description());
      entry.problem().equations().forEach(equation -> out.println("    " + equation));
      for (var provider : sources.providers()) {
        var support = provider.create(provider.presets().getFirst(), Map.of()).supports(entry.problem());
        switch (support) {
          case Support.Yes yes -> out.println("    " + provider.name() + ": yes");
          case Support.No no -> out.println("    " + provider.name() + ": no, " + String.join("; ", no.reasons()));
        }
      }
    }
    return 0;
  }
}
