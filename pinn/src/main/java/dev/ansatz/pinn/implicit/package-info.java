/**
 * Networks in space alone, stepped in time by a classical scheme. Start with
 * {@link dev.ansatz.pinn.implicit.ImplicitNeuralSpatial}; the {@link dev.ansatz.pinn.implicit.MidpointRule} is a scheme's residual as
 * expressions.
 */
package dev.ansatz.pinn.implicit;
