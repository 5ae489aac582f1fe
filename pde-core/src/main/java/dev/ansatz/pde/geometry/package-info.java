/**
 * Where problems are posed, and points in it.
 *
 * <p>A {@link dev.ansatz.pde.geometry.Domain} is a {@link dev.ansatz.pde.geometry.Geometry} in space and a range of
 * time. Its boundary is cut into named {@link dev.ansatz.pde.geometry.BoundaryPart}s: open sets, disjoint, without
 * the corners.
 *
 * <p>{@link dev.ansatz.pde.geometry.PointSequence} spreads points over the inside, the boundary parts and the
 * initial time (random, Latin hypercube, Sobol, Halton, regular); {@link dev.ansatz.pde.geometry.Quadrature}
 * integrates over boxes. Points are {@code [coordinate][lane]}, time first. For low-discrepancy sequences see Dick,
 * Kuo and Sloan, Acta Numerica 22 (2013), doi:10.1017/S0962492913000044.
 */
package dev.ansatz.pde.geometry;
