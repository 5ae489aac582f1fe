/**
 * Classical solvers, whose answers others are judged by.
 *
 * <p>Start from {@link dev.ansatz.reference.Reference}. Everything is in double precision, and every answer carries an
 * estimate of its own relative L2 error from its own refinement: in points, in time step or tolerance, in quadrature panels.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><th>word</th><th>problems</th><th>error</th></tr>
 * <tr><td>exact</td><td>those of the catalogue with a solution in elementary functions</td><td>rounding</td></tr>
 * <tr><td>cole-hopf</td><td>u_t + u u_x = ν u_xx, periodic or zero at both ends</td><td>about 1e-14</td></tr>
 * <tr><td>fourier-etdrk4</td><td>evolution in one periodic dimension, systems too</td><td>spectral in space, order 4 in time</td></tr>
 * <tr><td>fourier-dp853</td><td>the same, where not stiff</td><td>spectral, order 8</td></tr>
 * <tr><td>chebyshev-etdrk4, chebyshev-dp853</td><td>evolution on an interval, conditions α u + β ∂u/∂n = g(t), orders to 2 in
 * space, any in time</td><td>as above; order reduction at the ends shows in the estimate; rounding O(n⁴ ε)</td></tr>
 * <tr><td>chebyshev-collocation</td><td>stationary, linear or not, on an interval or a rectangle</td><td>spectral</td></tr>
 * <tr><td>fem-p2</td><td>stationary of second order, linear or not, systems too, on plane sets of any shape; stationary incompressible
 * flow, its pressure of degree 1</td><td>order 3, pressures 2, at re-entrant corners and on curved boundaries too</td></tr>
 * <tr><td>fem-p1</td><td>the same without flow</td><td>order 2</td></tr>
 * </table>
 *
 * <p>An answer whose estimate stays above the tolerance asked for ends with {@link dev.ansatz.solve.Termination.BudgetSpent},
 * never with a claim to have converged.
 *
 * <p>Sources: E. Hopf, The partial differential equation u_t + u u_x = μ u_xx, Comm. Pure Appl. Math. 3 (1950),
 * doi:10.1002/cpa.3160030302; J. D. Cole, On a quasi-linear parabolic equation occurring in aerodynamics, Quart. Appl. Math. 9
 * (1951), doi:10.1090/qam/42889; C. Basdevant et al., Spectral and finite difference solutions of the Burgers equation,
 * Comput. Fluids 14 (1986), doi:10.1016/0045-7930(86)90036-8; S. M. Cox and P. C. Matthews, Exponential time differencing for
 * stiff systems, J. Comput. Phys. 176 (2002), doi:10.1006/jcph.2002.6995; A.-K. Kassam and L. N. Trefethen, Fourth-order
 * time-stepping for stiff PDEs, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/S1064827502410633; L. N. Trefethen, Spectral Methods
 * in MATLAB, SIAM 2000, doi:10.1137/1.9780898719598; B. Skaflestad and W. M. Wright, The scaling and modified squaring method
 * for matrix functions related to the exponential, Appl. Numer. Math. 59 (2009), doi:10.1016/j.apnum.2008.03.021.
 */
package dev.ansatz.reference;
