package dev.ansatz.pinn.experts;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.ansatz.WaveNumbers;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Solves a problem on a box, cut into cells, by a least-squares fit of u = A + B Σ ωⱼ bⱼ(x) in every cell: bⱼ are the hidden units of the
 * cell's network, A and B build in the conditions that fit (see {@link dev.ansatz.pinn.ansatz.TrialFunctions}), and the rows are the
 * equations in the cells, the other conditions, and the continuity of each field and its normal derivatives below the equations' order
 * between cells. Hidden weights are random, or trained on points of their own through the derivative of the least-squares solution.
 *
 * <p>Intervals of time are solved one after the other, each continuing the one before. What is not linear is solved by Gauss–Newton, which
 * begins at A, or in later intervals at the state that they find.
 *
 * <p>Where the cells are not given, there are as many that a wave of the data ({@link dev.ansatz.pinn.ansatz.WaveNumbers}) fits in one,
 * four at least along each coordinate if the problem is not linear, and they are halved until the held-out residual is below the tolerance,
 * is no longer halved by it, or time or memory would not do: along each coordinate in which the answer has more than half as many waves in
 * a cell as in any other. Periodic coordinates are not cut.
 *
 * <p>Cost: O(m n²) in each interval of time and step for n features of a cell and m rows, times the square of the number of cells in a
 * cross-section along the fewest, the largest direction left out.
 *
 * <p>Source: N. Chalapathi, Y. Du, A. S. Krishnapriyan, Scaling physics-informed hard constraints with mixture-of-experts, ICLR 2024,
 * arXiv:2402.13412. Deviations: a single problem in place of a family of them; cells are joined by rows for their interfaces, where the
 * paper gives every expert the global conditions; derivatives are exact; Gauss–Newton with halved steps and a small ridge in place of
 * Levenberg–Marquardt; the Hessian of the implicit derivative is the full one. With random hidden weights each cell is an extreme learning
 * machine: S. Dong, Z. Li, Local extreme learning machines and domain decomposition for solving linear and nonlinear partial differential
 * equations, Comput. Methods Appl. Mech. Eng. 387 (2021), doi:10.1016/j.cma.2021.114129.
 */
public final class MixtureOfExperts implements Solver {
  static final String NAME = "mixture-of-experts";
  /** Elements of the triangle of one interval of time: half a gigabyte. */
  private static final double MOST_ELEMENTS = 64e6;
  /** Output weights of all cells, each of which comes with a few hidden ones. */
  private static final double MOST_UNKNOWNS = 1e6;
  /** Held-out residual over that without features below which halving the cells should halve it. */
  private static final double RESOLVED = 1e-2;
  /** Cells along a coordinate to begin with where the data do not tell how fine the answer is. */
  private static final int LEAST_NONLINEAR = 4;
  /** Points at which the waves of an answer are counted. */
  private static final int SAMPLES = 512;
  /** While training: large enough for the normal equations of the implicit derivative to mean something in double precision. */
  private static final double TRAINING_RIDGE = 1e-5;

  private static final List<String> CITATIONS = List.of(
      "N. Chalapathi, Y. Du, A. S. Krishnapriyan, Scaling physics-informed hard constraints with mixture-of-experts, ICLR 2024, "
          + "arXiv:2402.13412",
      "S. Dong, Z. Li, Local extreme learning machines and domain decomposition for solving linear and nonlinear partial differential "
          + "equations, Comput. Methods Appl. Mech. Eng. 387 (2021), doi:10.1016/j.cma.2021.114129");

  private final ExpertOptions options;

  public MixtureOfExperts(ExpertOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<>(Feature.refusals(problem));
    if (!reasons.isEmpty()) {
      return Support.unless(reasons);
    }
    if (problem.coordinates().isEmpty()) {
      return Support.no("it has no coordinates");
    }
    if (problem.domain().space().isPresent() && !(problem.domain().space().get() instanceof Box)) {
      reasons.add("its domain is no box, and only boxes are cut into cells");
    }
    if (options.cells().size() > 1 && options.cells().size() != problem.coordinates().size()) {
      reasons.add("it has " + problem.coordinates().size() + " coordinates, and cells are given along " + options.cells().size());
    } else {
      // as few as there need be, without a look at the data
      var counts = options.cells().isEmpty() ? Collections.nCopies(problem.coordinates().size(), 1) : counts(problem);
      for (Coordinate periodic : Lowering.classify(problem).periodic()) {
        if (counts.get(problem.coordinates().indexOf(periodic)) > 1) {
          reasons.add("it is periodic in " + periodic + ", along which there can be only one cell");
        }
      }
      if (!fits(problem, counts)) {
        reasons.add(counts.stream().map(String::valueOf).collect(Collectors.joining("x")) + " cells of " + options.features()
            + " features take too much memory: take fewer cells or features");
      }
    }
    return Support.unless(reasons);
  }

  /** Cells along each coordinate, to begin with if there can be more. */
  private List<Integer> counts(Problem problem) {
    if (options.cells().size() > 1) {
      return options.cells();
    }
    var periodic = Lowering.classify(problem).periodic();
    List<Coordinate> coordinates = problem.coordinates();
    if (!options.cells().isEmpty()) {
      return coordinates.stream().map(c -> periodic.contains(c) ? 1 : options.cells().getFirst()).toList();
    }
    List<Double> waves = WaveNumbers.of(problem).values();
    int least = Experts.isLinear(problem) ? 1 : LEAST_NONLINEAR;
    List<Integer> counts = IntStream.range(0, coordinates.size()).mapToObj(i -> periodic.contains(coordinates.get(i)) ? 1
        : Math.max(least, (int) Math.ceil(waves.get(i) * problem.domain().ranges().get(i).length() / (2 * Math.PI) - 1e-3))).toList();
    while (!fits(problem, counts) && counts.stream().anyMatch(c -> c > 1)) {
      counts = counts.stream().map(c -> (c + 1) / 2).toList();
    }
    return counts;
  }

  private boolean fits(Problem problem, List<Integer> counts) {
    var partition = new Partition(problem.domain().ranges(), counts);
    double n = (options.features() + 1.0) * problem.fields().size();
    return counts.stream().mapToDouble(c -> c).reduce(1, (a, b) -> a * b) * n <= MOST_UNKNOWNS
        && partition.slab() * (partition.band() + 1.0) * n * n <= MOST_ELEMENTS;
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).and(Support.inDoublePrecision(run)).orThrow(this, problem);
    long begun = System.nanoTime();
    try (var executor = new Executor(run.threads())) {
      Round best = round(new Experts(problem, counts(problem), options, executor), run, begun);
      long iterations = best.iterations;
      while (options.cells().isEmpty() && best.termination instanceof Termination.BudgetSpent && best.complete()) {
        List<Integer> counts = halved(problem, best);
        if (counts.equals(best.experts.partition().counts()) || !fits(problem, counts)
            || System.nanoTime() - begun + best.nanos * growth(problem, best, counts) > run.budget().toNanos()) {
          break;
        }
        Round next = round(new Experts(problem, counts, options, executor), run, begun);
        iterations += next.iterations;
        boolean resolved = best.relative < RESOLVED;
        boolean goOn = next.complete() && (!resolved || next.relative < best.relative / 2);
        if (goOn || next.complete() && next.relative < best.relative) {
          best = next;
        }
        if (!goOn) {
          break;
        }
      }
      var experts = best.experts;
      return new Solution(problem, best.answer(problem), best.termination,
          iterations, experts.unknowns(), Duration.ofNanos(System.nanoTime() - begun), OptionalDouble.empty(),
          Solution.figure(best.heldOut), Provenance.of(this, options.settings(), run, CITATIONS)
              .with("cells along each coordinate", experts.partition().counts().toString()));
    }
  }

  /** The cells of a round with those halved that have the most waves of its answer in them. */
  private static List<Integer> halved(Problem problem, Round round) {
    List<Integer> counts = round.experts.partition().counts();
    var periodic = round.experts.model().trials().periodic();
    double[] waves = new double[counts.size()];
    double[][] points = new PointSequence.Sobol().interior(problem.domain(), SAMPLES, 1);
    for (int i = 0; i < waves.length; i++) {
      if (!periodic.contains(problem.coordinates().get(i))) {
        double curvature = round.derivative(problem, i, 2, points);
        double width = problem.domain().ranges().get(i).length() / counts.get(i);
        waves[i] = curvature > 0 ? curvature / round.derivative(problem, i, 1, points) * width : 0;
      }
    }
    double most = Arrays.stream(waves).max().orElseThrow();
    return IntStream.range(0, waves.length).mapToObj(i -> waves[i] > 0 && waves[i] >= most / 2 ? 2 * counts.get(i) : counts.get(i))
        .toList();
  }

  /** The work for some cells over that of a round. */
  private static double growth(Problem problem, Round round, List<Integer> counts) {
    Partition now = round.experts.partition();
    var next = new Partition(problem.domain().ranges(), counts);
    return (double) next.cells() / now.cells() * Math.pow((next.band() + 2.0) / (now.band() + 2), 2);
  }

  /**
   * What came of some cells.
   *
   * @param reached the first cell without an answer
   * @param relative the held-out residual over that without features
   */
  private record Round(Experts experts, double[][] weights, int reached, long iterations, double heldOut, double relative, long nanos,
      Termination termination) {
    boolean complete() {
      return reached == experts.partition().cells();
    }

    Answer answer(Problem problem) {
      return new Answer(problem, experts.model(), experts.partition(), weights, reached);
    }

    /** Root mean square of a derivative of all fields along a coordinate. */
    double derivative(Problem problem, int along, int order, double[][] points) {
      int[] orders = new int[points.length];
      orders[along] = order;
      double sum = 0;
      double[] values = new double[points[0].length];
      for (int field = 0; field < problem.fields().size(); field++) {
        answer(problem).evaluate(field, new MultiIndex(orders), points, values);
        sum += Arrays.stream(values).map(v -> v * v).sum();
      }
      return Math.sqrt(sum / values.length);
    }
  }

  private Round round(Experts experts, Run run, long begun) {
    long start = System.nanoTime();
    double[][] weights = experts.initial(run.seed());
    long heldOutSeed = ~run.seed();
    double untrained = experts.heldOut(weights, heldOutSeed);
    Partition partition = experts.partition();
    long iterations = 0;
    double heldOut = Double.NaN;
    int slab = 0;
    Termination termination = null;
    try {
      for (; slab < partition.slabs() && !run.cancelled().getAsBoolean() && System.nanoTime() - begun < run.budget().toNanos(); slab++) {
        if (slab > 0) {
          experts.stay(slab, weights, run.seed());
        }
        if (options.training() > 0) {
          iterations += train(experts, slab, weights, run, begun);
        }
        var layer = experts.layer(slab, weights, run.seed());
        layer.setRidge(options.ridge(), weights);
        iterations += layer.solve(weights, options.iterations());
        run.progress().on(new Progress.Event(partition.cells() + " cells", (slab + 1.0) / partition.slabs(), iterations, ""));
      }
      if (slab == partition.slabs()) {
        heldOut = experts.heldOut(weights, heldOutSeed);
      }
    } catch (ArithmeticException e) {
      termination = new Termination.Diverged("the least-squares fit: " + e.getMessage(),
          "check that every function in the problem is defined on the whole domain, and take more cells if it is not linear");
    }
    if (termination == null) {
      termination = slab < partition.slabs() && !run.cancelled().getAsBoolean()
          ? new Termination.BudgetSpent("interval " + slab + " of " + partition.slabs() + " in time was the last",
              "more time, or fewer cells")
          : termination(heldOut, untrained, run);
    }
    return new Round(experts, weights, slab * partition.slab(), iterations, heldOut, heldOut / untrained, System.nanoTime() - start,
        termination);
  }

  private Termination termination(double heldOut, double untrained, Run run) {
    if (run.cancelled().getAsBoolean()) {
      return new Termination.Cancelled();
    }
    if (!Double.isFinite(heldOut)) {
      return new Termination.Diverged("the residual on held-out points is not finite",
          "check that every function in the problem is defined on the whole domain");
    }
    return heldOut <= options.tolerance() * untrained
        ? new Termination.Converged("held-out residual below " + options.tolerance() + " of that without features")
        : new Termination.BudgetSpent(String.format("the held-out residual is %.1e of that without features", heldOut / untrained),
            "more features, points or cells, or another scale");
  }

  /** Trains the hidden weights of an interval of time; returns the steps taken. */
  private long train(Experts experts, int slab, double[][] weights, Run run, long begun) {
    var inner = experts.layer(slab, weights, run.seed());
    inner.setRidge(TRAINING_RIDGE, weights);
    var outer = experts.layer(slab, weights, run.seed() + 1_000_003L);
    var objective = experts.trained(inner, outer, weights, slab);
    var adam = new Adam(objective.parameters(), Adam.exponentialDecay(options.learningRate(), 0.5, options.training()));
    double[] theta = experts.hidden(weights, slab);
    long step = 0;
    while (step < options.training() && !run.cancelled().getAsBoolean() && System.nanoTime() - begun < run.budget().toNanos()) {
      double value = adam.step(objective, theta);
      step++;
      run.progress().on(new Progress.Event("hidden weights", (double) step / options.training(), step,
          String.format(Locale.ROOT, "mean square %.2e", value), Map.of("mean square", value)));
    }
    return step;
  }

  /** Evaluates each point by the network of its cell; NaN where no cell has an answer. */
  private static final class Answer implements Solution.Evaluator {
    private final Problem problem;
    private final NetworkModel model;
    private final Partition partition;
    private final double[][] weights;
    private final int reached;
    private final Map<Derivative, NetworkModel.Expression> programs = new ConcurrentHashMap<>();

    private record Derivative(int field, MultiIndex index) {}

    Answer(Problem problem, NetworkModel model, Partition partition, double[][] weights, int reached) {
      this.problem = problem;
      this.model = model;
      this.partition = partition;
      this.weights = weights;
      this.reached = reached;
    }

    @Override
    public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
      var program = programs.computeIfAbsent(new Derivative(field, index), this::express);
      List<int[]> lanes = partition.split(points);
      try (var executor = new Executor(1)) {
        for (int cell = 0; cell < weights.length; cell++) {
          int[] own = lanes.get(cell);
          if (own.length > 0) {
            double[] values = new double[own.length];
            if (cell < reached) {
              program.at(executor, Partition.select(points, own)).values(weights[cell], values, 0);
            } else {
              Arrays.fill(values, Double.NaN);
            }
            for (int i = 0; i < own.length; i++) {
              out[own[i]] = values[i];
            }
          }
        }
      }
    }

    private NetworkModel.Expression express(Derivative derivative) {
      return model.express(List.of(Partial.of(problem.fields().get(derivative.field()),
          Lowering.with(derivative.index(), problem.coordinates()))));
    }
  }
}
