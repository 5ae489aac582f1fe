package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.io.Checkpoint;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unknown constants and coefficients, and how far the observations determine them. */
class InverseTest {
  private static final Run RUN = Run.defaults().withThreads(1).withBudget(Duration.ofMinutes(5));
  private static final PinnOptions TINY = PinnOptions.preset("inverse").with(Map.of("layers", "1", "width", "6", "points", "40",
      "iterations", "120"));

  /** −(a u′)′ = f with u = sin πx and a = 1 + x/2: where u′ = 0, a is told by the curvature alone. */
  private static Problem rod(double noise, String known) {
    String data = IntStream.rangeClosed(1, 39).mapToObj(i -> String.format(Locale.ROOT, "(%.3f) = %.12f", i / 40.0,
        Math.sin(Math.PI * i / 40))).collect(Collectors.joining(", "));
    return Pde.parse("""
        problem rod
        u(x) on x in [0, 1]
        unknown a(x) = 1
        -d(a*u_x, x) = pi^2*(1 + x/2)*sin(pi*x) - pi*cos(pi*x)/2
        boundary u = 0
        """ + known + "observe u at " + data + " noise " + noise + "\n");
  }

  private static double[][] probes() {
    return new double[][] {IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray()};
  }

  @Test
  void aCoefficientIsFoundWithinItsDeviations() {
    double[] root = new double[2];
    double[] noise = {1e-4, 1e-3};
    for (int k = 0; k < 2; k++) {
      Solution solution = new Pinn(TINY).solve(rod(noise[k], ""), RUN);
      var a = solution.unknowns().coefficient("a").orElseThrow();
      double[][] x = probes();
      double[] found = a.value().at(x);
      double[] deviation = a.deviation().at(x);
      for (int i = 0; i < found.length; i++) {
        double truth = 1 + x[0][i] / 2;
        // the data are exact: what errs is the network
        assertThat(found[i]).isCloseTo(truth, within(3 * deviation[i] + 1e-3));
        root[k] += deviation[i] * deviation[i];
      }
    }
    // less than in proportion to the noise, since the priors of the weights limit it: 4.1 was measured
    assertThat(Math.sqrt(root[1] / root[0])).isBetween(3.0, 10.5);
  }

  /** Its boundary values are built in: exact, with no deviation there. */
  @Test
  void whatIsKnownOfACoefficientHolds() {
    Solution solution = new Pinn(TINY).solve(rod(1e-3, "boundary a = 1 + x/2\n"), RUN);
    var a = solution.unknowns().coefficient("a").orElseThrow();
    double[][] ends = {{0, 1}};
    assertThat(a.value().at(ends)).containsExactly(new double[] {1, 1.5}, within(1e-14));
    assertThat(a.deviation().at(ends)).containsExactly(new double[] {0, 0}, within(1e-12));
    assertThat(a.deviation().at(new double[][] {{0.5}})[0]).isPositive();
  }

  /** At the initial time the solution is given, whatever D is. */
  @Test
  void whatTheObservationsDoNotDetermineIsSaid() {
    var problem = Pde.parse("""
        problem blind
        u(t, x) on x in [0, 1], t in [0, 1]
        unknown D = 0.1 in [0.01, 1]
        u_t = D*u_xx
        initial u = sin(pi*x)
        boundary u = 0
        observe u at (0, 0.25) = 0.7, (0, 0.5) = 1, (0, 0.75) = 0.7 noise 0.01
        """);
    Solution solution = new Pinn(TINY).solve(problem, RUN);
    assertThat(solution.unknowns().remarks()).anySatisfy(remark -> assertThat(remark)
        .startsWith("the observations do not determine D: ").contains("observe where and when the solution depends on it"));
    assertThat(solution.summary()).contains("do not determine D");
  }

  @Test
  void derivativesByUnknownsAreThoseOfDifferences() {
    for (String name : List.of("diffusion-inverse", "burgers-inverse", "poisson-inverse-exact", "heat-inverse")) {
      Problem problem = Catalog.get(name).problem();
      var model = new NetworkModel(problem, TrialFunctions.hard(problem), new Mlp(1, 4, Activation.TANH), 1);
      double[] theta = model.initial(3);
      double[][] points = new double[problem.coordinates().size()][];
      var random = new SplittableRandom(4);
      Arrays.setAll(points, i -> random.doubles(5, 0.1, 0.9).toArray());
      try (var executor = new Executor(1)) {
        Evaluation residual = model.express(problem.equations().stream().map(Equation::residual).toList()).at(executor, points);
        double[] jacobian = new double[5 * theta.length];
        residual.jacobian(theta, new double[] {1}, null, new double[5], jacobian, 5, 0);
        for (int q = 0; q < theta.length; q++) {
          double h = 1e-6;
          double[] up = new double[5];
          double[] down = new double[5];
          double at = theta[q];
          theta[q] = at + h;
          residual.values(theta, up, 0);
          theta[q] = at - h;
          residual.values(theta, down, 0);
          theta[q] = at;
          for (int p = 0; p < 5; p++) {
            // h² times a third derivative of up to 100, and rounding of residuals up to 100 over h
            assertThat(jacobian[q * 5 + p]).as(name + " " + q).isCloseTo((up[p] - down[p]) / (2 * h), within(1e-7));
          }
        }
      }
    }
  }

  @Test
  void anUnknownIsNotLedToItsValue() {
    Problem problem = Catalog.get("burgers-inverse").problem();
    assertThat(new Pinn(TINY.with(Map.of("continuation", "nu:0.05"))).supports(problem)).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).singleElement().asString().contains("use continuation=none"));
    assertThat(new Pinn(TINY).supports(problem)).isEqualTo(Support.yes());
  }

  /** With what is remembered of the unknowns, on which the end depends. */
  @Test
  void anInterruptedFitGoesOnToTheSameBits(@TempDir Path directory) throws Exception {
    Problem problem = Pde.parse("""
        problem beam
        u(x) on x in [0, 1]
        unknown q = 1
        -u_xx = q
        boundary u = 0
        observe u at (0.1) = 0.13, (0.3) = 0.30, (0.5) = 0.38, (0.7) = 0.33, (0.9) = 0.13 noise 0.02
        """);
    var whole = new Pinn(TINY).solve(problem, RUN);
    assertThat(whole.termination()).isInstanceOf(Termination.Converged.class);
    Path file = directory.resolve("state");
    Run saving = RUN.withCheckpointing(new Checkpointing(file, Duration.ofDays(1)));
    var polls = new AtomicInteger();
    new Pinn(TINY).solve(problem, saving.withCancelled(() -> polls.incrementAndGet() > whole.iterations() - 5));
    assertThat(Checkpoint.read(file).doublesUnder("inference.")).containsKey("unknowns");
    var resumed = new Pinn(TINY).solve(problem, saving);
    assertThat(resumed.iterations()).isEqualTo(whole.iterations());
    assertThat(resumed.unknowns().constants()).isEqualTo(whole.unknowns().constants());
  }
}
