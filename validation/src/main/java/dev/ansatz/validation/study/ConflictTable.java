package dev.ansatz.validation.study;

import dev.ansatz.engine.optim.Schedule;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.solve.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongToDoubleFunction;

/**
 * Methods of balancing several losses beside one another, at equal numbers of back-propagations: the mean square errors of networks
 * trained on the problems of the ConFIG paper.
 *
 * <p>A back-propagation is the gradient of one loss. A step takes as many as there are losses, one of M-ConFIG takes one, so that it makes
 * more steps. The learning rate rises over the first hundredth of the steps, 100 at most, to 1e-3 and falls on a cosine to 1e-4.
 *
 * <p>Source: Q. Liu, M. Chu, N. Thuerey, ConFIG: towards conflict-free training of physics informed neural networks, ICLR 2025,
 * arXiv:2408.11104. Deviations: biases begin at 0 instead of 1e-3; the error is taken at the end of training.
 *
 * @param rows one for each problem and method of which at least one training ended
 */
public record ConflictTable(List<Row> rows) {
  /** The problems by their names in the catalogue. */
  public static final List<String> PROBLEMS = ConflictCase.ALL.stream().map(ConflictCase::name).toList();

  private static final List<Weighting> WEIGHTINGS =
      List.of(Weighting.SUM, Weighting.PCGRAD, Weighting.IMTL_G, Weighting.CONFIG, Weighting.M_CONFIG);

  /** The methods by the names of their weightings, {@code adam} for the sum. */
  public static final List<String> METHODS = WEIGHTINGS.stream().map(BalancedTraining::name).toList();

  /**
   * What is trained.
   *
   * @param problems of {@link #PROBLEMS}
   * @param methods of {@link #METHODS}
   * @param epochs steps of the methods that take the gradients of all losses, at least 1
   * @param points share of the paper's points, in (0, 1]
   * @param seeds trainings of each kind, with seeds 0, 1, …
   */
  public record Setting(List<String> problems, List<String> methods, int epochs, double points, int seeds) {
    /**
     * @throws IllegalArgumentException with a line for each value that cannot be
     */
    public Setting {
      var faults = new ArrayList<String>();
      problems.stream().filter(p -> !PROBLEMS.contains(p)).forEach(p -> faults.add("no problem '" + p + "' in this study; there are "
          + String.join(", ", PROBLEMS)));
      methods.stream().filter(m -> !METHODS.contains(m)).forEach(m -> faults.add("no method '" + m + "' in this study; there are "
          + String.join(", ", METHODS)));
      if (epochs < 1) {
        faults.add("there must be at least 1 epoch, not " + epochs);
      }
      if (seeds < 1) {
        faults.add("there must be at least 1 seed, not " + seeds);
      }
      if (!(points > 0 && points <= 1)) {
        faults.add("the share of the points must be above 0 and at most 1, not " + points);
      }
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", faults));
      }
      problems = List.copyOf(problems);
      methods = List.copyOf(methods);
    }
  }

  /**
   * One training that ended.
   *
   * @param meanSquareError at the end; NaN if it diverged
   * @param leastError the least mean square error that was seen while it went on
   */
  public record Training(String problem, String method, long seed, int losses, long steps, long backPropagations, double meanSquareError,
      double leastError, double seconds) {}

  /** The trainings of one problem by one method. */
  public record Row(String problem, String method, List<Training> trainings) {
    public Row {
      trainings = List.copyOf(trainings);
    }

    /** The mean of the mean square errors over the seeds. */
    public double mean() {
      return trainings.stream().mapToDouble(Training::meanSquareError).average().orElseThrow();
    }

    /** The largest mean square error; NaN if a training diverged. */
    public double worst() {
      return trainings.stream().mapToDouble(Training::meanSquareError).reduce(0, Math::max);
    }

    /** The mean time of a training. */
    public double seconds() {
      return trainings.stream().mapToDouble(Training::seconds).average().orElseThrow();
    }
  }

  public ConflictTable {
    rows = List.copyOf(rows);
  }

  /**
   * Trains everything, problem by problem and seed by seed. When cancelled, the trainings that have ended make the table.
   *
   * @param run threads, progress and cancellation; the budget and the seed are not looked at
   * @param ended is told of each training when it ends
   */
  public static ConflictTable of(Setting setting, Run run, Consumer<Training> ended) {
    var trainings = new ArrayList<Training>();
    double share = 1.0 / (setting.problems.size() * setting.seeds * setting.methods.size());
    try (var executor = new Executor(run.threads())) {
      for (var problem : ConflictCase.ALL) {
        if (!setting.problems.contains(problem.name()) || run.cancelled().getAsBoolean()) {
          continue;
        }
        var prepared = problem.prepare(executor);
        for (long seed = 0; seed < setting.seeds; seed++) {
          for (var weighting : WEIGHTINGS) {
            if (setting.methods.contains(BalancedTraining.name(weighting))) {
              train(setting, problem, prepared, weighting, run.withSeed(seed), share * trainings.size(), share).ifPresent(training -> {
                trainings.add(training);
                ended.accept(training);
              });
            }
          }
        }
      }
    }
    return of(trainings);
  }

  /** The table of trainings in the order in which problems and methods first occur. */
  public static ConflictTable of(List<Training> trainings) {
    var rows = new ArrayList<Row>();
    for (String problem : PROBLEMS) {
      for (String method : METHODS) {
        var own = trainings.stream().filter(t -> t.problem.equals(problem) && t.method.equals(method)).toList();
        if (!own.isEmpty()) {
          rows.add(new Row(problem, method, own));
        }
      }
    }
    return new ConflictTable(rows);
  }

  private static Optional<Training> train(Setting setting, ConflictCase problem, ConflictCase.Prepared prepared, Weighting weighting, Run run,
      double before, double share) {
    long steps = weighting == Weighting.M_CONFIG ? (long) setting.epochs * problem.losses() : setting.epochs;
    String method = BalancedTraining.name(weighting);
    return new BalancedTraining(weighting, steps, rate(steps))
        .train(prepared.losses(setting.points, run.seed()), prepared.parameters(run.seed()), prepared.error(), run,
            problem.name() + " " + method + " seed " + run.seed(), before, share)
        .map(o -> new Training(problem.name(), method, run.seed(), problem.losses(), o.steps(), o.backPropagations(), o.error(),
            o.leastError(), o.seconds()));
  }

  /** The paper's. */
  private static LongToDoubleFunction rate(long steps) {
    long warmUp = Math.min(100, steps / 100);
    return new Schedule.WarmUp(warmUp, new Schedule.Cosine(1e-3, 1e-4, steps - warmUp));
  }

  /**
   * The mean error of a method over the least mean error of the methods that ConFIG and M-ConFIG are compared with: at most 1 where it is
   * not above any of them.
   */
  public OptionalDouble overOthers(String problem, String method) {
    var others = rows.stream().filter(r -> r.problem.equals(problem) && !r.method.endsWith("config")).mapToDouble(Row::mean).min();
    var own = rows.stream().filter(r -> r.problem.equals(problem) && r.method.equals(method)).mapToDouble(Row::mean).findFirst();
    return others.isPresent() && own.isPresent() ? OptionalDouble.of(own.getAsDouble() / others.getAsDouble()) : OptionalDouble.empty();
  }
}
