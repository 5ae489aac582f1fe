package dev.ansatz.pde.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog.Entry;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
  private static final int POINTS = 200;
  private static final PointSequence SEQUENCE = new PointSequence.Sobol();

  static Stream<String> names() {
    return Catalog.names().stream();
  }

  /** The entries with an exact solution, as they stand and with each parameter changed. */
  static Stream<Entry> solved() {
    var entries = new ArrayList<Entry>();
    for (Entry entry : Catalog.all()) {
      if (!entry.exact().isEmpty()) {
        entries.add(entry);
        Entry changed = entry;
        for (Parameter parameter : entry.problem().parameters()) {
          changed = changed.with(parameter.name(), 1.25 * parameter.value());
        }
        entries.add(changed);
      }
    }
    return entries.stream();
  }

  @ParameterizedTest
  @MethodSource("solved")
  void exactSolutionsSatisfyEverything(Entry entry) {
    Problem problem = entry.problem();
    for (Equation equation : problem.equations()) {
      assertHolds(entry, equation, null, SEQUENCE.interior(problem.domain(), POINTS, 1));
    }
    for (Condition condition : problem.conditions()) {
      switch (condition) {
        case Condition.Initial(Equation equation) ->
            assertHolds(entry, equation, null, SEQUENCE.initial(problem.domain(), POINTS, 2));
        case Condition.Boundary(List<BoundaryPart> parts, Equation equation) -> {
          for (BoundaryPart part : parts) {
            assertHolds(entry, equation, part, SEQUENCE.boundary(problem.domain(), part, POINTS, 3));
          }
        }
        case Condition.Periodic(Coordinate coordinate) -> assertPeriodic(entry, coordinate);
        case Condition.Gauge(Equation equation) ->
            assertHolds(entry, equation, null, SEQUENCE.interior(problem.domain(), POINTS, 5));
        case Condition.Observation observation -> assertObserved(entry, observation);
        case Condition.Interface _ -> throw new AssertionError(condition);
      }
    }
  }

  /** Fields, unknown coefficients and unknown constants with what they are. */
  private static Map<Expr, Expr> truth(Entry entry) {
    var truth = new HashMap<Expr, Expr>(entry.exact());
    entry.problem().parameters().stream().filter(Parameter::unknown)
        .forEach(p -> truth.put(p, new Const(entry.constants().get(p.name()))));
    return truth;
  }

  /** The residual, relative to the solution and to the largest of its terms, is a few hundred roundings at most. */
  private static void assertHolds(Entry entry, Equation equation, BoundaryPart part, double[][] points) {
    Expr residual = equation.residual().substitute(truth(entry));
    Expr explicit = part == null ? Lowering.normalForm(residual) : Lowering.onPart(residual, part);
    List<Coordinate> coordinates = entry.problem().coordinates();
    List<Expr> terms = new ArrayList<>();
    terms.add(explicit);
    terms.addAll(explicit.operands());
    double[][] values = Pointwise.of(terms).values(coordinates, points);
    double[][] solution =
        Pointwise.of(List.copyOf(entry.exact().values()))
            .values(coordinates, SEQUENCE.interior(entry.problem().domain(), POINTS, 0));
    double scale =
        Stream.concat(Stream.of(values).skip(1), Stream.of(solution))
            .mapToDouble(CatalogTest::largest)
            .max()
            .orElseThrow();
    assertThat(largest(values[0])).as("%s: %s at %s", entry.name(), equation, part).isLessThan(1e-12 * scale);
  }

  /** Data are the exact solution with errors of the stated standard deviation, or with rounding errors that are smaller. */
  private static void assertObserved(Entry entry, Condition.Observation observation) {
    Expr exact = Lowering.normalForm(observation.quantity().substitute(entry.exact()));
    assertNoise(entry.name(), observation, p -> {
      var point = new HashMap<Coordinate, Double>();
      for (int i = 0; i < observation.coordinates().size(); i++) {
        point.put(observation.coordinates().get(i), observation.points().get(p).get(i));
      }
      return exact.evaluate(point);
    });
  }

  /** χ² of M errors has mean M and standard deviation √(2M); the largest of 2,500 exceeds five deviations once in 700 times. */
  static void assertNoise(String name, Condition.Observation observation, IntToDoubleFunction exact) {
    int m = observation.values().size();
    double chiSquare = 0;
    double mean = 0;
    for (int p = 0; p < m; p++) {
      double error = (observation.values().get(p) - exact.applyAsDouble(p)) / observation.noise();
      assertThat(error).as(name).isBetween(-5.0, 5.0);
      chiSquare += error * error;
      mean += error / m;
    }
    assertThat(Math.abs(mean)).as(name).isLessThan(4 / Math.sqrt(m));
    if (observation.noise() > 1e-6) {
      assertThat(chiSquare).as(name).isBetween(m - 4 * Math.sqrt(2 * m), m + 4 * Math.sqrt(2 * m));
    }
  }

  private static void assertPeriodic(Entry entry, Coordinate coordinate) {
    int axis = entry.problem().coordinates().indexOf(coordinate);
    Range range = entry.problem().domain().ranges().get(axis);
    double[][] lower = SEQUENCE.interior(entry.problem().domain(), POINTS, 4);
    double[][] upper = Stream.of(lower).map(double[]::clone).toArray(double[][]::new);
    Arrays.fill(lower[axis], range.lower());
    Arrays.fill(upper[axis], range.upper());
    for (Expr solution : entry.exact().values()) {
      Expr slope = Lowering.normalForm(solution.derivative(coordinate));
      var both = Pointwise.of(solution, slope);
      double[][] atLower = both.values(entry.problem().coordinates(), lower);
      double[][] atUpper = both.values(entry.problem().coordinates(), upper);
      for (int i = 0; i < 2; i++) {
        double scale = Math.max(largest(atLower[0]), largest(atLower[1])); // either may vanish at the ends
        for (int p = 0; p < POINTS; p++) {
          // arguments up to 40 carry a rounding of 40 ulp
          assertThat(Math.abs(atLower[i][p] - atUpper[i][p])).isLessThan(1e-13 * scale);
        }
      }
    }
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).reduce(0, (a, b) -> a >= b ? a : b); // keeps NaN
  }

  @ParameterizedTest
  @MethodSource("names")
  void statementsPrintAndParseBack(String name) {
    Problem problem = Catalog.get(name).problem();
    assertThat(Pde.parse(Pde.print(problem))).isEqualTo(problem);
  }

  @ParameterizedTest
  @MethodSource("names")
  void entriesAreComplete(String name) {
    Entry entry = Catalog.get(name);
    assertThat(entry.name()).isEqualTo(name).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(entry.description()).isNotBlank().doesNotContain("\n");
    assertThat(entry.citation()).isNotBlank();
    assertThat(entry.notes()).isNotBlank();
    assertThat(entry.exact().keySet()).isSubsetOf(
        Stream.concat(entry.problem().fields().stream(), entry.problem().coefficients().stream().map(Coefficient::field)).toList());
    assertThat(entry.toString()).contains(entry.description(), entry.citation(), entry.problem().toString());
  }

  @ParameterizedTest
  @MethodSource("names")
  void evolutionProblemsCanBeSolvedForTheirTimeDerivatives(String name) {
    Problem problem = Catalog.get(name).problem();
    if (problem.domain().time().isPresent()) {
      // nothing but the divergence stands in the way of an incompressible flow, whose pressure has a gauge
      boolean flow = problem.conditions().stream().anyMatch(Condition.Gauge.class::isInstance);
      assertThat(EvolutionForm.obstacles(problem)).hasSize(flow ? 2 : 0);
    }
  }

  @Test
  void classifiesThemAsTheLiteratureDoes() {
    assertThat(summary())
        .isEqualTo(
            """
            advection: evolution of order 1 in time, order 1 in space, hyperbolic, linear, constant coefficients
            advection-sin200: evolution of order 1 in time, order 1 in space, hyperbolic, linear, constant coefficients
            allen-cahn: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            allen-cahn-1d-sin100: stationary, order 2 in space, elliptic, semilinear, constant coefficients
            allen-cahn-1d-sin6-cos100: stationary, order 2 in space, elliptic, semilinear, constant coefficients
            allen-cahn-2d-multiscale: stationary, order 2 in space, elliptic, semilinear, constant coefficients
            backward-step: stationary, order 2 in space, type undecided, semilinear, constant coefficients
            backward-step-held-outlet: stationary, order 2 in space, type undecided, semilinear, constant coefficients
            beltrami: evolution of order 1 in time, order 2 in space, type undecided, semilinear, constant coefficients
            boundary-layer: stationary, order 2 in space, elliptic, linear, constant coefficients
            burgers: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            burgers-2d: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            burgers-inverse: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            burgers-viscous: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            clamped-plate: stationary, order 4 in space, elliptic, linear, constant coefficients
            convection-diffusion: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            darcy: stationary, order 2 in space, type undecided, linear, variable coefficients
            diffusion-inverse: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            eikonal: stationary, order 1 in space, hyperbolic, nonlinear, constant coefficients
            fisher: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            ginzburg-landau: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            gray-scott: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            gray-scott-1d: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            heat-1d: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            heat-2d: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            heat-2d-long-time: evolution of order 1 in time, order 2 in space, parabolic, semilinear, variable coefficients
            heat-2d-multiscale: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            heat-5d: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            heat-discs: evolution of order 1 in time, order 2 in space, parabolic, linear, constant coefficients
            heat-inverse: evolution of order 1 in time, order 2 in space, type undecided, quasilinear, constant coefficients
            heat-inverse-exact: evolution of order 1 in time, order 2 in space, type undecided, quasilinear, constant coefficients
            helmholtz: stationary, order 2 in space, elliptic, linear, constant coefficients
            kdv: evolution of order 1 in time, order 3 in space, dispersive, semilinear, constant coefficients
            kdv-two-soliton: evolution of order 1 in time, order 3 in space, dispersive, semilinear, constant coefficients
            klein-gordon: evolution of order 2 in time, order 2 in space, hyperbolic, semilinear, constant coefficients
            kovasznay: stationary, order 2 in space, type undecided, semilinear, constant coefficients
            kuramoto-sivashinsky: evolution of order 1 in time, order 4 in space, parabolic, semilinear, constant coefficients
            kuramoto-sivashinsky-regular: evolution of order 1 in time, order 4 in space, parabolic, semilinear, constant coefficients
            laplace-l-shape: stationary, order 2 in space, elliptic, linear, constant coefficients
            lid-driven-cavity: stationary, order 2 in space, type undecided, semilinear, constant coefficients
            lid-driven-cavity-parabolic: stationary, order 2 in space, type undecided, semilinear, constant coefficients
            lorenz: evolution of order 1 in time, order 0 in space, ordinary, semilinear, constant coefficients
            lorenz-inverse: evolution of order 1 in time, order 0 in space, ordinary, semilinear, constant coefficients
            nonlinear-schroedinger: evolution of order 1 in time, order 2 in space, dispersive, semilinear, constant coefficients
            poisson-1d-multiscale: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-1d-sin100: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-1d-sin500: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-1d-sin6-cos100: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-1d-x-sin200: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-2d-sin100: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-2d-sin6-cos20: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-5d: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-ball: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-boltzmann-balls: stationary, order 2 in space, elliptic, linear, variable coefficients
            poisson-boltzmann-discs: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-boltzmann-four-balls: stationary, order 2 in space, elliptic, linear, variable coefficients
            poisson-four-discs: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-inverse: stationary, order 2 in space, type undecided, quasilinear, constant coefficients
            poisson-inverse-exact: stationary, order 2 in space, type undecided, quasilinear, constant coefficients
            poisson-l-shape: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-many-areas: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-neumann: stationary, order 2 in space, elliptic, linear, constant coefficients
            poisson-square: stationary, order 2 in space, elliptic, linear, constant coefficients
            porous-medium: evolution of order 1 in time, order 2 in space, type undecided, quasilinear, constant coefficients
            reaction: evolution of order 1 in time, order 0 in space, ordinary, semilinear, constant coefficients
            reaction-diffusion: evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            schroedinger: evolution of order 1 in time, order 2 in space, dispersive, linear, constant coefficients
            sine-gordon: evolution of order 2 in time, order 2 in space, hyperbolic, semilinear, constant coefficients
            stefan: evolution of order 1 in time, order 2 in space, type undecided, quasilinear, constant coefficients
            stokes: stationary, order 2 in space, type undecided, linear, constant coefficients
            taylor-green: evolution of order 1 in time, order 2 in space, type undecided, semilinear, constant coefficients
            wave: evolution of order 2 in time, order 2 in space, hyperbolic, linear, constant coefficients
            wave-2d-long-time: evolution of order 2 in time, order 2 in space, hyperbolic, linear, constant coefficients""");
  }

  private static String summary() {
    return Catalog.all().stream()
        .map(
            entry -> {
              String classification = Lowering.classify(entry.problem()).toString();
              return entry.name() + ": " + classification.lines().findFirst().orElseThrow();
            })
        .collect(Collectors.joining("\n"));
  }

  @Test
  void parametersChangeTheExactSolutionToo() {
    Entry fast = Catalog.get("advection").with("beta", 50);
    Expr solution = fast.exact(fast.problem().fields().getFirst()).orElseThrow();
    assertThat(solution.leaves(Parameter.class)).containsExactly(new Parameter("beta", 50));
    assertThat(fast.problem().parameters()).containsExactly(new Parameter("beta", 50));
  }

  @Test
  void unknownNamesSuggestTheNearest() {
    assertThatThrownBy(() -> Catalog.get("burger"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no problem 'burger' in the catalogue; did you mean 'burgers'?");
    assertThatThrownBy(() -> Catalog.get("zzz")).hasMessageContaining("there is advection, advection-sin200, ");
  }
}
