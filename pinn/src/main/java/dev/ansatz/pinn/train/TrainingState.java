package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.Optimizer;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.io.Tensor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a training stands, whatever it minimises: parameters, the best of them on points that are not trained on, counts and time. */
final class TrainingState {
  private static final String OPTIMISER = "optimiser.";

  final Clock clock;
  /** Of the last step; optimisers change it. */
  final double[] theta;
  private double[] best;
  double bestHeldOut = Double.POSITIVE_INFINITY;
  long iteration;
  /** Of the stage of training that is under way. */
  int step;
  /** Of the objective, when it was last evaluated. */
  double before;

  TrainingState(double[] start, Duration budget) {
    clock = new Clock(budget);
    theta = start.clone();
    best = start.clone();
  }

  /** Keeps the parameters if nothing better, or nothing finite, is known. */
  void keepIfBest(double heldOut) {
    if (heldOut < bestHeldOut || Double.isNaN(bestHeldOut)) {
      bestHeldOut = heldOut;
      best = theta.clone();
    }
  }

  /** The parameters of the least held-out residual; not copied. */
  double[] best() {
    return best;
  }

  /** All of this and the state of the optimiser, for a checkpoint, to which more can be added. */
  Map<String, Tensor> tensors(Optimizer<?> method) {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("theta", Tensor.of(theta));
    tensors.put("best", Tensor.of(best));
    tensors.put("best-held-out", Tensor.of(bestHeldOut));
    tensors.put("iteration", Tensor.of(iteration));
    tensors.put("step", Tensor.of((long) step));
    tensors.put("before", Tensor.of(before));
    tensors.put("nanos-spent", Tensor.of(clock.spent()));
    method.state().forEach((name, values) -> tensors.put(OPTIMISER + name, Tensor.of(values)));
    return tensors;
  }

  /**
   * Takes back {@link #tensors}, but for the optimiser's.
   *
   * @throws IllegalArgumentException if one is missing or of the wrong length
   * @throws ArithmeticException if one is out of range
   */
  void restore(Checkpoint saved) {
    System.arraycopy(saved.doubles("theta", theta.length), 0, theta, 0, theta.length);
    best = saved.doubles("best", theta.length).clone();
    bestHeldOut = saved.number("best-held-out");
    iteration = saved.whole("iteration");
    step = Math.toIntExact(saved.whole("step"));
    before = saved.number("before");
    clock.addEarlier(saved.whole("nanos-spent"));
  }

  /** Gives an optimiser of the same construction its state back. */
  static void restore(Optimizer<?> method, Checkpoint saved) {
    method.restore(saved.doublesUnder(OPTIMISER));
  }
}
