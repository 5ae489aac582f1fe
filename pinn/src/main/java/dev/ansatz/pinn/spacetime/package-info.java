/**
 * Networks in space and time whose values at all levels of a time grid satisfy a classical scheme together. Start with
 * {@link dev.ansatz.pinn.spacetime.SpacetimeNetwork}:
 *
 * <pre>{@code
 * var particle = Catalog.get("schroedinger").problem();
 * var solution = new SpacetimeNetwork(SpacetimeNetworkOptions.defaults()).solve(particle, Run.defaults());
 * double estimate = solution.errorEstimate().orElseThrow();   // of the relative L2 error
 * }</pre>
 *
 * <p>A slab of time has one network and some {@code steps}; all of a slab's levels are found together, by least squares in space and time.
 * There is no step after step in which errors of training would build up, and none that must be stable. In return a slab must not hold more
 * than a small network can say. More steps lower the error of the rule, by four for twice as many; a lower {@code tolerance} and a wider
 * network lower what training leaves; both are in the error estimate.
 *
 * @see <a href="https://arxiv.org/abs/2108.02200">J. Wang, Z. Chen, D. Luo, Z. Zhao, V. M. Hur, B. K. Clark, Spacetime neural network for
 *     high dimensional quantum dynamics</a>
 */
package dev.ansatz.pinn.spacetime;
