package dev.ansatz.validation.study;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.optim.Schedule;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.validation.study.SampledLosses.MeanSquare;
import dev.ansatz.validation.study.SampledLosses.Term;
import dev.ansatz.validation.study.TrainingRow.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * MultiAdam beside Adam on one problem in domains of several sizes: Laplace's equation on a square with four holes, scaled. A domain t
 * times as large has the loss of the equation t⁻⁴ times as large, and those of the conditions as they were, so that a method that adds
 * them up trains for different things.
 *
 * <p>Size matters in two ways: by the balance of the losses, which MultiAdam is to restore, and by the network, to which a smaller square
 * is one with finer features. Coordinates in eighths of the side, so that every square looks to the network like the largest of the paper,
 * leave the first alone; coordinates as they are, as in the authors' code, have both.
 *
 * <p>The losses are the mean squares of the residual, of the condition on the square, and of
 * that on the holes; MultiAdam has two groups, the equation and the conditions. The learning rate is 1e-3 throughout.
 *
 * <p>Source: J. Yao et al., MultiAdam: parameter-wise scale-invariant optimizer for multiscale training of physics-informed neural
 * networks, ICML 2023, arXiv:2306.02816. Deviation: points are drawn anew in every step.
 *
 * @param rows one for each method and size of which at least one training ended
 */
public record ScaleTable(List<TrainingRow<Double>> rows) {
  private static final List<Weighting> WEIGHTINGS = List.of(Weighting.MULTIADAM, Weighting.SUM);

  /** The methods: {@code multiadam} and {@code adam}. */
  public static final List<String> METHODS = WEIGHTINGS.stream().map(BalancedTraining::name).toList();

  private static final int INTERIOR = 8192;
  private static final int BOUNDARY = 2048;
  private static final double RATE = 1e-3;
  private static final int LOOKS = 20;
  /** Side of the largest square of the paper. */
  private static final double LARGEST = 8;
  private static final PointSequence SEQUENCE = new PointSequence.LatinHypercube();
  /** Errors of some per cent are to be told. */
  private static final double REFERENCE_TOLERANCE = 1e-3;

  /**
   * What is trained.
   *
   * @param sizes lengths of the square's sides
   * @param methods of {@link #METHODS}
   * @param steps at least 1; 20,000 in the paper
   * @param points share of 8,192 points inside and 2,048 on the boundary, in (0, 1]
   * @param width units of each of five hidden layers; 100 in the authors' code
   * @param plain whether the network sees the coordinates as they are, not in eighths of the side
   * @param seeds trainings of each kind, with seeds 0, 1, …
   */
  public record Setting(List<Double> sizes, List<String> methods, int steps, double points, int width, boolean plain, int seeds) {
    /**
     * @throws IllegalArgumentException with a line for each value that cannot be
     */
    public Setting {
      var limits = TrainingRow.limits(methods, METHODS, points, seeds)
          .require(steps >= 1, "there must be at least 1 step, not " + steps)
          .require(width >= 1, "there must be at least 1 unit in a layer, not " + width);
      sizes.forEach(size -> limits.require(size >= 1e-3 && size <= 1e3, "a size must be between 0.001 and 1000, not " + size));
      limits.orThrow();
      sizes = List.copyOf(sizes);
      methods = List.copyOf(methods);
    }
  }

  public ScaleTable {
    rows = List.copyOf(rows);
  }

  /** The largest mean error of a method over its smallest, if there are rows of several sizes. */
  public OptionalDouble range(String method) {
    double[] means = rows.stream().filter(r -> r.method().equals(method)).mapToDouble(TrainingRow::mean).sorted().toArray();
    return means.length < 2 ? OptionalDouble.empty() : OptionalDouble.of(means[means.length - 1] / means[0]);
  }

  /**
   * Trains everything, size by size and seed by seed. When cancelled, the trainings that have ended make the table.
   *
   * @param run threads, progress and cancellation; the budget and the seed are not looked at
   * @param ended is told of each training when it ends
   */
  public static ScaleTable of(Setting setting, Run run, Consumer<Training<Double>> ended) {
    var unit = Catalog.get("poisson-four-discs").problem();
    double[][] grid = Grid.defaults(unit).points(unit);
    double[] truth = new double[grid[0].length];
    try (var executor = new Executor(run.threads())) {
      Solution reference = Reference.solver("fem-p2", REFERENCE_TOLERANCE).solve(unit, Run.defaults().withThreads(run.threads())).orThrow();
      reference.fields().evaluate(0, MultiIndex.zero(2), grid, truth);
      var trainings = TrainingRow.train(setting.sizes, size -> new Scaled(size, setting, executor, grid, truth),
          TrainingRow.named(WEIGHTINGS, setting.methods), setting.seeds, run, ended);
      return new ScaleTable(TrainingRow.of(trainings, setting.sizes, METHODS));
    }
  }

  /** The square with four holes, its sides of a given length. */
  static Problem problem(double size) {
    String a = "" + 0.5 * size;
    String c = "" + 0.3 * size;
    String r = "" + 0.1 * size;
    return Pde.parse("""
        problem poisson-four-discs-scaled
        u(x, y)  on  x in [-A, A], y in [-A, A]
            minus disk hole (C, C) radius R minus disk hole (-C, C) radius R
            minus disk hole (C, -C) radius R minus disk hole (-C, -C) radius R
        lap(u) = 0
        boundary x=-A, x=A, y=-A, y=A: u = 1
        boundary hole: u = 0
        """.replace("A", a).replace("C", c).replace("R", r));
  }

  /** The problem in one size. */
  private static final class Scaled implements TrainingRow.Case {
    private final Setting setting;
    private final Executor executor;
    private final Problem problem;
    private final NetworkModel model;
    private final double[][] grid;
    private final double[] truth;

    Scaled(double size, Setting setting, Executor executor, double[][] grid, double[] truth) {
      this.setting = setting;
      this.executor = executor;
      this.truth = truth;
      this.grid = Arrays.stream(grid).map(row -> Arrays.stream(row).map(x -> size * x).toArray()).toArray(double[][]::new);
      problem = problem(size);
      var trials = new TrialFunctions(problem.fields(), problem.fields().stream().collect(Collectors.toMap(f -> f, f -> f)), List.of(),
          List.of());
      var network = new Mlp(5, setting.width, Activation.TANH);
      double unit = setting.plain ? 1 : LARGEST / size;
      Embedding coordinates = x -> x.stream().map(c -> c.times(unit)).toList();
      model = new NetworkModel(problem, trials, network, coordinates);
    }

    @Override
    public Optional<BalancedTraining.Outcome> train(Weighting weighting, Run run, String stage, double before, double share) {
      double[] theta = model.initial(run.seed());
      return new BalancedTraining(weighting, setting.steps, new Schedule.Constant(RATE), LOOKS)
          .train(losses(theta.length, run.seed()), theta, error(), run, stage, before, share);
    }

    private SampledLosses losses(int parameters, long seed) {
      var domain = problem.domain();
      int interior = (int) Math.max(16, Math.round(setting.points * INTERIOR));
      var equation = model.express(problem.equations().stream().map(Equation::residual).toList());
      var conditions = new ArrayList<Term>();
      var boundaries = problem.conditions().stream().map(Condition.Boundary.class::cast).toList();
      double whole = domain.parts().stream().mapToDouble(part -> part.measure()).sum();
      for (var boundary : boundaries) {
        int points = (int) Math.round(setting.points * BOUNDARY * boundary.parts().stream().mapToDouble(part -> part.measure())
            .sum() / whole);
        conditions.add(new MeanSquare(executor, model.express(List.of(boundary.equation().residual())),
            s -> BoundaryPoints.on(domain, boundary.parts(), SEQUENCE, points, s), 1));
      }
      return new SampledLosses(List.of(
          List.of(new MeanSquare(executor, equation, s -> SEQUENCE.interior(domain, interior, s), 1)), conditions), parameters, seed);
    }

    private ToDoubleFunction<double[]> error() {
      var evaluation = model.express(List.copyOf(problem.fields())).at(executor, grid);
      double[] values = new double[truth.length];
      double norm = Arrays.stream(truth).map(u -> u * u).sum();
      return theta -> {
        evaluation.values(theta, values, 0);
        double sum = 0;
        for (int p = 0; p < values.length; p++) {
          sum += (values[p] - truth[p]) * (values[p] - truth[p]);
        }
        return Math.sqrt(sum / norm);
      };
    }
  }
}
