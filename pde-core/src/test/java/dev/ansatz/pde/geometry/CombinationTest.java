package dev.ansatz.pde.geometry;

import static dev.ansatz.pde.geometry.Geometries.X;
import static dev.ansatz.pde.geometry.Geometries.Y;
import static java.lang.Math.PI;
import static java.lang.Math.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes that touch, share edges, meet in corners or repeat each other. */
class CombinationTest {
  private static Geometry box(double x0, double x1, double y0, double y1) {
    return new Box(List.of(new Range(X, x0, x1), new Range(Y, y0, y1)));
  }

  private static Geometry disk(double x, double y, double r) {
    return new Disk(List.of(X, Y), "disk", List.of(x, y), r);
  }

  private static Geometry ring(double inner, double outer) {
    return new Annulus(List.of(X, Y), "inner", "outer", List.of(0.0, 0.0), inner, outer);
  }

  private static Geometry diamond(double r) {
    return new Polygon(List.of(X, Y), List.of(new Polygon.Edge("polygon", r, 0, 0, r), new Polygon.Edge("polygon", 0, r, -r, 0),
        new Polygon.Edge("polygon", -r, 0, 0, -r), new Polygon.Edge("polygon", 0, -r, r, 0)));
  }

  private record Case(Geometry shape, double area, double length) {}

  static Stream<Case> cases() {
    var square = box(0, 1, 0, 1);
    double lens = 2 * PI / 3 - sqrt(3) / 2;
    return Stream.of(
        // side by side, along the whole edge and along a part of it
        new Case(square.union(box(1, 2, 0, 1)), 2, 6),
        new Case(square.union(box(1, 2, 0.25, 3)), 3.75, 4 + 2 * 3.75 - 1.5),
        new Case(box(-1, 0, -1, 1).union(box(0, 1, 0, 1)), 3, 8),
        // a notch at an edge, at a corner, and a cut through
        new Case(square.minus(box(0.25, 0.5, 0.5, 1)), 0.875, 5),
        new Case(square.minus(box(0.5, 1, 0.5, 1)), 0.75, 4),
        new Case(square.minus(box(0.25, 0.5, 0, 1)), 0.75, 5.5),
        new Case(square.minus(box(0.25, 0.5, -1, 2)), 0.75, 5.5),
        new Case(square.minus(box(-1, 0, 0, 1).union(box(0.5, 1, 0, 1))), 0.5, 3),
        new Case(square.intersect(box(0.5, 1, 0, 2)), 0.5, 3),
        // the same circle, from both sides
        new Case(ring(1, 2).union(disk(0, 0, 1)), 4 * PI, 4 * PI),
        new Case(disk(0, 0, 2).minus(disk(0, 0, 1)), 3 * PI, 6 * PI),
        new Case(disk(0, 0, 2).minus(ring(1, 2)), PI, 2 * PI),
        new Case(ring(1, 3).minus(ring(2, 3)), 3 * PI, 6 * PI),
        new Case(ring(1, 3).intersect(ring(2, 4)), 5 * PI, 10 * PI),
        // tangent from inside and outside
        new Case(square.minus(disk(0.25, 0.5, 0.25)), 1 - PI / 16, 4 + PI / 2),
        new Case(disk(-1, 0, 1).union(disk(1, 0, 1)), 2 * PI, 4 * PI),
        new Case(disk(0, 0, 2).minus(disk(1, 0, 1)), 3 * PI, 6 * PI),
        new Case(box(-1, 1, -1, 1).minus(disk(0, 0, 1)), 4 - PI, 8 + 2 * PI),
        // through corners
        new Case(box(-1, 1, -1, 1).intersect(disk(0, 0, sqrt(2)).minus(disk(0, 0, 0.5))), 4 - PI / 4, 8 + PI),
        // the circle about a corner takes a sector of a right angle
        new Case(diamond(1).minus(disk(1, 0, sqrt(2))), 2 - PI / 2, 2 * sqrt(2) + PI / sqrt(2)),
        new Case(diamond(1).union(disk(0, 0, 1)), PI, 2 * PI),
        new Case(disk(0, 0, 1).minus(diamond(1)), PI - 2, 2 * PI + 4 * sqrt(2)),
        // two circles each through the centre of the other, and a line through both their crossings
        new Case(disk(-0.5, 0, 1).intersect(disk(0.5, 0, 1)), lens, 4 * PI / 3),
        new Case(disk(-0.5, 0, 1).intersect(disk(0.5, 0, 1)).intersect(box(0, 2, -2, 2)), lens / 2, 2 * PI / 3 + sqrt(3)),
        new Case(disk(-0.5, 0, 1).union(disk(0.5, 0, 1)).minus(box(-2, 0, -2, 2)), PI - lens / 2, 4 * PI / 3 + sqrt(3)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areaAndLengthAreRight(Case c) {
    assertThat(c.shape.measure()).as(c.shape.toString()).isCloseTo(c.area, within(1e-12));
    assertThat(c.shape.parts().stream().mapToDouble(BoundaryPart::measure).sum()).as(c.shape.toString()).isCloseTo(c.length, within(1e-12));
    assertThat(Arrays.stream(c.shape.quadrature(24).weights()).sum()).isCloseTo(c.area, within(1e-9));
    for (List<Curve> loop : Outline.of(c.shape).loops()) {
      double[] start = loop.getFirst().point(0);
      double[] end = loop.getLast().point(1);
      assertThat(Math.hypot(start[0] - end[0], start[1] - end[1])).isLessThan(1e-12);
    }
    double[][] points = c.shape.map(new PointSequence.Sobol().unitCube(2, 256, 0));
    for (int p = 0; p < 256; p++) {
      assertThat(c.shape.contains(points[0][p], points[1][p])).isTrue();
    }
  }

  @Test
  void aSharedEdgeIsInside() {
    var both = box(0, 1, 0, 1).union(box(1, 2, 0, 0.5));
    assertThat(both.contains(1, 0.25)).isTrue();
    assertThat(both.signedDistance(1, 0.25)).isEqualTo(-0.25);
    assertThat(both.contains(1, 0.75)).isFalse();
    assertThat(both.minus(disk(2, 0, 0.1)).contains(1, 0.25)).isTrue();
    assertThat(both.contains(1, 0.5)).isFalse();
  }

  @Test
  void equalIfOperationAndOperandsAre() {
    var a = box(0, 1, 0, 1).minus(disk(0.5, 0.5, 0.1));
    var b = box(0, 1, 0, 1).minus(disk(0.5, 0.5, 0.1));
    assertThat(a.parts()).isEqualTo(b.parts());
    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b).isNotEqualTo(box(0, 1, 0, 1).union(disk(0.5, 0.5, 0.1)));
  }
}
