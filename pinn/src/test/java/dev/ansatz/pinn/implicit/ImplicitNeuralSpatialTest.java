package dev.ansatz.pinn.implicit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class ImplicitNeuralSpatialTest {
  private static final Run RUN = Run.defaults().withThreads(1);
  private static final ImplicitNeuralSpatialOptions SMALL = ImplicitNeuralSpatialOptions.defaults().with(Map.of("width", "8",
      "harmonics", "1", "points", "128"));
  private static final Problem ADVECTION = Pde.parse("""
      problem wave-carried
      u(t, x) on x in [0, 2*pi], t in [0, 2]
      u_t + u_x = 0
      initial u = sin(x)
      periodic x
      """);

  private static Solution solve(Problem problem, Map<String, String> settings) {
    return new ImplicitNeuralSpatial(SMALL.with(settings)).solve(problem, RUN);
  }

  private static double largestError(Solution solution, double t, double lower, double upper, DoubleBinaryOperator exact) {
    double largest = 0;
    for (int i = 0; i <= 200; i++) {
      double x = lower + (upper - lower) * i / 200;
      largest = Math.max(largest, Math.abs(solution.value(solution.problem().fields().getFirst(), t, x) - exact.applyAsDouble(t, x)));
    }
    return largest;
  }

  /** The rule turns sin by 2 atan(Δt/2) a step, so it lags by about T Δt²/12: the error is known, not only its rate. */
  @Test
  void advectionConvergesAtOrderTwo() {
    double[] errors = new double[3];
    for (int k = 0; k < 3; k++) {
      int steps = 5 << k;
      errors[k] = largestError(solve(ADVECTION, Map.of("steps", "" + steps)), 2, 0, 2 * Math.PI, (t, x) -> Math.sin(x - t));
      double dt = 2.0 / steps;
      double lag = 2 - steps * MidpointOracle.angle(dt);
      // the fit of the network, relative to the smallest lag 4e-4
      assertThat(errors[k]).isCloseTo(2 * Math.sin(lag / 2), within(4e-5));
    }
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isBetween(1.9, 2.1);
    assertThat(Math.log(errors[1] / errors[2]) / Math.log(2)).isBetween(1.8, 2.2);
  }

  /** Dirichlet data built in: the decay of sin(πx) under the rule is known in closed form. */
  @Test
  void heatBetweenColdEndsDecaysAsTheRuleSays() {
    Problem heat = MidpointOracle.heatBetweenColdEnds();
    double decay = Math.pow(MidpointOracle.decay(Math.PI * Math.PI, 0.02), 10);
    Solution solution = solve(heat, Map.of("steps", "10"));
    assertThat(largestError(solution, 0.2, 0, 1, (_, x) -> decay * Math.sin(Math.PI * x))).isLessThan(1e-4);
    var u = heat.fields().getFirst();
    assertThat(solution.value(u, 0.12, 0)).isCloseTo(0, within(1e-15));
    // between two levels the cubic follows the rates, which need not vanish at an end: 3.4e-5, its own error there
    assertThat(solution.value(u, 0.13, 0)).isCloseTo(0, within(1e-4));
    double h = 1e-3;
    double slope = (solution.value(u, 0.11, 0.3 + h) - solution.value(u, 0.11, 0.3 - h)) / (2 * h);
    // h² u_xxx / 6
    assertThat(solution.derivative(u, new MultiIndex(0, 1), 0.11, 0.3)).isCloseTo(slope, within(1e-5));
  }

  /** The Gaussian keeps its height, which first-order upwind with as many numbers loses. */
  @Test
  void gaussianIsCarriedWithoutDissipation() {
    Problem gaussian = Pde.parse("""
        problem gaussian-carried
        u(t, x) on x in [-2, 2], t in [0, 12]
        u_t + 0.25*u_x = 0
        initial u = exp(-(x + 1.5)^2/0.02)
        periodic x
        """);
    Solution solution = solve(gaussian, Map.of("steps", "240", "width", "12", "harmonics", "6", "points", "400", "iterations", "6",
        "tolerance", "1e-5"));
    assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
    DoubleBinaryOperator exact = (t, x) -> Math.exp(-Math.pow(x + 1.5 - 0.25 * t, 2) / 0.02);
    double error = largestError(solution, 12, -2, 2, exact);
    int parameters = (int) (solution.parameters() / 241);
    assertThat(error).isLessThan(0.2 * upwindError(parameters, exact));
    assertThat(solution.value(gaussian.fields().getFirst(), 12, 1.5)).isCloseTo(1, within(0.05));
  }

  private static double upwindError(int cells, DoubleBinaryOperator exact) {
    double h = 4.0 / cells;
    int steps = (int) Math.ceil(12 * 0.25 / (0.5 * h));
    double courant = 12 * 0.25 / steps / h;
    double[] u = new double[cells];
    for (int i = 0; i < cells; i++) {
      u[i] = exact.applyAsDouble(0, -2 + i * h);
    }
    for (int n = 0; n < steps; n++) {
      double[] next = new double[cells];
      for (int i = 0; i < cells; i++) {
        next[i] = u[i] - courant * (u[i] - u[(i + cells - 1) % cells]);
      }
      u = next;
    }
    double largest = 0;
    for (int i = 0; i < cells; i++) {
      largest = Math.max(largest, Math.abs(u[i] - exact.applyAsDouble(12, -2 + i * h)));
    }
    return largest;
  }

  /** One iteration does not find a root of what oscillates in the unknown. */
  @Test
  void stepsThatWereNotTakenDoNotConverge() {
    Problem oscillating = Pde.parse("""
        problem oscillating
        u(t, x) on x in [0, 2*pi], t in [0, 2]
        u_t = 10*sin(10*u + 3*x)
        initial u = sin(x)
        periodic x
        """);
    assertThat(solve(oscillating, Map.of("steps", "1", "iterations", "1", "width", "2")).termination())
        .isInstanceOfSatisfying(Termination.BudgetSpent.class, end -> {
          assertThat(end.budget()).startsWith("iterations=1 a step, which leave ").endsWith(" % of the scheme's residual");
          assertThat(end.remedy()).contains("more iterations");
        });
  }

  @Test
  void cancellingKeepsTheLevelsReached() {
    var enough = new AtomicBoolean();
    Run run = RUN.withProgress(event -> enough.set(event.done() >= 0.5)).withCancelled(enough::get);
    Solution solution = new ImplicitNeuralSpatial(SMALL.with(Map.of("steps", "10"))).solve(ADVECTION, run);
    assertThat(solution.termination()).isInstanceOf(Termination.Cancelled.class);
    assertThat(solution.provenance().configuration()).containsEntry("time reached", "1.0");
    var u = ADVECTION.fields().getFirst();
    assertThat(solution.value(u, 1, 2)).isCloseTo(Math.sin(1), within(1e-2));
    assertThat(solution.value(u, 1.1, 2)).isNaN();
  }

  @Test
  void everyWrongSettingIsTold() {
    assertThatThrownBy(() -> SMALL.with(Map.of("widht", "3", "layers", "x", "activation", "relu")))
        .hasMessageContaining("no setting 'widht'").hasMessageContaining("layers must be a whole number, not 'x'")
        .hasMessageContaining("activation must be one of tanh, sin, swish, not 'relu'");
    assertThatThrownBy(() -> SMALL.with(Map.of("steps", "0", "points", "3")))
        .hasMessageContaining("steps must be at least 1, not 0").hasMessageContaining("points must be at least 16, not 3");
  }

  @Test
  void whatItCannotStepIsRefused() {
    MidpointOracle.assertRefusesWhatIsNoEvolutionOfFirstOrder(new ImplicitNeuralSpatial(SMALL), RUN);
  }
}
