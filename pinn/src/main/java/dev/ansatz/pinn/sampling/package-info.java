/**
 * Adaptive choice of collocation points: drawn by the residual (RAD), retained or released (R3, with a gate in time for causal R3), added
 * (RAR-G). Point sequences that need no solution are in {@link dev.ansatz.pde.geometry.PointSequence}.
 */
package dev.ansatz.pinn.sampling;
