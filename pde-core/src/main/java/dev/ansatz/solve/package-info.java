/**
 * Solvers and answers, the same for every method.
 *
 * <p>Start from {@link dev.ansatz.solve.Solution}: fields and their derivatives at any point, how the solve ended, what it
 * cost, where it comes from. {@link dev.ansatz.solve.Solver} turns a {@link dev.ansatz.pde.Problem} into one under the
 * terms of a {@link dev.ansatz.solve.Run}; {@link dev.ansatz.solve.SolverProvider} makes solvers from names and settings.
 *
 * <p>Two answers meet on a {@link dev.ansatz.solve.Grid} in a {@link dev.ansatz.solve.Comparison}. The relative L2 error is
 * the one of the literature on learnt solvers: ‖a − b‖₂ / ‖b‖₂ over the values on the grid, without quadrature weights.
 * A NaN anywhere makes every norm NaN.
 */
package dev.ansatz.solve;
