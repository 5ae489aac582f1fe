/**
 * Meshes, finite elements on them, and their motion: vertices go where the solution needs them, by the Monge–Ampère equation
 * or by a network that learned to imitate it.
 *
 * <p>This module holds no solver yet. Its packages will be {@code mesh} (triangles and quadrilaterals, readers, quality),
 * {@code fem} (assembly and factorisation), {@code monitor} (mesh densities), {@code move} (classical movers) and
 * {@code neural} (learned movers). A solver made here will be found by name through
 * {@code dev.ansatz.solve.SolverProvider}, like every other.
 *
 * @see <a href="https://arxiv.org/abs/2312.05583">DMM and MM-PDE: better neural PDE solvers through data-free mesh movers,
 *     ICLR 2024</a>
 * @see <a href="https://arxiv.org/abs/2407.00382">UM2N: towards universal mesh movement networks, NeurIPS 2024</a>
 */
package dev.ansatz.meshes;
