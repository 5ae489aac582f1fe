package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pinn.train.Handover;
import dev.ansatz.pinn.train.PiecewiseInTime;
import dev.ansatz.pinn.train.TrainedNetwork;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The slabs of a time range one after another, each starting from the state in which the one before ends. */
final class Marching {
  private final Problem problem;
  private final SpacetimeNetworkOptions options;
  private final int stepsPerSlab;
  private final Executor executor;
  private final long seed;
  private final Range time;
  private final List<TrainedNetwork> trained = new ArrayList<>();

  Marching(Problem problem, SpacetimeNetworkOptions options, int stepsPerSlab, Executor executor, long seed) {
    this.problem = problem;
    this.options = options;
    this.stepsPerSlab = stepsPerSlab;
    this.executor = executor;
    this.seed = seed;
    time = problem.domain().time().orElseThrow();
  }

  /** How many slabs are done. */
  int done() {
    return trained.size();
  }

  /** The time at which a slab begins. */
  double edge(int slab) {
    return slab == options.slabs() ? time.upper() : time.lower() + time.length() * slab / options.slabs();
  }

  /** The levels of the slab after those that are done. */
  Levels next() {
    int k = trained.size();
    Optional<Handover> before = k == 0 ? Optional.empty() : Optional.of(new Handover(problem, edge(k), trained.getLast()));
    return new Levels(problem, new Range(time.coordinate(), edge(k), edge(k + 1)), stepsPerSlab, before, options, executor, seed);
  }

  void add(TrainedNetwork slab) {
    trained.add(slab);
  }

  /** The parameters of a slab that is done. */
  double[] theta(int slab) {
    return trained.get(slab).theta();
  }

  /** Those of the last one. */
  double[] latest() {
    return trained.getLast().theta();
  }

  /** The points with each time moved to a level. */
  double[][] atLevels(double[][] points) {
    double[][] moved = points.clone();
    moved[0] = points[0].clone();
    int steps = stepsPerSlab * options.slabs();
    for (int p = 0; p < moved[0].length; p++) {
      moved[0][p] = time.lower() + time.length() * Math.ceil((points[0][p] - time.lower()) / time.length() * steps) / steps;
    }
    return moved;
  }

  /** The answer, NaN from the end of the last slab that is done on. */
  Solution.Evaluator fields() {
    double[] starts = new double[trained.size()];
    for (int k = 0; k < starts.length; k++) {
      starts[k] = edge(k);
    }
    return new PiecewiseInTime(starts, List.copyOf(trained),
        trained.size() == options.slabs() ? Double.POSITIVE_INFINITY : edge(trained.size()));
  }
}
