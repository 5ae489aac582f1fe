/**
 * How hard a problem is to train: the spectrum of the Gauss–Newton matrix of a network on a problem
 * ({@link dev.ansatz.pinn.precondition.Preconditioning}), and the linear models in which a diagonal preconditioner makes it harmless
 * ({@link dev.ansatz.pinn.precondition.FourierModel}).
 */
package dev.ansatz.pinn.precondition;
