/**
 * Where problems are posed, and points in it.
 *
 * <p>A {@link dev.ansatz.pde.geometry.Domain} is a {@link dev.ansatz.pde.geometry.Geometry} in space and a range of
 * time. Geometries are boxes in any number of dimensions, disks, annuli and polygons in the plane, balls in space, and the unions,
 * differences and intersections of plane ones, and of boxes and balls. The boundary is cut into named {@link
 * dev.ansatz.pde.geometry.BoundaryPart}s: open sets, disjoint, without the corners, each with its outward normal.
 *
 * <p>{@link dev.ansatz.pde.geometry.PointSequence} spreads points over the inside, the boundary parts and the
 * initial time (random, Latin hypercube, Sobol, Halton, regular). Every shape and part is the image of a unit cube under a
 * measure-preserving map, so that no point is rejected and even points stay even. {@link dev.ansatz.pde.geometry.Quadrature}
 * integrates over shapes and parts. Points are {@code [coordinate][lane]}, time first. For low-discrepancy sequences see Dick,
 * Kuo and Sloan, Acta Numerica 22 (2013), doi:10.1017/S0962492913000044.
 *
 * <p>In the plane, {@link dev.ansatz.pde.geometry.Outline} is the exact boundary of a set as oriented segments and arcs, the
 * place to begin with a mesh.
 */
package dev.ansatz.pde.geometry;
