package dev.ansatz.pde.geometry;

import static dev.ansatz.pde.geometry.Geometries.X;
import static dev.ansatz.pde.geometry.Geometries.Y;
import static dev.ansatz.pde.geometry.Geometries.Z;
import static java.lang.Math.PI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Pointwise;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Combinations of boxes and balls in space. */
class SolidTest {
  private static Geometry box(double x0, double x1, double y0, double y1, double z0, double z1) {
    return new Box(List.of(new Range(X, x0, x1), new Range(Y, y0, y1), new Range(Z, z0, z1)));
  }

  private static Geometry ball(double x, double y, double z, double r) {
    return new Ball(List.of(X, Y, Z), "ball", List.of(x, y, z), r);
  }

  private record Case(Geometry shape, double volume, double area) {}

  private static double cap(double r, double h) {
    return PI * h * h * (3 * r - h) / 3;
  }

  static Stream<Case> cases() {
    var cube = box(0, 1, 0, 1, 0, 1);
    return Stream.of(
        new Case(cube.minus(ball(0.5, 0.5, 0.5, 0.3)), 1 - 4 * PI / 3 * 0.027, 6 + 4 * PI * 0.09),
        // a corner, an edge and a face cut by a sphere
        new Case(cube.minus(ball(0, 0, 0, 0.5)), 1 - PI / 6 * 0.125, 6 - 3 * PI / 16 + PI / 8),
        new Case(cube.minus(ball(0.5, 0, 0, 0.3)), 1 - PI / 3 * 0.027, 6 - 2 * PI / 2 * 0.09 + PI * 0.09),
        new Case(cube.minus(ball(0.5, 0.5, 1.1, 0.3)), 1 - cap(0.3, 0.2), 6 - PI * (0.09 - 0.01) + 2 * PI * 0.3 * 0.2),
        new Case(cube.intersect(ball(0, 0, 0, 0.75)), PI / 6 * Math.pow(0.75, 3), 3 * PI / 4 * 0.5625 + PI / 2 * 0.5625),
        // two spheres
        new Case(ball(0, 0, 0, 1).union(ball(1, 0, 0, 1)), 8 * PI / 3 - 2 * cap(1, 0.5), 8 * PI - 2 * PI),
        new Case(ball(0, 0, 0, 1).intersect(ball(0.3, 0.4, 1.2, 0.7)), lens(1, 0.7, 1.3), lensArea(1, 0.7, 1.3)),
        new Case(ball(0, 0, 0, 1).minus(ball(0.3, 0.4, 1.2, 0.7)), 4 * PI / 3 - lens(1, 0.7, 1.3), 4 * PI - bumpArea(1, 0.7, 1.3)),
        // boxes side by side, flush, and in a notch
        new Case(cube.union(box(1, 2, 0, 1, 0, 1)), 2, 10),
        new Case(cube.union(box(0.5, 1.5, 0, 1, 0, 1)), 1.5, 2 + 6),
        new Case(cube.minus(box(0.5, 1, 0.5, 1, 0.5, 1)), 0.875, 6),
        new Case(cube.minus(box(0.25, 0.75, 0.25, 0.75, -1, 2)), 0.75, 6 - 0.5 + 2),
        // the domain of PINNacle's Poisson3d-CG
        new Case(cube.minus(ball(0.4, 0.3, 0.6, 0.2)).minus(ball(0.6, 0.7, 0.6, 0.2)).minus(ball(0.2, 0.8, 0.7, 0.1))
            .minus(ball(0.6, 0.2, 0.3, 0.1)), 1 - 4 * PI / 3 * (0.016 + 0.002), 6 + 4 * PI * (0.08 + 0.02)));
  }

  private static double height(double r, double s, double d) {
    return r - (d * d + r * r - s * s) / (2 * d);
  }

  private static double lens(double r, double s, double d) {
    return cap(r, height(r, s, d)) + cap(s, height(s, r, d));
  }

  private static double lensArea(double r, double s, double d) {
    return 2 * PI * r * height(r, s, d) + 2 * PI * s * height(s, r, d);
  }

  private static double bumpArea(double r, double s, double d) {
    return 2 * PI * r * height(r, s, d) - 2 * PI * s * height(s, r, d);
  }

  /** Elementary volumes and areas, by rules of 10 points in each direction of a cell. */
  @ParameterizedTest
  @MethodSource("cases")
  void measures(Case c) {
    assertThat(c.shape.flaws()).isEmpty();
    assertThat(c.shape.measure()).isCloseTo(c.volume, within(1e-11 * c.volume));
    // between levels that are the extremes of curves the area falls exponentially with the points: 1e-10 with 16
    assertThat(c.shape.parts().stream().mapToDouble(BoundaryPart::measure).sum()).isCloseTo(c.area, within(1e-9 * c.area));
    var rule = c.shape.quadrature(5);
    assertThat(Arrays.stream(rule.weights()).sum()).isCloseTo(c.volume, within(1e-6 * c.volume));
    for (int p = 0; p < rule.weights().length; p++) {
      assertThat(c.shape.contains(rule.points()[0][p], rule.points()[1][p], rule.points()[2][p])).isTrue();
    }
  }

  /** ∫ div F = ∫ F · n of a field that is no polynomial, ever better with more points. */
  @ParameterizedTest
  @MethodSource("cases")
  void theDivergenceTheoremConverges(Case c) {
    var f = List.of(X.times(2).plus(Y), Y.times(Z), X.times(Z)).stream().map(dev.ansatz.pde.Pde::sin).toList();
    Expr divergence = f.get(0).derivative(X).plus(f.get(1).derivative(Y)).plus(f.get(2).derivative(Z));
    double[] differences = new double[3];
    for (int k = 0; k < 3; k++) {
      int m = 2 << k;
      var inside = c.shape.quadrature(m);
      double volume = inside.integrate(Pointwise.of(divergence).values(List.of(X, Y, Z), inside.points())[0]);
      double flux = 0;
      for (var part : c.shape.parts()) {
        var rule = part.quadrature(m);
        double[][] values = Pointwise.of(f).values(List.of(X, Y, Z), rule.points());
        double[][] normals = part.normals(rule.points());
        for (int p = 0; p < rule.weights().length; p++) {
          for (int i = 0; i < 3; i++) {
            flux += rule.weights()[p] * values[i][p] * normals[i][p];
          }
        }
      }
      differences[k] = Math.abs(volume - flux);
    }
    assertThat(differences[2]).as(Arrays.toString(differences)).isLessThan(2e-8);
    assertThat(differences[2]).as(Arrays.toString(differences)).isLessThan(Math.max(differences[0] / 100, 1e-12));
  }

  @Test
  void samplesAreInsideAndEven() {
    var shape = box(0, 1, 0, 1, 0, 1).minus(ball(0, 0, 0, 0.8)).union(ball(1, 1, 1, 0.3));
    assertThat(shape.flaws()).isEmpty();
    var domain = dev.ansatz.pde.Pde.over(shape);
    for (PointSequence sequence : List.of(new PointSequence.Uniform(), new PointSequence.LatinHypercube(), new PointSequence.Sobol(),
        new PointSequence.Halton())) {
      int count = 1024;
      double[][] points = sequence.interior(domain, count, 7);
      double mean = 0;
      for (int p = 0; p < count; p++) {
        assertThat(shape.contains(points[0][p], points[1][p], points[2][p])).isTrue();
        mean += points[0][p] * points[1][p] / count;
      }
      var rule = shape.quadrature(8);
      double exact = rule.integrate(Pointwise.of(X.times(Y)).values(List.of(X, Y, Z), rule.points())[0]) / shape.measure();
      // a standard deviation of 0.25 over √1024 and three times that; the even sequences are far below
      assertThat(mean).isCloseTo(exact,
          within(sequence instanceof PointSequence.Uniform ? 0.024 : sequence instanceof PointSequence.LatinHypercube ? 0.015 : 0.006));
      for (var part : shape.parts()) {
        double[][] on = sequence.boundary(domain, part, 200, 3);
        for (int p = 0; p < 200; p++) {
          assertThat(shape.signedDistance(on[0][p], on[1][p], on[2][p])).isCloseTo(0, within(1e-12));
          assertThat(part.distance(on[0][p], on[1][p], on[2][p])).isCloseTo(0, within(1e-9));
        }
      }
    }
  }

  /** Bounding boxes, names, pieces and text. */
  @Test
  void partsAndText() {
    var shape = box(0, 1, 0, 1, 0, 1).minus(ball(0.5, 0.5, 0.5, 0.2)).minus(ball(0.5, 0.5, 1, 0.1));
    assertThat(shape.parts().stream().map(BoundaryPart::name)).containsExactly("x=0", "x=1", "y=0", "y=1", "z=0", "z=1", "ball");
    var balls = shape.parts().getLast();
    assertThat(balls.pieces()).hasSize(2);
    assertThat(balls.normal(0.5, 0.5, 0.71)).containsExactly(new double[] {0, 0, -1}, within(1e-12));
    assertThat(balls.normal(0.5, 0.5, 0.91)).containsExactly(new double[] {0, 0, 1}, within(1e-12));
    assertThat(balls.pieces().getFirst().normalExpressions()).hasSize(3);
    var stated = dev.ansatz.pde.Pde.parse("""
        problem holes
        u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1] minus ball hole (0.5, 0.5, 0.5) radius 0.2
        lap(u) = 0
        boundary x=0, x=1, y=0, y=1, z=0, z=1: u = 0
        boundary hole: dn(u) = 1
        """);
    assertThat(dev.ansatz.pde.Pde.parse(dev.ansatz.pde.Pde.print(stated))).isEqualTo(stated);
    var bounds = ball(0, 0, 0, 1).intersect(ball(1, 0, 0, 1)).boundingBox().ranges();
    assertThat(bounds.get(0).lower()).isCloseTo(0, within(1e-12));
    assertThat(bounds.get(0).upper()).isCloseTo(1, within(1e-12));
    assertThat(bounds.get(1).upper()).isCloseTo(Math.sqrt(0.75), within(1e-12));
    assertThat(box(0, 1, 0, 1, 0, 1).intersect(ball(3, 0, 0, 1)).flaws()).hasSize(1);
  }
}
