package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a problem is posed: a set in space (absent for an ordinary differential equation) and, if it evolves, a time range. */
public record Domain(Optional<Geometry> space, Optional<Range> time) {

  /** Time first where there is one, then the space coordinates in their order. */
  public List<Coordinate> coordinates() {
    return ranges().stream().map(Range::coordinate).toList();
  }

  /** The range of every coordinate, in the order of {@link #coordinates()}; in space those of the bounding box. */
  public List<Range> ranges() {
    var all = new ArrayList<Range>();
    time.ifPresent(all::add);
    space.ifPresent(g -> all.addAll(g.boundingBox().ranges()));
    return List.copyOf(all);
  }

  public List<BoundaryPart> parts() {
    return space.map(Geometry::parts).orElse(List.of());
  }
}
