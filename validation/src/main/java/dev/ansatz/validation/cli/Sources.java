package dev.ansatz.validation.cli;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * Where commands find what the user names.
 *
 * @param catalogue canonical problems by name, each read when it is asked for: all of them take longer than many a solve
 * @param providers of solvers
 * @param reference judges the answers
 */
record Sources(SequencedMap<String, Supplier<Catalog.Entry>> catalogue, List<SolverProvider> providers, Solver reference) {

  Sources {
    providers = providers.stream().sorted(Comparator.comparing(SolverProvider::name)).toList();
  }

  /** The catalogue, the reference and the solvers on the class path. */
  static Sources standard() {
    var installed = ServiceLoader.load(SolverProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    var catalogue = new LinkedHashMap<String, Supplier<Catalog.Entry>>();
    Catalog.names().forEach(name -> catalogue.put(name, () -> Catalog.get(name)));
    return new Sources(catalogue, installed, Reference.solver(Reference.TOLERANCE));
  }

  /** A problem of the catalogue, or one read from a file: a name with a separator or an ending is a file. */
  Problem problem(String nameOrFile) {
    if (catalogue.containsKey(nameOrFile)) {
      return catalogue.get(nameOrFile).get().problem();
    }
    if (!nameOrFile.endsWith(".pde") && !nameOrFile.contains("/") && !nameOrFile.contains("\\")) {
      throw new BadUse(BadUse.unknown("problem", nameOrFile, List.copyOf(catalogue.keySet())) + "\n(a file must end in .pde)");
    }
    String text = read(nameOrFile);
    try {
      return Pde.parse(text);
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
        .orElseThrow(() -> new BadUse(BadUse.unknown("solver", name, providers.stream().map(SolverProvider::name).toList())));
  }
}
