package dev.ansatz.validation.cli;

import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Grid;
import dev.ansatz.validation.report.JsonReport;
import dev.ansatz.validation.report.Pictures;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.Study;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "solve", description = "Solves a problem and says how far the answer is from the reference.")
final class SolveCommand implements Callable<Integer> {
  private final Sources sources;
  private final Console console;

  @Parameters(paramLabel = "PROBLEM", description = "A name from 'ansatz list', or a file that ends in .pde.")
  private String problem;

  @Option(names = "--with", paramLabel = "SOLVER", required = true, description = "The solver; see 'ansatz list'.")
  private String solver;

  @Option(names = "--preset", paramLabel = "NAME", description = "A named configuration of the solver.")
  private String preset;

  @Mixin private RunOptions options;

  @Option(names = "--json", description = "Print one JSON object and nothing else on standard output.")
  private boolean json;

  @Option(names = "--out", paramLabel = "DIR", description = "Write the answer as CSV and its pictures as PNG there.")
  private Path out;

  @Option(names = "--checkpoint", paramLabel = "FILE", description =
      "Save the state of the solver there again and again; if the file is there, go on from it.")
  private Path checkpoint;

  @Option(names = "--checkpoint-every", paramLabel = "TIME", converter = RunOptions.DurationConverter.class, defaultValue = "30s",
      description = "Time between two checkpoints (default: ${DEFAULT-VALUE}).")
  private Duration checkpointEvery;

  SolveCommand(Sources sources, Console console) {
    this.sources = sources;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (out != null) {
      Output.directory(out);
    }
    if (checkpoint != null) {
      Output.file(checkpoint);
    }
    var checkpointing = Optional.ofNullable(checkpoint).map(file -> new Checkpointing(file, checkpointEvery));
    Study study = options.study(sources, console, problem, List.of(solver), Optional.ofNullable(preset), checkpointing);
    var answer = study.answers().getFirst();
    if (json) {
      console.out().println(JsonReport.of(study, answer));
      TextReport.remarks(study).forEach(console.err()::println);
    } else {
      console.out().print(TextReport.of(study));
    }
    if (out != null) {
      write(study);
    }
    return answer.isSolved() ? 0 : 1;
  }

  private void write(Study study) {
    var solution = study.answers().getFirst().solution();
    String name = study.problem().name() + "-" + study.answers().getFirst().name().replace(':', '-') + ".csv";
    try {
      solution.writeCsv(out.resolve(name), Grid.defaults(study.problem()));
      for (var picture : Pictures.of(study)) {
        picture.write(out);
      }
    } catch (IOException e) {
      throw new BadUse("cannot write to " + out + ": " + Output.reason(e));
    }
    console.err().println("written to " + out);
  }
}
