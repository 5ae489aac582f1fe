/**
 * Neural operators: networks that learn the map from the data of a problem (initial state, coefficients, source) to its
 * solution, so that one training serves a whole family of problems.
 *
 * <p>This module holds no solver yet. Its packages will be {@code spectral} (networks on coefficients of an orthogonal basis,
 * trained on the residual), {@code fno} (Fourier layers), {@code deeponet} (branch and trunk networks), {@code graph} (message
 * passing between grid cells), {@code train} and {@code data}. A solver made here will be found by name through
 * {@code dev.ansatz.solve.SolverProvider}, like every other.
 *
 * @see <a href="https://arxiv.org/abs/2312.05225">Du, Chalapathi, Krishnapriyan: Neural spectral methods, ICLR 2024</a>
 * @see <a href="https://arxiv.org/abs/2010.08895">Li et al.: Fourier neural operator, ICLR 2021</a>
 * @see <a href="https://doi.org/10.1038/s42256-021-00302-5">Lu et al.: DeepONet, Nature Machine Intelligence 3 (2021)</a>
 */
package dev.ansatz.operators;
