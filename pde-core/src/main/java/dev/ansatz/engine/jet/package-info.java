/**
 * Taylor channels: partial derivatives with respect to the coordinates, carried through a network beside its values.
 *
 * <p>A {@link dev.ansatz.engine.jet.JetSet} is the downward-closed set of {@link dev.ansatz.engine.jet.MultiIndex
 * multi-indices} that a residual needs; an array with jets is laid out {@code [channel][feature][lane]}. Channels hold
 * derivatives, not Taylor coefficients: ∂^α u, without the factor 1/α!. A linear layer acts on all channels with one matrix
 * product; a nonlinear function becomes one generated kernel through {@link dev.ansatz.engine.jet.FaaDiBruno}, a product
 * through {@link dev.ansatz.engine.jet.JetProduct}. Reverse mode over the parameters is the generated vjp of those kernels, so
 * that no derivative is ever taken by nesting reverse mode.
 *
 * <p>Start with {@link dev.ansatz.engine.jet.JetSet#closure}.
 *
 * @see <a href="https://doi.org/10.1137/1.9780898717761">A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed., chapter 13</a>
 */
package dev.ansatz.engine.jet;
