package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a problem is posed: a set in space (absent for an ordinary differential equation) and, if it evolves, a time range. */
public record Domain(Optional<Geometry> space, Optional<Range> time) {

  /** Time first where there is one, then the space coordinates in their order. */
  public List<Coordinate> coordinates() {
    var all = new ArrayList<Coordinate>();
    time.ifPresent(range -> all.add(range.coordinate()));
    space.ifPresent(geometry -> all.addAll(geometry.coordinates()));
    return List.copyOf(all);
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

  /** The coordinate that is constant on a part at the end of the bounding box; empty for all other parts. */
  public Optional<Coordinate> across(BoundaryPart part) {
    if (part instanceof Face face) {
      return Optional.of(face.fixed());
    }
    return space.flatMap(g -> g.boundingBox().ranges().stream()
        .filter(r -> part.name().equals(Face.name(r.coordinate(), r.lower())) || part.name().equals(Face.name(r.coordinate(), r.upper())))
        .map(Range::coordinate).findFirst());
  }

  /** Whether the domain ends at two opposite faces of constant {@code x} that are translations of each other. */
  public boolean mayBePeriodic(Coordinate x) {
    if (space.isEmpty() || !space.get().coordinates().contains(x)) {
      return false;
    }
    Geometry g = space.get();
    return switch (g) {
      case Box _ -> true;
      case Combination c when c.coordinates().size() == 2 -> {
        Range range = g.boundingBox().ranges().get(g.coordinates().indexOf(x));
        yield intervals(c, range, range.lower()).equals(intervals(c, range, range.upper()))
            && !intervals(c, range, range.lower()).isEmpty();
      }
      default -> false;
    };
  }

  /** The ends of the edges on a face, as points of the other coordinate in order. */
  private static List<Double> intervals(Combination c, Range range, double value) {
    int other = 1 - c.coordinates().indexOf(range.coordinate());
    return c.parts().stream().filter(p -> p.name().equals(Face.name(range.coordinate(), value)))
        .flatMap(p -> ((Curves) p).curves().stream())
        .flatMap(curve -> Stream.of(curve.point(0)[other], curve.point(1)[other])).sorted().toList();
  }
}
