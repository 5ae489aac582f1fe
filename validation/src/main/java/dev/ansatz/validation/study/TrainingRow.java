package dev.ansatz.validation.study;

import dev.ansatz.pinn.Weighting;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.SettingLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The trainings of one problem by one method, one for each seed.
 *
 * @param <P> what tells the problems of a study apart: a name, or a size
 * @param trainings at least one
 */
public record TrainingRow<P>(List<Training<P>> trainings) {
  /**
   * One training that ended.
   *
   * @param backPropagations gradients of single losses that were computed
   * @param error at the end, as the study measures it; NaN if it diverged
   * @param leastError the least that was seen while it went on
   */
  public record Training<P>(P problem, String method, long seed, long steps, long backPropagations, double error, double leastError,
      double seconds) {}

  public TrainingRow {
    trainings = List.copyOf(trainings);
  }

  public P problem() {
    return trainings.getFirst().problem();
  }

  public String method() {
    return trainings.getFirst().method();
  }

  /** The mean of the errors at the end. */
  public double mean() {
    return mean(Training::error);
  }

  /** The largest error at the end; NaN if a training diverged. */
  public double worst() {
    return trainings.stream().mapToDouble(Training::error).reduce(0, Math::max);
  }

  /** The mean of the least errors that were seen. */
  public double least() {
    return mean(Training::leastError);
  }

  /** The mean time of a training. */
  public double seconds() {
    return mean(Training::seconds);
  }

  private double mean(ToDoubleFunction<Training<P>> figure) {
    return trainings.stream().mapToDouble(figure).average().orElseThrow();
  }

  /** The rows of trainings, in the order of the problems and methods. */
  static <P> List<TrainingRow<P>> of(List<Training<P>> trainings, List<P> problems, List<String> methods) {
    var rows = new ArrayList<TrainingRow<P>>();
    for (P problem : problems) {
      for (String method : methods) {
        var own = trainings.stream().filter(t -> t.problem().equals(problem) && t.method().equals(method)).toList();
        if (!own.isEmpty()) {
          rows.add(new TrainingRow<>(own));
        }
      }
    }
    return rows;
  }

  /** What is ready to be trained on one problem by any method, with the seed of the run. */
  @FunctionalInterface
  interface Case {
    /** Empty if cancelled; {@code stage} is shown with progress, {@code before} is the share of the study that was done before. */
    Optional<BalancedTraining.Outcome> train(Weighting weighting, Run run, String stage, double before, double share);
  }

  /**
   * Trains everything, problem by problem and seed by seed. When cancelled, the trainings that have ended are returned.
   *
   * @param prepare is asked once for each problem
   * @param ended is told of each training when it ends
   */
  static <P> List<Training<P>> train(List<P> problems, Function<P, Case> prepare, List<Weighting> weightings, int seeds, Run run,
      Consumer<Training<P>> ended) {
    var trainings = new ArrayList<Training<P>>();
    double share = 1.0 / (problems.size() * seeds * weightings.size());
    for (P problem : problems) {
      if (run.cancelled().getAsBoolean()) {
        break;
      }
      var prepared = prepare.apply(problem);
      for (long seed = 0; seed < seeds; seed++) {
        for (var weighting : weightings) {
          String method = BalancedTraining.name(weighting);
          long own = seed;
          prepared.train(weighting, run.withSeed(seed), problem + " " + method + " seed " + seed, share * trainings.size(), share)
              .map(o -> new Training<>(problem, method, own, o.steps(), o.backPropagations(), o.error(), o.leastError(), o.seconds()))
              .ifPresent(training -> {
                trainings.add(training);
                ended.accept(training);
              });
        }
      }
    }
    return trainings;
  }

  /** The weightings whose methods are named, in the order of the weightings. */
  static List<Weighting> named(List<Weighting> weightings, List<String> methods) {
    return weightings.stream().filter(w -> methods.contains(BalancedTraining.name(w))).toList();
  }

  /** What every study of trainings asks of its setting. */
  static SettingLimits limits(List<String> methods, List<String> known, double points, int seeds) {
    var limits = new SettingLimits()
        .require(points > 0 && points <= 1, "the share of the points must be above 0 and at most 1, not " + points)
        .require(seeds >= 1, "there must be at least 1 seed, not " + seeds);
    methods.forEach(m -> limits.require(known.contains(m), "no method '" + m + "' in this study; there are " + String.join(", ", known)));
    return limits;
  }
}
