/**
 * Networks in Lagrangian coordinates: what is carried along is a function of a label that moves with it.
 *
 * <p>Where a wave travels far, a network in fixed coordinates must learn a function that is hard to fit although it hardly changes in
 * shape. In coordinates that travel along, there is next to nothing left to learn.
 *
 * <pre>{@code
 * var advection = Catalog.get("advection").with("beta", 50).problem();
 * var solution = new LagrangianPinn(LagrangianOptions.preset("accurate")).solve(advection, Run.defaults());
 * }</pre>
 *
 * <p>{@link dev.ansatz.pinn.lagrangian.LagrangianPinn} solves transport with diffusion and sources, of one field in one periodic space
 * coordinate. {@link dev.ansatz.pinn.lagrangian.LagrangianFlow} is a density with its velocity, in one to three dimensions, that
 * satisfies the continuity equation whatever its parameters are.
 *
 * @see <a href="https://doi.org/10.1016/j.cma.2022.115810">R. Mojgani, M. Balajewicz, P. Hassanzadeh, Comput. Methods Appl. Mech. Eng.
 *     404 (2023)</a>
 */
package dev.ansatz.pinn.lagrangian;
