package dev.ansatz.pinn.ansatz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.solve.Solution;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddReflectionTest {
  @ParameterizedTest
  @CsvSource({"burgers, x, 0", "burgers-viscous, x, 0", "helmholtz, x, 0", "heat-2d-multiscale, x, 0.5"})
  void findsTheCentre(String name, String coordinate, double centre) {
    var found = OddReflection.of(Catalog.get(name).problem()).orElseThrow();
    assertThat(found.coordinate().name()).isEqualTo(coordinate);
    assertThat(found.centre()).isEqualTo(centre);
  }

  /** Even, of two modes of different parity, periodic, without a box, and of order 4 in turn; the last two have no sign to change. */
  @ParameterizedTest
  @ValueSource(strings = {"poisson-square", "wave", "advection", "poisson-four-discs", "clamped-plate", "kuramoto-sivashinsky-regular", "fisher", "lorenz"})
  void findsNoneWhereThereIsNone(String name) {
    assertThat(OddReflection.of(Catalog.get(name).problem())).isEmpty();
  }

  /** Everywhere in the catalogue where a reflection is found and the solution is known, it is odd. */
  @Test
  void theExactSolutionsAreOdd() {
    int found = 0;
    for (var entry : Catalog.all()) {
      var reflection = OddReflection.of(entry.problem());
      if (reflection.isEmpty() || entry.exact().isEmpty()) {
        continue;
      }
      found++;
      Coordinate x = reflection.get().coordinate();
      entry.exact().forEach((field, exact) -> {
        for (double[] place : new double[][] {{0.1, 0.2, 0.3}, {0.45, 0.4, 0.05}}) {
          Map<Coordinate, Double> at = new HashMap<>();
          for (int i = 0; i < entry.problem().coordinates().size(); i++) {
            at.put(entry.problem().coordinates().get(i), place[i]);
          }
          double here = exact.evaluate(at);
          at.put(x, 2 * reflection.get().centre() - at.get(x));
          assertThat(exact.evaluate(at)).as(entry.name()).isCloseTo(-here, within(1e-12));
        }
      });
    }
    assertThat(found).isPositive();
  }

  private static Problem burgers(String equation, String start, String conditions) {
    return Pde.parse("""
        problem changed
        u(t, x)  on  x in [-1, 1], t in [0, 1]
        %s
        initial   u = %s
        %s
        """.formatted(equation, start, conditions));
  }

  /** One change at a time to a statement that is odd. */
  @Test
  void everyPartOfTheStatementCounts() {
    String equation = "u_t + u*u_x = 0.1*u_xx";
    String walls = "boundary x=-1: u = -1\nboundary x=1: u = 1";
    assertThat(OddReflection.of(burgers(equation, "x", walls))).isPresent();
    assertThat(OddReflection.of(burgers("u_t + u_x = 0.1*u_xx", "x", walls))).isEmpty();
    assertThat(OddReflection.of(burgers(equation, "x + 1e-3*x^2", walls))).isEmpty();
    assertThat(OddReflection.of(burgers(equation, "x", "boundary x=-1: u = 1\nboundary x=1: u = 1"))).isEmpty();
    assertThat(OddReflection.of(burgers(equation, "x", "boundary x=-1: u = -1\nboundary x=1: u_x = 1"))).isEmpty();
    assertThat(OddReflection.of(burgers(equation, "x", "boundary x=-1, x=1: dn(u) = 0"))).isPresent();
  }

  /** Values change their sign with the field, slopes do not. */
  @Test
  void observationsOfTheLowerHalfMoveToTheUpper() {
    Problem problem = burgers("u_t + u*u_x = 0.1*u_xx", "x", """
        boundary x=-1: u = -1
        boundary x=1: u = 1
        observe u at (0.5, -0.25) = -0.2, (0.5, 0.5) = 0.4 noise 0.1
        observe u_x at (0.1, -0.75) = 0.9 noise 0.2""");
    assertThat(OddReflection.of(problem).orElseThrow().half(problem).conditions()).filteredOn(Condition.Observation.class::isInstance)
        .map(Condition.Observation.class::cast).map(o -> o.points() + " = " + o.values() + " ± " + o.noise())
        .containsExactly("[[0.5, 0.25], [0.5, 0.5]] = [0.2, 0.4] ± 0.1", "[[0.1, 0.75]] = [0.9] ± 0.2");
  }

  /** With the guess c = 0 alone the statement would be kept. */
  @Test
  void whatIsUnknownMayBeAnything() {
    String observed = "boundary x=-1: u = -1\nboundary x=1: u = 1\nobserve u at (0.5, -0.25) = -0.2 noise 0.1";
    assertThat(OddReflection.of(burgers("unknown c = 0 in [-1, 1]\nu_t + u*u_x + c = 0.1*u_xx", "x", observed))).isEmpty();
    assertThat(OddReflection.of(burgers("unknown c = 0 in [-1, 1]\nu_t + c*u*u_x = 0.1*u_xx", "x", observed))).isPresent();
  }

  @Test
  void theHalfHasZeroInTheMiddleAndTheConditionsOfTheOtherSides() {
    Problem burgers = Catalog.get("burgers").problem();
    Problem half = OddReflection.of(burgers).orElseThrow().half(burgers);
    var x = ((Box) half.domain().space().orElseThrow()).ranges().getFirst();
    assertThat(x.lower()).isZero();
    assertThat(x.upper()).isEqualTo(1);
    assertThat(half.conditions()).extracting(Object::toString).hasSize(3);
    assertThat(TrialFunctions.hard(half).soft()).isEmpty();
  }

  /** x³ on the upper half is x³ on the whole, with its derivatives. */
  @Test
  void theAnswerIsContinuedWithItsDerivatives() {
    Problem burgers = Catalog.get("burgers").problem();
    Solution.Evaluator cube = (_, index, points, out) -> {
      for (int p = 0; p < out.length; p++) {
        double x = points[1][p];
        assertThat(x).isNotNegative();
        out[p] = switch (index.order(1)) {
          case 0 -> x * x * x;
          case 1 -> 3 * x * x;
          default -> 6 * x;
        };
      }
    };
    var continued = OddReflection.of(burgers).orElseThrow().extended(burgers.coordinates(), cube);
    double[][] points = {{0, 0, 0}, {-0.5, 0, 0.5}};
    double[] out = new double[3];
    continued.evaluate(0, new MultiIndex(0, 0), points, out);
    assertThat(out).containsExactly(-0.125, 0, 0.125);
    continued.evaluate(0, new MultiIndex(0, 1), points, out);
    assertThat(out).containsExactly(0.75, 0, 0.75);
    continued.evaluate(0, new MultiIndex(0, 2), points, out);
    assertThat(out).containsExactly(-3, 0, 3);
  }
}
