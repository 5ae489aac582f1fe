package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Support;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTest {
  private static final String LARGE = "table k(x, y) linear, x = [0, 1], y = [0, 1], values = [[1, 2], [3, 4]]";

  private static Problem rod(String equation, String more) {
    return parse("problem rod\nu(x) on x in [0, 1]\n" + equation + "\nboundary u = 0\n" + more);
  }

  @Test
  void whatASolverDoesNotHandleItRefuses() {
    assertRefused(rod("u_xx = D", "unknown D = 1\nobserve u at 0.5 = 1 noise 0.1"),
        "it has an unknown constant, which is to be found from observations", "it has observations, which would not be used");
    assertRefused(rod("d(a*u_x, x) = 1", "unknown a(x) = 1\nobserve u at 0.5 = 1 noise 0.1"),
        "it has an unknown coefficient, which is to be found from observations", "it has observations, which would not be used");
    assertRefused(rod("u_xx = f", "input f(x) from matern(1.5, 0.2, 1)"),
        "it is a family of problems: give its input fields first, as Family.sample does");
    assertRefused(rod("u_xx = 1", "gauge mean(u) = 0"), "it has a gauge");
    assertRefused(rod("u_xx = 1", "interface x=0.5: jump(u) = 1\ninterface x=0.5: jump(u_x) = 0"), "it has interface conditions");
    assertRefused(rod("u_xx = mean(u)", ""), "an equation holds an integral or a mean");
    assertRefused(rod("u_xx = k(x, x)", LARGE), "it has a table of more than 33 nodes, or of two arguments");
    assertRefused(parse("problem rod\nu(x) on x in [0, 1]\nu_xx = 1\nboundary x=0: u = 0\nboundary x=1: integral(u, x) = 1"),
        "an initial or boundary condition holds an integral or a mean");
  }

  private static void assertRefused(Problem problem, String... reasons) {
    assertThat(Feature.refusals(problem)).containsExactly(reasons);
    assertThat(Reference.solver(1e-6).supports(problem)).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).contains(reasons));
  }

  @Test
  void handledFeaturesAreNoReason() {
    assertThat(Feature.refusals(rod("u_xx = 1", "gauge mean(u) = 0"), Feature.GAUGE)).isEmpty();
    assertThat(Catalog.all().stream().filter(entry -> !Feature.of(entry.problem()).isEmpty()).map(Catalog.Entry::name))
        .containsExactly("beltrami", "burgers-inverse", "darcy", "diffusion-inverse", "heat-inverse", "heat-inverse-exact", "kovasznay",
            "lid-driven-cavity", "lid-driven-cavity-parabolic", "lorenz-inverse", "poisson-inverse", "poisson-inverse-exact", "stefan",
            "stokes", "taylor-green");
  }

  /** One derivative more than a kink or a jump allows is no function; which are, by the theory of distributions. */
  @Test
  void derivativesAtFronts() {
    for (var front : List.of("d(max(u - 1, 0), x, 2)", "d(abs(u), x, 2)", "d((if u < 1 then 2 else 3)*u_x, x)", "d(sign(u), x)",
        "d(min(u, 1)^2, x, 2)", "d(if u < 1 then u else 2 - u, x, 2)", "d(k(u), x, 2)", "d((if u*u < 1 then 1 else u*u)*u, x)")) {
      assertRefused(rod("u_xx + " + front + " = 1", front.contains("k(") ? "table k(u) linear, u = [-9, 9], values = [0, 6]" : ""),
          "an equation differentiates across a jump or a kink in an unknown: what acts on the front where that is has no value at points");
    }
    for (var function : List.of("d(max(u - 1, 0)*u_x, x)", "d(max(u, 0)^2, x, 2)", "d(abs(u)^3, x, 2)", "(if u < 1 then 2 else 3)*u_x",
        "sign(u)", "d((if u < 1 then u else 2 - u)*u_x, x)", "d(max(x, 0.5), x, 2)*u", "d((if x < 0.5 then 1 else 2)*u_x, x)")) {
      assertThat(Feature.of(rod("u_xx + " + function + " = 1", ""))).as(function).isEmpty();
    }
  }

  /** Cases and small tables are part of the kernel, so that every solver has them. */
  @Test
  void aTableAndCasesAreSolved() {
    var p = rod("-u_xx = f(x) + piecewise(x < 2: 1, else 0)", "table f(x) linear, x = [0, 1], values = [0, 6]");
    var solution = Reference.solver(1e-8).solve(p, Run.defaults());
    // -u'' = 6 x + 1: u = x (1 - x²) + x (1 - x)/2
    assertThat(solution.value(p.fields().getFirst(), 0.3))
        .isCloseTo(0.3 * (1 - 0.09) + 0.3 * 0.7 / 2, within(1e-10));
  }
}
