/**
 * The passes from the statement of a problem to what solvers work on, each a pure function.
 *
 * <p>Start from {@link dev.ansatz.pde.lower.Lowering}:
 *
 * <ul>
 *   <li>{@code normalForm} pushes derivatives onto the fields; {@code onPart} also resolves the normal derivative on a
 *       boundary part;
 *   <li>{@code classify} finds orders, linearity, type and the kinds of the boundary conditions ({@link
 *       dev.ansatz.pde.lower.Classification});
 *   <li>{@code jetPlan} lists the Taylor channels that residuals need;
 *   <li>{@code manufacture} adds the sources and data that make given expressions the solution;
 *   <li>{@code nondimensionalise} scales the variables and keeps the way back ({@link dev.ansatz.pde.lower.Nondimensional});
 *   <li>{@code symmetries} finds transformations of solutions to solutions ({@link dev.ansatz.pde.lower.Symmetry}).
 * </ul>
 *
 * <p>Forms that solvers ask for: {@link dev.ansatz.pde.lower.EvolutionForm} ({@code u_t = L u + N(u)}, for exponential
 * integrators and methods of lines), {@link dev.ansatz.pde.lower.StationaryForm},
 * {@link dev.ansatz.pde.lower.BoundaryForm} ({@code value u + normal ∂u/∂n = data}),
 * {@link dev.ansatz.pde.lower.WeakForm} ({@code -div F + S = 0}, for finite elements). Each says what keeps a problem
 * from being written so. {@link dev.ansatz.pde.lower.Feature} names what a statement says beyond them, so that a solver can
 * refuse what it would leave out.
 *
 * <p>{@link dev.ansatz.pde.lower.ResidualProgram} lowers expressions to a kernel of the engine and is the one bridge
 * to it; {@link dev.ansatz.pde.lower.Pointwise} compiles such a kernel to evaluate initial values, sources and exact
 * solutions over many points.
 */
package dev.ansatz.pde.lower;
