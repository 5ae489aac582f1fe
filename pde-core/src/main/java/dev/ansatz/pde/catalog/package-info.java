/**
 * Canonical problems, each with its statement, what is known of its solution, and where it comes from.
 *
 * <p>Start from {@link dev.ansatz.pde.catalog.Catalog}: {@code Catalog.get("burgers").problem()}, and {@code
 * Catalog.get("advection").with("beta", 50)} for another value of a parameter. Exact solutions are expressions over the
 * coordinates and parameters of the problem; every one is tested to satisfy the equations and all conditions to
 * rounding.
 */
package dev.ansatz.pde.catalog;
