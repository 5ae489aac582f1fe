package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.spacetime.SpacetimeNetworkOptions.Estimate;
import dev.ansatz.pinn.train.RedrawnLeastSquares;
import dev.ansatz.pinn.train.TimeMarching;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.OptionalDouble;

/** Trains one slab after another, each first with half of the steps if the error is to be estimated. */
final class SlabBySlab {
  private static final int COMPARED = 4096;

  private final Problem problem;
  private final SpacetimeNetworkOptions options;
  private final Run run;
  private final Executor executor;
  private final Marching coarse;
  private final Marching fine;
  private final long begun = System.nanoTime();
  private long iterations;
  private long parameters;
  private double residual;
  private double coarseResidual;

  SlabBySlab(Problem problem, SpacetimeNetworkOptions options, Run run, Executor executor) {
    this.problem = problem;
    this.options = options;
    this.run = run;
    this.executor = executor;
    coarse = new Marching(problem, options, options.stepsPerSlab() / 2, executor, run.seed());
    fine = new Marching(problem, options, options.stepsPerSlab(), executor, run.seed());
  }

  Termination run() {
    Termination end = null;
    while (fine.done() < options.slabs()) {
      int k = fine.done();
      if (k > 0 && run.cancelled().getAsBoolean()) {
        return new Termination.Cancelled();
      }
      if (k > 0 && left() <= 0) {
        return new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s, and from t = " + "%.4g".formatted(fine.edge(k))
            + " on there is no answer", "give it more time, or a smaller network");
      }
      Levels levels = fine.next();
      double[] start = levels.untrained();
      if (options.estimate() == Estimate.HALVING) {
        RedrawnLeastSquares.Result half = train(coarse, coarse.next(), start, "half of the steps");
        coarseResidual = Math.max(coarseResidual, half.heldOut());
        start = half.theta();
      }
      RedrawnLeastSquares.Result result = train(fine, levels, start, "all steps");
      parameters += start.length;
      residual = Math.max(residual, result.heldOut());
      end = TimeMarching.worse(end, result.termination(),
          options.slabs() == 1 ? "" : " in the slab from t = %.4g to %.4g".formatted(fine.edge(k), fine.edge(k + 1)));
      if (!end.isUsable() || end instanceof Termination.Cancelled) {
        break;
      }
    }
    return end;
  }

  private long left() {
    return run.budget().toNanos() - (System.nanoTime() - begun);
  }

  private RedrawnLeastSquares.Result train(Marching marching, Levels levels, double[] start, String steps) {
    int done = coarse.done() + fine.done();
    int all = options.slabs() * (options.estimate() == Estimate.HALVING ? 2 : 1);
    String stage = (options.slabs() == 1 ? "" : "slab " + (marching.done() + 1) + " of " + options.slabs() + ", ") + steps;
    long before = iterations;
    Run share = run.withBudget(Duration.ofNanos(Math.max(1, left() / (all - done)))).withProgress(event -> run.progress().on(
        new Progress.Event(stage + ", " + event.stage(), (done + event.done()) / all, before + event.iteration(), event.message(),
            event.figures())));
    var result = new RedrawnLeastSquares(share, executor, options.iterations(), options.redraw()).minimise(levels, start);
    iterations += result.iterations();
    marching.add(levels.trained(result.theta()));
    return result;
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
    return parameters;
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
