package dev.ansatz.validation.cli;

import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.UnsupportedProblemException;
import dev.ansatz.validation.cli.Settings.Choice;
import dev.ansatz.validation.study.Study;
import dev.ansatz.validation.study.Study.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how to run; the same for every command that solves. */
final class RunOptions {
  @Option(names = "--seed", paramLabel = "N", description = "Seed of every random choice (default: ${DEFAULT-VALUE}).")
  private long seed = 0;

  @Option(names = "--budget", paramLabel = "TIME", converter = DurationConverter.class, description =
      "Wall-clock time for each solver, such as 500ms, 120s, 5m or 2h (default: 10m).")
  private Duration budget = Run.defaults().budget();

  @Option(names = "--precision", paramLabel = "f64|f32", description = "Arithmetic of the solver (default: f64).")
  private Run.Precision precision = Run.Precision.F64;

  @Option(names = "--threads", paramLabel = "N", description = "Worker threads (default: all processors, here ${DEFAULT-VALUE}).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description =
      "Sets a parameter of the problem or an option of the solver; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  /** A number and its unit. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

    @Override
    public Duration convert(String value) {
      var matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + value + "' is no time: write a number and a unit, such as 500ms, 120s, 5m or 2h");
      }
      double unit = switch (matcher.group(2)) {
        case "ms" -> 1e-3;
        case "s" -> 1;
        case "m" -> 60;
        default -> 3600;
      };
      double seconds = Double.parseDouble(matcher.group(1)) * unit;
      if (!(seconds >= 1e-3 && seconds <= 1e9)) {
        throw new TypeConversionException("'" + value + "': a budget is at least 1ms and at most 30 years");
      }
      return Duration.ofNanos(Math.round(seconds * 1e9));
    }
  }

  private Run run(Console console, Progress progress) {
    if (threads < 1) {
      throw new BadUse("--threads must be at least 1, not " + threads);
    }
    return Run.defaults().withSeed(seed).withThreads(threads).withPrecision(precision).withBudget(budget).withProgress(progress)
        .withCancelled(console.cancelled());
  }

  /**
   * Makes the solvers, each {@code name} or {@code name:preset}, and lets them and the reference solve.
   *
   * @param preset of the solvers that name none; empty for their default
   * @param checkpointing of the only solver; empty for none
   */
  Study study(Sources sources, Console console, String nameOrFile, List<String> solvers, Optional<String> preset,
      Optional<Checkpointing> checkpointing) {
    var problem = sources.problem(nameOrFile);
    var choices = solvers.stream().map(solver -> choice(sources, solver, preset)).toList();
    var settings = Settings.of(problem, choices, set);
    var contenders = new ArrayList<Contender>();
    var faults = new ArrayList<String>();
    for (int i = 0; i < choices.size(); i++) {
      var choice = choices.get(i);
      try {
        var solver = choice.provider().create(choice.preset(), settings.of(choice));
        if (solver.supports(settings.problem()) instanceof Support.No no) {
          faults.add(new UnsupportedProblemException(solvers.get(i), settings.problem(), no).getMessage());
        }
        if (checkpointing.isPresent() && !solver.writesCheckpoints()) {
          faults.add(solvers.get(i) + " writes no checkpoints: leave out --checkpoint");
        }
        contenders.add(new Contender(solvers.get(i), solver));
      } catch (IllegalArgumentException e) {
        faults.add(solvers.get(i) + ": " + e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new BadUse(String.join("\n", faults));
    }
    // a reference that the user configured is the one that judges
    var judge = contenders.stream().map(Contender::solver).filter(s -> s.name().equals(sources.reference().name())).findFirst()
        .orElse(sources.reference());
    try (var progress = new ConsoleProgress(console)) {
      Run run = run(console, progress);
      return Study.of(settings.problem(), judge, contenders, checkpointing.map(run::withCheckpointing).orElse(run));
    }
  }

  private static Choice choice(Sources sources, String solver, Optional<String> otherwise) {
    String[] parts = solver.split(":", 2);
    SolverProvider provider = sources.provider(parts[0]);
    List<String> presets = provider.presets();
    String preset = parts.length == 2 ? parts[1] : otherwise.orElse(presets.getFirst());
    if (!presets.contains(preset)) {
      throw new BadUse(BadUse.unknown("preset of " + provider.name(), preset, presets));
    }
    return new Choice(provider, preset);
  }
}
