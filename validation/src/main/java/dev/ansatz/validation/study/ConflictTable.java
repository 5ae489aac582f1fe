package dev.ansatz.validation.study;

import dev.ansatz.engine.optim.Schedule;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.study.TrainingRow.Training;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Methods of balancing several losses beside one another, at equal numbers of back-propagations: the mean square errors of networks
 * trained on the problems of the ConFIG paper.
 *
 * <p>A back-propagation is the gradient of one loss. A step takes as many as there are losses, one of M-ConFIG takes one, so that it makes
 * more steps. The learning rate rises over the first hundredth of the steps, 100 at most, to 1e-3 and falls on a cosine to 1e-4. The error
 * of a training is the least one seen, as in the paper; it is looked at 300 times.
 *
 * <p>Source: Q. Liu, M. Chu, N. Thuerey, ConFIG: towards conflict-free training of physics informed neural networks, ICLR 2025,
 * arXiv:2408.11104. Deviations: biases begin at 0 instead of 1e-3; the authors look at the error after every step.
 *
 * @param rows one for each problem and method of which at least one training ended
 */
public record ConflictTable(List<TrainingRow<String>> rows) {
  /** The problems by their names in the catalogue. */
  public static final List<String> PROBLEMS = ConflictCase.ALL.stream().map(ConflictCase::name).toList();

  private static final int LOOKS = 300;
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
   * @param joint whether the conditions at the boundary and at the initial time are one loss, the mean over the points of both: two losses
   *     in every problem
   * @param rate of learning, the same in all steps, in place of the paper's
   * @param seeds trainings of each kind, with seeds 0, 1, …
   */
  public record Setting(List<String> problems, List<String> methods, int epochs, double points, boolean joint, OptionalDouble rate,
      int seeds) {
    /**
     * @throws IllegalArgumentException with a line for each value that cannot be
     */
    public Setting {
      var limits = TrainingRow.limits(methods, METHODS, points, seeds)
          .require(epochs >= 1, "there must be at least 1 epoch, not " + epochs)
          .require(rate.isEmpty() || rate.getAsDouble() > 0, "the learning rate must be above 0, not " + rate.orElse(0));
      problems.forEach(p -> limits.require(PROBLEMS.contains(p), "no problem '" + p + "' in this study; there are "
          + String.join(", ", PROBLEMS)));
      limits.orThrow();
      problems = List.copyOf(problems);
      methods = List.copyOf(methods);
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
  public static ConflictTable of(Setting setting, Run run, Consumer<Training<String>> ended) {
    try (var executor = new Executor(run.threads())) {
      var problems = PROBLEMS.stream().filter(setting.problems::contains).toList();
      return of(TrainingRow.train(problems, name -> trained(setting, named(name), executor), TrainingRow.named(WEIGHTINGS, setting.methods),
          setting.seeds, run, ended));
    }
  }

  /** The table of trainings, in the order of {@link #PROBLEMS} and {@link #METHODS}. */
  public static ConflictTable of(List<Training<String>> trainings) {
    return new ConflictTable(TrainingRow.of(trainings, PROBLEMS, METHODS));
  }

  private static ConflictCase named(String problem) {
    return ConflictCase.ALL.stream().filter(c -> c.name().equals(problem)).findFirst().orElseThrow();
  }

  private static TrainingRow.Case trained(Setting setting, ConflictCase problem, Executor executor) {
    var prepared = problem.prepare(executor);
    return (weighting, run, stage, before, share) -> {
      var losses = prepared.losses(setting.points, setting.joint, run.seed());
      long steps = weighting == Weighting.M_CONFIG ? (long) setting.epochs * losses.lossCount() : setting.epochs;
      var rate = setting.rate.isPresent() ? new Schedule.Constant(setting.rate.getAsDouble()) : rate(steps);
      return new BalancedTraining(weighting, steps, rate, LOOKS).train(losses, prepared.parameters(run.seed()), prepared.error(), run,
          stage, before, share);
    };
  }

  /** The paper's. */
  private static Schedule rate(long steps) {
    long warmUp = Math.min(100, steps / 100);
    return new Schedule.WarmUp(warmUp, new Schedule.Cosine(1e-3, 1e-4, steps - warmUp));
  }

  /**
   * The mean of the least errors of a method over the least such mean of the methods that ConFIG and M-ConFIG are compared with: at most 1
   * where it is not above any of them.
   */
  public OptionalDouble overOthers(String problem, String method) {
    var own = rows.stream().filter(r -> r.problem().equals(problem)).toList();
    var others = own.stream().filter(r -> !r.method().endsWith("config")).mapToDouble(TrainingRow::least).min();
    var one = own.stream().filter(r -> r.method().equals(method)).mapToDouble(TrainingRow::least).findFirst();
    return others.isPresent() && one.isPresent() ? OptionalDouble.of(one.getAsDouble() / others.getAsDouble()) : OptionalDouble.empty();
  }
}
