/**
 * Probability laws of input fields, for families of problems.
 *
 * <p>Start from {@link dev.ansatz.pde.law.Law}: Gaussian random fields with a {@link dev.ansatz.pde.law.Covariance} of Matérn or
 * squared-exponential type, their exponentials, and random Fourier series. A law is sampled on a tensor grid, the same
 * values for the same seed.
 *
 * @see <a href="https://doi.org/10.7551/mitpress/3206.001.0001">Rasmussen, Williams: Gaussian Processes for Machine Learning,
 *     chapter 4</a>
 */
package dev.ansatz.pde.law;
