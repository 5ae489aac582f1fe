package dev.ansatz.pinn.train;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Conditions;
import dev.ansatz.pinn.PinnOptions.Layers;
import dev.ansatz.pinn.PinnOptions.SlabStart;
import dev.ansatz.pinn.PinnOptions.Waves;
import dev.ansatz.pinn.ansatz.InitialLayer;
import dev.ansatz.pinn.ansatz.Reduction;
import dev.ansatz.pinn.ansatz.Reflection;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.ansatz.WaveNumbers;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Training slab by slab in time: the time range is cut into intervals of equal length, each with a network of its own. A slab starts
 * exactly where the one before ends: its trial functions are built on that network's values, time derivatives below the order in time, and
 * their derivatives in space, see {@link Handover}. The answer is the network of the slab that a time falls into, at an edge the later
 * one. With one slab this is the training of one network.
 *
 * <p>A slab is trained over {@value #OVERSHOOT} of its length more, up to the end of the time range, so that the state that it hands over
 * lies inside of what was trained. The budget that is left is shared equally among the slabs that are; what one does not need is for those
 * after it. When training is cancelled, out of budget or diverged, the answer covers the times up to the end of the slab in training, and
 * is NaN after it.
 *
 * <p>The causal weights, the continuation of a coefficient and the schedule of the optimisers begin anew in every slab. A checkpoint holds
 * the networks of the slabs that are done and the state of the training of the present one.
 *
 * <p>Source: the windows of S. Wang, S. Sankaran, P. Perdikaris, Comput. Methods Appl. Mech. Eng. 421 (2024) 116813,
 * doi:10.1016/j.cma.2024.116813, which they take from the time marching of C. L. Wight, J. Zhao, Commun. Comput. Phys. 29 (2021),
 * doi:10.4208/cicp.OA-2020-0086; the warm start from F. Webb, Y. Jerad, C. Cartis, arXiv:2607.02194. Deviation: these fit each network to
 * the values of the one before, as a loss; here the state is built in.
 */
public final class TimeMarching {
  /** Share of its length by which a slab is trained beyond its end. */
  private static final double OVERSHOOT = 0.01;
  private static final double WARM_NOISE = 0.01;

  private final Problem problem;
  private final PinnOptions options;
  private final Run run;
  private final List<Slab> slabs = new ArrayList<>();
  private final Map<Coordinate, Double> waves;
  private final List<Reflection> reflections;
  private final List<InitialLayer> layers;
  private final List<TrainedNetwork> trained = new ArrayList<>();
  private double heldOutSquares;
  private long iterations;
  private long nanosDone;
  private long nanosEarlier;

  /** What one slab trains. */
  private record Slab(Problem problem, NetworkModel model) {}

  /**
   * What training found.
   *
   * @param fields the answer
   * @param parameters of all networks together
   * @param heldOutResidual root mean square over the slabs that were trained
   * @param unknowns of an inverse problem, which has one slab
   * @param earlier time spent before the checkpoint from which training went on
   */
  public record Result(Solution.Evaluator fields, long parameters, double heldOutResidual, long iterations, Termination termination,
      Unknowns unknowns, Duration earlier) {}

  /**
   * @param reduction the part of a problem to train on, and its reflections
   */
  public TimeMarching(Reduction reduction, PinnOptions options, Run run) {
    problem = reduction.part();
    this.options = options;
    this.run = run;
    waves = options.waves() == Waves.STATED ? WaveNumbers.of(problem).notable(problem) : Map.of();
    reflections = reduction.reflections();
    layers = options.layers() == Layers.STATED && options.conditions() == Conditions.HARD ? InitialLayer.of(problem) : List.of();
    addSlab();
  }

  /** The trial functions of the first slab, some of whose conditions may be losses. */
  public TrialFunctions first() {
    return slabs.getFirst().model().trials();
  }

  /** The slab after those that are trained. */
  private void addSlab() {
    int k = slabs.size();
    boolean hard = options.conditions() == Conditions.HARD;
    if (options.slabs() == 1) {
      slabs.add(slab(problem, TrialFunctions.of(problem, hard, reflections, layers), Optional.empty()));
      return;
    }
    Range time = problem.domain().time().orElseThrow();
    double end = Math.min(edge(k + 1) + OVERSHOOT * (edge(k + 1) - edge(k)), time.upper());
    Range range = new Range(time.coordinate(), edge(k), end);
    var part = new Problem(problem.name(), new Domain(problem.domain().space(), Optional.of(range)), problem.fields(), problem.parameters(),
        problem.equations(), problem.conditions(), problem.coefficients());
    Optional<Handover> handover = k == 0 ? Optional.empty() : Optional.of(new Handover(problem, edge(k), trained.get(k - 1)));
    TrialFunctions trials = TrialFunctions.inSlab(problem, hard, k == 0 ? reflections : first().reflections(),
        k == 0 ? layers : layers.stream().filter(layer -> first().features().contains(layer.shape())).toList(), range,
        handover.map(Handover::state).orElse(Map.of()));
    slabs.add(slab(part, trials, handover));
  }

  private Slab slab(Problem part, TrialFunctions trials, Optional<Handover> handover) {
    Architecture architecture = options.architecture();
    return new Slab(part, new NetworkModel(part, trials, architecture.network(), options.coefficientNetwork(),
        architecture.harmonics(), waves, handover));
  }

  /** The time at which a slab begins. */
  private double edge(int k) {
    Range time = problem.domain().time().orElseThrow();
    return k == options.slabs() ? time.upper() : time.lower() + time.length() * k / options.slabs();
  }

  /** A slab is done. */
  private void add(double[] theta) {
    Slab slab = slabs.getLast();
    trained.add(new TrainedNetwork(slab.problem(), slab.model(), theta));
    if (trained.size() < options.slabs()) {
      addSlab();
    }
  }

  /**
   * Trains.
   *
   * @throws dev.ansatz.solve.CheckpointException if the checkpoint is of other work, damaged, or cannot be written
   */
  public Result train() {
    double[] fresh = slabs.getFirst().model().initial(run.seed());
    // how many iterations says only when training ends, and more may be asked for when it goes on; but slabs that are done stay
    Optional<Checkpoints> checkpoints = Checkpoints.of(run, "pinn", problem, options.settings(),
        options.slabs() == 1 ? Set.of("iterations") : Set.of());
    Optional<Checkpoint> saved = checkpoints.flatMap(Checkpoints::resume);
    saved.ifPresent(checkpoint -> checkpoints.orElseThrow().take(checkpoint, state -> restore(state, fresh.length)));
    Termination end = saved.map(Checkpoints::ended).orElse(null);
    Unknowns unknowns = Unknowns.NONE;
    while (trained.size() < options.slabs()) {
      int k = trained.size();
      long left = run.budget().toNanos() - nanosDone;
      if (k > 0 && run.cancelled().getAsBoolean()) {
        end = new Termination.Cancelled();
        break;
      }
      if (k > 0 && left <= 0) {
        end = new Termination.BudgetSpent(String.format(Locale.ROOT, "%s s, and from t = %.4g on there is no answer",
            run.budget().toMillis() / 1000.0, edge(k)), "give it more time, or fewer slabs");
        break;
      }
      Termination before = end;
      checkpoints.ifPresent(c -> c.keep(state(), before));
      Trainer.Result result = train(slabs.getLast(), start(fresh), Duration.ofNanos(Math.max(1, left / (options.slabs() - k))), checkpoints,
          saved);
      saved = Optional.empty();
      iterations = result.iterations();
      nanosDone += result.nanos();
      nanosEarlier += result.earlier();
      heldOutSquares += result.heldOutResidual() * result.heldOutResidual();
      unknowns = result.unknowns();
      add(result.theta());
      end = worse(end, result.termination(),
          options.slabs() == 1 ? "" : String.format(Locale.ROOT, " in the slab from t = %.4g to %.4g", edge(k), edge(k + 1)));
      if (!result.termination().isUsable() || result.termination() instanceof Termination.Cancelled) {
        break;
      }
    }
    return new Result(answer(), (long) fresh.length * trained.size(), Math.sqrt(heldOutSquares / trained.size()), iterations, end, unknowns,
        Duration.ofNanos(nanosEarlier));
  }

  /** The parameters to begin a slab with. */
  private double[] start(double[] fresh) {
    if (trained.isEmpty() || options.slabStart() == SlabStart.FRESH) {
      return fresh;
    }
    double[] before = trained.getLast().theta();
    double[] start = new double[fresh.length];
    Arrays.setAll(start, q -> before[q] + WARM_NOISE * fresh[q]);
    return start;
  }

  private Trainer.Result train(Slab slab, double[] start, Duration budget, Optional<Checkpoints> checkpoints, Optional<Checkpoint> saved) {
    int k = trained.size();
    Run share = options.slabs() == 1 ? run : run.withBudget(budget).withProgress(event -> run.progress().on(new Progress.Event(
        "slab " + (k + 1) + " of " + options.slabs() + ", " + event.stage(), Math.min(1, (k + event.done()) / options.slabs()),
        event.iteration(),
        event.message(), event.figures())));
    try (var trainer = new Trainer(slab.problem(), slab.model(), options, share, new Trainer.Start(start, iterations, saved),
        checkpoints)) {
      return trainer.train();
    }
  }

  /**
   * How the slabs so far ended: as the one that ended worst, with its times.
   *
   * @param before how those before the present one did, null if there are none
   * @param times of the present one, or nothing if it is the only one
   */
  public static Termination worse(Termination before, Termination now, String times) {
    return switch (now) {
      case Termination.Converged _ -> before == null ? now : before;
      case Termination.BudgetSpent b -> before instanceof Termination.BudgetSpent ? before
          : new Termination.BudgetSpent(b.budget() + times, b.remedy());
      case Termination.Diverged d -> new Termination.Diverged(d.where() + times, d.remedy());
      case Termination.Overfitted o -> new Termination.Overfitted(o.where() + times, o.remedy());
      case Termination.Cancelled _ -> now;
    };
  }

  private Solution.Evaluator answer() {
    if (options.slabs() == 1) {
      return trained.getFirst();
    }
    double[] starts = new double[trained.size()];
    Arrays.setAll(starts, this::edge);
    return new PiecewiseInTime(starts, List.copyOf(trained), trained.size() == options.slabs() ? Double.POSITIVE_INFINITY
        : edge(trained.size()));
  }

  /** What the slabs that are done leave for those that follow. */
  private Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("slabs", Tensor.of((long) trained.size()));
    state.put("slabs.nanos-spent", Tensor.of(nanosDone));
    state.put("slabs.held-out-squares", Tensor.of(heldOutSquares));
    for (int k = 0; k < trained.size(); k++) {
      state.put("slab." + k + ".theta", Tensor.of(trained.get(k).theta()));
    }
    return state;
  }

  private void restore(Checkpoint saved, int parameters) {
    long done = saved.whole("slabs");
    if (done < 0 || done >= options.slabs()) {
      throw new IllegalArgumentException("it has " + done + " slabs done of " + options.slabs());
    }
    nanosDone = saved.whole("slabs.nanos-spent");
    nanosEarlier = nanosDone;
    heldOutSquares = saved.number("slabs.held-out-squares");
    for (int k = 0; k < done; k++) {
      add(saved.doubles("slab." + k + ".theta", parameters).clone());
    }
  }
}
