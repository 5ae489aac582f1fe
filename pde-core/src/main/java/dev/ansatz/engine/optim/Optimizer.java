package dev.ansatz.engine.optim;

import java.util.Map;

/**
 * An iterative method of minimisation, one step at a time.
 *
 * <p>What a method needs to know of the objective is its type parameter: a {@link GradientOptimizer} takes any {@link Objective}, a
 * {@link LeastSquaresOptimizer} only {@link LeastSquares}. Who minimises a sum of squares can hold either as
 * {@code Optimizer<? super LeastSquares>}.
 *
 * <p>An optimiser belongs to one θ and one thread.
 *
 * @param <O> the objectives it can minimise
 */
public sealed interface Optimizer<O extends Objective> permits GradientOptimizer, LeastSquaresOptimizer {
  /**
   * One step; θ is updated.
   *
   * @return the value of the objective: after the step, or before it for methods that evaluate nothing at the new θ ({@link Sgd},
   *     {@link Adam}, {@link AdamW}, {@link Soap}); NaN if the value or a derivative at θ is not finite, and θ is then as it was
   */
  double step(O objective, double[] theta);

  /** To be called when the objective has changed, such as by new collocation points: values remembered are forgotten. */
  void objectiveChanged();

  /** Copies of everything that the next step depends on, apart from the arguments of the constructor, θ and the objective. */
  Map<String, double[]> state();

  /**
   * Continues where another optimiser of the same construction was when it gave its {@link #state}: all following steps are the same
   * to the bit.
   *
   * @throws IllegalArgumentException if arrays are missing, unknown or of the wrong length; this optimiser is then as it was
   */
  void restore(Map<String, double[]> state);
}
