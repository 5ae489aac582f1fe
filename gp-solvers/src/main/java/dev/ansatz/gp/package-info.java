/**
 * Gaussian processes as solvers of differential equations: the solution has a Gaussian prior, the equation and its conditions
 * are observations, and the answer comes with its own variance.
 *
 * <p>This module holds no solver yet. Its packages will be {@code covariance} (covariance functions and their derivatives),
 * {@code kronecker} (exact regression on grids, complete or not), {@code nonlinear} (symmetric collocation with Gauss–Newton
 * steps), {@code spectral} (mixtures for oscillating solutions) and {@code conserve} (posteriors under linear constraints). A
 * solver made here will be found by name through {@code dev.ansatz.solve.SolverProvider}, like every other.
 *
 * @see <a href="https://arxiv.org/abs/2103.12959">Chen, Hosseini, Owhadi, Stuart: Solving and learning nonlinear PDEs with
 *     Gaussian processes, Journal of Computational Physics (2021)</a>
 * @see <a href="https://arxiv.org/abs/2311.04465">Solving high frequency and multi-scale PDEs with Gaussian processes, ICLR
 *     2024</a>
 */
package dev.ansatz.gp;
