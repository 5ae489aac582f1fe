package dev.ansatz.engine.optim;

import java.util.Map;

/**
 * Makes one direction, or one update, of the gradients of several losses.
 *
 * <p>{@link CombinedLosses} puts one before a {@link GradientOptimizer}. A combiner with moving averages takes part in one run only.
 */
public sealed interface Combiner
    permits WeightedSum, MovingWeights, GradientSurgery, ImpartialLearning, ConflictFree, MomentumConflictFree, MultiAdam {

  /**
   * Combines the gradients of one step.
   *
   * @param gradients {@code [loss][parameter]}, finite, left as they are; rows that are not {@linkplain #reads read} may hold anything
   * @param combined overwritten
   */
  void combine(double[][] gradients, double[] combined);

  /** Whether the next {@link #combine} will look at the gradient of that loss: if not, it need not be computed. */
  default boolean reads(int loss) {
    return true;
  }

  /** Copies of all that the next call depends on. */
  default Map<String, double[]> state() {
    return Map.of();
  }

  /**
   * Continues from the {@link #state} of a combiner of the same construction.
   *
   * @throws IllegalArgumentException if arrays are missing, unknown or of the wrong length; this combiner is then as it was
   */
  default void restore(Map<String, double[]> state) {
    new SavedState(state).check();
  }
}
