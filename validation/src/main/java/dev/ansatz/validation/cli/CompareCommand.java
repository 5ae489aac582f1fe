package dev.ansatz.validation.cli;

import dev.ansatz.validation.report.HtmlReport;
import dev.ansatz.validation.report.Pictures;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "compare", description = "Solves a problem with several solvers and shows their answers side by side.")
final class CompareCommand implements Callable<Integer> {
  private final Sources sources;
  private final Console console;

  @Parameters(paramLabel = "PROBLEM", description = "A name from 'ansatz list', or a file that ends in .pde.")
  private String problem;

  @Option(names = "--with", paramLabel = "SOLVER[:PRESET]", split = ",", required = true, description = "The solvers, separated by commas.")
  private List<String> solvers;

  @Mixin private RunOptions options;

  @Option(names = "--report", paramLabel = "FILE.html", description = "Write a report with pictures as one HTML file.")
  private Path report;

  CompareCommand(Sources sources, Console console) {
    this.sources = sources;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (report != null) {
      Output.file(report);
    }
    Study study = options.study(sources, console, problem, solvers, Optional.empty(), Optional.empty());
    console.out().print(TextReport.of(study));
    if (report != null) {
      write(study);
    }
    return study.answers().stream().allMatch(Study.Answer::isSolved) ? 0 : 1;
  }

  private void write(Study study) {
    try {
      Files.writeString(report, HtmlReport.of(study, Pictures.of(study), console.commandLine()));
    } catch (IOException e) {
      throw new BadUse("cannot write " + report + ": " + Output.reason(e));
    }
    console.err().println("report: " + report.toAbsolutePath().toUri());
  }
}
