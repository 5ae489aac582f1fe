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
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReflectionTest {
  private static Optional<Reflection> halving(Problem problem) {
    return Reduction.of(problem).halvings().stream().findFirst();
  }

  @ParameterizedTest
  @CsvSource({"burgers, x, 0", "burgers-viscous, x, 0", "helmholtz, x, 0", "heat-2d-multiscale, x, 0.5"})
  void findsTheMiddleOfWhatIsHalved(String name, String coordinate, double centre) {
    var found = halving(Catalog.get(name).problem()).orElseThrow();
    assertThat(found.coordinate().name()).isEqualTo(coordinate);
    assertThat(found.centre()).isEqualTo(centre);
  }

  /** Even, of two modes of different parity, periodic, without a box, and of order 4 in turn; the last two have no sign to change. */
  @ParameterizedTest
  @ValueSource(strings = {"poisson-square", "wave", "advection", "poisson-four-discs", "clamped-plate",
      "kuramoto-sivashinsky-regular", "fisher", "lorenz"})
  void halvesNothingElse(String name) {
    assertThat(halving(Catalog.get(name).problem())).isEmpty();
  }

  /** What is left after the halvings is what the part itself has, found anew; nothing that halves is among it. */
  @ParameterizedTest
  @CsvSource({"burgers, 1, 0", "helmholtz, 4, 2", "heat-2d-multiscale, 2, 2", "heat-2d-long-time, 2, 1", "poisson-2d-sin100, 6, 2",
      "poisson-square, 0, 2", "lid-driven-cavity, 0, 0"})
  void reflectionsAreThoseOfThePart(String name, int halvings, int reflections) {
    var reduction = Reduction.of(Catalog.get(name).problem());
    assertThat(reduction.halvings()).hasSize(halvings);
    assertThat(reduction.reflections()).hasSize(reflections).isEqualTo(Reflection.of(reduction.part()))
        .noneMatch(r -> r.halves(reduction.part()));
  }

  /** What is observed need not be odd or even, beyond what halving makes it. */
  @Test
  void observationsLeaveHalvingsAlone() {
    assertThat(Reduction.of(Catalog.get("burgers-inverse").problem())).satisfies(reduction -> {
      assertThat(reduction.halvings()).hasSize(1);
      assertThat(reduction.reflections()).isEmpty();
    });
  }

  /** Everywhere in the catalogue where reflections are found and the solution is known, it is odd and even as they say. */
  @Test
  void theExactSolutionsAreOddAndEven() {
    int even = 0;
    int odd = 0;
    for (var entry : Catalog.all()) {
      if (entry.exact().isEmpty()) {
        continue;
      }
      for (Reflection reflection : Reflection.of(entry.problem())) {
        for (var known : entry.exact().entrySet()) {
          boolean isOdd = reflection.odd().contains(known.getKey());
          odd += isOdd ? 1 : 0;
          even += isOdd ? 0 : 1;
          for (double[] place : new double[][] {{0.1, 0.2, 0.3}, {0.45, 0.4, 0.05}}) {
            Map<Coordinate, Double> at = new HashMap<>();
            for (int i = 0; i < entry.problem().coordinates().size(); i++) {
              at.put(entry.problem().coordinates().get(i), place[i]);
            }
            double here = known.getValue().evaluate(at);
            at.computeIfPresent(reflection.coordinate(), (_, x) -> 2 * reflection.centre() - x);
            assertThat(known.getValue().evaluate(at)).as(entry.name()).isCloseTo(isOdd ? -here : here, within(1e-12));
          }
        }
      }
    }
    assertThat(odd).isPositive();
    assertThat(even).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
      "allen-cahn, x even", "kuramoto-sivashinsky-regular, x odd", "poisson-square, x even y even", "poisson-four-discs, x even y even",
      "helmholtz, x odd y odd", "advection, ''", "lid-driven-cavity, ''", "kdv, ''"})
  void findsWhatIsOddAndEven(String name, String expected) {
    assertThat(Reflection.of(Catalog.get(name).problem()).stream()
        .map(r -> r.coordinate().name() + (r.odd().isEmpty() ? " even" : " odd")).collect(Collectors.joining(" "))).isEqualTo(expected);
  }

  /** Two fields that turn into one another, one of them odd; a lone sine is odd about its zeros and even about its crests. */
  @Test
  void fieldsOfDifferentParityAndOtherCentres() {
    String system = """
        problem parities
        u(t, x), v(t, x)  on  x in [0, 2], t in [0, 1]
        u_t = v_x
        v_t = u_x
        initial   u = sin(pi*x)
        initial   v = %s
        periodic x
        """;
    Problem mixed = Pde.parse(system.formatted("cos(pi*x)"));
    assertThat(Reflection.of(mixed)).singleElement().satisfies(r -> {
      assertThat(r.odd()).containsExactly(mixed.fields().getFirst());
      assertThat(r.centre()).isEqualTo(1);
    });
    // v = u: odd about the zeros both, which the equations do not keep, nor do they keep both even about the crests
    assertThat(Reflection.of(Pde.parse(system.formatted("sin(pi*x)")))).isEmpty();
    String crest = """
        problem crest
        u(t, x)  on  x in [0, 2], t in [0, 1]
        u_t = u_xx + u^2
        initial   u = sin(pi*x)
        periodic x
        """;
    assertThat(Reflection.of(Pde.parse(crest))).singleElement().satisfies(r -> {
      assertThat(r.odd()).isEmpty();
      assertThat(r.centre()).isEqualTo(0.5);
    });
  }

  /** A lid that moves, and a disc that is not in the middle. */
  @Test
  void geometryAndItsPartsCount() {
    String text = """
        problem shaped
        u(x, y)  on  x in [-1, 1], y in [-1, 1]  minus  disk hole (%s, 0.25) radius 0.25
        lap(u) = 0
        boundary x=-1, x=1, y=-1, y=1:  u = %s
        boundary hole:  dn(u) = %s
        """;
    assertThat(Reflection.of(Pde.parse(text.formatted("0", "1", "1")))).extracting(r -> r.coordinate().name()).containsExactly("x");
    assertThat(Reflection.of(Pde.parse(text.formatted("0", "x", "x")))).singleElement().satisfies(r -> assertThat(r.odd()).hasSize(1));
    assertThat(Reflection.of(Pde.parse(text.formatted("0", "1", "x")))).isEmpty();
    assertThat(Reflection.of(Pde.parse(text.formatted("0", "1 + y", "1 + x^2")))).hasSize(1);
    assertThat(Reflection.of(Pde.parse(text.formatted("0.25", "1", "1")))).isEmpty();
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
    assertThat(halving(burgers(equation, "x", walls))).isPresent();
    assertThat(halving(burgers("u_t + u_x = 0.1*u_xx", "x", walls))).isEmpty();
    assertThat(halving(burgers(equation, "x + 1e-3*x^2", walls))).isEmpty();
    assertThat(halving(burgers(equation, "x", "boundary x=-1: u = 1\nboundary x=1: u = 1"))).isEmpty();
    assertThat(halving(burgers(equation, "x", "boundary x=-1: u = -1\nboundary x=1: u_x = 1"))).isEmpty();
    assertThat(halving(burgers(equation, "x", "boundary x=-1, x=1: dn(u) = 0"))).isPresent();
  }

  /** Data of any size are odd or even by themselves, and rounding in them is none of them. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-20, 1e-10, 1, 1e10})
  void theSizeOfDataDoesNotMatter(double size) {
    String text = """
        problem scaled
        u(x, y)  on  x in [-1, 1], y in [-1, 1]
        -lap(u) = %1$s*sin(pi*x)*exp(y)
        boundary u = %1$s*%2$s
        """;
    assertThat(Reflection.of(Pde.parse(text.formatted(size, "sin(pi*x)")))).singleElement()
        .satisfies(r -> assertThat(r.coordinate().name() + r.odd().size()).isEqualTo("x1"));
    assertThat(Reflection.of(Pde.parse(text.formatted(size, "sin(pi*x + 1e-6)")))).isEmpty();
    assertThat(Reflection.of(Pde.parse(text.formatted(size, "x^2")))).isEmpty();
    assertThat(Reflection.of(Pde.parse(text.replace("-lap(u)", "-lap(u) + 1e-6*x*u").formatted(size, "sin(pi*x)")))).isEmpty();
  }

  /** Values change their sign with the field, slopes do not. */
  @Test
  void observationsOfTheLowerHalfMoveToTheUpper() {
    Problem problem = burgers("u_t + u*u_x = 0.1*u_xx", "x", """
        boundary x=-1: u = -1
        boundary x=1: u = 1
        observe u at (0.5, -0.25) = -0.2, (0.5, 0.5) = 0.4 noise 0.1
        observe u_x at (0.1, -0.75) = 0.9 noise 0.2""");
    assertThat(halving(problem).orElseThrow().half(problem).conditions()).filteredOn(Condition.Observation.class::isInstance)
        .map(Condition.Observation.class::cast).map(o -> o.points() + " = " + o.values() + " ± " + o.noise())
        .containsExactly("[[0.5, 0.25], [0.5, 0.5]] = [0.2, 0.4] ± 0.1", "[[0.1, 0.75]] = [0.9] ± 0.2");
  }

  /** With the guess c = 0 alone the statement would be kept. */
  @Test
  void whatIsUnknownMayBeAnything() {
    String observed = "boundary x=-1: u = -1\nboundary x=1: u = 1\nobserve u at (0.5, -0.25) = -0.2 noise 0.1";
    assertThat(halving(burgers("unknown c = 0 in [-1, 1]\nu_t + u*u_x + c = 0.1*u_xx", "x", observed))).isEmpty();
    assertThat(halving(burgers("unknown c = 0 in [-1, 1]\nu_t + c*u*u_x = 0.1*u_xx", "x", observed))).isPresent();
  }

  @Test
  void theHalfHasZeroInTheMiddleAndTheConditionsOfTheOtherSides() {
    Problem burgers = Catalog.get("burgers").problem();
    Problem half = halving(burgers).orElseThrow().half(burgers);
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
    var continued = halving(burgers).orElseThrow().extended(burgers.coordinates(), cube);
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
