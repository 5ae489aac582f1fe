/**
 * Physics-informed networks: a network is the unknown, and training drives the residual of the equations, and of the conditions that
 * are not built in, to zero at collocation points.
 *
 * <pre>{@code
 * var burgers = Catalog.get("burgers").problem();
 * var solution = new Pinn(PinnOptions.preset("accurate")).solve(burgers, Run.defaults().withBudget(Duration.ofMinutes(2)));
 * }</pre>
 *
 * <p>Start with {@link dev.ansatz.pinn.Pinn} and {@link dev.ansatz.pinn.PinnOptions}; an {@link dev.ansatz.pinn.Architecture} is what
 * the solvers of this module have in common. The parts:
 *
 * <ul>
 *   <li>{@link dev.ansatz.pinn.ansatz}: trial functions that satisfy conditions by construction;
 *   <li>{@link dev.ansatz.pinn.causal}: weights that put earlier times first, on which there is a patent claim;
 *   <li>{@link dev.ansatz.pinn.sampling}: where collocation points are put;
 *   <li>{@link dev.ansatz.pinn.lagrangian}: networks in coordinates that move along;
 *   <li>{@link dev.ansatz.pinn.implicit}: networks in space alone, stepped in time;
 *   <li>{@link dev.ansatz.pinn.spacetime}: networks that satisfy the same time stepping at all levels at once;
 *   <li>{@link dev.ansatz.pinn.train}: the network inside the trial functions, its training, and slabs of time;
 *   <li>{@link dev.ansatz.pinn.precondition}: how well conditioned that training is;
 *   <li>{@link dev.ansatz.pinn.experts}: linear problems by least squares in the features of a network per cell.
 * </ul>
 *
 * <p>A small loss certifies nothing: a network can satisfy the equation at every collocation point and be wrong between them. Every
 * answer therefore carries the residual on points that it was not trained on ({@code Solution.heldOutResidual()}), and a training that
 * satisfies its points alone draws others or ends as {@link dev.ansatz.solve.Termination.Overfitted}.
 *
 * <p>Long times are trained slab by slab ({@code slabs}), each network starting exactly where the one before ends; see {@link
 * dev.ansatz.pinn.train.TimeMarching}. {@code Run.withPrecision} chooses single precision, in which steps take about half as long and the
 * error of a small network stays above 1e-7 to 1e-5.
 *
 * <p>An inverse problem is solved the same way: unknown constants and the networks of unknown coefficients are trained together with the
 * fields on equations and observations, best by the preset {@code inverse}, and {@code Solution.unknowns()} has each of them with the
 * standard deviation of its posterior ({@link dev.ansatz.pinn.train.Inference}).
 *
 * <p>A long training is made to last by {@code Run.withCheckpointing}: after a crash or a cancellation the same call goes on from the
 * file, to the same bits as if nothing had happened; with a budget smaller than the time already spent it gives the best answer so far.
 *
 * @see <a href="https://doi.org/10.1016/j.jcp.2018.10.045">M. Raissi, P. Perdikaris, G. E. Karniadakis, Physics-informed neural
 *     networks, J. Comput. Phys. 378 (2019)</a>
 */
package dev.ansatz.pinn;
