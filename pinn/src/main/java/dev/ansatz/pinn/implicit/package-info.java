/**
 * Networks in space alone, stepped in time by a classical scheme. Start with
 * {@link dev.ansatz.pinn.implicit.ImplicitNeuralSpatial}.
 */
package dev.ansatz.pinn.implicit;
