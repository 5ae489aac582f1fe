/**
 * Trial functions: the shape of the unknown, with conditions built in where they fit. Start with {@link
 * dev.ansatz.pinn.ansatz.TrialFunctions}.
 */
package dev.ansatz.pinn.ansatz;
