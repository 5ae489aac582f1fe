package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.solve.Run;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Rates of convergence on random manufactured solutions. Bounds are those of the methods; what was measured stands beside them. */
class ConvergenceProperties {
  private static final String SQUARE = """
      u(x, y)  on  x in [0, 1], y in [0, 1]
      u_xx + %1$s*u_yy + u_x - %2$s*u = 0
      boundary x=0: u = 0
      boundary x=1: dn(u) + %1$s*u = 0
      boundary y=0: dn(u) = 0
      boundary y=1: u = 0
      """;

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Smooth, with slopes on all sides. */
  private static String wave(double a, double b, double phase) {
    return text("2 + sin(%.3f*x + %.3f*y + %.3f) + exp(%.3f*x - y)/2", 3 + a, 3 + b, phase, b);
  }

  @Property(tries = 3, seed = "411")
  void finiteDifferencesOfStationaryProblemsHaveTheirOrder(@ForAll @DoubleRange(min = 0.5, max = 2) double a,
      @ForAll @DoubleRange(min = 0.5, max = 2) double b, @ForAll @DoubleRange(min = 0, max = 6) double phase) {
    var problem = Manufacture.of(text(SQUARE, a, b), wave(a, b, phase));
    assertRate(problem, BoxStationary.Word.FD2);
    assertRate(problem, BoxStationary.Word.FD4);
    assertRate(problem, BoxStationary.Word.FD6);
  }

  private static void assertRate(Manufacture problem, BoxStationary.Word word) {
    double[] errors = new double[3];
    for (int level = 0; level < 3; level++) {
      var settings = new Settings(word.word, 24 << level, 0, 1e-15);
      errors[level] = problem.error(new BoxStationary(problem.problem(), word, settings, new Watch(Run.defaults())).solve().fields());
    }
    assertThat(limit(errors)).as("%s: %s", word, errors[0]).isBetween(word.order - 0.2, word.order + 0.2);
  }

  /** The rate for h → 0: those of two pairs of grids, 5.50 and 5.75 in one case, fall short of it by terms of the order h. */
  private static double limit(double[] errors) {
    return 2 * Manufacture.rate(errors[1], errors[2]) - Manufacture.rate(errors[0], errors[1]);
  }

  @Property(tries = 3, seed = "412")
  void finiteDifferencesInTimeDependentProblemsHaveTheirOrder(@ForAll @DoubleRange(min = 0.5, max = 2) double a,
      @ForAll @DoubleRange(min = 0, max = 6) double phase) {
    var held = Manufacture.of("""
        u(t, x)  on  x in [0, 2], t in [0, 0.3]
        u_t + u*u_x = 0.5*u_xx
        initial       u = 0
        boundary x=0: u = 0
        boundary x=2: dn(u) = 0
        """, text("1 + sin(%.3f*x - t + %.3f)", 1 + a, phase));
    var periodic = Manufacture.of("""
        u(t, x)  on  x in [0, 2*pi], t in [0, 0.3]
        u_t + u*u_x = 0.3*u_xx
        initial   u = 0
        periodic  x
        """, text("1 + %.3f*sin(2*x - t + %.3f)", a, phase));
    for (var space : new Method.Space[] {Method.Space.FD2, Method.Space.FD4, Method.Space.FD6}) {
      var method = new Method(space, Method.Time.DP853);
      assertThat(limit(new double[] {held.error(method, 20, 1), held.error(method, 40, 1), held.error(method, 80, 1)}))
          .as("%s on an interval", space).isBetween(space.order - 0.2, space.order + 0.2);
      assertThat(limit(new double[] {periodic.error(method, 24, 1), periodic.error(method, 48, 1), periodic.error(method, 96, 1)}))
          .as("%s on a period", space).isBetween(space.order - 0.2, space.order + 0.2);
    }
  }

  private static Manufacture reaction(double a, double b, int k) {
    return Manufacture.of("""
        u(t, x), v(t, x)  on  x in [0, 2*pi], t in [0, 1]
        u_t = 0.3*u_xx - u*u_x + v
        v_t = v_xx + u^2 - v
        initial   u = 0
        initial   v = 0
        periodic  x
        """, text("sin(%d*x + %.3f*t)", k, a), text("cos(x - %.3f*t) + exp(sin(x))", b));
  }

  @Property(tries = 3, seed = "413")
  void etdrk4HasOrderFour(@ForAll @DoubleRange(min = 0.5, max = 2) double a, @ForAll @DoubleRange(min = 0.5, max = 2) double b,
      @ForAll @IntRange(min = 1, max = 3) int k) {
    assertTimeRate(reaction(a, b, k), Method.Time.ETDRK4, 64, 4);
  }

  @Property(tries = 3, seed = "414")
  void taseMethodsHaveOrderTwoAndThree(@ForAll @DoubleRange(min = 0.5, max = 2) double a, @ForAll @DoubleRange(min = 0.5, max = 2) double b,
      @ForAll @IntRange(min = 1, max = 3) int k) {
    assertTimeRate(reaction(a, b, k), Method.Time.TASE2, 256, 2);
    assertTimeRate(reaction(a, b, k), Method.Time.TASE3, 256, 3);
  }

  private static void assertTimeRate(Manufacture problem, Method.Time time, int steps, int order) {
    var method = new Method(Method.Space.FOURIER, time);
    double coarse = problem.error(method, 64, steps);
    double fine = problem.error(method, 64, 2 * steps);
    assertThat(Manufacture.rate(coarse, fine)).as("%s: %s", time, coarse).isBetween(order - 0.2, order + 0.2);
  }

  @Property(tries = 2, seed = "415")
  void spectralMethodsReachTenDigitsBefore128Points(@ForAll @DoubleRange(min = 0.5, max = 1.5) double a,
      @ForAll @DoubleRange(min = 0, max = 6) double phase, @ForAll @IntRange(min = 1, max = 2) int k) {
    var periodic = Manufacture.of("""
        u(t, x)  on  x in [0, 2*pi], t in [0, 0.2]
        u_t + u*u_x = 0.2*u_xx
        initial   u = 0
        periodic  x
        """, text("exp(sin(%d*x - t + %.3f))", k, phase));
    var held = Manufacture.of("""
        u(t, x)  on  x in [-1, 1], t in [0, 0.2]
        u_t + u*u_x = 0.2*u_xx
        initial        u = 0
        boundary x=-1: dn(u) + u = 0
        boundary x=1:  u = 0
        """, text("1/(1 + %.3f*x^2) + sin(4*x - t + %.3f)", a, phase));
    double[] errors = {periodic.error(new Method(Method.Space.FOURIER, Method.Time.DP853), 24, 1),
        periodic.error(new Method(Method.Space.FOURIER, Method.Time.DP853), 120, 1)};
    assertThat(errors[1]).as("Fourier, from %s at 24 points", errors[0]).isLessThan(1e-10).isLessThan(errors[0] * 1e-3);
    errors = new double[] {held.error(new Method(Method.Space.CHEBYSHEV, Method.Time.DP853), 12, 1),
        held.error(new Method(Method.Space.CHEBYSHEV, Method.Time.DP853), 48, 1)};
    assertThat(errors[1]).as("Chebyshev, from %s at degree 12", errors[0]).isLessThan(1e-10).isLessThan(errors[0] * 1e-3);
  }

  @Property(tries = 2, seed = "416")
  void wenoHasOrderFiveOnSmoothSolutions(@ForAll @DoubleRange(min = 0.2, max = 0.5) double a,
      @ForAll @DoubleRange(min = 0, max = 6) double phase) {
    var line = Manufacture.of("""
        u(t, x)  on  x in [0, 2*pi], t in [0, 0.5]
        u_t + u*u_x = 0.01*u_xx
        initial   u = 0
        periodic  x
        """, text("1 + %.3f*sin(x - t + %.3f)", a, phase));
    var plane = Manufacture.of("""
        u(t, x, y)  on  x in [0, 2*pi], y in [0, 2], t in [0, 0.25]
        u_t + u*u_x + u^2*u_y = 0
        initial       u = 0
        periodic      x
        boundary y=0: u = 0
        """, text("1 + %.3f*sin(x + y - t + %.3f)", a, phase));
    // measured 4.7 to 5.1
    assertThat(Manufacture.rate(volumes(line, 40), volumes(line, 80))).as("in one dimension").isGreaterThan(4.5);
    assertThat(Manufacture.rate(volumes(plane, 20), volumes(plane, 40))).as("in two dimensions").isGreaterThan(4.5);
  }

  /** The step falls like h^{5/3}, so that the method of order 3 in time shows order 5. */
  private static double volumes(Manufacture problem, int n) {
    var law = ConservationLaw.of(problem.problem());
    int[] sizes = new int[law.dimension()];
    Arrays.fill(sizes, n);
    var trajectory = Weno5.run(law, sizes, Math.pow(20.0 / n, 2 / 3.0), 1, 2, new Watch(Run.defaults()));
    return problem.error((field, index, points, out) -> trajectory.evaluate(index, points, out));
  }

  @Property(tries = 3, seed = "417")
  void domainSplittingHasOrderTwoAndItsResidualFalls(@ForAll @DoubleRange(min = 0.05, max = 1) double nu,
      @ForAll @DoubleRange(min = 0, max = 6) double phase) {
    var problem = Manufacture.of(text("""
        u(x, y)  on  x in [0, 1], y in [0, 2]
        -%.3f*lap(u) + (1 + y)*u_x - x*u_y + u = 0
        boundary u = 0
        """, nu), text("2 + sin(3*x + y + %.3f)", phase));
    var solver = new DomainSplitting(problem.problem(), new Settings(DomainSplitting.WORD, 0, 0, 1e-6), new Watch(Run.defaults()));
    double[] errors = new double[2];
    for (int level = 0; level < 2; level++) {
      var answer = solver.level(64 << level);
      errors[level] = problem.error((field, index, points, out) ->
          answer.basis().evaluate(answer.values(), 0, index, points, 0, out.length, out));
      var history = answer.history();
      // the merged solution leaves less than a hundredth, the corrections the rest; measured at most 40 of them
      assertThat(history.getFirst()).isLessThan(1e-2);
      assertThat(history.getLast()).isLessThan(1e-10);
      assertThat(history.size()).isLessThan(60);
      assertThat(history).isSortedAccordingTo(Comparator.reverseOrder());
    }
    assertThat(Manufacture.rate(errors[0], errors[1])).isBetween(1.8, 2.2);
  }
}
