/**
 * Optimisers. Which one trains a network decides how accurate it gets: a small network under a second-order method beats a large one
 * under a first-order method by orders of magnitude.
 *
 * <ul>
 *   <li>{@link dev.ansatz.engine.optim.Adam}: first order, any size;
 *   <li>{@link dev.ansatz.engine.optim.SelfScaledBroyden}: quasi-Newton with a dense inverse Hessian, some thousands of parameters;
 *   <li>{@link dev.ansatz.engine.optim.LevenbergMarquardt}, {@link dev.ansatz.engine.optim.AdaptiveRatio}: Gauss–Newton for
 *       {@linkplain dev.ansatz.engine.optim.LeastSquares sums of squares}, by orthogonal factorisation of the Jacobian.
 * </ul>
 *
 * <p>{@link dev.ansatz.engine.optim.WeightedResiduals} makes a sum of squares of programs on their points.
 */
package dev.ansatz.engine.optim;
