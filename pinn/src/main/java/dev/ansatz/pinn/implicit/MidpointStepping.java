package dev.ansatz.pinn.implicit;

import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.train.Checkpoints;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Fits the initial condition, then finds one level after another. */
final class MidpointStepping implements AutoCloseable {
  private static final double DAMPING = 1e-2;
  /** Decrease of the sum of squares, relative, below which a least squares problem is at its end. */
  private static final double STALLED = 1e-2;
  private static final int HELD_OUT = 1024;
  /** A step is taken where so little is left of the scheme's residual without it. */
  private static final double TAKEN = 0.1;

  private final MidpointScheme scheme;
  private final ImplicitNeuralSpatialOptions options;
  private final Run run;
  private final Executor executor;
  private final List<NetworkModel.Expression> conditions;
  private final long begun = System.nanoTime();
  private final Optional<Checkpoints> checkpoints;
  private final List<double[]> levels = new ArrayList<>();
  private double heldOut = Double.NaN;
  /** The largest that the residual would be if a level were as the one before. */
  private double standing;
  private long iterations;
  private long earlier;

  /**
   * What stepping found.
   *
   * @param levels θ of each level reached, that of the initial time first
   * @param earlier nanoseconds spent before the checkpoint from which stepping went on
   */
  record Result(List<double[]> levels, long iterations, double heldOutResidual, Termination termination, long earlier) {}

  /**
   * @param checkpoints where the levels reached are saved, if at all; a level that is cut short is begun anew
   */
  MidpointStepping(MidpointScheme scheme, ImplicitNeuralSpatialOptions options, Run run, Optional<Checkpoints> checkpoints) {
    this.scheme = scheme;
    this.options = options;
    this.run = run;
    this.checkpoints = checkpoints;
    conditions = scheme.model().trials().soft().stream().map(c -> scheme.express(List.of(c.residual()))).toList();
    executor = new Executor(run.threads());
  }

  private Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("levels", Tensor.of((long) levels.size()));
    state.put("iterations", Tensor.of(iterations));
    state.put("held-out", Tensor.of(heldOut));
    state.put("standing", Tensor.of(standing));
    state.put("nanos-spent", Tensor.of(spent()));
    for (int level = 0; level < levels.size(); level++) {
      state.put("level." + level + ".theta", Tensor.of(levels.get(level)));
    }
    return state;
  }

  private void restore(Checkpoint saved) {
    long reached = saved.whole("levels");
    if (reached < 0 || reached > options.steps() + 1) {
      throw new IllegalArgumentException("it has " + reached + " levels of " + (options.steps() + 1));
    }
    iterations = saved.whole("iterations");
    heldOut = saved.number("held-out");
    standing = saved.number("standing");
    earlier = saved.whole("nanos-spent");
    int parameters = scheme.model().initial(run.seed()).length;
    for (int level = 0; level < reached; level++) {
      levels.add(saved.doubles("level." + level + ".theta", parameters).clone());
    }
  }

  private void save() {
    checkpoints.ifPresent(c -> c.write(this::state, run.progress(), (double) levels.size() / (options.steps() + 1), iterations));
  }

  private long spent() {
    return earlier + System.nanoTime() - begun;
  }

  /**
   * Takes all steps, from the level of the checkpoint on if there is one.
   *
   * @throws dev.ansatz.solve.CheckpointException if that is of other work or damaged, or none can be written
   */
  Result run() {
    checkpoints.flatMap(Checkpoints::resume).ifPresent(checkpoint -> checkpoints.orElseThrow().take(checkpoint, this::restore));
    save();
    for (int level = levels.size(); level <= options.steps(); level++) {
      double[] theta = level == 0 ? scheme.model().initial(run.seed()) : levels.getLast();
      long before = iterations;
      double[] next = theta.clone();
      double value = minimise(objective(level, theta), next, level == 0 ? options.initialIterations() : options.iterations());
      if (Double.isNaN(value)) {
        if (level == 0) {
          levels.add(theta);
        }
        return result(new Termination.Diverged("the scheme's residual at t = " + scheme.time(level),
            "check that every function in the problem is defined for the values that the unknown takes, or take more steps"));
      }
      if (level > 0 && mustStop()) {
        // a level that was cut short is no level
        Result result = result(stopped(level - 1));
        iterations = before;
        save();
        return result;
      }
      if (level > 0) {
        double residual = heldOut(level, theta, next) / scheme.dt();
        heldOut = Double.isNaN(heldOut) ? residual : Math.max(heldOut, residual);
        standing = Math.max(standing, heldOut(level, theta, theta) / scheme.dt());
      }
      levels.add(next);
      run.progress().on(new Progress.Event(level == 0 ? "initial condition" : "implicit midpoint", (double) level / options.steps(),
          iterations, String.format(Locale.ROOT, "t = %.4g, root mean square residual %.2e", scheme.time(level), Math.sqrt(value)),
          Map.of("residual", value)));
      if (mustStop() && level < options.steps()) {
        // the fit of the initial condition may have been cut short, and is then made anew
        if (level > 0) {
          save();
        }
        return result(stopped(level));
      }
      if (checkpoints.isPresent() && checkpoints.get().due()) {
        save();
      }
    }
    save();
    return result(heldOut <= TAKEN * standing || standing == 0 ? new Termination.Converged(options.steps() + " steps taken")
        : new Termination.BudgetSpent(String.format(Locale.ROOT, "iterations=%d a step, which leave %.0f %% of the scheme's residual",
            options.iterations(), 100 * heldOut / standing), "allow more iterations, more points or a wider network"));
  }

  private Result result(Termination termination) {
    return new Result(levels, iterations, heldOut, termination, earlier);
  }

  private Termination stopped(int level) {
    return run.cancelled().getAsBoolean() ? new Termination.Cancelled()
        : new Termination.BudgetSpent(run.budget().toMillis() / 1000.0 + " s, at t = " + scheme.time(level),
            "give it more time, or take fewer steps or a smaller network");
  }

  private boolean mustStop() {
    return run.cancelled().getAsBoolean() || spent() >= run.budget().toNanos();
  }

  private double minimise(WeightedResiduals objective, double[] theta, int most) {
    var method = new LevenbergMarquardt(executor, DAMPING);
    double value = Double.POSITIVE_INFINITY;
    int slow = 0;
    for (int i = 0; i < most && !(i > 0 && mustStop()); i++) {
      double after = method.step(objective, theta);
      iterations++;
      if (Double.isNaN(after)) {
        return Double.NaN;
      }
      slow = after > value * (1 - STALLED) ? slow + 1 : 0;
      value = after;
      if (value <= options.tolerance() * options.tolerance() || slow == 3) {
        break;
      }
    }
    return value;
  }

  private WeightedResiduals objective(int level, double[] theta) {
    long seed = run.seed() * 1_000_003L + level;
    var domain = scheme.space().domain();
    var losses = new ArrayList<Loss>();
    double[][] points = new PointSequence.LatinHypercube().interior(domain, options.points(), seed);
    losses.add(new Loss("scheme", level == 0 ? scheme.initial().at(executor, points, scheme.at(0)) : step(level, theta, points), 1, null));
    for (int k = 0; k < conditions.size(); k++) {
      SoftCondition condition = scheme.model().trials().soft().get(k);
      double[][] on = condition.points(domain, new PointSequence.LatinHypercube(), options.conditionPoints(), seed + k);
      losses.add(new Loss(condition.name(), conditions.get(k).at(executor, on, scheme.at(level)), options.conditionWeight(), null));
    }
    return new WeightedResiduals(losses);
  }

  /** The rule's residual at points, from the level before, whose parameters are {@code theta}. */
  private Evaluation step(int level, double[] theta, double[][] points) {
    Evaluation previous = scheme.previous().at(executor, points, scheme.at(level - 1));
    double[] values = new double[previous.size()];
    previous.values(theta, values, 0);
    int lanes = previous.lanes();
    double[][] rows = Arrays.copyOf(points, points.length + values.length / lanes);
    for (int i = points.length; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, (i - points.length) * lanes, (i - points.length + 1) * lanes);
    }
    return scheme.step().at(executor, rows, scheme.at(level));
  }

  private double heldOut(int level, double[] theta, double[] next) {
    double[][] points = new PointSequence.Uniform().interior(scheme.space().domain(), HELD_OUT, ~run.seed());
    Evaluation evaluation = step(level, theta, points);
    double[] r = new double[evaluation.size()];
    evaluation.values(next, r, 0);
    double squares = 0;
    for (double value : r) {
      squares += value * value;
    }
    return Math.sqrt(squares / HELD_OUT);
  }

  @Override
  public void close() {
    executor.close();
  }
}
