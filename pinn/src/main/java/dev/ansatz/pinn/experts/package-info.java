/**
 * Least squares in the features of networks, one network per cell of a box: start with {@link
 * dev.ansatz.pinn.experts.MixtureOfExperts} and {@link dev.ansatz.pinn.experts.ExpertOptions}.
 *
 * <pre>{@code
 * var helmholtz = Catalog.get("helmholtz").problem();
 * var solution = new MixtureOfExperts(ExpertOptions.preset("accurate")).solve(helmholtz, Run.defaults());
 * }</pre>
 *
 * <p>{@code Partition} numbers the cells, {@code Experts} states the rows of one interval of time, {@code LeastSquaresLayer} solves them
 * and differentiates the solution by the hidden weights, {@code BandedQr} factorises them cell by cell.
 *
 * <p>Smooth answers cost little: features are sines of random wave numbers, and errors fall faster than any power of their number until
 * rounding ends it near 1e-10. Inner layers want cells a few times as wide as they are; give {@code cells} where that is known.
 */
package dev.ansatz.pinn.experts;
