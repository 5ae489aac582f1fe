/**
 * Trial functions: the shape of the unknown, with conditions built in where they fit. Start with {@link
 * dev.ansatz.pinn.ansatz.TrialFunctions}; {@link dev.ansatz.pinn.ansatz.Reduction} tells on which part of the domain they are wanted, and
 * what is odd and even there.
 */
package dev.ansatz.pinn.ansatz;
