package dev.ansatz.pinn.ansatz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnclosedFlowTest {
  private static final String SHEARED = """
      problem sheared
      vector v(x, y), p(x, y)  on  x in [-1, 2], y in [0, 2]
      2*advect(v, v) + 4*grad(p) - 0.8*lap(v) = (y, 0)
      div(v) = 0
      boundary x=-1: v = (0.5, sin(y))
      boundary x=2: v = (0.5, -y)
      boundary y=0: v = (cos(x), 0.25)
      boundary y=2: v = (1 + x, 0.25)
      gauge p(0, 0) = 0
      """;

  /** In units in which all that is driven is slow. */
  private static final String SLOW = """
      problem slow
      param rho = 3
      vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
      rho*advect(v, v) + grad(p) - 0.6*lap(v) = 0
      rho*div(v) = 0
      boundary y=0, x=0, x=1: v = (0, 0)
      boundary y=1: v = (1e-12*sin(x), 0)
      gauge p(0, 0) = 0
      """;

  private static Problem problem(String name) {
    return switch (name) {
      case "sheared" -> Pde.parse(SHEARED);
      case "slow" -> Pde.parse(SLOW);
      default -> Catalog.get(name).problem();
    };
  }

  private static Map<Coordinate, Double> place(Problem problem, double[][] points, int p) {
    var at = new HashMap<Coordinate, Double>();
    for (int i = 0; i < points.length; i++) {
      at.put(problem.coordinates().get(i), points[i][p]);
    }
    return at;
  }

  /** The velocities, with smooth functions in place of the networks. */
  private static List<Expr> velocities(Problem problem, TrialFunctions trials) {
    Coordinate x = problem.coordinates().getFirst();
    Coordinate y = problem.coordinates().getLast();
    Map<Field, Expr> standIns = Map.of(trials.networks().getFirst(), Pde.sin(x.times(2).plus(y)), trials.networks().getLast(), x.times(y));
    return List.of(0, 1).stream().map(i -> Lowering.normalForm(trials.substitute(problem.fields().get(i)).substitute(standIns))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lid-driven-cavity", "lid-driven-cavity-parabolic", "sheared"})
  void allVelocitiesAreMetOnTheSidesAndNothingIsALoss(String name) {
    Problem problem = problem(name);
    TrialFunctions trials = TrialFunctions.hard(problem);
    assertThat(trials.networks()).hasSize(2);
    assertThat(trials.soft()).isEmpty();
    List<Expr> velocities = velocities(problem, trials);
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, var equation)) {
        int component = problem.fields().indexOf((Field) equation.left());
        for (BoundaryPart part : parts) {
          double[][] points = new PointSequence.Sobol().boundary(problem.domain(), part, 20, 1);
          for (int p = 0; p < 20; p++) {
            var at = place(problem, points, p);
            // the origin of θ is 1e-12 beside a corner
            assertThat(velocities.get(component).evaluate(at)).isCloseTo(equation.right().evaluate(at), within(1e-9));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lid-driven-cavity", "sheared"})
  void thereIsNoDivergence(String name) {
    Problem problem = problem(name);
    TrialFunctions trials = TrialFunctions.hard(problem);
    assertThat(trials.substitute(problem.equations().getLast().residual())).isEqualTo(Const.ZERO);
    List<Expr> v = velocities(problem, trials);
    Expr divergence = v.getFirst().derivative(problem.coordinates().getFirst())
        .plus(v.getLast().derivative(problem.coordinates().getLast()));
    double[][] points = new PointSequence.Uniform().interior(problem.domain(), 20, 1);
    for (int p = 0; p < 20; p++) {
      assertThat(divergence.evaluate(place(problem, points, p))).isCloseTo(0, within(1e-11));
    }
  }

  @Test
  void whatIsSlowIsNotNothing() {
    Problem slow = problem("slow");
    List<Expr> v = velocities(slow, TrialFunctions.hard(slow));
    Problem fast = Pde.parse(SLOW.replace("1e-12*", ""));
    Expr lift = velocities(fast, TrialFunctions.hard(fast)).getFirst();
    for (double x : new double[] {0.2, 0.5, 0.9}) {
      var lid = Map.of(slow.coordinates().getFirst(), x, slow.coordinates().getLast(), 1.0);
      assertThat(v.getFirst().evaluate(lid)).isCloseTo(1e-12 * Math.sin(x), within(1e-21));
      assertThat(lift.evaluate(lid)).isCloseTo(Math.sin(x), within(1e-9));
    }
  }

  /** Of the conditions at a corner the last one stated holds there, as in the finite elements that answers are judged by. */
  @Test
  void theCornerOfTheLidStands() {
    Problem cavity = problem("lid-driven-cavity");
    List<Expr> v = velocities(cavity, TrialFunctions.hard(cavity));
    for (double x : new double[] {0, 1}) {
      var corner = Map.of(cavity.coordinates().getFirst(), x, cavity.coordinates().getLast(), 1.0);
      assertThat(v.getFirst().evaluate(corner)).isCloseTo(0, within(1e-9));
      assertThat(v.getLast().evaluate(corner)).isCloseTo(0, within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({"lid-driven-cavity, 0.01, 1", "lid-driven-cavity-parabolic, 0.01, 1", "stokes, 1, 0", "kovasznay, 0.025, 1",
      "backward-step, 0.01, 1", "sheared, 0.2, 0.5", "slow, 0.6, 3"})
  void theEquationsOfPlaneFlowAreFoundInAStatement(String name, double viscosity, double convection) {
    PlaneFlow flow = PlaneFlow.of(problem(name)).orElseThrow();
    assertThat(flow.viscosity().evaluate(Map.of())).isCloseTo(viscosity, within(1e-15));
    assertThat(flow.convection().evaluate(Map.of())).isCloseTo(convection, within(1e-15));
    assertThat(flow.pressure().name()).isEqualTo("p");
    assertThat(flow.velocity()).extracting(Field::name).containsExactly("v1", "v2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"taylor-green", "beltrami", "burgers", "poisson-square"})
  void otherEquationsAreNone(String name) {
    assertThat(PlaneFlow.of(problem(name))).isEmpty();
  }

  /** One statement after another with one thing changed. */
  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "0.1*lap(v); 0.1*(1 + x)*lap(v)",
      "(v); (v) + (v2, 0)",
      "div(v) = 0; d(v1, x) + 2*d(v2, y) = 0",
      "div(v) = 0; 1e-12*(d(v1, x) + 2*d(v2, y)) = 0",
      "div(v) = 0; y*div(v) = 0",
      "grad(p); (d(p, x), 2*d(p, y))"})
  void equationsThatAreNearlyThoseAreNone(String from, String to) {
    String stated = """
        problem nearly
        vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
        grad(p) - 0.1*lap(v) = 0
        div(v) = 0
        boundary v = 0
        gauge p(0, 0) = 0
        """;
    assertThat(PlaneFlow.of(Pde.parse(stated))).isPresent();
    assertThat(stated).contains(from);
    assertThat(PlaneFlow.of(Pde.parse(stated.replaceFirst(Pattern.quote(from), to)))).isEmpty();
  }

  /** With other conditions the velocities stay those of two networks. */
  @ParameterizedTest
  @ValueSource(strings = {"stokes", "kovasznay"})
  void throughputThatVariesAlongASideIsNotMet(String name) {
    assertThat(TrialFunctions.hard(problem(name)).networks()).hasSize(3);
  }

  /** Such as that of the stream function. */
  @ParameterizedTest
  @CsvSource({"psi, w, p", "u, psi, p", "u, w, psi"})
  void namesOfFieldsDoNotMatter(String u, String w, String pressure) {
    Problem plain = problem("sheared");
    Problem renamed = Pde.parse("""
        problem renamed
        %1$s(x, y), %2$s(x, y), %3$s(x, y)  on  x in [-1, 2], y in [0, 2]
        2*(%1$s*d(%1$s, x) + %2$s*d(%1$s, y)) + 4*d(%3$s, x) - 0.8*lap(%1$s) = y
        2*(%1$s*d(%2$s, x) + %2$s*d(%2$s, y)) + 4*d(%3$s, y) - 0.8*lap(%2$s) = 0
        d(%1$s, x) + d(%2$s, y) = 0
        boundary x=-1: %1$s = 0.5
        boundary x=-1: %2$s = sin(y)
        boundary x=2: %1$s = 0.5
        boundary x=2: %2$s = -y
        boundary y=0: %1$s = cos(x)
        boundary y=0: %2$s = 0.25
        boundary y=2: %1$s = 1 + x
        boundary y=2: %2$s = 0.25
        gauge %3$s(0, 0) = 0
        """.formatted(u, w, pressure));
    List<Expr> stated = velocities(plain, TrialFunctions.hard(plain));
    List<Expr> found = velocities(renamed, TrialFunctions.hard(renamed));
    double[][] points = new PointSequence.Uniform().interior(plain.domain(), 20, 1);
    for (int p = 0; p < 20; p++) {
      for (int i = 0; i < 2; i++) {
        assertThat(found.get(i).evaluate(place(renamed, points, p)))
            .isCloseTo(stated.get(i).evaluate(place(plain, points, p)), within(1e-12));
      }
    }
  }

  @Test
  void aVelocityWithoutSlopeAtACornerIsNotMet() {
    assertThat(TrialFunctions.hard(Pde.parse(SHEARED.replace("(1 + x, 0.25)", "(sqrt(1 + x), 0.25)"))).networks()).hasSize(3);
  }

  @Test
  void moreOutThanInIsNotMet() {
    assertThat(TrialFunctions.hard(Pde.parse(SHEARED.replace("x=2: v = (0.5,", "x=2: v = (0.75,"))).networks()).hasSize(3);
  }
}
