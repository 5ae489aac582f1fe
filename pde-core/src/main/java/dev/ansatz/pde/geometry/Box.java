package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;

/** An interval, rectangle or box; its parts are named {@code x=0}, {@code x=1}, {@code y=0}, … after the fixed coordinate. */
public record Box(List<Range> ranges) implements Geometry {
  public Box {
    ranges = List.copyOf(ranges);
  }

  @Override
  public List<Coordinate> coordinates() {
    return ranges.stream().map(Range::coordinate).toList();
  }

  @Override
  public Box boundingBox() {
    return this;
  }

  @Override
  public List<BoundaryPart> parts() {
    var parts = new ArrayList<BoundaryPart>();
    for (int i = 0; i < ranges.size(); i++) {
      parts.add(new BoundaryPart(this, i, false));
      parts.add(new BoundaryPart(this, i, true));
    }
    return List.copyOf(parts);
  }

  @Override
  public boolean contains(double... point) {
    for (int i = 0; i < point.length; i++) {
      if (!(point[i] > ranges.get(i).lower() && point[i] < ranges.get(i).upper())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double measure() {
    return ranges.stream().mapToDouble(Range::length).reduce(1, (a, b) -> a * b);
  }
}
