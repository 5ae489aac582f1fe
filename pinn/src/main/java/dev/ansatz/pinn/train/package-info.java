/**
 * Training: {@link dev.ansatz.pinn.train.NetworkModel} puts a network into trial functions and makes programs of expressions,
 * {@link dev.ansatz.pinn.train.Trainer} minimises the residual.
 */
package dev.ansatz.pinn.train;
