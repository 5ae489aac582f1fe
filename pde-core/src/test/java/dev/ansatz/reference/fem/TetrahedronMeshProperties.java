package dev.ansatz.reference.fem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Ball;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Geometry;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TetrahedronMeshProperties {
  private static final Coordinate X = Pde.space("x");
  private static final Coordinate Y = Pde.space("y");
  private static final Coordinate Z = Pde.space("z");

  private static Box box(double x0, double x1, double y0, double y1, double z0, double z1) {
    return new Box(List.of(new Range(X, x0, x1), new Range(Y, y0, y1), new Range(Z, z0, z1)));
  }

  private static Ball ball(String name, double x, double y, double z, double r) {
    return new Ball(List.of(X, Y, Z), name, List.of(x, y, z), r);
  }

  /** A box with holes apart from each other, perhaps cut into at a corner, an edge or a face; or two balls, or a ball in a box. */
  private static Geometry random(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      Geometry one = ball("one", random.nextDouble(), 0, 0, 1);
      Geometry other = ball("other", 0, random.nextDouble(0.5, 0.9), random.nextDouble(0.5, 0.9), random.nextDouble(0.7, 1));
      return switch (random.nextInt(4)) {
        case 0 -> one.union(other);
        case 1 -> one.intersect(other);
        case 2 -> one.intersect(box(-2, random.nextDouble(0, 0.7), -2, 2, random.nextDouble(-0.6, 0), 2));
        default -> one;
      };
    }
    Geometry g = box(-1, 1, -1, random.nextDouble(0.9, 1.2), -1, 1);
    int holes = random.nextInt(3);
    for (int i = 0; i < holes; i++) {
      g = g.minus(ball("hole" + i, -0.45 + 0.9 * i, 0.9 * i - 0.4, random.nextDouble(-0.3, 0.3), random.nextDouble(0.2, 0.4)));
    }
    return switch (random.nextInt(4)) {
      case 0 -> g.minus(ball("bite", -1, -1, -1, random.nextDouble(0.25, 0.35)));
      case 1 -> g.minus(ball("bite", 1, -1, random.nextDouble(-0.2, 0.2), random.nextDouble(0.3, 0.5)));
      case 2 -> g.minus(box(0.6, 1, -1, random.nextDouble(-0.8, -0.6), -1, 1));
      default -> g;
    };
  }

  private static double volume(TetrahedronMesh mesh) {
    double sum = 0;
    for (int t = 0; t < mesh.size(); t++) {
      assertThat(mesh.measure(t)).isPositive();
      sum += mesh.measure(t);
    }
    return sum;
  }

  /** Every side has two tetrahedra inside and one on the boundary, where its corners lie on its plane or sphere. */
  private static void assertConforming(TetrahedronMesh mesh) {
    var open = new HashMap<List<Integer>, Integer>();
    for (int t = 0; t < mesh.size(); t++) {
      for (int side = 0; side < 4; side++) {
        open.merge(corners(mesh, t, side), 1, Integer::sum);
      }
    }
    for (int f = 0; f < mesh.faces().length; f++) {
      var corners = corners(mesh, mesh.faces()[f] >> 2, mesh.faces()[f] & 3);
      assertThat(open.remove(corners)).isEqualTo(1);
      for (int v : corners) {
        double[] p = mesh.vertex(v);
        assertThat(mesh.patches().all().get(mesh.patchOf()[f]).offset(p[0], p[1], p[2])).isCloseTo(0, within(1e-13));
      }
    }
    assertThat(open.values()).containsOnly(2);
  }

  private static List<Integer> corners(TetrahedronMesh mesh, int t, int side) {
    return IntStream.of(SimplexMesh.TETRAHEDRON_SIDES[side]).map(i -> mesh.simplices()[4 * t + i]).sorted().boxed().toList();
  }

  @Property(tries = 8, seed = "20261129")
  void meshesConformAndKeepTheirAngles(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    Geometry solid = random(random);
    var mesh = LatticeMesher.mesh(solid, List.of(), random.nextDouble(0.4, 0.7));
    assertConforming(mesh);
    // 8° is what a mesh must have to be taken
    assertThat(mesh.angles()[0]).isGreaterThan(8);
    var fine = mesh.refine();
    assertConforming(fine);
    assertThat(fine.angles()[0]).isGreaterThan(4);
    // what chords miss of spheres falls by 4
    double coarse = Math.abs(volume(mesh) - solid.measure());
    assertThat(Math.abs(volume(fine) - solid.measure())).isLessThan(0.4 * coarse + 1e-12 * solid.measure());
  }

  /** Right through a ball, and where it cuts the box. */
  @Example
  void facesLieOnPlanesInside() {
    var solid = box(0, 1, 0, 1, 0, 1).minus(ball("hole", 0.5, 0.5, 0.5, 0.3));
    var mesh = LatticeMesher.mesh(solid, List.of(new Patch.Plane("inner", 2, 0.37)), 0.25);
    assertConforming(mesh);
    for (int t = 0; t < mesh.size(); t++) {
      boolean below = false;
      boolean above = false;
      for (int i = 0; i < 4; i++) {
        double z = mesh.x()[2][mesh.simplices()[4 * t + i]];
        below |= z < 0.37 - 1e-12;
        above |= z > 0.37 + 1e-12;
      }
      assertThat(below && above).isFalse();
    }
  }

  @Example
  void slabsAreOfFlatCubes() {
    var mesh = LatticeMesher.mesh(box(0, 1, 0, 1, 0, 0.05), List.of(), 0.25);
    assertConforming(mesh);
    assertThat(mesh.angles()[0]).isGreaterThan(25);
    assertThat(mesh.size()).isLessThan(3000);
  }

  /** Before some 10⁹ levels of cubes are put into memory. */
  @Example
  void slitsAreRefused() {
    var slit = box(0, 1, 0, 1, 0, 1).minus(box(0.5, 0.5 + 1e-9, 0, 0.5, 0, 1));
    assertThatThrownBy(() -> LatticeMesher.mesh(slit, List.of(), 0.25)).isInstanceOf(MeshFailure.class)
        .hasMessageStartingWith("no mesh of good tetrahedra was found: by cubes of 2.0e-09, there would be more than 200000; ")
        .hasMessageEndingWith("or a part is thin, move or resize the shapes");
  }

  /** What the ball leaves of the rod's ends is too thin for cubes of edge 1, and smaller ones are too many: the ends need mending. */
  @Example
  void theFaultThatCannotBeMendedIsTold() {
    var rod = box(0, 1, 0, 1, 0, 20_000).minus(ball("hole", 0.5, 0.5, 10_000, 9_999.98));
    assertThatThrownBy(() -> LatticeMesher.mesh(rod, List.of(), 1)).isInstanceOf(MeshFailure.class)
        .hasMessageMatching("no mesh of good tetrahedra was found: by cubes of 1.0, .*; by cubes of 0.85, there would be more than 200000; "
            + "where surfaces come very near to each other or touch, or a part is thin, move or resize the shapes");
  }

  @Example
  void refinementIsIntoEightOfTheSameVolume() {
    var mesh = LatticeMesher.mesh(box(0, 1, 0, 2, 0, 1.5), List.of(), 1);
    var fine = mesh.refine();
    for (int t = 0; t < fine.size(); t++) {
      assertThat(fine.measure(t)).isCloseTo(mesh.measure(t / 8) / 8, within(1e-14));
    }
    assertThat(fine.refine().angles()[0]).isCloseTo(mesh.angles()[0], within(1e-6));
  }

  /** Monomials of degree 5 and less: k! l! m! / (3 + k + l + m)! on tetrahedra, k! l! / (2 + k + l)! on their sides. */
  @Example
  void rulesAreExact() {
    var rule = SimplexRule.of(3);
    for (int k = 0; k <= 5; k++) {
      for (int l = 0; k + l <= 5; l++) {
        for (int m = 0; k + l + m <= 5; m++) {
          double sum = 0;
          for (int q = 0; q < rule.weights().length; q++) {
            double[] at = rule.points()[q].at;
            sum += rule.weights()[q] / 6 * Math.pow(at[0], k) * Math.pow(at[1], l) * Math.pow(at[2], m);
          }
          assertThat(sum).isCloseTo(factorial(k) * factorial(l) * factorial(m) / factorial(3 + k + l + m), within(1e-15));
        }
        // on the side opposite to the third axis
        double sum = 0;
        for (int q = 0; q < rule.sideWeights().length; q++) {
          double[] at = rule.sidePoints()[3][q].at;
          sum += rule.sideWeights()[q] / 2 * Math.pow(at[0], k) * Math.pow(at[1], l);
        }
        assertThat(sum).isCloseTo(factorial(k) * factorial(l) / factorial(2 + k + l), within(1e-15));
      }
    }
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
