package dev.ansatz.validation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.PinnacleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "study", description = "Compares references with published data.", synopsisSubcommandLabel = "pinnacle")
final class StudyCommand implements Runnable {
  private final Console console;

  StudyCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CommandLine.usage(this, console.err());
    throw new BadUse("a study is missing: pinnacle");
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
