package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Geometries in words: as they are typed, or as mathematics for people. */
enum Spelled {
  TEXT(c -> conventional(c) + c.text(), " in ", v -> new Const(v).text()),
  MATH(Coordinate::toString, " ∈ ", v -> new Const(v).toString());

  private final Function<Coordinate, String> coordinate;
  private final String in;
  private final Function<Double, String> number;

  Spelled(Function<Coordinate, String> coordinate, String in, Function<Double, String> number) {
    this.coordinate = coordinate;
    this.in = in;
    this.number = number;
  }

  /** In the text form {@code t} alone is time; any other choice is spelled out. */
  private static String conventional(Coordinate c) {
    return c.isTime() == c.name().equals("t") ? "" : c.isTime() ? "time " : "space ";
  }

  String of(Geometry geometry) {
    return switch (geometry) {
      case Box(List<Range> ranges) -> ranges.stream().map(this::range).collect(Collectors.joining(", "));
      case Disk d -> "disk " + name(d.name(), Disk.NAME) + point(d.center()) + " radius " + number.apply(d.radius());
      case Ball b -> "ball " + name(b.name(), Ball.NAME) + point(b.center()) + " radius " + number.apply(b.radius());
      case Annulus a -> "annulus "
          + (a.innerName().equals(Annulus.INNER) && a.outerName().equals(Annulus.OUTER) ? "" : a.innerName() + " " + a.outerName() + " ")
          + point(a.center()) + " radius " + number.apply(a.inner()) + " to " + number.apply(a.outer());
      case Polygon p -> "polygon " + IntStream.range(0, p.edges().size()).mapToObj(i -> vertex(p.edges(), i))
          .collect(Collectors.joining(" "));
      case Combination c -> of(c.first()) + " " + c.operation() + " " + operand(c.second());
    };
  }

  private String operand(Geometry geometry) {
    return switch (geometry) {
      // a comma after a range would read as the end of the whole
      case Box _, Combination _ -> "(" + of(geometry) + ")";
      default -> of(geometry);
    };
  }

  String range(Range r) {
    return coordinate.apply(r.coordinate()) + in + "[" + number.apply(r.lower()) + ", " + number.apply(r.upper()) + "]";
  }

  private static String name(String name, String usual) {
    return name.equals(usual) ? "" : name + " ";
  }

  /** An edge begins with its name where that of the edge before is another. */
  private String vertex(List<Polygon.Edge> edges, int i) {
    String before = i == 0 ? Polygon.NAME : edges.get(i - 1).name();
    return name(edges.get(i).name(), before) + point(List.of(edges.get(i).x0(), edges.get(i).y0()));
  }

  private String point(List<Double> center) {
    return center.stream().map(number).collect(Collectors.joining(", ", "(", ")"));
  }
}
