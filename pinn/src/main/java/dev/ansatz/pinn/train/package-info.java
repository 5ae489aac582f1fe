/**
 * Training: {@link dev.ansatz.pinn.train.NetworkModel} puts a network into trial functions and makes programs of expressions, {@link
 * dev.ansatz.pinn.train.TimeMarching} trains one, or one for each slab of time, which a {@link dev.ansatz.pinn.train.Handover} joins to the
 * one before.
 */
package dev.ansatz.pinn.train;
