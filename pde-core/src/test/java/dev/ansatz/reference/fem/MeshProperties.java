package dev.ansatz.reference.fem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.Outline;
import dev.ansatz.pde.geometry.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MeshProperties {
  private static final Coordinate X = Pde.space("x");
  private static final Coordinate Y = Pde.space("y");

  /** A rectangle less some disks that do not touch, cut into by one more. */
  private static Geometry random(SplittableRandom random) {
    Geometry g = Pde.box(X.in(-1, 1), Y.in(-1, 1));
    int holes = random.nextInt(4);
    for (int i = 0; i < holes; i++) {
      g = g.minus(Pde.disk("hole" + i, X, Y, -0.5 + i % 2, -0.4 + 0.8 * (i / 2), random.nextDouble(0.05, 0.3)));
    }
    return random.nextBoolean() ? g.minus(Pde.disk("bite", X, Y, 1, random.nextDouble(-0.2, 0.2), 0.25)) : g;
  }

  private static double area(TriangleMesh mesh) {
    double sum = 0;
    for (int t = 0; t < mesh.size(); t++) {
      assertThat(mesh.measure(t)).isPositive();
      sum += mesh.measure(t);
    }
    return sum;
  }

  /** Every edge has one triangle on the boundary and two inside. */
  private static void assertConforming(TriangleMesh mesh) {
    var count = new HashMap<Long, Integer>();
    for (int i = 0; i < mesh.triangles().length; i++) {
      count.merge(TriangleMesh.key(mesh.triangles()[i], mesh.triangles()[i / 3 * 3 + (i + 1) % 3]), 1, Integer::sum);
    }
    var onCurves = mesh.byEnds();
    assertThat(onCurves).hasSize(mesh.boundary().size() + mesh.inner().size());
    mesh.boundary().forEach(e -> assertThat(count.remove(TriangleMesh.key(e.a(), e.b()))).isEqualTo(1));
    assertThat(count.values()).containsOnly(2);
    for (var e : onCurves.values()) {
      double[] p = mesh.curves().get(e.curve()).point(e.s());
      assertThat(Math.hypot(p[0] - mesh.x()[e.a()], p[1] - mesh.y()[e.a()])).isLessThan(1e-12);
    }
  }

  @Property(tries = 40, seed = "20261125")
  void meshesConformAndKeepTheirAngles(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    Geometry geometry = random(random);
    var mesh = Mesher.mesh(Outline.of(geometry), random.nextDouble(0.2, 0.6));
    assertConforming(mesh);
    // Ruppert's bound is 25°; moving vertices onto arcs of up to 30° costs some of it, 15° of 40 such domains at worst
    assertThat(mesh.smallestAngle()).isGreaterThan(13);
    var fine = mesh.refine().refine();
    assertConforming(fine);
    assertThat(fine.smallestAngle()).isGreaterThan(10);
    // chords of arcs of θ = 30°/4 miss θ²/6 of each disk's area and less
    assertThat(area(fine)).isCloseTo(geometry.measure(), within(0.003 * geometry.measure()));
  }

  /** A circle that leaves the square at two places and crosses a line there and inside. */
  @Property(tries = 10, seed = "20261129")
  void curvesInsideAreMadeOfEdges(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    double radius = random.nextDouble(0.3, 0.8);
    double level = random.nextDouble(-0.2, 0.2);
    var circle = Outline.of(Pde.disk(X, Y, 1, 0, radius)).curves();
    var mesh = Mesher.mesh(Outline.of(Pde.box(X.in(-1, 1), Y.in(-1, 1))),
        List.of(circle.getFirst(), new Segment("line", -2, level, 2, level)),
        random.nextDouble(0.2, 0.5));
    for (var each : List.of(mesh, mesh.refine())) {
      assertConforming(each);
      double length = each.inner().stream()
          .mapToDouble(e -> Math.hypot(each.x()[e.a()] - each.x()[e.b()], each.y()[e.a()] - each.y()[e.b()])).sum();
      // chords of arcs of θ <= 30° are shorter by θ²/24
      double exact = 2 + Math.PI * radius;
      assertThat(length).isBetween(exact * (1 - Math.PI * Math.PI / 36 / 24), exact * (1 + 1e-12));
    }
  }

  @Example
  void sharpCornersHaveAMeshToo() {
    var wedge = Pde.polygon(X, Y, Pde.edge("a", 0, 0, 1, 0), Pde.edge("a", 1, 0, 1, 0.1), Pde.edge("a", 1, 0.1, 0, 0));
    var mesh = Mesher.mesh(Outline.of(wedge), 0.25);
    assertConforming(mesh);
    assertThat(area(mesh)).isCloseTo(0.05, within(1e-12));
    // that of the corner itself is 5.7°
    assertThat(mesh.smallestAngle()).isGreaterThan(4);
    assertThat(mesh.size()).isLessThan(2000);
  }

  /** Diameters next to a corner graded by κ shrink by κ, all angles stay. */
  @Example
  void gradedRefinementKeepsShapes() {
    var square = Mesher.mesh(Outline.of(Pde.box(X.in(0, 1), Y.in(0, 1))), 0.5);
    double[] grading = square.grading().clone();
    grading[0] = 0.125;
    var mesh = new TriangleMesh(square.curves(), square.x(), square.y(), square.triangles(), square.boundary(), square.inner(), grading);
    // the first cuts make new shapes, the later ones repeat them
    mesh = mesh.refine().refine();
    double angle = mesh.smallestAngle();
    double[] nearest = new double[3];
    for (int k = 0; k < 3; k++) {
      mesh = mesh.refine();
      assertConforming(mesh);
      assertThat(mesh.smallestAngle()).isCloseTo(angle, within(1e-6));
      nearest[k] = Double.POSITIVE_INFINITY;
      for (int v = 1; v < mesh.vertices(); v++) {
        nearest[k] = Math.min(nearest[k], Math.hypot(mesh.x()[v] - mesh.x()[0], mesh.y()[v] - mesh.y()[0]));
      }
      assertThat(area(mesh)).isCloseTo(1, within(1e-12));
    }
    assertThat(nearest[1] / nearest[0]).isCloseTo(0.125, within(1e-9));
    assertThat(nearest[2] / nearest[1]).isCloseTo(0.125, within(1e-9));
  }
}
