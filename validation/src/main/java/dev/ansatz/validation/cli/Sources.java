package dev.ansatz.validation.cli;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where commands find what the user names.
 *
 * @param catalogue canonical problems by name
 * @param parser of the text form
 * @param providers of solvers, by name
 * @param reference judges the answers
 */
record Sources(
    Map<String, Supplier<Problem>> catalogue, Function<String, Problem> parser, List<SolverProvider> providers, Solver reference) {

  Sources {
    providers = providers.stream().sorted(Comparator.comparing(SolverProvider::name)).toList();
  }

  static Sources standard() {
    return new Sources(Map.of(), Pde::parse, installed(), null);
  }

  static List<SolverProvider> installed() {
    return ServiceLoader.load(SolverProvider.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  /** A problem of the catalogue, or one read from a file: a name with a separator or an ending is a file. */
  Problem problem(String nameOrFile) {
    var known = catalogue.get(nameOrFile);
    if (known != null) {
      return known.get();
    }
    if (!nameOrFile.endsWith(".pde") && !nameOrFile.contains("/") && !nameOrFile.contains("\\")) {
      throw new BadUse(Nearest.unknown("problem", nameOrFile, catalogue.keySet()) + "\n(a file must end in .pde)");
    }
    String text = read(nameOrFile);
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new BadUse(nameOrFile + ": " + e.getMessage());
    }
  }

  private static String read(String name) {
    try {
      var file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new BadUse("cannot read " + name + ": it is a directory, not a file with a problem");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadUse("cannot read " + name + ": there is no such file");
    } catch (MalformedInputException e) {
      throw new BadUse("cannot read " + name + ": it is not text in UTF-8");
    } catch (IOException e) {
      throw new BadUse("cannot read " + name + ": " + (Files.isReadable(Path.of(name)) ? e.getMessage() : "permission denied"));
    } catch (InvalidPathException e) {
      throw new BadUse("cannot read " + name + ": " + e.getReason());
    }
  }

  SolverProvider provider(String name) {
    return providers.stream().filter(p -> p.name().equals(name)).findFirst()
        .orElseThrow(() -> new BadUse(Nearest.unknown("solver", name, providers.stream().map(SolverProvider::name).toList())));
  }
}
