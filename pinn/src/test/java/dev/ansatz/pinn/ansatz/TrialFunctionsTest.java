package dev.ansatz.pinn.ansatz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialFunctionsTest {

  /** The trial function of the first field with a smooth stand-in for the network that vanishes nowhere. */
  private static Expr trial(Problem problem, TrialFunctions trials) {
    Field field = problem.fields().getFirst();
    Coordinate x = problem.coordinates().getLast();
    Expr standIn = x.plus(x.pow(2).times(0.5)).plus(3);
    return trials.trials().get(field).substitute(Map.of(trials.networks().getFirst(), standIn));
  }

  private static double at(Problem problem, Expr e, double... point) {
    var values = new HashMap<Coordinate, Double>();
    for (int i = 0; i < point.length; i++) {
      values.put(problem.coordinates().get(i), point[i]);
    }
    return e.evaluate(values);
  }

  @Test
  void burgersNeedsNoLossForItsConditions() {
    Problem problem = Pde.parse("""
        problem burgers
        u(t, x) on x in [-1, 1], t in [0, 1]
        param nu = 0.1
        u_t + u*u_x = nu*u_xx
        initial u = -sin(pi*x)
        boundary u = 0
        """);
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).isEmpty();
    Expr u = trial(problem, trials);
    for (double s : new double[] {-0.9, -0.3, 0, 0.4, 1}) {
      assertThat(at(problem, u, 0, s)).isCloseTo(-Math.sin(Math.PI * s), within(1e-15));
      assertThat(at(problem, u, (s + 1) / 2, -1)).isCloseTo(0, within(1e-15));
      assertThat(at(problem, u, (s + 1) / 2, 1)).isCloseTo(0, within(1e-15));
    }
    // and the network is not shut out anywhere inside
    assertThat(at(problem, u, 0.5, 0.3) - at(problem, u, 0, 0.3)).isNotZero();
  }

  @Test
  void sidesOfARectangleWithDifferentDataAreBlended() {
    Problem problem = Pde.parse("""
        problem laplace
        u(x, y) on x in [0, 2], y in [0, 1]
        lap(u) = 0
        boundary x=0 u = y
        boundary x=2 u = 2 + y^2
        boundary y=0 u = x
        boundary y=1 u = 1 + x
        """);
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).isEmpty();
    Expr u = trial(problem, trials);
    for (double s : new double[] {0, 0.2, 0.7, 1}) {
      assertThat(at(problem, u, 0, s)).isCloseTo(s, within(1e-14));
      assertThat(at(problem, u, 2, s)).isCloseTo(2 + s * s, within(1e-14));
      assertThat(at(problem, u, 2 * s, 0)).isCloseTo(2 * s, within(1e-14));
      assertThat(at(problem, u, 2 * s, 1)).isCloseTo(1 + 2 * s, within(1e-14));
    }
  }

  @Test
  void dataThatDisagreeAtACornerAreLeftToLosses() {
    Problem problem = Pde.parse("""
        problem lid
        u(x, y) on x in [0, 1], y in [0, 1]
        lap(u) = 0
        boundary x=0, x=1, y=0 u = 0
        boundary y=1 u = 1
        """);
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).extracting(SoftCondition::name).containsExactlyInAnyOrder("u on x=0", "u on x=1", "u on y=0", "u on y=1");
  }

  @Test
  void dataOnCirclesAndOnTheSidesOfAPerforatedSquareAreBuiltIn() {
    Problem problem = Catalog.get("poisson-boltzmann-discs").problem();
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).isEmpty();
    Expr u = trial(problem, trials);
    for (var part : problem.domain().parts()) {
      double wanted = part.name().equals("hole") ? 1 : 0.2;
      double[][] points = new PointSequence.Uniform().boundary(problem.domain(), part, 50, 3);
      for (int p = 0; p < 50; p++) {
        // a point is on its circle up to a unit in the last place, and the other factors are below 10
        assertThat(at(problem, u, points[0][p], points[1][p])).as(part.name()).isCloseTo(wanted, within(1e-13));
      }
    }
    double[][] inside = new PointSequence.Uniform().interior(problem.domain(), 500, 3);
    Field network = trials.networks().getFirst();
    Expr factor = trials.trials().get(problem.fields().getFirst()).substitute(Map.of(network, Const.ONE))
        .minus(trials.trials().get(problem.fields().getFirst()).substitute(Map.of(network, Const.ZERO)));
    for (int p = 0; p < 500; p++) {
      assertThat(at(problem, factor, inside[0][p], inside[1][p])).isGreaterThan(1e-8);
    }
  }

  @Test
  void initialDataOnADiskAreBuiltInWhereTheyAgree() {
    String text = """
        problem cooling
        u(t, x, y) on disk (1, 0) radius 2, t in [0, 1]
        u_t = lap(u)
        initial u = %s
        boundary u = 3
        """;
    Problem problem = Pde.parse(text.formatted("7 - ((x - 1)^2 + y^2)"));
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).isEmpty();
    Expr u = trial(problem, trials);
    assertThat(at(problem, u, 0, 1.5, 0.5)).isCloseTo(6.5, within(1e-14));
    assertThat(at(problem, u, 0.7, 1 + 2 * Math.cos(1), 2 * Math.sin(1))).isCloseTo(3, within(1e-14));
    assertThat(TrialFunctions.hard(Pde.parse(text.formatted("7 - x^2"))).soft()).extracting(SoftCondition::name)
        .containsExactly("initial u");
  }

  /** The lines of the sides at a corner that juts in go on through the domain; a circle that is cut by a side meets it. */
  @Test
  void dataOnLinesThatGoOnThroughTheDomainOrMeetOthersAreLosses() {
    Problem corner = Catalog.get("poisson-l-shape").problem();
    assertThat(TrialFunctions.hard(corner).soft()).hasSameSizeAs(corner.domain().parts());
    Problem bite = Pde.parse("""
        problem bite
        u(x, y) on x in [-1, 1], y in [-1, 1] minus disk hole (1, 0) radius 0.5
        lap(u) = 0
        boundary hole: u = 1
        boundary x=-1, x=1, y=-1, y=1: u = 0
        """);
    assertThat(TrialFunctions.hard(bite).soft()).hasSize(5);
  }

  @Test
  void neumannDataAreLossesAndDirichletDataAreNot() {
    Problem problem = Pde.parse("""
        problem mixed
        u(x, y) on x in [0, 1], y in [0, 1]
        lap(u) = 1
        boundary x=0 u = y
        boundary x=1 dn(u) = 2
        boundary y=0, y=1 dn(u) = 0
        """);
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).hasSize(3);
    Expr u = trial(problem, trials);
    assertThat(at(problem, u, 0, 0.4)).isCloseTo(0.4, within(1e-15));
    // u = y + x N: on x = 1 the outward derivative of the stand-in is N + N_x
    var onRight = trials.soft().stream().filter(s -> s.part().orElseThrow().name().equals("x=1")).findFirst().orElseThrow();
    Expr residual = trials.substitute(onRight.residual())
        .substitute(Map.of(trials.networks().getFirst(), problem.coordinates().getFirst().pow(2)));
    assertThat(at(problem, Lowering.normalForm(residual), 1, 0.3)).isCloseTo(1 + 2 - 2, within(1e-14));
  }

  @Test
  void initialDataThatDisagreeWithTheBoundaryAreALoss() {
    Problem problem = Pde.parse("""
        problem shock-tube
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx
        initial u = 1
        boundary u = 0
        """);
    assertThat(TrialFunctions.hard(problem).soft()).extracting(SoftCondition::name).containsExactly("initial u");
  }

  @Test
  void bothInitialConditionsOfAWave() {
    Problem problem = Pde.parse("""
        problem wave
        u(t, x) on x in [0, 1], t in [0, 2]
        u_tt = 4*u_xx
        initial u = sin(pi*x)
        initial u_t = sin(2*pi*x)
        boundary u = 0
        """);
    var trials = TrialFunctions.hard(problem);
    assertThat(trials.soft()).isEmpty();
    Expr u = trial(problem, trials);
    Coordinate t = problem.coordinates().getFirst();
    assertThat(at(problem, u, 0, 0.3)).isCloseTo(Math.sin(0.3 * Math.PI), within(1e-15));
    assertThat(at(problem, u.derivative(t), 0, 0.3)).isCloseTo(Math.sin(0.6 * Math.PI), within(1e-15));
    assertThat(at(problem, u, 1.3, 1)).isCloseTo(0, within(1e-15));
  }

  /** u₀ = x² cos πx takes the same value at both ends, but not the same slope: built in, it would leave a kink for all times. */
  @Test
  void initialDataWithAKinkAcrossThePeriodAreALoss() {
    String text = """
        problem allen-cahn
        u(t, x) on x in [-1, 1], t in [0, 1]
        u_t = 1e-4*u_xx + 5*(u - u^3)
        initial u = %s
        periodic x
        """;
    assertThat(TrialFunctions.hard(Pde.parse(text.formatted("x^2*cos(pi*x)"))).soft()).hasSize(1);
    var smooth = TrialFunctions.hard(Pde.parse(text.formatted("sin(pi*x)")));
    assertThat(smooth.soft()).isEmpty();
    assertThat(smooth.periodic()).extracting(Coordinate::name).containsExactly("x");
  }

  @Test
  void softMeansEveryConditionIsALoss() {
    Problem problem = Pde.parse("""
        problem heat
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx
        initial u = sin(pi*x)
        boundary u = 0
        """);
    var trials = TrialFunctions.soft(problem);
    assertThat(trials.soft()).hasSize(3);
    assertThat(trials.trials().get(problem.fields().getFirst())).isEqualTo(trials.networks().getFirst());
    assertThat(List.copyOf(trials.networks())).hasSize(1);
  }
}
