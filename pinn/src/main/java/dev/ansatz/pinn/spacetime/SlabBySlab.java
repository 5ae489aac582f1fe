package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.spacetime.SpacetimeNetworkOptions.Estimate;
import dev.ansatz.pinn.train.Checkpoints;
import dev.ansatz.pinn.train.RedrawnLeastSquares;
import dev.ansatz.pinn.train.TimeMarching;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Trains one slab after another, each first with half of the steps if the error is to be estimated. */
final class SlabBySlab {
  private static final int COMPARED = 4096;

  private final Problem problem;
  private final SpacetimeNetworkOptions options;
  private final Run run;
  private final Executor executor;
  private final Marching coarse;
  private final Marching fine;
  private final Optional<Checkpoints> checkpoints;
  private Optional<Checkpoint> saved;
  private Termination end;
  private boolean cancelled;
  private long nanosDone;
  private long nanosEarlier;
  private long iterations;
  private double residual;
  private double coarseResidual;

  SlabBySlab(Problem problem, SpacetimeNetworkOptions options, Run run, Executor executor) {
    this.problem = problem;
    this.options = options;
    this.run = run;
    this.executor = executor;
    coarse = new Marching(problem, options, options.stepsPerSlab() / 2, executor, run.seed());
    fine = new Marching(problem, options, options.stepsPerSlab(), executor, run.seed());
    checkpoints = Checkpoints.of(run, SpacetimeNetwork.NAME, problem, options.settings(), Set.of());
    saved = checkpoints.flatMap(Checkpoints::resume);
    saved.ifPresent(checkpoint -> checkpoints.orElseThrow().take(checkpoint, this::restore));
  }

  Termination run() {
    while (fine.done() < options.slabs()) {
      int k = fine.done();
      if (k > 0 && run.cancelled().getAsBoolean()) {
        return new Termination.Cancelled();
      }
      if (k > 0 && left() <= 0) {
        return new Termination.BudgetSpent(String.format(Locale.ROOT, "%s s, and from t = %.4g on there is no answer",
            run.budget().toMillis() / 1000.0, fine.edge(k)), "give it more time, or a smaller network");
      }
      Levels levels = fine.next();
      double[] start = levels.untrained();
      if (options.estimate() == Estimate.HALVING) {
        if (coarse.done() == k) {
          coarseResidual = Math.max(coarseResidual, train(coarse, coarse.next(), start, "half of the steps").heldOut());
        }
        start = coarse.latest();
      }
      RedrawnLeastSquares.Result result = train(fine, levels, start, "all steps");
      residual = Math.max(residual, result.heldOut());
      end = TimeMarching.worse(end, result.termination(),
          options.slabs() == 1 ? "" : String.format(Locale.ROOT, " in the slab from t = %.4g to %.4g", fine.edge(k), fine.edge(k + 1)));
      if (!end.isUsable() || end instanceof Termination.Cancelled) {
        break;
      }
    }
    return end;
  }

  private long left() {
    return run.budget().toNanos() - nanosDone;
  }

  private RedrawnLeastSquares.Result train(Marching marching, Levels levels, double[] start, String steps) {
    int done = coarse.done() + fine.done();
    int all = options.slabs() * (options.estimate() == Estimate.HALVING ? 2 : 1);
    String stage = (options.slabs() == 1 ? "" : "slab " + (marching.done() + 1) + " of " + options.slabs() + ", ") + steps;
    long before = iterations;
    Run share = run.withBudget(Duration.ofNanos(Math.max(1, left() / (all - done)))).withProgress(event -> run.progress().on(
        new Progress.Event(stage + ", " + event.stage(), (done + event.done()) / all, before + event.iteration(), event.message(),
            event.figures())));
    // one that was cancelled is not done: its own checkpoint is the last
    Optional<Checkpoints> saving = cancelled ? Optional.empty() : checkpoints;
    saving.ifPresent(c -> c.keep(state(), end));
    var result = new RedrawnLeastSquares(share, executor, options.iterations(), options.redraw()).minimise(levels, start, saving, saved);
    cancelled |= result.termination() instanceof Termination.Cancelled;
    saved = Optional.empty();
    nanosDone += result.nanos();
    nanosEarlier += result.earlier();
    iterations += result.iterations();
    marching.add(levels.trained(result.theta()));
    return result;
  }

  /** What the trainings that are done leave for those that follow. */
  private Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("slabs", Tensor.of((long) fine.done()));
    state.put("slabs.coarse", Tensor.of((long) coarse.done()));
    state.put("slabs.iterations", Tensor.of(iterations));
    state.put("slabs.nanos-spent", Tensor.of(nanosDone));
    state.put("slabs.residual", Tensor.of(residual));
    state.put("slabs.coarse-residual", Tensor.of(coarseResidual));
    for (int k = 0; k < fine.done(); k++) {
      state.put("slab." + k + ".theta", Tensor.of(fine.theta(k)));
    }
    for (int k = 0; k < coarse.done(); k++) {
      state.put("slab." + k + ".coarse-theta", Tensor.of(coarse.theta(k)));
    }
    return state;
  }

  private void restore(Checkpoint checkpoint) {
    end = Checkpoints.ended(checkpoint);
    iterations = checkpoint.whole("slabs.iterations");
    nanosDone = checkpoint.whole("slabs.nanos-spent");
    nanosEarlier = nanosDone;
    residual = checkpoint.number("slabs.residual");
    coarseResidual = checkpoint.number("slabs.coarse-residual");
    long done = checkpoint.whole("slabs");
    long coarseDone = checkpoint.whole("slabs.coarse");
    boolean halved = options.estimate() == Estimate.HALVING;
    if (done < 0 || done >= options.slabs() || (halved ? coarseDone != done && coarseDone != done + 1 : coarseDone != 0)) {
      throw new IllegalArgumentException("it has " + done + " and " + coarseDone + " slabs done of " + options.slabs());
    }
    restore(fine, done, k -> checkpoint.doubles("slab." + k + ".theta"));
    restore(coarse, coarseDone, k -> checkpoint.doubles("slab." + k + ".coarse-theta"));
  }

  private static void restore(Marching marching, long done, IntFunction<double[]> theta) {
    while (marching.done() < done) {
      Levels levels = marching.next();
      double[] values = theta.apply(marching.done());
      int length = levels.untrained().length;
      if (values.length != length) {
        throw new IllegalArgumentException("a slab has " + values.length + " parameters instead of " + length);
      }
      marching.add(levels.trained(values.clone()));
    }
  }

  /** The fields, NaN after {@link #timeReached}. */
  Solution.Evaluator answer() {
    return fine.fields();
  }

  double timeReached() {
    return fine.edge(fine.done());
  }

  long iterations() {
    return iterations;
  }

  /** Of all slabs together. */
  long parameters() {
    return IntStream.range(0, fine.done()).mapToLong(k -> fine.theta(k).length).sum();
  }

  /** Time spent before the checkpoint from which the solve went on. */
  Duration earlier() {
    return Duration.ofNanos(nanosEarlier);
  }

  /** The largest over the slabs of the root mean square of the rule's residual on points that were not trained on. */
  double residual() {
    return residual;
  }

  /** Of the relative L2 error, if the whole time range is reached. */
  OptionalDouble errorEstimate() {
    if (options.estimate() == Estimate.NONE || fine.done() < options.slabs()) {
      return OptionalDouble.empty();
    }
    double[][] points = coarse.atLevels(new PointSequence.Uniform().interior(problem.domain(), COMPARED, ~run.seed()));
    double difference = 0;
    double size = 0;
    var values = new MultiIndex(new int[points.length]);
    double[] u = new double[COMPARED];
    double[] v = new double[COMPARED];
    for (int field = 0; field < problem.fields().size(); field++) {
      fine.fields().evaluate(field, values, points, u);
      coarse.fields().evaluate(field, values, points, v);
      for (int p = 0; p < COMPARED; p++) {
        difference += (u[p] - v[p]) * (u[p] - v[p]);
        size += u[p] * u[p];
      }
    }
    double left = problem.domain().time().orElseThrow().length() * (4 * residual + coarseResidual);
    return Solution.figure((Math.sqrt(difference) + left * Math.sqrt(COMPARED)) / (3 * Math.sqrt(size)));
  }
}
