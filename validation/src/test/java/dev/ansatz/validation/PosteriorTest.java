package dev.ansatz.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.Pinn;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.reference.GaussNewtonProvider;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What solvers tell of unknown loads, beside the exact posterior: the sag of a beam −u″ = p + q x is linear in both,
 * u = p x(1 − x)/2 + q x(1 − x²)/6.
 */
class PosteriorTest {
  private static final Run RUN = Run.defaults().withThreads(1).withBudget(Duration.ofMinutes(5));
  private static final double NOISE = 0.02;
  private static final double NORMAL_95 = 1.959964;
  private static final double[] PLACES = IntStream.rangeClosed(1, 19).mapToDouble(i -> i / 20.0).toArray();
  private static final List<DoubleUnaryOperator> SHAPES = List.of(x -> x * (1 - x) / 2, x -> x * (1 - x * x) / 6);
  private static final double[] LOADS = {3, 2};

  private static final Solver TINY =
      new Pinn(PinnOptions.preset("inverse").with(Map.of("layers", "1", "width", "6", "points", "40", "iterations", "120")));

  /** How many loads a solver is asked for, how far it may be off, in deviations, and in how many iterations. */
  enum Case {
    /**
     * The problem is linear in p. In q it is linear too, whose latent variable is not: forward differences with a step of 1e-6 are off by
     * 1e-6 of themselves, and the steps end a thirtieth of a deviation before the minimum at the worst. Polynomials of degree 8 have the
     * sag, a cubic.
     */
    GAUSS_NEWTON(new GaussNewtonProvider().create("default", Map.of()), new GaussNewtonProvider().create("default", Map.of("n", "8")), 2,
        0.04, 0.02, 12),
    /**
     * For seeds 0 to 4 the mean was off by 5e-5 deviations at most, and the deviation by 0.08 %, since equations ten times as strict as the
     * data leave the solution a little freedom. Seed 2 took 56 iterations.
     */
    PINN(TINY, TINY, 1, 5e-3, 4e-3, 80);

    private final Solver solver;
    /** For many data sets. */
    private final Solver quick;
    private final int loads;
    private final double meanOff;
    private final double deviationOff;
    private final int iterations;

    Case(Solver solver, Solver quick, int loads, double meanOff, double deviationOff, int iterations) {
      this.solver = solver;
      this.quick = quick;
      this.loads = loads;
      this.meanOff = meanOff;
      this.deviationOff = deviationOff;
      this.iterations = iterations;
    }
  }

  private static double[] sags(int loads, long seed) {
    var random = new SplittableRandom(seed);
    return Arrays.stream(PLACES).map(x -> IntStream.range(0, loads).mapToDouble(k -> LOADS[k] * SHAPES.get(k).applyAsDouble(x)).sum()
        + NOISE * random.nextGaussian()).toArray();
  }

  private static Problem beam(int loads, double[] sags) {
    String data = IntStream.range(0, PLACES.length).mapToObj(i -> String.format(Locale.ROOT, "(%.2f) = %.17g", PLACES[i], sags[i]))
        .collect(Collectors.joining(", "));
    return Pde.parse("""
        problem beam
        u(x) on x in [0, 1]
        unknown p = 1
        """ + (loads == 1 ? "-u_xx = p\n" : "unknown q = 1 in [-50, 50]\n-u_xx = p + q*x\n") + """
        boundary u = 0
        """ + "observe u at " + data + " noise " + NOISE + "\n");
  }

  /**
   * The posterior of a flat prior, by the normal equations of Hipparchus.
   *
   * @param scale by which a fit that is worse than the noise widens it: the root of χ² by degrees of freedom, at least 1
   */
  private record Posterior(double[] mean, double[] deviation, double scale) {
    static Posterior of(int loads, double[] sags) {
      var a = MatrixUtils.createRealMatrix(PLACES.length, loads);
      var d = MatrixUtils.createRealVector(new double[PLACES.length]);
      for (int i = 0; i < PLACES.length; i++) {
        for (int k = 0; k < loads; k++) {
          a.setEntry(i, k, SHAPES.get(k).applyAsDouble(PLACES[i]) / NOISE);
        }
        d.setEntry(i, sags[i] / NOISE);
      }
      var covariance = MatrixUtils.inverse(a.transpose().multiply(a));
      double[] mean = covariance.operate(a.transpose().operate(d)).toArray();
      double chiSquare = Math.pow(d.subtract(a.operate(MatrixUtils.createRealVector(mean))).getNorm(), 2);
      return new Posterior(mean, IntStream.range(0, loads).mapToDouble(k -> Math.sqrt(covariance.getEntry(k, k))).toArray(),
          Math.sqrt(Math.max(1, chiSquare / (PLACES.length - loads))));
    }
  }

  private static String name(int load) {
    return load == 0 ? "p" : "q";
  }

  @ParameterizedTest
  @EnumSource
  void aLinearProblemHasItsPosterior(Case by) {
    for (long seed = 0; seed < 3; seed++) {
      double[] sags = sags(by.loads, seed);
      var posterior = Posterior.of(by.loads, sags);
      Solution solution = by.solver.solve(beam(by.loads, sags), RUN);
      assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
      assertThat(solution.iterations()).isLessThanOrEqualTo(by.iterations);
      for (int k = 0; k < by.loads; k++) {
        var found = solution.unknowns().constant(name(k)).orElseThrow();
        double deviation = posterior.deviation[k];
        assertThat(found.value()).isCloseTo(posterior.mean[k], within(by.meanOff * deviation));
        assertThat(found.deviation()).isCloseTo(posterior.scale * deviation, within(by.deviationOff * deviation));
      }
    }
  }

  /** Of 40 intervals of 95 %, 34 or more cover the truth in 99.7 of 100 such experiments. */
  @ParameterizedTest
  @EnumSource
  void intervalsCoverTheTruthAsOftenAsTheySay(Case by) {
    int[] covered = new int[by.loads];
    for (int seed = 100; seed < 140; seed++) {
      var unknowns = by.quick.solve(beam(by.loads, sags(by.loads, seed)), RUN).unknowns();
      for (int k = 0; k < by.loads; k++) {
        var found = unknowns.constant(name(k)).orElseThrow();
        covered[k] += Math.abs(found.value() - LOADS[k]) <= NORMAL_95 * found.deviation() ? 1 : 0;
      }
    }
    for (int count : covered) {
      assertThat(count).isBetween(34, 40);
    }
  }

  /** Data that no load explains: the misfit is told, and the deviation grows with it. */
  @ParameterizedTest
  @EnumSource
  void aFitWorseThanTheNoiseIsSaid(Case by) {
    double[] sags = sags(by.loads, 0);
    for (int i = 0; i < sags.length; i++) {
      sags[i] += i % 2 == 0 ? 0.1 : -0.1;
    }
    var posterior = Posterior.of(by.loads, sags);
    assertThat(posterior.scale).isGreaterThan(3);
    var unknowns = by.quick.solve(beam(by.loads, sags), RUN).unknowns();
    assertThat(unknowns.remarks()).anySatisfy(remark -> assertThat(remark).contains("times their stated noise"));
    double deviation = posterior.scale * posterior.deviation[0];
    assertThat(unknowns.constant("p").orElseThrow().deviation()).isCloseTo(deviation, within(2 * by.deviationOff * deviation));
  }
}
