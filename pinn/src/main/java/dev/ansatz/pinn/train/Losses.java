package dev.ansatz.pinn.train;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.optim.CombinedLosses;
import dev.ansatz.engine.optim.Combiner;
import dev.ansatz.engine.optim.MovingWeights;
import dev.ansatz.engine.optim.Objective;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Growth;
import dev.ansatz.pinn.Weighting;
import dev.ansatz.pinn.ansatz.GrowthRate;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.causal.CausalAnnealing;
import dev.ansatz.pinn.causal.TimeSlices;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Run.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a training minimises: the residual of the equations and of the conditions that are not built in, on points that are drawn, kept
 * or moved, with causal weights, a balance of the losses, and coefficients that may have easier values than their own.
 *
 * <p>All of that goes on from its {@link #state} to the same bits.
 */
final class Losses {
  private final Problem problem;
  private final NetworkModel model;
  private final PinnOptions options;
  private final long seed;
  private final Executor executor;
  private final Arithmetic<?> arithmetic;
  private final double[] theta;
  private final List<NetworkModel.Expression> conditions = new ArrayList<>();
  private final HeldOut heldOut;
  private final Observations observations;
  private final Collocation collocation;
  private final Optional<CausalAnnealing> causal;
  private final Optional<GrowthWeights> growth;
  private Map<Parameter, Double> led;
  private NetworkModel.Expression equations;
  private long draw;
  private WeightedResiduals present;
  /** Of the residual at the interior points, null for ones. */
  private double[] pointWeights;
  /** Null where the losses are only summed. */
  private Combiner combiner;

  /**
   * Nothing is drawn yet.
   *
   * @param theta the parameters, read whenever the losses are asked for
   */
  Losses(Problem problem, NetworkModel model, PinnOptions options, Run run, Executor executor, double[] theta) {
    this.problem = problem;
    this.model = model;
    this.options = options;
    this.executor = executor;
    this.theta = theta;
    seed = run.seed();
    arithmetic = run.precision() == Precision.F32 ? Arithmetic.f32() : Arithmetic.f64();
    led = options.continuation().start(problem);
    equations = express(led);
    List<SoftCondition> soft = model.trials().soft();
    soft.forEach(condition -> conditions.add(model.express(List.of(condition.residual()), led.keySet())));
    heldOut = new HeldOut(problem, soft, conditions, options.conditionWeight(), executor, seed);
    observations = new Observations(problem, model, executor);
    if (!observations.isEmpty()) {
      observations.weigh(Math.sqrt(heldOut.residual(equations, led, theta)));
    }
    collocation = new Collocation(problem.domain(), options, points -> magnitude(at(equations, points)));
    causal = options.causal().isNone() ? Optional.empty() : Optional.of(new CausalAnnealing(options.causal(),
        new TimeSlices(problem.domain().time().orElseThrow(), options.causalSlices()),
        Math.max(1, options.adamSteps() / options.causal().epsilons().size())));
    growth = causal.isPresent() ? Optional.empty() : growthWeights();
  }

  private Optional<GrowthWeights> growthWeights() {
    return options.growth() == Growth.NONE ? Optional.empty() : GrowthRate.of(problem).map(rate -> {
      NetworkModel.Expression expression = model.express(List.of(rate));
      return new GrowthWeights(problem.domain().time().orElseThrow(), points -> expression.at(executor, points));
    });
  }

  /** The equations, with the led coefficients open; those that have their own values can share channels. */
  private NetworkModel.Expression express(Map<Parameter, Double> led) {
    return model.express(problem.equations().stream().map(Equation::residual).toList(), led.keySet());
  }

  private Evaluation at(NetworkModel.Expression expression, double[][] points) {
    return expression.at(executor, points, led, arithmetic);
  }

  /** The losses on the points drawn last. */
  WeightedResiduals present() {
    return present;
  }

  /** Draws points, as the sampling has it. */
  void draw() {
    long seed = nextSeed();
    var losses = new ArrayList<Loss>();
    losses.add(residual(seed));
    for (int k = 0; k < conditions.size(); k++) {
      SoftCondition condition = model.trials().soft().get(k);
      double[][] points = condition.points(problem.domain(), new PointSequence.LatinHypercube(), options.conditionPoints(), seed + k);
      losses.add(new Loss(condition.name(), at(conditions.get(k), points), options.conditionWeight(), null));
    }
    losses.addAll(observations.losses());
    weigh(losses);
  }

  /** Moves the interior points on; those of the conditions stay. */
  void move() {
    var losses = new ArrayList<>(present.losses());
    losses.set(0, residual(nextSeed()));
    weigh(losses);
  }

  private long nextSeed() {
    return seed * 1_000_003L + draw++;
  }

  private Loss residual(long seed) {
    double[][] points = collocation.next(seed);
    pointWeights = causal.isPresent() || growth.isPresent() || collocation.gated() ? new double[points[0].length] : null;
    return new Loss("residual", at(equations, points), 1, pointWeights);
  }

  private void weigh(List<Loss> losses) {
    present = new WeightedResiduals(losses);
    if (pointWeights != null) {
      Arrays.fill(pointWeights, 1);
    }
    weighCausally();
    if (collocation.gated()) {
      double[] gate = collocation.gate();
      for (int p = 0; p < gate.length; p++) {
        pointWeights[p] *= gate[p] * gate[p];
      }
    }
    growth.ifPresent(weights -> weights.apply(points(present.losses().getFirst().evaluation()), theta, pointWeights));
  }

  /** Renews the causal weights, which are constants for the optimiser, by the residual at the present parameters. */
  void weighCausally() {
    if (causal.isPresent()) {
      double[] squares = magnitude(present.losses().getFirst().evaluation());
      for (int p = 0; p < squares.length; p++) {
        squares[p] *= squares[p];
      }
      causal.get().renew(initialLoss(), collocation.times(), squares, pointWeights);
    }
  }

  /** The weighted loss of the initial conditions that are not built in. */
  private double initialLoss() {
    double sum = 0;
    for (int k = 0; k < conditions.size(); k++) {
      if (model.trials().soft().get(k).part().isEmpty()) {
        sum += options.conditionWeight() * HeldOut.meanSquare(present.losses().get(k + 1).evaluation(), theta);
      }
    }
    return Double.isFinite(sum) ? sum : 0;
  }

  /** The root of the sum of squares of all residuals at each point, 0 where it is not finite. */
  private double[] magnitude(Evaluation evaluation) {
    double[] r = new double[evaluation.size()];
    evaluation.values(theta, r, 0);
    double[] magnitude = new double[evaluation.lanes()];
    for (int i = 0; i < r.length; i++) {
      magnitude[i % magnitude.length] += r[i] * r[i];
    }
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Double.isFinite(magnitude[i]) ? Math.sqrt(magnitude[i]) : 0;
    }
    return magnitude;
  }

  /** From now on the losses are balanced as the options say, to be descended by {@link #balanced}. */
  void balance() {
    combiner = options.weighting() == Weighting.SUM ? null
        : options.weighting().combiner(conditions.size() + 1 + observations.losses().size(), theta.length, this::kernelDiagonals, seed);
  }

  /** From now on the losses are summed, and all times trained alike but for causal weights. */
  void sum() {
    combiner = null;
    collocation.openGate();
  }

  /** The present losses as one objective for a first-order method. */
  Objective balanced() {
    return combiner == null ? present : new CombinedLosses(present, combiner);
  }

  /** The weights that the present balance gives the losses, in their order; empty where it has none. */
  double[] weights() {
    return combiner instanceof MovingWeights moving ? moving.weights() : new double[0];
  }

  /** Means of the diagonals of the neural tangent kernel; the residual's over the time slices, each times its causal weight. */
  private double[] kernelDiagonals() {
    if (causal.isEmpty()) {
      return present.kernelDiagonals(theta);
    }
    double[] diagonals = new double[present.losses().size()];
    for (int k = 0; k < diagonals.length; k++) {
      double[] diagonal = present.kernelDiagonal(k, theta);
      if (k == 0) {
        for (int p = 0; p < diagonal.length; p++) {
          diagonal[p] *= pointWeights[p];
        }
        diagonals[k] = causal.get().meanOverSlices(collocation.times(), diagonal);
      } else {
        diagonals[k] = Arrays.stream(diagonal).average().orElseThrow();
      }
    }
    return diagonals;
  }

  /** Whether every coefficient has its own value. */
  boolean ownCoefficients() {
    return led.isEmpty();
  }

  /**
   * Takes led coefficients nearer to their own values.
   *
   * @param factor of its value at each stage, below 1; 0 for its own value at once
   */
  void lead(double factor) {
    var next = new HashMap<Parameter, Double>();
    led.forEach((parameter, value) -> {
      if (Math.abs(value * factor) > Math.abs(parameter.value())) {
        next.put(parameter, value * factor);
      }
    });
    lead(next);
  }

  private void lead(Map<Parameter, Double> next) {
    if (!next.keySet().equals(led.keySet())) {
      equations = express(next);
    }
    led = next;
  }

  /**
   * Root mean square at θ of the residual, and of the conditions that are losses, on points that are not trained on, with the misfit of the
   * observations, of which none is held out.
   */
  double heldOut() {
    double conditions = heldOut.rootMeanSquare(equations, led, theta);
    return observations.isEmpty() ? conditions : Math.sqrt(conditions * conditions + observations.weight() * observations.misfit(theta));
  }

  /** What was observed. */
  Observations observations() {
    return observations;
  }

  /** The same on the points trained on, without the weights of points. */
  double trained() {
    double total = 0;
    for (Loss loss : present.losses()) {
      total += loss.weight() * HeldOut.meanSquare(loss.evaluation(), theta);
    }
    return Math.sqrt(total);
  }

  /** The annealing of the causal weights, where there are any. */
  Optional<CausalAnnealing> causal() {
    return causal;
  }

  /** Everything that the next values and draws depend on, apart from θ and what the problem, the options and the seed give. */
  Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    state.put("draw", Tensor.of(draw));
    led.forEach((parameter, value) -> state.put("led." + parameter.name(), Tensor.of(value)));
    causal.ifPresent(annealing -> state.put("causal", Tensor.of(annealing.state())));
    collocation.gamma().ifPresent(gamma -> state.put("gate", Tensor.of(gamma)));
    if (combiner != null) {
      combiner.state().forEach((name, values) -> state.put("combiner." + name, Tensor.of(values)));
    }
    for (int k = 0; k <= conditions.size(); k++) {
      Loss loss = present.losses().get(k);
      state.put("loss." + k + ".points", Tensor.of(points(loss.evaluation())));
      if (loss.pointWeights() != null) {
        state.put("loss." + k + ".point-weights", Tensor.of(loss.pointWeights()));
      }
    }
    return state;
  }

  private double[][] points(Evaluation evaluation) {
    double[][] points = new double[problem.coordinates().size()][evaluation.lanes()];
    for (int i = 0; i < points.length; i++) {
      for (int p = 0; p < points[i].length; p++) {
        points[i][p] = evaluation.point(i, p);
      }
    }
    return points;
  }

  /**
   * Continues from a {@link #state}.
   *
   * @param balanced whether the losses were {@linkplain #balance balanced}
   * @throws IllegalArgumentException if something is missing or of the wrong length
   */
  void restore(Checkpoint saved, boolean balanced) {
    draw = saved.whole("draw");
    var values = new HashMap<Parameter, Double>();
    led.keySet().stream().filter(parameter -> saved.tensors().containsKey("led." + parameter.name()))
        .forEach(parameter -> values.put(parameter, saved.number("led." + parameter.name())));
    lead(values);
    var losses = new ArrayList<Loss>();
    for (int k = 0; k <= conditions.size(); k++) {
      double[][] points = saved.rows("loss." + k + ".points", problem.coordinates().size());
      if (k > 0) {
        losses.add(new Loss(model.trials().soft().get(k - 1).name(), at(conditions.get(k - 1), points), options.conditionWeight(), null));
        continue;
      }
      boolean weighed = causal.isPresent() || saved.tensors().containsKey("loss.0.point-weights");
      pointWeights = weighed ? saved.doubles("loss.0.point-weights", points[0].length).clone() : null;
      collocation.restore(points, saved.tensors().containsKey("gate") ? OptionalDouble.of(saved.number("gate")) : OptionalDouble.empty());
      losses.add(new Loss("residual", at(equations, points), 1, pointWeights));
    }
    losses.addAll(observations.losses());
    present = new WeightedResiduals(losses);
    causal.ifPresent(annealing -> annealing.restore(saved.doubles("causal")));
    if (balanced) {
      balance();
      if (combiner != null) {
        combiner.restore(saved.doublesUnder("combiner."));
      }
    }
  }
}
