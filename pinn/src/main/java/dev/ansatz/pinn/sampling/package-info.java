/**
 * Adaptive choice of collocation points. Point sequences that need no solution are in {@link dev.ansatz.pde.geometry.PointSequence}.
 */
package dev.ansatz.pinn.sampling;
