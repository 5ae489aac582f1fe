package dev.ansatz.validation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.ConflictTable;
import dev.ansatz.validation.study.PinnacleTable;
import dev.ansatz.validation.study.ScaleTable;
import dev.ansatz.validation.study.TrainingRow.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "study", description = "Repeats published comparisons.", synopsisSubcommandLabel = "(pinnacle|config|multiadam)")
final class StudyCommand implements Runnable {
  private final Console console;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CommandLine.usage(this, console.err());
    throw new BadUse("a study is missing: pinnacle, config or multiadam");
  }

  @Command(name = "pinnacle", description = "The distance of our references from the files of the PINNacle benchmark.")
  int pinnacle(
      @Option(names = "--data", paramLabel = "DIR", defaultValue = "${sys:ansatz.pinnacle:-pde-core/src/test/resources/pinnacle}",
          description = "Where the files are (default: those of the repository).") Path data,
      @Option(names = "--json", description = "Print one JSON object for each file and nothing else on standard output.") boolean json) {
    if (!Files.isDirectory(data)) {
      throw new BadUse("there is no directory " + data + "; name the one with the files of PINNacle by --data");
    }
    PinnacleTable table;
    try {
      table = PinnacleTable.of(data, Run.defaults().withCancelled(console.cancelled()));
    } catch (IOException e) {
      throw new BadUse("cannot read " + Output.reason(e));
    }
    if (json) {
      table.rows().forEach(row -> print(object(row)));
      table.skipped().forEach(skipped -> print(Map.of("file", skipped.file(), "skipped", skipped.reason())));
    } else {
      console.out().print(TextReport.of(table));
    }
    return table.rows().isEmpty() ? Ansatz.NOT_SOLVED : Ansatz.SOLVED;
  }

  @Command(name = "config", description = "ConFIG and M-ConFIG beside Adam, PCGrad and IMTL-G, by test mean square error at equal "
      + "back-propagations.")
  int config(
      @Option(names = "--problem", paramLabel = "NAME", split = ",",
          description = "Problems (default: all of burgers, nonlinear-schroedinger, "
          + "kovasznay, beltrami).") List<String> problems,
      @Option(names = "--method", paramLabel = "NAME", split = ",", description = "Methods (default: all of adam, pcgrad, imtl-g, config, "
          + "m-config).") List<String> methods,
      @Option(names = "--epochs", paramLabel = "N", defaultValue = "3000",
          description = "Steps of all methods but m-config, which makes as many for "
          + "each loss (default: ${DEFAULT-VALUE}; the paper: 30000 for burgers, 100000 for the others).") int epochs,
      @Option(names = "--points", paramLabel = "SHARE", defaultValue = "0.05",
          description = "Share of the paper's points (default: ${DEFAULT-VALUE}; "
          + "the paper: 1).") double points,
      @Option(names = "--joint", description = "Take the conditions at the boundary and at the initial time as one loss: the paper's "
          + "setting of two losses (default: one of each).") boolean joint,
      @Option(names = "--rate", paramLabel = "RATE", description = "The learning rate of all steps (default: the paper's, which rises to "
          + "1e-3 and falls on a cosine to 1e-4).") Double rate,
      @Option(names = "--seeds", paramLabel = "N", defaultValue = "3",
          description = "Trainings of each kind (default: ${DEFAULT-VALUE}).") int seeds,
      @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
          description = "Worker threads (default: ${DEFAULT-VALUE}).") int threads,
      @Option(names = "--json", description = "Print one JSON object for each training, when it ends, and nothing else on standard output.")
      boolean json) {
    ConflictTable.Setting setting;
    try {
      setting = new ConflictTable.Setting(problems == null ? ConflictTable.PROBLEMS : problems,
          methods == null ? ConflictTable.METHODS : methods, epochs, points, joint,
          rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate), seeds);
    } catch (IllegalArgumentException e) {
      throw new BadUse(e.getMessage());
    }
    ConflictTable table;
    try (var progress = new ConsoleProgress(console)) {
      table = ConflictTable.of(setting, run(threads, progress), training -> {
        if (json) {
          print(ofConflict(training));
        }
      });
    }
    if (!json) {
      console.out().print(TextReport.of(table));
    }
    return table.rows().isEmpty() ? Ansatz.NOT_SOLVED : Ansatz.SOLVED;
  }

  @Command(name = "multiadam", description = "MultiAdam beside Adam on Laplace's equation in squares of several sizes, by relative L2 "
      + "error.")
  int multiadam(
      @Option(names = "--size", paramLabel = "LENGTH", split = ",", defaultValue = "8,4,2,1", description = "Sides of the square "
          + "(default: ${DEFAULT-VALUE}).") List<Double> sizes,
      @Option(names = "--method", paramLabel = "NAME", split = ",",
          description = "Methods (default: both of multiadam, adam).") List<String> methods,
      @Option(names = "--steps", paramLabel = "N", defaultValue = "5000",
          description = "Steps (default: ${DEFAULT-VALUE}; the paper: 20000).") int steps,
      @Option(names = "--points", paramLabel = "SHARE", defaultValue = "0.05",
          description = "Share of 8192 points inside and 2048 on the boundary "
          + "(default: ${DEFAULT-VALUE}).") double points,
      @Option(names = "--width", paramLabel = "N", defaultValue = "24", description = "Units of each of five hidden layers (default: "
          + "${DEFAULT-VALUE}; the authors: 100).") int width,
      @Option(names = "--plain", description = "Give the network the coordinates as they are, as the authors do, not in eighths of the "
          + "side.") boolean plain,
      @Option(names = "--seeds", paramLabel = "N", defaultValue = "3",
          description = "Trainings of each kind (default: ${DEFAULT-VALUE}).") int seeds,
      @Option(names = "--threads", paramLabel = "N", defaultValue = "1",
          description = "Worker threads (default: ${DEFAULT-VALUE}).") int threads,
      @Option(names = "--json", description = "Print one JSON object for each training, when it ends, and nothing else on standard output.")
      boolean json) {
    ScaleTable.Setting setting;
    try {
      setting = new ScaleTable.Setting(sizes, methods == null ? ScaleTable.METHODS : methods, steps, points, width, plain, seeds);
    } catch (IllegalArgumentException e) {
      throw new BadUse(e.getMessage());
    }
    ScaleTable table;
    try (var progress = new ConsoleProgress(console)) {
      table = ScaleTable.of(setting, run(threads, progress), training -> {
        if (json) {
          print(ofSize(training));
        }
      });
    }
    if (!json) {
      console.out().print(TextReport.of(table));
    }
    return table.rows().isEmpty() ? Ansatz.NOT_SOLVED : Ansatz.SOLVED;
  }

  private static Map<String, Object> ofSize(Training<Double> training) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("size", training.problem());
    object.put("method", training.method());
    object.put("seed", training.seed());
    object.put("steps", training.steps());
    object.put("relativeL2", training.error());
    object.put("seconds", training.seconds());
    return object;
  }

  private Run run(int threads, ConsoleProgress progress) {
    if (threads < 1) {
      throw new BadUse("--threads must be at least 1, not " + threads);
    }
    return Run.defaults().withThreads(threads).withProgress(progress).withCancelled(console.cancelled());
  }

  private static Map<String, Object> ofConflict(Training<String> training) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("problem", training.problem());
    object.put("method", training.method());
    object.put("seed", training.seed());
    object.put("steps", training.steps());
    object.put("backPropagations", training.backPropagations());
    object.put("meanSquareError", training.error());
    object.put("leastError", training.leastError());
    object.put("seconds", training.seconds());
    return object;
  }

  private static Map<String, Object> object(PinnacleTable.Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", row.file());
    object.put("problem", row.problem());
    object.put("method", row.method());
    object.put("values", row.values());
    object.put("compared", row.compared());
    object.put("relativeL2", row.distance());
    object.put("errorEstimate", row.errorEstimate().isPresent() ? row.errorEstimate().getAsDouble() : null);
    object.put("seconds", row.seconds());
    return object;
  }

  private void print(Map<String, Object> object) {
    try {
      console.out().println(new ObjectMapper().writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
