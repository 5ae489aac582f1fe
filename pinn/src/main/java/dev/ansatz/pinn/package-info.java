/**
 * Physics-informed networks: a network is the unknown, and training drives the residual of the equation and of its conditions to
 * zero at collocation points.
 *
 * @see <a href="https://doi.org/10.1016/j.jcp.2018.10.045">Raissi, Perdikaris, Karniadakis: Physics-informed neural networks,
 *     Journal of Computational Physics 378 (2019)</a>
 */
package dev.ansatz.pinn;
