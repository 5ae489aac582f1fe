package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.reference.fem.FiniteElementSolution;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.solve.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stationary incompressible flow by Taylor and Hood's elements. */
class FlowTest {
  private static final String SQUARE = "vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]\n";

  private static Problem problem(String text) {
    return Pde.parse("problem flow\n" + text);
  }

  /** The L2 errors of v1, v2 and of p less its mean on some meshes, {@code [mesh][field]}. */
  private static double[][] errors(Problem problem, double h, int meshes, String... exact) {
    var names = new ArrayList<Expr>(problem.coordinates());
    names.addAll(problem.parameters());
    var expressions = List.of(exact).stream().map(e -> Pde.expression(e, names.toArray(Expr[]::new))).toList();
    var rule = problem.domain().space().orElseThrow().quadrature(30);
    double[][] values = Pointwise.of(expressions).values(problem.coordinates(), rule.points());
    double mean = rule.integrate(values[2]) / problem.domain().space().orElseThrow().measure();
    var elements = new FiniteElements(problem, 2, h, () -> {});
    double[][] errors = new double[meshes][3];
    double[] found = new double[values[0].length];
    for (int k = 0; k < meshes; k++) {
      var solution = elements.next().orElseThrow();
      for (int f = 0; f < 3; f++) {
        solution.evaluate(f, MultiIndex.zero(2), rule.points(), found);
        for (int q = 0; q < found.length; q++) {
          double e = found[q] - values[f][q] + (f == 2 ? mean : 0);
          errors[k][f] += rule.weights()[q] * e * e;
        }
        errors[k][f] = Math.sqrt(errors[k][f]);
      }
    }
    return errors;
  }

  private static double rate(double[][] errors, int field) {
    int n = errors.length;
    return Math.log(errors[n - 2][field] / errors[n - 1][field]) / Math.log(2);
  }

  /** L. I. G. Kovasznay, Proc. Camb. Phil. Soc. 44 (1948), doi:10.1017/S0305004100023999: the flow behind a grid. */
  @Test
  void kovasznayFlowHasOrderThree() {
    String lambda = "(20 - sqrt(400 + 4*pi^2))";
    String u = "1 - exp(" + lambda + "*x)*cos(2*pi*y)";
    String v = lambda + "/(2*pi)*exp(" + lambda + "*x)*sin(2*pi*y)";
    var flow = problem("""
        vector v(x, y), p(x, y)  on  x in [-0.5, 1], y in [-0.5, 1.5]
        advect(v, v) + grad(p) = lap(v)/40
        div(v) = 0
        boundary v = (%s, %s)
        """.formatted(u, v));
    double[][] errors = errors(flow, 0.4, 5, u, v, "-exp(2*" + lambda + "*x)/2");
    // the coarser meshes hardly resolve the layer, so that the error still falls faster than it will
    assertThat(rate(errors, 0)).isBetween(2.8, 3.5);
    assertThat(rate(errors, 1)).isBetween(2.8, 3.5);
    assertThat(rate(errors, 2)).isBetween(1.8, 2.8);
  }

  @Test
  void stokesFlowIsLinear() {
    // the stream function sin(πx)² sin(πy)²
    String u = "pi*sin(pi*x)^2*sin(2*pi*y)";
    String v = "-pi*sin(2*pi*x)*sin(pi*y)^2";
    var stokes = problem(SQUARE + """
        grad(p) - lap(v) = (-2*pi^3*cos(2*pi*x)*sin(2*pi*y) + 4*pi^3*sin(pi*x)^2*sin(2*pi*y) - sin(x), \
        2*pi^3*sin(2*pi*x)*cos(2*pi*y) - 4*pi^3*sin(2*pi*x)*sin(pi*y)^2 + 1)
        div(v) = 0
        boundary v = 0
        """);
    double[][] errors = errors(stokes, 0.25, 4, u, v, "cos(x) + y");
    assertThat(rate(errors, 0)).isBetween(2.8, 3.3);
    assertThat(rate(errors, 2)).isBetween(1.8, 3.2);
    assertThat(new FiniteElements(stokes, 2, 0.5, () -> {}).isLinear()).isTrue();
  }

  @Test
  void flowOnARectangleIsLeftToFiniteElements() {
    var cavity = cavity(10);
    var answer = Reference.solver(3e-2).solve(cavity, Run.defaults());
    assertThat(answer.provenance().configuration()).containsEntry("method", "fem-p2").containsEntry("gauge", "mean(p) = 0");
    // the pressure has no limit in L2 where the lid meets the walls, and says so
    assertThat(answer.provenance().configuration().get("error of p")).contains("singular");
  }

  @Test
  void gaugesAreHeld() {
    var pinned = problem(SQUARE + """
        grad(p) - lap(v) = (1, 0)
        div(v) = 0
        boundary v = 0
        gauge p(0.5, 0.5) = 3
        """);
    // at rest, under p = x + 5/2
    var answer = Reference.solver("fem-p2", 1e-3).solve(pinned, Run.defaults());
    assertThat(answer.value(pinned.fields().get(2), 0.25, 0.1)).isCloseTo(2.75, within(1e-9));
  }

  private static Problem cavity(double reynolds) {
    return problem(SQUARE + """
        param Re = %s
        advect(v, v) + grad(p) = lap(v)/Re
        div(v) = 0
        boundary x=0, x=1, y=0: v = 0
        boundary y=1: v = (1, 0)
        """.formatted(reynolds));
  }

  // ---- the lid-driven cavity ----

  private static final double[] Y = {0.0547, 0.0625, 0.0703, 0.1016, 0.1719, 0.2813, 0.4531, 0.5, 0.6172, 0.7344, 0.8516, 0.9531, 0.9609,
      0.9688, 0.9766};
  private static final double[] X = {0.0625, 0.0703, 0.0781, 0.0938, 0.1563, 0.2266, 0.2344, 0.5, 0.8047, 0.8594, 0.9063, 0.9453, 0.9531,
      0.9609, 0.9688};

  /** v1 on x = 1/2 at {@link #Y}, then v2 on y = 1/2 at {@link #X}: tables I and II of Ghia, Ghia and Shin. */
  private static double[][] ghia(int reynolds) {
    return switch (reynolds) {
      case 100 -> new double[][] {
          {-0.03717, -0.04192, -0.04775, -0.06434, -0.10150, -0.15662, -0.21090, -0.20581, -0.13641, 0.00332, 0.23151, 0.68717, 0.73722,
              0.78871, 0.84123},
          {0.09233, 0.10091, 0.10890, 0.12317, 0.16077, 0.17507, 0.17527, 0.05454, -0.24533, -0.22445, -0.16914, -0.10313, -0.08864,
              -0.07391, -0.05906}};
      case 400 -> new double[][] {
          {-0.08186, -0.09266, -0.10338, -0.14612, -0.24299, -0.32726, -0.17119, -0.11477, 0.02135, 0.16256, 0.29093, 0.55892, 0.61756,
              0.68439, 0.75837},
          {0.18360, 0.19713, 0.20920, 0.22965, 0.28124, 0.30203, 0.30174, 0.05186, -0.38598, -0.44993, -0.23827, -0.22847, -0.19254,
              -0.15663, -0.12146}};
      default -> new double[][] {
          {-0.18109, -0.20196, -0.22220, -0.29730, -0.38289, -0.27805, -0.10648, -0.06080, 0.05702, 0.18719, 0.33304, 0.46604, 0.51117,
              0.57492, 0.65928},
          {0.27485, 0.29012, 0.30353, 0.32627, 0.37095, 0.33075, 0.32235, 0.02526, -0.31966, -0.42665, -0.51550, -0.39188, -0.33714,
              -0.27669, -0.21388}};
    };
  }

  /** The largest differences from a table on both centre lines. */
  private static double distance(int reynolds, int meshes, double[][] table) {
    var elements = new FiniteElements(cavity(reynolds), 2, 0.25, () -> {});
    FiniteElementSolution answer = null;
    for (int k = 0; k < meshes; k++) {
      answer = elements.next().orElseThrow();
    }
    double[] half = new double[X.length];
    Arrays.fill(half, 0.5);
    double[] u = new double[Y.length];
    double[] v = new double[X.length];
    answer.evaluate(0, MultiIndex.zero(2), new double[][] {half, Y}, u);
    answer.evaluate(1, MultiIndex.zero(2), new double[][] {X, half}, v);
    double largest = 0;
    for (int i = 0; i < u.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(u[i] - table[0][i]), Double.isNaN(table[1][i]) ? 0 : Math.abs(v[i] - table[1][i])));
    }
    return largest;
  }

  /**
   * U. Ghia, K. N. Ghia and C. T. Shin, J. Comput. Phys. 48 (1982), doi:10.1016/0021-9991(82)90058-4. Their own error is far above the
   * five digits they print: at Re = 100 their v2 has the extremes 0.17527 and −0.24533 against 0.17957 and −0.25380 of later
   * computations (ours to 2e-5), and up to 9.2e-3 elsewhere. v2(0.9063, 1/2) = −0.23827 at Re = 400 is a misprint: its neighbours
   * are −0.44993 and −0.22847, and our value is −0.3897.
   */
  @Test
  void theCavityAgreesWithGhiaGhiaAndShin() {
    assertThat(distance(100, 4, ghia(100))).isBetween(8.5e-3, 1e-2);
    double[][] table = ghia(400);
    table[1][10] = Double.NaN;
    assertThat(distance(400, 4, table)).isBetween(5.5e-3, 7e-3);
  }

  /**
   * O. Botella and R. Peyret, Comput. Fluids 27 (1998), doi:10.1016/S0045-7930(98)00002-4, by Chebyshev collocation with the corner
   * singularities subtracted: tables of seven digits at Re = 1000. We are 5.4e-4 away on the 8,704 triangles of this test and 4.2e-5 on
   * the 34,816 of the next mesh, which takes eight times as long.
   */
  @Test
  void theCavityAgreesWithBotellaAndPeyret() {
    double[][] table = {
        {-0.1812881, -0.2023300, -0.2228955, -0.3004561, -0.3885690, -0.2803696, -0.1081999, -0.0620561, 0.0570178, 0.1886747, 0.3372212,
            0.4723329, 0.5169277, 0.5808359, 0.6644227},
        {0.2807056, 0.2962703, 0.3099097, 0.3330442, 0.3769189, 0.3339924, 0.3253592, 0.0257995, -0.3202137, -0.4264545, -0.5264392,
            -0.4103754, -0.3553213, -0.2936869, -0.2279225}};
    assertThat(distance(1000, 5, table)).isLessThan(6e-4);
  }
}
