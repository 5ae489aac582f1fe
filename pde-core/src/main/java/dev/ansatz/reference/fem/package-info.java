/**
 * Finite elements on triangles in the plane and on tetrahedra in space: stationary problems by
 * {@link dev.ansatz.reference.fem.FiniteElements}, evolutions of first order in time by
 * {@link dev.ansatz.reference.fem.FiniteElementMarch}.
 *
 * <p>The way from a problem to an answer: its {@linkplain dev.ansatz.pde.lower.WeakForm weak form}, lowered to kernels for the
 * integrands; a first mesh of the outline, by constrained Delaunay triangulation and Ruppert's refinement (Tinfour), graded towards
 * corners where solutions are singular; red refinement, whose boundary vertices lie on the curves of the outline; elements of degree 1,
 * or 2 with curved sides on curved boundaries; unknowns ordered by nested dissection; Cholesky's factors (EJML), or a multifrontal LU
 * factorisation for systems that are not symmetric or not definite, such as those of incompressible flow.
 *
 * <p>Integrals of the solution, and sources that make incompatible data compatible, are unknown numbers beside the coefficients, eliminated
 * last. In the plane, where coefficients change their case at a value of a coordinate, and at interfaces, edges of the mesh lie on that
 * curve; where a field jumps at an interface, the triangles on its two sides have different values at their common nodes.
 *
 * <p>In space the first mesh is a lattice that ends at the planes of the boundary and is cut along its spheres, the elements are those of
 * the plane with one more coordinate, and definite systems beyond some thousand unknowns are solved by conjugate gradients with multigrid,
 * others by factors to some 30,000. Planes on which coefficients change their case are faces; interface conditions and graded edges there
 * are none. {@link dev.ansatz.reference.fem.MeshFailure} tells what has no mesh: surfaces that touch, or nearly so, and gaps too narrow for
 * a lattice.
 *
 * <p>Errors in L2 fall with h², with degree 2 as h³, on domains with curved boundaries, and in the plane with re-entrant corners too.
 * Pressures are of degree 1 and converge with h².
 */
package dev.ansatz.reference.fem;
