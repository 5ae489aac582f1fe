package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random sound geometries. */
public final class Geometries {
  public static final Coordinate X = new Coordinate("x", Coordinate.Kind.SPACE);
  public static final Coordinate Y = new Coordinate("y", Coordinate.Kind.SPACE);
  public static final Coordinate Z = new Coordinate("z", Coordinate.Kind.SPACE);
  private static final List<Coordinate> PLANE = List.of(X, Y);

  private Geometries() {}

  private static Arbitrary<Double> numbers(double least, double most) {
    return Arbitraries.longs().between(0, 1000).map(k -> least + (most - least) * k / 1000);
  }

  private static Arbitrary<List<Double>> centers() {
    return numbers(-1, 1).list().ofSize(2);
  }

  public static Arbitrary<Geometry> boxes() {
    return Combinators.combine(centers(), numbers(0.2, 1.5), numbers(0.2, 1.5)).as((c, a, b) ->
        new Box(List.of(new Range(X, c.get(0) - a, c.get(0) + a), new Range(Y, c.get(1) - b, c.get(1) + b))));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("disk", "polygon", "inlet", "wall", "hole");
  }

  public static Arbitrary<Geometry> disks() {
    return Combinators.combine(names(), centers(), numbers(0.2, 1)).as((name, c, r) -> new Disk(PLANE, name, c, r));
  }

  public static Arbitrary<Geometry> annuli() {
    return Combinators.combine(names(), names(), centers(), numbers(0.1, 0.6), numbers(0.7, 1))
        .as((in, out, c, r, s) -> new Annulus(PLANE, in, out, c, r, s));
  }

  /** Polygons around a point of which every corner is seen, in either direction. */
  public static Arbitrary<Geometry> polygons() {
    return Combinators.combine(centers(), numbers(0.3, 1.2).list().ofMinSize(3).ofMaxSize(9), names().list().ofSize(9),
        Arbitraries.of(1, -1))
        .as((c, radii, names, direction) -> {
          int n = radii.size();
          var corners = new ArrayList<double[]>();
          for (int i = 0; i < n; i++) {
            double angle = direction * 2 * Math.PI * (i + 0.3) / n;
            corners.add(new double[] {c.get(0) + radii.get(i) * Math.cos(angle), c.get(1) + radii.get(i) * Math.sin(angle)});
          }
          var edges = new ArrayList<Polygon.Edge>();
          for (int i = 0; i < n; i++) {
            double[] from = corners.get(i);
            double[] to = corners.get((i + 1) % n);
            edges.add(new Polygon.Edge(names.get(i), from[0], from[1], to[0], to[1]));
          }
          return new Polygon(PLANE, edges);
        });
  }

  public static Arbitrary<Geometry> primitives() {
    return Arbitraries.oneOf(boxes(), disks(), annuli(), polygons());
  }

  /** Two or three shapes combined. */
  public static Arbitrary<Geometry> combinations() {
    var operations = Arbitraries.of(Combination.Operation.class);
    Arbitrary<Geometry> two = Combinators.combine(operations, primitives(), primitives()).as(Combination::new);
    Arbitrary<Geometry> three = Combinators.combine(operations, two, primitives(), Arbitraries.of(true, false))
        .as((o, a, b, swapped) -> swapped ? new Combination(o, b, a) : new Combination(o, a, b));
    return Arbitraries.oneOf(two, three).filter(1000, g -> g.flaws().isEmpty());
  }

  public static Arbitrary<Geometry> plane() {
    return Arbitraries.oneOf(primitives(), combinations());
  }

  public static Arbitrary<Geometry> balls() {
    return Combinators.combine(numbers(-1, 1).list().ofSize(3), numbers(0.2, 2))
        .as((c, r) -> new Ball(List.of(X, Y, Z), "ball", c, r));
  }

  /** Boxes of one to five dimensions. */
  public static Arbitrary<Geometry> cuboids() {
    return Combinators.combine(numbers(-2, 0), numbers(0.5, 2)).as((a, b) -> new double[] {a, a + b}).list().ofMinSize(1).ofMaxSize(5)
        .map(ends -> {
          var ranges = new ArrayList<Range>();
          for (int i = 0; i < ends.size(); i++) {
            ranges.add(new Range(new Coordinate("x" + (i + 1), Coordinate.Kind.SPACE), ends.get(i)[0], ends.get(i)[1]));
          }
          return new Box(ranges);
        });
  }
}
