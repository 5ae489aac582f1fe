package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import java.util.List;

/** A bounded open set in space with named boundary parts. */
public sealed interface Geometry permits Box {
  List<Coordinate> coordinates();

  /** The smallest box that holds the set. */
  Box boundingBox();

  /** The boundary, cut into named, disjoint, relatively open pieces; corners and edges belong to none. */
  List<BoundaryPart> parts();

  boolean contains(double... point);

  /** Length, area or volume. */
  double measure();
}
