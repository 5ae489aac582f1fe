package dev.ansatz.reference.fem;

import static dev.ansatz.pde.Pde.boundary;
import static dev.ansatz.pde.Pde.disk;
import static dev.ansatz.pde.Pde.dn;
import static dev.ansatz.pde.Pde.edge;
import static dev.ansatz.pde.Pde.equation;
import static dev.ansatz.pde.Pde.expression;
import static dev.ansatz.pde.Pde.field;
import static dev.ansatz.pde.Pde.on;
import static dev.ansatz.pde.Pde.pde;
import static dev.ansatz.pde.Pde.polygon;
import static dev.ansatz.pde.Pde.space;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Clause;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.Polygon;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rates of convergence in L2 on solutions that the statement itself is made to have. */
class FiniteElementProperties {
  private static final Coordinate X = space("x");
  private static final Coordinate Y = space("y");
  private static final Field U = field("u", X, Y);
  /** The rates of the last refinement differ from the limit by up to 0.1 on meshes of some thousand triangles. */
  private static final double SLACK = 0.2;

  private static Expr random(String text, SplittableRandom random) {
    String filled = text;
    while (filled.contains("#")) {
      filled = filled.replaceFirst("#", String.format(Locale.ROOT, "%.3f", random.nextDouble(0.5, 1.5)));
    }
    return expression(filled, X, Y, U);
  }

  /** A smooth function of some waves over the domain. */
  private static Expr exact(SplittableRandom random) {
    return random("sin(#*x + #*y) + #*cos(2*#*x - #*y)*exp(#*y/2)", random);
  }

  /** Diffusion that varies, with a mixed derivative, convection and a reaction, linear or not. */
  private static Equation operator(SplittableRandom random, boolean linear) {
    var equation = random(linear ? "-d((1 + #*x^2)*d(u, x), x) - #*d(u, y, y) - 0.3*d(u, x, y) + #*d(u, x) - #*y*d(u, y) + #*u"
        : "-d((1 + #*u^2)*d(u, x), x) - d((1 + #*u^2)*d(u, y), y) + #*u*d(u, x) + #*u^3", random);
    return equation.eq(0);
  }

  /** A pentagon near the regular one. */
  private static Polygon pentagon(SplittableRandom random) {
    double[] c = new double[10];
    for (int i = 0; i < 5; i++) {
      double angle = 2 * Math.PI * (i + random.nextDouble(-0.12, 0.12)) / 5;
      double radius = random.nextDouble(0.8, 1.2);
      c[2 * i] = radius * Math.cos(angle);
      c[2 * i + 1] = radius * Math.sin(angle);
    }
    var edges = new ArrayList<Polygon.Edge>();
    for (int i = 0; i < 5; i++) {
      int j = (i + 1) % 5;
      edges.add(edge(i < 2 ? "robin" : "wall", c[2 * i], c[2 * i + 1], c[2 * j], c[2 * j + 1]));
    }
    return polygon(X, Y, edges.toArray(Polygon.Edge[]::new));
  }

  private static double[] errors(Problem problem, Expr exact, int degree, double h, int meshes, int points) {
    var elements = new FiniteElements(problem, degree, h, () -> {});
    var rule = problem.domain().space().orElseThrow().quadrature(points);
    double[] u = Pointwise.of(exact).values(List.of(X, Y), rule.points())[0];
    double[] found = new double[u.length];
    double[] errors = new double[meshes];
    for (int k = 0; k < meshes; k++) {
      elements.next().orElseThrow().evaluate(0, MultiIndex.zero(2), rule.points(), found);
      for (int p = 0; p < u.length; p++) {
        errors[k] += rule.weights()[p] * Math.pow(found[p] - u[p], 2);
      }
      errors[k] = Math.sqrt(errors[k]);
    }
    return errors;
  }

  private static double lastRate(double[] errors) {
    int n = errors.length;
    return Math.log(errors[n - 2] / errors[n - 1]) / Math.log(2);
  }

  private static void assertRate(Problem stated, Expr exact, int degree, double h, int meshes) {
    Problem problem = Lowering.manufacture(stated, Map.of(U, exact));
    assertThat(FiniteElements.obstacles(problem, degree)).isEmpty();
    double[] errors = errors(problem, exact, degree, h, meshes, 24);
    assertThat(lastRate(errors)).as("errors %s", java.util.Arrays.toString(errors)).isBetween(degree + 1 - SLACK, degree + 1 + SLACK);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 4, seed = "20261125")
  void polygonsWithValuesAndRobinConditions(@ForAll("seeds") long seed, @ForAll boolean linear) {
    for (int degree = 1; degree <= 2; degree++) {
      var random = new SplittableRandom(seed);
      Geometry geometry = pentagon(random);
      Clause robin = on("robin", dn(U).plus(random("#*u", random)).eq(0));
      assertRate(pde("pentagon", geometry, equation(operator(random, linear)), on("wall", U.eq(0)), robin), exact(random), degree, 0.6, 5);
    }
  }

  @Property(tries = 4, seed = "20261126")
  void disks(@ForAll("seeds") long seed, @ForAll boolean linear, @ForAll boolean flux) {
    for (int degree = 1; degree <= 2; degree++) {
      var random = new SplittableRandom(seed);
      var geometry = disk(X, Y, random.nextDouble(-1, 1), 0.5, random.nextDouble(0.7, 1.3));
      // Robin's condition on a curved boundary uses its length and its normal
      Clause condition = on(boundary(), flux ? dn(U).plus(random("#*u", random)).eq(0) : U.eq(0));
      assertRate(pde("disk", geometry, equation(operator(random, linear)), condition), exact(random), degree, 0.6, 5);
    }
  }

  /** r^(2/3) sin(2θ/3), θ from the edge y = 0: in no space with two derivatives, and of rate 4/3 on meshes that are not graded. */
  @Property(tries = 1, seed = "20261127")
  void gradedMeshesRecoverTheRateAtAReentrantCorner() {
    var geometry = polygon(X, Y, edge("w", -1, -1, 0, -1), edge("w", 0, -1, 0, 0), edge("w", 0, 0, 1, 0), edge("w", 1, 0, 1, 1),
        edge("w", 1, 1, -1, 1), edge("w", -1, 1, -1, -1));
    Expr exact = expression("(x^2 + y^2)^(1/3)*cos(2/3*atan2(-x - y, y - x))", X, Y);
    var problem = pde("l-shape", geometry, equation(dev.ansatz.pde.Pde.lap(U).eq(0)), on(boundary(), U.eq(exact)));
    for (int degree = 1; degree <= 2; degree++) {
      // more points, for the error gathers at the corner
      double[] errors = errors(problem, exact, degree, 0.5, 7, 40);
      assertThat(lastRate(errors)).isBetween(degree + 1 - SLACK, degree + 1 + SLACK);
    }
  }
}
