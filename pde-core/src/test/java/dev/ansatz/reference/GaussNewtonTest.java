package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.solve.UnsupportedProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Unknowns by Gauss and Newton over classical solvers, beside closed forms. */
class GaussNewtonTest {
  private static final Run RUN = Run.defaults().withThreads(1).withBudget(Duration.ofMinutes(5));
  private static final double NORMAL_95 = 1.959964;

  private static Solution solve(Problem problem, String... settings) {
    var map = Arrays.stream(settings).map(s -> s.split("=")).collect(Collectors.toMap(s -> s[0], s -> s[1]));
    return new GaussNewtonProvider().create("default", map).solve(problem, RUN);
  }

  private static String values(double[] x, double[] u) {
    return IntStream.range(0, x.length).mapToObj(i -> String.format(Locale.ROOT, "(%.17g) = %.17g", x[i], u[i]))
        .collect(Collectors.joining(", "));
  }

  // ---- a rod that cools: u = exp(−D π² t) sin(π x) ----

  private static Problem rod(double noise, double at, DoubleUnaryOperator error) {
    String data = IntStream.rangeClosed(1, 12).mapToObj(i -> {
      double t = at < 0 ? i / 12.0 : at;
      double x = i / 13.0;
      return String.format(Locale.ROOT, "(%.17g, %.17g) = %.17g", t, x, Math.exp(-0.3 * Math.PI * Math.PI * t) * Math.sin(Math.PI * x)
          + error.applyAsDouble(i));
    }).collect(Collectors.joining(", "));
    return Pde.parse("""
        problem rod
        u(t, x) on x in [0, 1], t in [0, 1]
        unknown D = 2 in [0.01, 10]
        u_t = D*u_xx
        initial u = sin(pi*x)
        boundary u = 0
        """ + "observe u at " + data + " noise " + noise + "\n");
  }

  /** Data that are exact to rounding, from a guess seven times too large: what is left is the error of the direct problem, 1e-10 of u. */
  @Test
  void exactDataGiveTheConstantToTheAccuracyOfTheDirectProblem() {
    Solution solution = solve(rod(1e-9, -1, _ -> 0));
    var found = solution.unknowns().constant("D").orElseThrow();
    assertThat(found.value()).isCloseTo(0.3, within(1e-9));
    assertThat(found.deviation()).isBetween(1e-11, 1e-8);
    assertThat(solution.termination()).isInstanceOf(Termination.Converged.class);
  }

  /** The error that the answer claims for its fields is what the deviation of D makes of them: |∂u/∂D| δ is t π² u δ. */
  @Test
  void theErrorOfTheFieldsIsThatOfTheUnknowns() {
    Solution solution = solve(rod(0.01, -1, i -> i % 2 == 0 ? 0.01 : -0.01));
    double deviation = solution.unknowns().constant("D").orElseThrow().deviation();
    double rate = 2 * 0.3 * Math.PI * Math.PI;
    // ∫ t² e^{−2Dπ²t} dt over ∫ e^{−2Dπ²t} dt on [0, 1]; 200 quasi-random points in place of the integrals
    double norm = (1 - Math.exp(-rate)) / rate;
    double moment = 2 / Math.pow(rate, 3) - Math.exp(-rate) * (1 / rate + 2 / (rate * rate) + 2 / Math.pow(rate, 3));
    assertThat(solution.errorEstimate().orElseThrow())
        .isCloseTo(Math.PI * Math.PI * Math.sqrt(moment / norm) * deviation, within(0.15 * deviation));
  }

  /** At the initial time the solution is given, whatever D is. */
  @Test
  void whatTheObservationsDoNotDetermineIsRefused() {
    Solution solution = solve(rod(0.01, 0, _ -> 0));
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.Diverged.class, end -> {
      assertThat(end.where()).isEqualTo("the observations do not determine D: the Jacobian of what is observed has rank 0 for 1 constants "
          + "at the level of the noise");
      assertThat(end.remedy()).contains("observe where and when");
    });
    assertThat(solution.unknowns().constant("D").orElseThrow().deviation()).isInfinite();
  }

  @Test
  void aProductOfUnknownsIsRefused() {
    Solution solution = solve(Pde.parse("""
        problem beam
        u(x) on x in [0, 1]
        unknown p = 1
        unknown q = 1 in [-50, 50]
        -u_xx = p*q
        boundary u = 0
        observe u at (0.2) = 0.26, (0.4) = 0.35, (0.6) = 0.37, (0.8) = 0.22 noise 0.02
        """));
    assertThat(solution.termination()).isInstanceOfSatisfying(Termination.Diverged.class, end -> {
      assertThat(end.where()).contains("do not determine p and q").contains("rank 1 for 2");
      assertThat(end.remedy()).contains("give one of them");
    });
  }

  // ---- −(a u′)′ = f with u = sin πx and a = 1 + x/2 ----

  private static Problem conductor(double noise, String known, SplittableRandom random) {
    double[] x = IntStream.rangeClosed(1, 39).mapToDouble(i -> i / 40.0).toArray();
    double[] u = Arrays.stream(x).map(v -> Math.sin(Math.PI * v) + noise * random.nextGaussian()).toArray();
    return Pde.parse("""
        problem conductor
        u(x) on x in [0, 1]
        unknown a(x) = 1
        -d(a*u_x, x) = pi^2*(1 + x/2)*sin(pi*x) - pi*cos(pi*x)/2
        boundary u = 0
        """ + known + "observe u at " + values(x, u) + " noise " + noise + "\n");
  }

  private static double[][] probes() {
    return new double[][] {IntStream.rangeClosed(0, 40).mapToDouble(i -> i / 40.0).toArray()};
  }

  /** Points of one function are not independent: of 4 data sets with 41 points each, nine tenths are covered. */
  @Test
  void aCoefficientIsCoveredByItsIntervals() {
    int covered = 0;
    double[] deviations = new double[2];
    for (int seed = 0; seed < 4; seed++) {
      double noise = seed % 2 == 0 ? 1e-2 : 1e-3;
      var a = solve(conductor(noise, "", new SplittableRandom(seed)), "degree=6", "n=16").unknowns().coefficient("a").orElseThrow();
      double[] found = a.value().at(probes());
      double[] deviation = a.deviation().at(probes());
      for (int i = 0; i < found.length; i++) {
        covered += Math.abs(found[i] - 1 - probes()[0][i] / 2) <= NORMAL_95 * deviation[i] ? 1 : 0;
        deviations[seed % 2] += deviation[i];
      }
    }
    assertThat(covered / (4 * 41.0)).isGreaterThan(0.85);
    // a tenth of the noise, and somewhat more of the prior's smoothness
    assertThat(deviations[0] / deviations[1]).isBetween(3.0, 20.0);
  }

  /** To a hundredth of the size of the coefficient, which 40 points an end would bring to less, were they not the same. */
  @Test
  void whatIsKnownOfACoefficientHolds() {
    var a = solve(conductor(1e-2, "boundary a = 1 + x/2\n", new SplittableRandom(5)), "degree=6", "n=16").unknowns()
        .coefficient("a").orElseThrow();
    double[][] ends = {{0, 1}};
    assertThat(a.value().at(ends)).containsExactly(new double[] {1, 1.5}, within(2e-2));
    assertThat(Arrays.stream(a.deviation().at(ends)).max().orElseThrow()).isLessThan(1.2e-2);
  }

  // ---- the prior ----

  /** Differences of the logarithm of the evidence are those of the dense formula. */
  @Test
  void theEvidenceIsThatOfTheDenseFormula() {
    var random = new SplittableRandom(11);
    int[] degrees = {0, 1, 2, 3};
    var j = MatrixUtils.createRealMatrix(9, 4);
    double[] y = new double[9];
    for (int i = 0; i < 9; i++) {
      y[i] = random.nextGaussian();
      for (int k = 0; k < 4; k++) {
        j.setEntry(i, k, random.nextGaussian());
      }
    }
    var qr = new StreamingQr(4);
    for (int i = 0; i < 9; i++) {
      qr.append(1, j.getRow(i), 0, 4, 1, y, i);
    }
    Map<SmoothnessPrior, Double> probable = SmoothnessPrior.probable(degrees, qr.triangle(), qr.rightSide(0));
    var priors = probable.keySet().stream().limit(20).toList();
    assertThat(priors).hasSizeGreaterThan(5);
    for (SmoothnessPrior prior : priors) {
      double expected = Math.exp((dense(j, y, prior.deviations(degrees)) - dense(j, y, priors.getFirst().deviations(degrees))) / -2);
      assertThat(probable.get(prior) / probable.get(priors.getFirst())).isCloseTo(expected, within(1e-6 * expected));
    }
    assertThat(probable.values().stream().mapToDouble(p -> p).sum()).isBetween(0.7, 1.0 + 1e-12);
  }

  private static double dense(RealMatrix j, double[] y, double[] deviations) {
    RealMatrix d = MatrixUtils.createRealDiagonalMatrix(Arrays.stream(deviations).map(v -> Math.min(v, 1e3)).toArray());
    var lu = new LUDecomposition(MatrixUtils.createRealIdentityMatrix(9).add(j.multiply(d).multiply(d).multiply(j.transpose())));
    var side = MatrixUtils.createRealVector(y);
    return Math.log(lu.getDeterminant()) + side.dotProduct(lu.getSolver().solve(side));
  }

  /** A polynomial in nested powers is the sum of Chebyshev polynomials, each by its cosine. */
  @Test
  void theExpressionOfACoefficientIsItsBasis() {
    var problem = Catalog.get("poisson-inverse").problem();
    var unknown = (Coefficient.Unknown) problem.coefficients().getFirst();
    var basis = new CoefficientBasis(problem, unknown, 5);
    assertThat(basis.count()).isEqualTo(21);
    double[] c = new SplittableRandom(2).doubles(21, -1, 1).toArray();
    double[][] points = {{0.1, 0.7, 1}, {0.9, 0.2, 0}};
    double[] byRows = basis.values(c, 0, points);
    double[] byExpression = Pointwise.of(basis.expression(c, 0)).values(problem.coordinates(), points)[0];
    assertThat(byExpression).containsExactly(byRows, within(1e-12));
    double[] one = new double[21];
    one[basis.count() - 1] = 1;
    // the last one is T_5 of the first coordinate, in units of the guess 0.5
    assertThat(basis.values(one, 0, points)[0]).isCloseTo(0.5 + 0.5 * Math.cos(5 * Math.acos(2 * 0.1 - 1)), within(1e-14));
  }

  // ---- what is refused ----

  @Test
  void problemsWithoutUnknownsAreRefused() {
    var solver = new GaussNewtonProvider().create("default", Map.of());
    var problem = Catalog.get("poisson-square").problem();
    assertThat(solver.supports(problem)).isInstanceOfSatisfying(Support.No.class, no -> assertThat(no.reasons())
        .containsExactly("nothing in it is unknown: use reference", "it has no observations"));
    assertThatThrownBy(() -> solver.solve(problem, RUN)).isInstanceOf(UnsupportedProblemException.class);
  }

  @Test
  void allFaultsOfTheSettingsAreTold() {
    var faulty = Map.of("method", "exact", "n", "7", "degree", "-1", "iterations", "x");
    assertThatThrownBy(() -> new GaussNewtonProvider().create("default", faulty))
        .isInstanceOf(IllegalArgumentException.class).message().contains("no method 'exact'", "iterations must be a whole number",
            "n must be 0", "degree must be from 0");
  }

  @Test
  void aSpentBudgetStillHasTheBestEstimate() {
    Solution solution = new GaussNewtonProvider().create("default", Map.of()).solve(Catalog.get("diffusion-inverse").problem(),
        RUN.withBudget(Duration.ofMillis(1)));
    assertThat(solution.termination().isUsable()).isFalse();
    assertThat(solution.termination().describe()).contains("raise the budget");
    assertThat(solution.unknowns()).isEqualTo(Unknowns.NONE);
  }
}
