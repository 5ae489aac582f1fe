/**
 * Least squares in the features of networks, one network per cell of the domain: see {@link dev.ansatz.pinn.experts.MixtureOfExperts}.
 */
package dev.ansatz.pinn.experts;
