/**
 * Networks in space and time whose values at all levels of a time grid satisfy a classical scheme together. Start with
 * {@link dev.ansatz.pinn.spacetime.SpacetimeNetwork}.
 */
package dev.ansatz.pinn.spacetime;
