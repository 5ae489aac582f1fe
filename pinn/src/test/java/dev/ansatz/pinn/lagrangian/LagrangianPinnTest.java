package dev.ansatz.pinn.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.TransportForm;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LagrangianPinnTest {
  private static final Run RUN = Run.defaults().withThreads(2).withBudget(Duration.ofSeconds(60));
  private static final LagrangianOptions ACCURATE = LagrangianOptions.preset("accurate");
  private static final LagrangianOptions SMALL = ACCURATE.with(Map.of("width", "10", "points", "500"));

  private static Problem burgers(String nu, String end) {
    return Pde.parse("""
        problem burgers-periodic
        u(t, x) on x in [0, 2*pi], t in [0, %s]
        u_t + u*u_x = %s*u_xx
        initial u = 1 + sin(x)
        periodic x
        """.formatted(end, nu));
  }

  private static Solution solve(Problem problem, LagrangianOptions options, int seed) {
    return new LagrangianPinn(options).solve(problem, RUN.withSeed(seed));
  }

  private static double error(Solution solution) {
    return solution.compare(Reference.solve(solution.problem())).relativeL2();
  }

  /** A constant N_X carries the initial values exactly: the residuals vanish for labels anywhere, and so does the error. */
  @Test
  void convectionIsExactForAConstantNetwork() {
    Problem problem = Catalog.get("advection").with("beta", 50).problem();
    var model = new LagrangianModel(problem, TransportForm.of(problem), SMALL);
    var residuals = model.lower(model.residuals());
    double[] theta = model.rest(residuals.program(), 3);
    theta[residuals.program().block("N_X." + SMALL.architecture().layers() + ".b").offset()] = 50;
    try (var executor = new Executor(1)) {
      double[][] points = new PointSequence.Uniform().interior(problem.domain(), 200, 1);
      double[] r = new double[400];
      residuals.at(executor, points).values(theta, r, 0);
      assertThat(r).containsOnly(0);
      var ranges = problem.domain().ranges();
      double[] labels = new Characteristics(model, theta, ranges.get(0), ranges.get(1)).labels(executor, points[0], points[1]);
      for (int i = 0; i < labels.length; i++) {
        // phases of up to 50 are rounded at 3.6e-15 apiece, thrice
        assertThat(Math.sin(labels[i])).isCloseTo(Math.sin(points[1][i] - 50 * points[0][i]), within(2e-14));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void advectionFarAroundIsSolvedToRounding(int seed) {
    Solution solution = solve(Catalog.get("advection").with("beta", 50).problem(), ACCURATE, seed);
    assertThat(error(solution)).isLessThan(1e-9);
  }

  @Test
  void viscousBurgersAgreesWithTheReference() {
    Solution solution = solve(burgers("0.01", "1"), SMALL.with(Map.of("iterations", "150")), 0);
    // ten times what seed 0 gives
    assertThat(error(solution)).isLessThan(1.6e-3);
  }

  /** The diffusion is that at places: with a velocity that stretches labels, diffusion along labels would be far off. */
  @Test
  void diffusionOnStretchedLabelsAndSourcesAgreeWithTheReference() {
    Problem problem = Pde.parse("""
        problem stretched
        w(t, x) on x in [0, 2*pi], t in [0, 1]
        w_t + (1 + 0.5*sin(x))*w_x = 0.2*w_xx + 0.3*cos(x) - 0.1*w^2
        initial w = cos(x)
        periodic x
        """);
    Solution solution = solve(problem, SMALL.with(Map.of("iterations", "80")), 0);
    // ten times what seed 0 gives
    assertThat(error(solution)).isLessThan(1.8e-4);
  }

  @Test
  void derivativesOfTheAnswerAreThoseOfItsValues() {
    Solution solution = solve(burgers("0.1", "1"), SMALL.with(Map.of("iterations", "20")), 0);
    Field u = solution.problem().fields().getFirst();
    double h = 1e-3;
    double t = 0.6;
    double x = 2.1;
    // the remainders h² u'''/6 and h² u''''/12 for derivatives of up to 10, and rounding 1e-15/h² below them
    assertThat(solution.derivative(u, new MultiIndex(0, 1), t, x))
        .isCloseTo((solution.value(u, t, x + h) - solution.value(u, t, x - h)) / (2 * h), within(5e-6));
    assertThat(solution.derivative(u, new MultiIndex(1, 0), t, x))
        .isCloseTo((solution.value(u, t + h, x) - solution.value(u, t - h, x)) / (2 * h), within(5e-6));
    assertThat(solution.derivative(u, new MultiIndex(0, 2), t, x))
        .isCloseTo((solution.value(u, t, x + h) - 2 * solution.value(u, t, x) + solution.value(u, t, x - h)) / (h * h), within(1e-5));
    // periodic to rounding
    assertThat(solution.value(u, t, 0)).isCloseTo(solution.value(u, t, 2 * Math.PI), within(1e-13));
  }

  /** Without viscosity labels meet first at t = 1, those about ξ = π, which is at x = π + 1 by then. */
  @Test
  void aShockIsReportedWithItsTimeAndPlace() {
    Problem problem = burgers("0", "1.5");
    Solution solution = solve(problem, SMALL.with(Map.of("iterations", "100")), 0);
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.Diverged.class, diverged -> {
      var found = java.util.regex.Pattern.compile("cross first at t = (\\S+) near x = ([\\d.]+): a shock").matcher(diverged.where());
      assertThat(found.find()).as(diverged.where()).isTrue();
      assertThat(Double.parseDouble(found.group(1))).isCloseTo(1, within(2e-3));
      // labels within ξ − π of the first are crossed within (ξ − π)²/2 of its time, so the grid in time blurs the place
      assertThat(Double.parseDouble(found.group(2))).isCloseTo(Math.PI + 1, within(0.05));
    });
    Field u = problem.fields().getFirst();
    assertThat(solution.value(u, 1.2, 3)).isNaN();
    // the label 2 at t = 0.8; ten times the error of this training
    assertThat(solution.value(u, 0.8, 2 + 0.8 * (1 + Math.sin(2)))).isCloseTo(1 + Math.sin(2), within(4e-6));
  }

  @Test
  void theSameSeedGivesTheSameBitsForAnyNumberOfThreads() {
    Problem problem = burgers("0.1", "1");
    var pinn = new LagrangianPinn(SMALL.with(Map.of("iterations", "10")));
    Field u = problem.fields().getFirst();
    double one = pinn.solve(problem, RUN.withThreads(1)).value(u, 0.7, 1.3);
    assertThat(pinn.solve(problem, RUN.withThreads(2)).value(u, 0.7, 1.3)).isEqualTo(one);
    assertThat(pinn.solve(problem, RUN.withSeed(1)).value(u, 0.7, 1.3)).isNotEqualTo(one);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsReason() {
    assertRefused(Catalog.get("burgers").problem(), "it has a boundary, across which labels would leave the domain");
    assertRefused(Catalog.get("wave").problem(), "it is of order 2 in time");
    assertRefused(Catalog.get("poisson-square").problem(), "it has 2 space coordinates");
    assertRefused(transport("u_t + u_x^2 = 0", "sin(x)"), "it has a term in");
    assertRefused(transport("u_t + u_x = u_xxx", "sin(x)"), "it has a term in");
    assertRefused(transport("u_t + x*u_x = 0", "sin(x)"), "the velocity x is not periodic in x");
    assertRefused(transport("u_t + u_x = u_xx", "x"), "has a jump or a kink at the ends of the period");
    assertThat(new LagrangianPinn(SMALL).supports(transport("u_t + u_x = 0", "x")).isYes()).isTrue();
  }

  private static Problem transport(String equation, String initial) {
    return Pde.parse("""
        problem transport
        u(t, x) on x in [0, 2*pi], t in [0, 1]
        %s
        initial u = %s
        periodic x
        """.formatted(equation, initial));
  }

  private static void assertRefused(Problem problem, String reason) {
    assertThat(new LagrangianPinn(SMALL).supports(problem)).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).anyMatch(r -> r.contains(reason)));
  }
}
