/**
 * Classical solvers, whose answers others are judged by.
 *
 * <p>Start from {@link dev.ansatz.reference.Reference}. Everything is in double precision, and every answer carries an
 * estimate of its own relative L2 error from its own refinement: in points, in time step or tolerance, in quadrature panels.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><th>word</th><th>problems</th><th>order</th><th>cost</th></tr>
 * <tr><td>exact</td><td>those of the catalogue with a solution in elementary functions</td><td>rounding</td><td>a kernel</td></tr>
 * <tr><td>cole-hopf</td><td>u_t + λ u u_x = ν u_xx, periodic or zero at both ends</td><td>about 1e-14</td><td>a quadrature a
 * point</td></tr>
 * <tr><td>chebyshev-collocation</td><td>stationary, linear or not, on an interval or a rectangle</td><td>spectral</td><td>O(N³), N
 * unknowns</td></tr>
 * <tr><td>spectral</td><td>stationary on boxes in 1 to 3 dimensions; periodic directions too</td><td>spectral</td><td>O(N n) an iteration
 * of GMRES, one of them for constant coefficients</td></tr>
 * <tr><td>fd2, fd4, fd6</td><td>the same</td><td>2, 4, 6 in h</td><td>the same</td></tr>
 * <tr><td>fem-p2</td><td>stationary of second order, linear or not, systems too, on plane sets of any shape and on solids of boxes and
 * balls; stationary incompressible flow, its pressure of degree 1; first-order evolution of these without pressures; gauges, integrals over
 * all of space, in the plane interfaces along lines and curves, at which a value or a flux may jump; kinks and jumps in an unknown, such as
 * fronts of melting, under a divergence</td>
 * <td>3, pressures 2, on curved boundaries and at re-entrant corners of the plane too; 4 in time</td>
 * <td>O(N^1.5) a step of Newton, O(N log N) a stage in time after that; in space O(N) where definite, else O(N²) to 30,000
 * unknowns</td></tr>
 * <tr><td>fem-p1</td><td>the same without flow</td><td>2</td><td>the same</td></tr>
 * <tr><td>domain-splitting</td><td>stationary advection and diffusion on a rectangle, values given on all sides</td><td>2 in
 * h</td><td>systems of at most N²/√N unknowns, some tens of corrections</td></tr>
 * <tr><td>weno5</td><td>scalar u_t + div f(u) = ν Δu + s in 1 and 2 dimensions, with shocks; an end without condition is an
 * outflow</td><td>5 in h (with the step) where smooth, 1/2 in L2 at shocks</td><td>O(N) a stage, steps as the Courant number and diffusion
 * demand</td></tr>
 * <tr><td><i>space</i>-<i>time</i></td><td>evolution on boxes in 0 to 3 dimensions, systems, any order in time</td><td>as below</td><td>as
 * below</td></tr>
 * </table>
 *
 * <table>
 * <caption>Space, the first half of a method of lines</caption>
 * <tr><th>word</th><th>problems</th><th>order</th><th>cost of a right-hand side</th></tr>
 * <tr><td>fourier</td><td>periodic in all directions, orders to 8</td><td>spectral, 2/3 rule</td><td>O(N log N)</td></tr>
 * <tr><td>chebyshev</td><td>not periodic in some directions (Fourier in the others): conditions α u + β ∂u/∂n = g(t, x), orders to 2
 * there</td><td>spectral; rounding O(n⁴ ε)</td><td>O(N n)</td></tr>
 * <tr><td>fd2, fd4, fd6</td><td>both</td><td>2, 4, 6 in h</td><td>as above</td></tr>
 * <tr><td>ode</td><td>no space at all</td><td>exact</td><td>a kernel</td></tr>
 * </table>
 *
 * <table>
 * <caption>Time, the second half</caption>
 * <tr><th>word</th><th>stiffness</th><th>order</th><th>cost of a step</th></tr>
 * <tr><td>etdrk4</td><td>in the linear part with constant coefficients</td><td>4</td><td>4 right-hand sides</td></tr>
 * <tr><td>tase2, tase3</td><td>there, and in a diffusion of the remainder, frozen</td><td>2, 3</td><td>2, 3 right-hand sides</td></tr>
 * <tr><td>dp853</td><td>none</td><td>8</td><td>12 right-hand sides</td></tr>
 * <tr><td>gbs</td><td>none</td><td>as the tolerance asks</td><td>as the order asks</td></tr>
 * </table>
 *
 * <p>Left to itself the solver takes the first that applies of: exact; cole-hopf; chebyshev-collocation, spectral
 * (stationary), fem-p2 (stationary, elsewhere, and first where coefficients jump); fem-p2 (evolution on sets that are no boxes);
 * weno5, where a flux is nonlinear and nothing diffuses along it; fourier, chebyshev or ode with etdrk4 where
 * the highest derivatives stand in the linear part with constant coefficients, with dp853 otherwise. Data at the ends that
 * move, and that do not fit the initial values, reduce the order in time: the estimates show it.
 *
 * <p>An answer whose estimate stays above the tolerance asked for ends with {@link dev.ansatz.solve.Termination.BudgetSpent},
 * never with a claim to have converged.
 *
 * <p>What is unknown in an inverse problem is found by the solver {@code gauss-newton}: least squares of the observations over any of these
 * methods, with the posterior's standard deviations. {@code reference} solves such a problem with its unknowns given, where the catalogue
 * knows them.
 *
 * <p>Sources: E. Hopf, The partial differential equation u_t + u u_x = μ u_xx, Comm. Pure Appl. Math. 3 (1950),
 * doi:10.1002/cpa.3160030302; J. D. Cole, On a quasi-linear parabolic equation occurring in aerodynamics, Quart. Appl. Math. 9
 * (1951), doi:10.1090/qam/42889; C. Basdevant et al., Spectral and finite difference solutions of the Burgers equation,
 * Comput. Fluids 14 (1986), doi:10.1016/0045-7930(86)90036-8; S. M. Cox and P. C. Matthews, Exponential time differencing for
 * stiff systems, J. Comput. Phys. 176 (2002), doi:10.1006/jcph.2002.6995; A.-K. Kassam and L. N. Trefethen, Fourth-order
 * time-stepping for stiff PDEs, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/S1064827502410633; L. N. Trefethen, Spectral
 * Methods in MATLAB, SIAM 2000, doi:10.1137/1.9780898719598; B. Skaflestad and W. M. Wright, The scaling and modified squaring
 * method for matrix functions related to the exponential, Appl. Numer. Math. 59 (2009), doi:10.1016/j.apnum.2008.03.021; M.
 * Calvo, J. I. Montijano and L. Rández, Modified singly-Runge–Kutta-TASE methods, J. Sci. Comput. 2025,
 * doi:10.1007/s10915-025-02813-4; R. E. Lynch, J. R. Rice and D. H. Thomas, Direct solution of partial difference equations by
 * tensor product methods, Numer. Math. 6 (1964), doi:10.1007/BF01386067; R. Borges et al., An improved weighted essentially
 * non-oscillatory scheme, J. Comput. Phys. 227 (2008), doi:10.1016/j.jcp.2007.11.038; K. Trotti, A domain splitting strategy
 * for solving PDEs, arXiv:2303.01163 (2023); C. A. Kennedy and M. H. Carpenter, Additive Runge–Kutta schemes for
 * convection–diffusion–reaction equations, Appl. Numer. Math. 44 (2003), doi:10.1016/S0168-9274(02)00138-1.
 */
package dev.ansatz.reference;
