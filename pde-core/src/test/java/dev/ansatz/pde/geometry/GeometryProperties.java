package dev.ansatz.pde.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GeometryProperties {
  @Provide
  Arbitrary<Geometry> primitives() {
    return Arbitraries.oneOf(Geometries.primitives(), Geometries.balls(), Geometries.cuboids());
  }

  @Provide
  Arbitrary<Geometry> combinations() {
    return Geometries.combinations();
  }

  @Provide
  Arbitrary<Geometry> plane() {
    return Geometries.plane();
  }

  @Provide
  Arbitrary<Geometry> all() {
    return Arbitraries.oneOf(Geometries.primitives(), Geometries.combinations(), Geometries.balls(), Geometries.cuboids());
  }

  private static double integrate(Quadrature rule, ToDoubleFunction<double[]> f) {
    double[] values = new double[rule.weights().length];
    for (int p = 0; p < values.length; p++) {
      values[p] = f.applyAsDouble(lane(rule.points(), p));
    }
    return rule.integrate(values);
  }

  private static double[] lane(double[][] points, int p) {
    return Arrays.stream(points).mapToDouble(row -> row[p]).toArray();
  }

  /** A polynomial of the given degree with random coefficients, one term for each of some random exponents. */
  private static Expr polynomial(List<Coordinate> coordinates, int degree, Random random) {
    Expr sum = new Const(random.nextGaussian());
    for (int term = 0; term < 5; term++) {
      Expr product = new Const(random.nextGaussian());
      for (int left = random.nextInt(degree + 1); left > 0; left--) {
        product = product.times(coordinates.get(random.nextInt(coordinates.size())));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  private static double value(Expr e, List<Coordinate> coordinates, double[] point) {
    Map<Coordinate, Double> at = new HashMap<>();
    for (int i = 0; i < point.length; i++) {
      at.put(coordinates.get(i), point[i]);
    }
    return e.evaluate(at);
  }

  /** The integral of div F less that of F · n over all parts, relative to the integral of |F| over them; F of this degree. */
  static double divergenceDefect(Geometry g, int degree, int m, long seed) {
    var random = new Random(seed);
    var coordinates = g.coordinates();
    var field = coordinates.stream().map(_ -> polynomial(coordinates, degree, random)).toList();
    double inside = 0;
    for (int i = 0; i < field.size(); i++) {
      Expr slope = field.get(i).derivative(coordinates.get(i));
      inside += integrate(g.quadrature(m), p -> value(slope, coordinates, p));
    }
    double flux = 0;
    double size = 0;
    for (BoundaryPart part : g.parts()) {
      for (int i = 0; i < field.size(); i++) {
        int component = i;
        Expr f = field.get(i);
        flux += integrate(part.quadrature(m), p -> value(f, coordinates, p) * part.normal(p)[component]);
        size += integrate(part.quadrature(m), p -> Math.abs(value(f, coordinates, p)));
      }
    }
    return Math.abs(inside - flux) / size;
  }

  /** Ties interior and boundary rules, normals and parts to each other. The rules are exact for F of degree 2m - 2 = 4 here. */
  @Property(tries = 200, seed = "20261125")
  void theDivergenceTheoremHoldsToRoundingOnSimpleShapes(@ForAll("primitives") Geometry g, @ForAll long seed) {
    assertThat(divergenceDefect(g, 4, 3, seed)).isLessThan(1e-13);
  }

  /** The worst over 1,500 combinations was 1.8e-7, 1.3e-9, 4.1e-11 and 1.4e-13 with 6, 12, 24 and 48 points a direction. */
  @Property(tries = 150, seed = "20261125")
  void theDivergenceTheoremHoldsOnCombinations(@ForAll("combinations") Geometry g, @ForAll long seed) {
    assertThat(divergenceDefect(g, 4, 6, seed)).as(g.toString()).isLessThan(2e-6);
    assertThat(divergenceDefect(g, 4, 24, seed)).as(g.toString()).isLessThan(4e-10);
  }

  @Property(tries = 200, seed = "20261125")
  void quadratureOfOneIsTheMeasure(@ForAll("all") Geometry g) {
    boolean simple = !(g instanceof Combination);
    double measure = integrate(g.quadrature(simple ? 3 : 24), _ -> 1);
    // ten times the worst of 1,500 combinations
    assertThat(measure / g.measure()).isCloseTo(1, within(simple ? 1e-13 : 4e-9));
    for (BoundaryPart part : g.parts()) {
      assertThat(integrate(part.quadrature(2), _ -> 1) / part.measure()).isCloseTo(1, within(1e-14));
    }
  }

  /** The distance from the nearest of many points of the boundary exceeds the true one by at most half their spacing. */
  @Property(tries = 100, seed = "20261125")
  void signedDistanceIsTheDistanceFromTheBoundary(@ForAll("plane") Geometry g, @ForAll long seed) {
    var outline = Outline.of(g);
    var random = new Random(seed);
    var samples = new ArrayList<double[]>();
    double spacing = 0;
    for (Curve curve : outline.curves()) {
      for (int k = 0; k <= 200; k++) {
        samples.add(curve.point(k / 200.0));
      }
      spacing = Math.max(spacing, curve.length() / 200);
    }
    for (int k = 0; k < 20; k++) {
      double x = random.nextDouble(-3, 3);
      double y = random.nextDouble(-3, 3);
      double nearest = samples.stream().mapToDouble(p -> Math.hypot(p[0] - x, p[1] - y)).min().orElseThrow();
      double exact = outline.signedDistance(x, y);
      double d = g.signedDistance(x, y);
      assertThat(nearest - Math.abs(exact)).isBetween(-1e-14, spacing / 2);
      if (Math.abs(exact) > 1e-12) {
        assertThat(exact < 0).isEqualTo(g.contains(x, y));
        assertThat(Math.signum(d)).isEqualTo(Math.signum(exact));
      }
      if (g instanceof Combination) {
        assertThat(Math.abs(d)).isLessThanOrEqualTo(Math.abs(exact) + 1e-14);
      } else {
        assertThat(d).isCloseTo(exact, within(1e-14));
      }
    }
  }

  @Property(tries = 100, seed = "20261125")
  void theGradientOfSignedDistanceIsAUnitVector(@ForAll("primitives") Geometry g, @ForAll long seed) {
    var random = new Random(seed);
    int smooth = 0;
    for (int k = 0; k < 20; k++) {
      double[] p = new double[g.coordinates().size()];
      for (int i = 0; i < p.length; i++) {
        p[i] = random.nextDouble(-3, 3);
      }
      double h = 1e-5;
      double squares = 0;
      double bend = 0;
      for (int i = 0; i < p.length; i++) {
        double at = p[i];
        p[i] = at + h;
        double up = g.signedDistance(p);
        p[i] = at - h;
        double down = g.signedDistance(p);
        p[i] = at;
        squares += Math.pow((up - down) / (2 * h), 2);
        bend = Math.max(bend, Math.abs(up - 2 * g.signedDistance(p) + down));
      }
      // elsewhere a ridge or corner is nearer than h: there the second difference is of order h, else of h²
      if (bend < 1e-8) {
        smooth++;
        assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-8));
      }
    }
    assertThat(smooth).isGreaterThan(10);
  }

  @Property(tries = 100, seed = "20261125")
  void normalsAreUnitVectorsThatPointOutward(@ForAll("all") Geometry g, @ForAll long seed) {
    for (BoundaryPart part : g.parts()) {
      int rows = g.coordinates().size() - 1;
      double[][] points = part.map(Arrays.copyOf(new PointSequence.Uniform().unitCube(4, 20, seed), rows));
      double[][] normals = part.normals(points);
      for (int p = 0; p < points[0].length; p++) {
        double[] at = lane(points, p);
        double[] n = lane(normals, p);
        assertThat(part.distance(at)).isLessThan(1e-14);
        assertThat(Arrays.stream(n).map(v -> v * v).sum()).isCloseTo(1, within(1e-14));
        // further than rounding, nearer than what most corners leave
        double h = 1e-9;
        double[] out = new double[at.length];
        double[] in = new double[at.length];
        for (int i = 0; i < at.length; i++) {
          out[i] = at[i] + h * n[i];
          in[i] = at[i] - h * n[i];
        }
        assertThat(g.contains(in)).isTrue();
        assertThat(g.contains(out)).isFalse();
      }
      for (BoundaryPart piece : part.pieces()) {
        double[][] on = piece.map(Arrays.copyOf(new PointSequence.Uniform().unitCube(4, 5, seed), rows));
        for (int p = 0; p < on[0].length; p++) {
          double[] at = lane(on, p);
          double[] n = piece.normal(at);
          for (int i = 0; i < n.length; i++) {
            assertThat(value(piece.normalExpressions().get(i), g.coordinates(), at)).isCloseTo(n[i], within(1e-14));
          }
        }
      }
    }
  }

  @Property(tries = 100, seed = "20261125")
  void loopsCloseAndEachCurveBeginsWhereTheOneBeforeEnds(@ForAll("plane") Geometry g) {
    int curves = 0;
    for (List<Curve> loop : Outline.of(g).loops()) {
      curves += loop.size();
      for (int i = 0; i < loop.size(); i++) {
        double[] end = loop.get(i).point(1);
        double[] next = loop.get((i + 1) % loop.size()).point(0);
        assertThat(Math.hypot(end[0] - next[0], end[1] - next[1])).isLessThan(1e-12);
      }
    }
    assertThat(curves).isEqualTo(Outline.of(g).curves().size());
  }

  @Property(tries = 100, seed = "20261125")
  void samplesAreAsManyAsAskedForAllInsideAndSpreadByMeasure(@ForAll("all") Geometry g, @ForAll long seed) {
    int dimension = g.coordinates().size();
    // the centroid, by a rule that is exact or nearly so
    double[] centroid = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      int axis = i;
      centroid[i] = integrate(g.quadrature(12), p -> p[axis]) / g.measure();
    }
    double size = g.boundingBox().ranges().stream().mapToDouble(r -> r.length()).max().orElseThrow();
    for (PointSequence sequence : List.of(new PointSequence.Uniform(), new PointSequence.LatinHypercube(),
        new PointSequence.Sobol(), new PointSequence.Halton())) {
      double[][] points = g.map(sequence.unitCube(dimension, 1024, seed));
      double[] mean = new double[dimension];
      for (int p = 0; p < 1024; p++) {
        double[] at = lane(points, p);
        assertThat(g.contains(at)).isTrue();
        for (int i = 0; i < dimension; i++) {
          mean[i] += at[i] / 1024;
        }
      }
      // six standard deviations of a mean of 1024 points, at most half the size each; else five times the worst of 300 geometries
      double allowed = size * switch (sequence) {
        case PointSequence.Uniform _ -> 6 * 0.5 / 32;
        case PointSequence.LatinHypercube _ -> 0.04;
        case PointSequence.Sobol _ -> 0.004;
        default -> 0.0085;
      };
      for (int i = 0; i < dimension; i++) {
        assertThat(mean[i]).as("%s %s", sequence, g).isCloseTo(centroid[i], within(allowed));
      }
    }
  }

  /** One point in each of 64 strips of equal area across the set. */
  @Property(tries = 50, seed = "20261125")
  void aLatinHypercubeHasOnePointInEachStripOfEqualArea(@ForAll("combinations") Geometry g, @ForAll long seed) {
    double[][] points = g.map(new PointSequence.LatinHypercube().unitCube(2, 64, seed));
    double[] ends = g.map(new double[][] {java.util.stream.IntStream.range(1, 64).mapToDouble(k -> k / 64.0).toArray(), new double[63]})[0];
    int[] met = new int[64];
    for (double x : points[0]) {
      int place = Arrays.binarySearch(ends, x);
      met[place < 0 ? -place - 1 : place]++;
    }
    assertThat(met).containsOnly(1);
  }
}
