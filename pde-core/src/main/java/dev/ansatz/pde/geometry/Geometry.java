package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bounded open set in space with named boundary parts.
 *
 * <p>A geometry is what was said, sound or not, so that all faults of a statement are reported together; what the methods
 * below return means something only if {@link #flaws()} is empty. Points are given by their coordinates in the order of
 * {@link #coordinates()}; arrays of points are {@code [coordinate][lane]}.
 */
public sealed interface Geometry permits Box, Disk, Ball, Annulus, Polygon, Combination {
  List<Coordinate> coordinates();

  /** The smallest box that holds the set. */
  Box boundingBox();

  /** The boundary, cut into named, disjoint, relatively open pieces; corners and edges belong to none. */
  default List<BoundaryPart> parts() {
    return Outline.of(this).parts(coordinates());
  }

  /** The names that a statement gave to parts, whether they lie on the boundary or not; faces of boxes are named by their place. */
  default List<String> names() {
    return switch (this) {
      case Box _ -> List.of();
      case Disk d -> List.of(d.name());
      case Ball b -> List.of(b.name());
      case Annulus a -> List.of(a.innerName(), a.outerName());
      case Polygon p -> p.edges().stream().map(Polygon.Edge::name).distinct().toList();
      case Combination c -> Stream.concat(c.first().names().stream(), c.second().names().stream()).distinct().toList();
    };
  }

  default boolean contains(double... point) {
    return signedDistance(point) < 0;
  }

  /**
   * The distance from the boundary, negative inside. Exact for simple shapes. Of a union, difference or intersection a bound: its
   * sign and zeros are right and its size is at most the distance (the least or greatest of those of its operands);
   * {@link Outline#signedDistance} is exact for those in the plane.
   */
  double signedDistance(double... point);

  /** Length, area or volume. */
  double measure();

  /**
   * The images of points of the open unit cube under a map onto this set that keeps ratios of measure, so that evenly spread
   * points stay so. The points are strictly inside. In the plane the first number of a point chooses, for other shapes than
   * disks and annuli, a line across the set by the share of area before it, the second a place on that line.
   *
   * @param unit as many rows as there are coordinates
   */
  double[][] map(double[][] unit);

  /**
   * A rule for integrals over this set. Exact for polynomials of degree {@code 2 m - 1} on simple shapes (in each coordinate
   * on boxes, in all together on others); on others, which are cut into strips at every corner, its error on analytic
   * integrands falls exponentially with m.
   *
   * @param m at least 1: points in each direction of a cell
   */
  Quadrature quadrature(int m);

  /** What keeps this from being a bounded open set with a boundary, everything at once; empty if nothing does. */
  List<Flaw> flaws();

  /** The words of the text form that state this set. */
  default String text() {
    return Spelled.TEXT.of(this);
  }

  /** All points that lie in one of the two. */
  default Combination union(Geometry other) {
    return new Combination(Combination.Operation.UNION, this, other);
  }

  /** All points of this set that do not lie in the closure of the other. */
  default Combination minus(Geometry other) {
    return new Combination(Combination.Operation.DIFFERENCE, this, other);
  }

  /** All points that lie in both. */
  default Combination intersect(Geometry other) {
    return new Combination(Combination.Operation.INTERSECTION, this, other);
  }
}
