/**
 * Training: {@link dev.ansatz.pinn.train.NetworkModel} puts a network into trial functions and makes programs of expressions, {@link
 * dev.ansatz.pinn.train.TimeMarching} trains one, or one for each slab of time, which a {@link dev.ansatz.pinn.train.Handover} joins to the
 * one before. For solvers of their own there are {@link dev.ansatz.pinn.train.RedrawnLeastSquares}, a training by Levenberg–Marquardt
 * on points that are drawn anew, and expressions in what the fields were a {@link dev.ansatz.pinn.train.Lag} ago.
 */
package dev.ansatz.pinn.train;
