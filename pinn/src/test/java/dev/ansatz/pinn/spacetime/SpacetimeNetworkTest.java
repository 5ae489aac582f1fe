package dev.ansatz.pinn.spacetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pinn.implicit.MidpointOracle;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.UnsupportedProblemException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

class SpacetimeNetworkTest {
  private static final Run RUN = Run.defaults().withThreads(1);
  private static final SpacetimeNetworkOptions SMALL = SpacetimeNetworkOptions.defaults().with(Map.of("steps", "8", "slabs", "1",
      "width", "8", "harmonics", "1", "points", "200", "redraw", "10", "estimate", "none", "tolerance", "0.1"));
  /** The residual is to vanish up to rounding. */
  private static final String VANISHING = "1e-12";

  private static Solution solve(Problem problem, Map<String, String> settings) {
    return new SpacetimeNetwork(SMALL.with(settings)).solve(problem, RUN);
  }

  private static double value(Solution solution, int field, double... point) {
    return solution.value(solution.problem().fields().get(field), point);
  }

  private static Problem oscillator(double end) {
    return Pde.parse("""
        problem oscillator
        p(t), q(t) on t in [0, %s]
        p_t = -q
        q_t = p
        initial p = 1
        initial q = 0
        """.formatted(end));
  }

  /** The rule turns by 2 atan(Δt/2) a step: its values are known at every level, and so is the error, with its rate. */
  @Test
  void oscillatorTurnsAsTheRuleSaysAtEveryLevelAndConvergesAtOrderTwo() {
    double[] errors = new double[2];
    for (int k = 0; k < 2; k++) {
      int steps = 8 << k;
      Solution solution = solve(oscillator(2), Map.of("steps", "" + steps, "tolerance", VANISHING));
      assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
      double dt = 2.0 / steps;
      for (int n = 0; n <= steps; n++) {
        double angle = n * MidpointOracle.angle(dt);
        // T |r|, with |r| at most 1e-12 of the rule's own error or 1e-13 of the untrained residual
        assertThat(value(solution, 0, n * dt)).isCloseTo(Math.cos(angle), within(1e-12));
        assertThat(value(solution, 1, n * dt)).isCloseTo(Math.sin(angle), within(1e-12));
      }
      errors[k] = Math.hypot(value(solution, 0, 2) - Math.cos(2), value(solution, 1, 2) - Math.sin(2));
      // between the levels the network is off by no more than the rule is at them
      double between = 2 - dt / 2;
      assertThat(value(solution, 0, between)).isCloseTo(Math.cos(between), within(2 * errors[k]));
    }
    // 2 (1 − 2 atan(Δt/2)/Δt) = Δt²/6 − Δt⁴/40 …
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2)).isCloseTo(2, within(0.02));
  }

  /** Not linear, in two slabs: all levels at once are what the rule gives step by step. */
  @Test
  void pendulumTakesTheStepsOfTheClassicalRule() {
    Problem pendulum = Pde.parse("""
        problem pendulum
        q(t), p(t) on t in [0, 4]
        q_t = p
        p_t = -sin(q)
        initial q = 2
        initial p = 0
        """);
    Solution solution = solve(pendulum, Map.of("steps", "32", "slabs", "2", "tolerance", VANISHING));
    double dt = 0.125;
    double q = 2;
    double p = 0;
    for (int n = 1; n <= 32; n++) {
      double nextQ = q;
      double nextP = p;
      // a contraction by Δt/2 each time
      for (int i = 0; i < 40; i++) {
        double meanQ = (q + nextQ) / 2;
        nextQ = q + dt * (p + nextP) / 2;
        nextP = p - dt * Math.sin(meanQ);
      }
      q = nextQ;
      p = nextP;
      // residuals of 1e-13 grow at most by e^t
      assertThat(value(solution, 0, n * dt)).isCloseTo(q, within(1e-11));
      assertThat(value(solution, 1, n * dt)).isCloseTo(p, within(1e-11));
    }
  }

  /** Two spins in a transverse field, eight real fields: |ψ|² may drift by 2 T |ψ| |r|, and |r| is of the size of rounding. */
  @Test
  void normOfTwoSpinsIsKept() {
    double[][] h = {{-1, -0.7, -0.7, 0}, {-0.7, 1, 0, -0.7}, {-0.7, 0, 1, -0.7}, {0, -0.7, -0.7, -1}};
    var equations = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      var a = new StringBuilder("a" + i + "_t = 0");
      var b = new StringBuilder("b" + i + "_t = 0");
      for (int j = 0; j < 4; j++) {
        a.append(" + (").append(h[i][j]).append(")*b").append(j);
        b.append(" - (").append(h[i][j]).append(")*a").append(j);
      }
      equations.append(a).append('\n').append(b).append('\n');
      equations.append("initial a").append(i).append(" = ").append(i == 0 ? 0.8 : 0).append('\n');
      equations.append("initial b").append(i).append(" = ").append(i == 1 ? 0.6 : 0).append('\n');
    }
    Problem spins = Pde.parse("""
        problem two-spins
        a0(t), b0(t), a1(t), b1(t), a2(t), b2(t), a3(t), b3(t) on t in [0, 2]
        """ + equations);
    Solution solution = solve(spins, Map.of("steps", "16", "slabs", "2", "tolerance", VANISHING));
    assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
    for (int n = 0; n <= 16; n++) {
      double square = 0;
      for (int k = 0; k < 8; k++) {
        double value = value(solution, k, n / 8.0);
        square += value * value;
      }
      assertThat(square).isCloseTo(1, within(1e-12));
    }
    assertThat(value(solution, 0, 2)).isNotCloseTo(0.8, within(0.1));
  }

  /** Root mean square over [lower, upper] at a time, by the midpoints of equal cells. */
  private static double distance(Solution solution, double t, Range x, DoubleBinaryOperator from) {
    double sum = 0;
    int cells = 64;
    for (int i = 0; i < cells; i++) {
      double at = x.lower() + x.length() * (i + 0.5) / cells;
      double d = value(solution, 0, t, at) - from.applyAsDouble(t, at);
      sum += d * d / cells;
    }
    return Math.sqrt(sum);
  }

  private static Range space(Problem problem) {
    return problem.domain().space().orElseThrow().boundingBox().ranges().getFirst();
  }

  /** Dirichlet data built in, two slabs: the rule's decay is known at every level, and what the residual adds is at most T |r|. */
  @Test
  void heatBetweenColdEndsIsTheClassicalSolutionUpToTheResidual() {
    Problem heat = MidpointOracle.heatBetweenColdEnds();
    Solution solution = solve(heat, Map.of("slabs", "2"));
    assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
    double z = Math.PI * Math.PI * 0.025;
    double decay = MidpointOracle.decay(Math.PI * Math.PI, 0.025);
    // a tenth of the samples' spread beside the bound
    double bound = 1.1 * 0.2 * solution.heldOutResidual().orElseThrow();
    double own = Math.abs(Math.pow(decay, 8) - Math.exp(-8 * z)) * Math.sqrt(0.5);
    for (int n = 1; n <= 8; n++) {
      double amplitude = Math.pow(decay, n);
      assertThat(distance(solution, n * 0.025, space(heat), (_, x) -> amplitude * Math.sin(Math.PI * x))).isLessThan(bound);
    }
    // the bound says something: it is below the rule's own error
    assertThat(bound).isLessThan(own);
    assertThat(value(solution, 0, 0, 0.3)).isCloseTo(Math.sin(0.3 * Math.PI), within(1e-15));
    assertThat(value(solution, 0, 0.13, 0)).isCloseTo(0, within(1e-15));
  }

  /** Fluxes given at the ends are losses at the levels. */
  @Test
  void heatBetweenInsulatedEndsDecaysAsTheRuleSays() {
    Problem heat = Pde.parse("""
        problem heat-insulated
        u(t, x) on x in [0, 1], t in [0, 0.1]
        u_t = u_xx
        initial u = cos(pi*x)
        boundary dn(u) = 0
        """);
    Solution solution = solve(heat, Map.of());
    double amplitude = Math.pow(MidpointOracle.decay(Math.PI * Math.PI, 0.0125), 8);
    // a flux g that is left drives an error e with |e|² at most ½ coth(½) e^(2T) ∫ g² (trace inequality), which makes 0.36 |g|; 0.1 |r| of
    // the residual comes to it
    assertThat(distance(solution, 0.1, space(heat), (_, x) -> amplitude * Math.cos(Math.PI * x)))
        .isLessThan(0.4 * solution.heldOutResidual().orElseThrow());
  }

  @Test
  void heatOnASquareIsTheClassicalSolutionUpToTheResidual() {
    Problem heat = Pde.parse("""
        problem heat-square
        u(t, x, y) on x in [0, 1], y in [0, 1], t in [0, 0.04]
        u_t = lap(u)
        initial u = sin(pi*x)*sin(pi*y)
        boundary u = 0
        """);
    Solution solution = solve(heat, Map.of("steps", "4", "iterations", "40"));
    double amplitude = Math.pow(MidpointOracle.decay(2 * Math.PI * Math.PI, 0.01), 4);
    double sum = 0;
    for (int i = 0; i < 256; i++) {
      double x = (i % 16 + 0.5) / 16;
      double y = (i / 16 + 0.5) / 16;
      double d = value(solution, 0, 0.04, x, y) - amplitude * Math.sin(Math.PI * x) * Math.sin(Math.PI * y);
      sum += d * d / 256;
    }
    assertThat(Math.sqrt(sum)).isLessThan(1.1 * 0.04 * solution.heldOutResidual().orElseThrow());
    assertThat(solution.heldOutResidual().orElseThrow()).isLessThan(0.1);
  }

  /** A complex field: ∫|h|² drifts by at most 2 T |h| |r|, and the error estimate knows the error. */
  @Test
  void normOfAFreeParticleDriftsByNoMoreThanTheResidual() {
    Problem particle = Pde.parse("""
        problem free-particle
        complex h(t, x) on x in [0, 2*pi], t in [0, 0.5]
        i*h_t + h_xx = 0
        initial h = exp(i*x)
        periodic x
        """);
    Solution solution = solve(particle, Map.of("steps", "4", "estimate", "halving"));
    assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
    double residual = solution.heldOutResidual().orElseThrow();
    double dt = 0.125;
    for (int n = 1; n <= 4; n++) {
      double mean = 0;
      for (int i = 0; i < 64; i++) {
        double x = 2 * Math.PI * i / 64;
        mean += (Math.pow(value(solution, 0, n * dt, x), 2) + Math.pow(value(solution, 1, n * dt, x), 2)) / 64;
      }
      // |h| is 1 up to the drift
      assertThat(mean).isCloseTo(1, within(2 * 1.1 * n * dt * residual));
    }
    double lag = 0.5 - 4 * MidpointOracle.angle(dt);
    // relative, at the two levels of both; the lag grows in proportion to time
    double error = lag * Math.sqrt((0.25 + 1) / 2);
    // training leaves a tenth of the rule's own error, τ = lag/T, with either step: T (4 · 0.1 τ + 0.1 · 4 τ)/3 = 0.27 lag
    assertThat(solution.errorEstimate().orElseThrow()).isBetween(0.9 * error, 1.1 * error + 0.27 * lag);
  }

  @Test
  void cancellingKeepsTheSlabsReached() {
    var enough = new AtomicBoolean();
    Run run = RUN.withProgress(event -> enough.set(event.stage().startsWith("slab 2"))).withCancelled(enough::get);
    Solution solution = new SpacetimeNetwork(SMALL.with(Map.of("steps", "16", "slabs", "4"))).solve(oscillator(4), run);
    assertThat(solution.termination()).isInstanceOf(Termination.Cancelled.class);
    assertThat(solution.provenance().configuration()).containsEntry("time reached", "2.0");
    // the rule lags by t Δt²/12 = 5e-3, and ends by a tenth of that
    assertThat(value(solution, 0, 1)).isCloseTo(Math.cos(1), within(1e-2));
    assertThat(value(solution, 0, 1.5)).isFinite();
    assertThat(value(solution, 0, 2.1)).isNaN();
    assertThat(solution.errorEstimate()).isEmpty();
  }

  @Test
  void whatIsNotFiniteIsToldWithItsPlace() {
    Problem undefined = Pde.parse("""
        problem root-of-a-negative
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx + sqrt(-1 - u^2)
        initial u = 0
        boundary u = 0
        """);
    assertThat(solve(undefined, Map.of()).termination()).isInstanceOfSatisfying(Termination.Diverged.class,
        diverged -> assertThat(diverged.describe()).contains("is NaN at (t, x) = (").contains("take more steps or more slabs"));
  }

  @Test
  void everyWrongSettingIsTold() {
    assertThatThrownBy(() -> SMALL.with(Map.of("steps", "10", "slabs", "4", "points", "3", "layers", "0")))
        .hasMessageContaining("steps must be an even number, at least 4, in each of 4 slabs, and 10 is not")
        .hasMessageContaining("points must be at least 16, not 3")
        .hasMessageContaining("layers must be at least 1, not 0");
    assertThatThrownBy(() -> SMALL.with(Map.of("estimate", "guess"))).hasMessageContaining("estimate must be one of halving, none");
  }

  @Test
  void whatIsNoEvolutionOfFirstOrderIsRefused() {
    MidpointOracle.assertRefusesWhatIsNoEvolutionOfFirstOrder(new SpacetimeNetwork(SMALL), RUN);
    assertThatThrownBy(() -> new SpacetimeNetwork(SMALL).solve(oscillator(1), RUN.withPrecision(Run.Precision.F32)))
        .isInstanceOf(UnsupportedProblemException.class).hasMessageContaining("use --precision f64");
    assertThat(new SpacetimeNetwork(SMALL).supports(Catalog.get("lorenz-inverse").problem()).isYes()).isFalse();
  }
}
