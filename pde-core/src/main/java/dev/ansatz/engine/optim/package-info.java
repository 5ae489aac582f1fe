/**
 * Optimisers. Which one trains a network decides how accurate it gets: a small network under a second-order method beats a large one
 * under a first-order method by orders of magnitude.
 *
 * <p>All are an {@link dev.ansatz.engine.optim.Optimizer}: one step at a time, with a state that can be saved and continued from to the
 * same bits. Those of {@linkplain dev.ansatz.engine.optim.GradientOptimizer gradients}, for any objective:
 *
 * <ul>
 *   <li>{@link dev.ansatz.engine.optim.Sgd}, {@link dev.ansatz.engine.optim.Adam}, {@link dev.ansatz.engine.optim.AdamW}: first order,
 *       any size, noisy gradients;
 *   <li>{@link dev.ansatz.engine.optim.Soap}: Adam in learned bases of the weight matrices, any size of network up to widths of some
 *       hundreds;
 *   <li>{@link dev.ansatz.engine.optim.LimitedMemoryBfgs}: quasi-Newton above some thousands of parameters, exact gradients;
 *   <li>{@link dev.ansatz.engine.optim.SelfScaledBroyden}: quasi-Newton with a dense inverse Hessian, some thousands of parameters;
 *   <li>{@link dev.ansatz.engine.optim.NystromNewton}: Newton by conjugate gradients, to finish what L-BFGS has begun.
 * </ul>
 *
 * <p>Those of {@linkplain dev.ansatz.engine.optim.LeastSquaresOptimizer sums of squares}, by orthogonal factorisation of the Jacobian,
 * up to some thousands of parameters: {@link dev.ansatz.engine.optim.LevenbergMarquardt} first, {@link
 * dev.ansatz.engine.optim.AdaptiveRatio} where its damping gets stuck, {@link dev.ansatz.engine.optim.EnergyNaturalGradient} for small
 * networks on linear equations.
 *
 * <p>A {@link dev.ansatz.engine.optim.Schedule} gives the learning rate of first-order methods; {@link
 * dev.ansatz.engine.optim.Stopping} watches over {@linkplain dev.ansatz.engine.optim.StopRule rules} of when to end.
 *
 * <p>{@link dev.ansatz.engine.optim.WeightedResiduals} makes a sum of squares of programs on their points. Where its losses pull in
 * different directions, a {@link dev.ansatz.engine.optim.Combiner} makes one direction of their gradients, and {@link
 * dev.ansatz.engine.optim.CombinedLosses} hands that to a first-order method:
 *
 * <pre>{@code
 * var objective = new CombinedLosses(residuals, new ConflictFree());
 * var adam = new Adam(residuals.parameters(), new Schedule.Cosine(1e-3, 1e-5, 30_000));
 * }</pre>
 */
package dev.ansatz.engine.optim;
