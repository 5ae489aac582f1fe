package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Solves an evolution problem in one space dimension, refined until its own estimate of the error is below a tolerance.
 *
 * <p>The estimate adds up three differences, each the largest over time of the root mean square in space, relative to that
 * of the solution: (time) the last two step sizes or tolerances, divided by 2ᵖ − 1 with the observed order p; (space) the
 * same time step on half as many points again, or on three quarters of a large Chebyshev grid; (interpolation) {@link Trajectory#interpolationError}.
 */
final class MethodOfLines {
  /** How the method is written in settings. */
  enum Method {
    FOURIER_ETDRK4("fourier-etdrk4", true, 4096),
    FOURIER_DP853("fourier-dp853", true, 2048),
    CHEBYSHEV_ETDRK4("chebyshev-etdrk4", false, 192),
    CHEBYSHEV_DP853("chebyshev-dp853", false, 192);

    final String word;
    final boolean fourier;
    final int largest;

    Method(String word, boolean fourier, int largest) {
      this.word = word;
      this.fourier = fourier;
      this.largest = largest;
    }

    boolean exponential() {
      return this == FOURIER_ETDRK4 || this == CHEBYSHEV_ETDRK4;
    }
  }

  private static final int FIRST_STEPS = 128;
  private static final int MOST_STEPS = 1 << 22;
  private static final int FIRST_KNOTS = 512;
  private static final int SAMPLE_TIMES = 34;
  private static final int SAMPLE_POINTS = 257;

  private final EvolutionProblem problem;
  private final Method method;
  private final Settings settings;
  private final Watch watch;
  private int knots = FIRST_KNOTS;

  MethodOfLines(EvolutionProblem problem, Method method, Settings settings, Watch watch) {
    this.problem = problem;
    this.method = method;
    this.settings = settings;
    this.watch = watch;
  }

  /** One trajectory and what made it: {@code accuracy} is the number of steps, or 1/tolerance. */
  private record Level(int n, double accuracy, TimeIntegration.Result result) {
    Trajectory trajectory() {
      return result.trajectory();
    }
  }

  private Level run(int n, double accuracy) {
    Semidiscrete system;
    double[] initial;
    if (method.fourier) {
      var fourier = problem.fourier(n);
      system = fourier;
      initial = problem.initial(fourier);
    } else {
      var chebyshev = problem.chebyshev(n);
      system = chebyshev;
      initial = problem.initial(chebyshev);
    }
    double start = problem.start();
    double end = problem.end();
    var result = method.exponential()
        ? TimeIntegration.etdrk4(system, initial, start, end, (int) accuracy, knots, watch)
        : TimeIntegration.dormandPrince(system, initial, start, end, knots, 1 / accuracy, watch);
    watch.report(method.word, String.format(Locale.ROOT, "n = %d, %s%s", n, accuracy(accuracy), result.isFinite() ? "" : ": not stable"));
    return new Level(n, accuracy, result);
  }

  private String accuracy(double accuracy) {
    return method.exponential() ? String.format(Locale.ROOT, "%,d steps", (int) accuracy) : String.format(Locale.ROOT, "tolerance %.1e", 1 / accuracy);
  }

  /** The best trajectory so far, with its estimates; ∞ where there is none yet. */
  private static final class Best {
    Level level;
    double time = Double.POSITIVE_INFINITY;
    double space = Double.POSITIVE_INFINITY;
    double interpolation = Double.POSITIVE_INFINITY;

    double estimate() {
      return time + space + interpolation;
    }
  }

  Answer solve() {
    var best = new Best();
    Termination termination;
    try {
      termination = refine(best);
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    }
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("method", method.word);
    if (best.level == null) {
      return new Answer(MethodOfLines::nothing, termination instanceof Termination.BudgetSpent
          ? new Termination.Diverged("no trajectory was finished: " + termination.describe(), "raise the budget, or lower n") : termination,
          0, Double.NaN, figures);
    }
    Level level = best.level;
    figures.put("n", String.valueOf(level.n));
    figures.put(method.exponential() ? "steps" : "integrator tolerance",
        method.exponential() ? String.valueOf((int) level.accuracy) : String.valueOf(1 / level.accuracy));
    figures.put("error in time", String.format(Locale.ROOT, "%.1e", best.time));
    figures.put("error in space", String.format(Locale.ROOT, "%.1e", best.space));
    figures.put("error of interpolation in time", String.format(Locale.ROOT, "%.1e", best.interpolation));
    var trajectory = level.trajectory();
    return new Answer(evaluator(trajectory), termination, (long) trajectory.knots() * trajectory.basis().size(),
        best.estimate(), figures);
  }

  private static void nothing(int field, MultiIndex index, double[][] points, double[] out) {
    Arrays.fill(out, Double.NaN);
  }

  private Solution.Evaluator evaluator(Trajectory trajectory) {
    int[] unknowns = problem.unknowns();
    return (field, index, points, out) -> {
      if (index.order(0) > 2) {
        throw new UnsupportedOperationException("derivatives up to order 2 in time are represented, not " + index.order(0));
      }
      trajectory.evaluate(unknowns[field], index.order(0), index.order(1), points[0], points[1], out);
      if (index.degree() == 0) {
        problem.overwriteInitial(unknowns[field], points, out);
      }
    };
  }

  private Termination refine(Best best) {
    double tolerance = settings.tolerance();
    int n = settings.n() > 0 ? settings.n() : method.fourier ? 64 : 24;
    double accuracy = method.exponential()
        ? settings.dt() > 0 ? steps((problem.end() - problem.start()) / settings.dt()) : FIRST_STEPS
        : 100 / tolerance;

    // a stable first trajectory whose spectrum has decayed
    Level level = run(n, accuracy);
    double lastTail = Double.POSITIVE_INFINITY;
    while (true) {
      if (!level.result.isFinite()) {
        if (!method.exponential() || accuracy >= MOST_STEPS / 4) {
          return new Termination.Diverged(String.format(Locale.ROOT, "the solution is not finite from t = %.6g on (n = %d, %s)",
              level.result.blowUp(), n, accuracy(accuracy)), "check the statement: the problem may have no solution so long");
        }
        accuracy *= 4;
      } else {
        double tail = tail(level.trajectory());
        if (tail < 1e-6 && tail > lastTail / 2) {
          // rounding, which grows with n: the smaller grid is as good as it gets
          n /= 2;
          level = best.level;
          break;
        }
        best.level = level;
        if (tail <= tolerance || 2 * n > method.largest) {
          break;
        }
        lastTail = tail;
        n *= 2;
      }
      level = run(n, accuracy);
    }
    accuracy = level.accuracy;
    double lastDifference = Double.NaN;
    Level coarse = level;
    while (true) {
      Level fine = run(n, accuracy * (method.exponential() ? 2 : 10));
      if (!fine.result.isFinite()) {
        return unresolved(best);
      }
      double difference = distance(coarse.trajectory(), fine.trajectory());
      double order = Double.isNaN(lastDifference) ? 2 : Math.clamp(Math.log(lastDifference / difference) / Math.log(2), 0.5, 4);
      best.level = fine;
      best.time = method.exponential() ? difference / (Math.pow(2, order) - 1) : difference;
      best.interpolation = fine.trajectory().interpolationError();
      best.space = tail(fine.trajectory());
      accuracy = fine.accuracy;
      if (best.space > tolerance && best.space < lastTail / 2 && 2 * n <= method.largest) {
        lastTail = best.space;
        n *= 2;
        lastDifference = Double.NaN;
        coarse = run(n, accuracy);
        if (!coarse.result.isFinite()) {
          return unresolved(best);
        }
        continue;
      }
      if (best.interpolation > tolerance / 4 && knots < 1 << 14) {
        knots *= 4;
      }
      boolean small = best.time <= tolerance / 2 && best.interpolation <= tolerance / 4;
      // when halving the step no longer pays, rounding or roughness of the data is what is left
      boolean floor = difference > lastDifference / 1.5 && difference < 1e-5 || !method.exponential() && 1 / accuracy < 1e-14;
      if (!small && !floor && accuracy < MOST_STEPS) {
        lastDifference = difference;
        coarse = fine;
        continue;
      }
      // rounding errors of dense Chebyshev matrices grow like n⁴: from some size on the smaller grid is the better witness
      int other = method.fourier || n <= 128 ? Math.ceilDiv(3 * n, 4) * 2 : 3 * n / 8 * 2;
      Level check = run(other, coarse.accuracy);
      if (!check.result.isFinite()) {
        return unresolved(best);
      }
      best.space = distance(check.trajectory(), coarse.trajectory());
      if (best.estimate() <= tolerance) {
        return new Termination.Converged(String.format(Locale.ROOT, "own error estimate %.1e, asked for %.1e", best.estimate(), tolerance));
      }
      if (best.space > tolerance / 4 && 2 * n <= method.largest && best.space > best.time) {
        n *= 2;
        lastDifference = Double.NaN;
        coarse = run(n, accuracy);
        if (coarse.result.isFinite()) {
          continue;
        }
        return unresolved(best);
      }
      if (floor || accuracy >= MOST_STEPS || best.space > best.time) {
        return unresolved(best);
      }
      lastDifference = difference;
      coarse = fine;
    }
  }

  private static int steps(double wanted) {
    return Math.clamp(16 * (long) Math.ceil(wanted / 16), 32, MOST_STEPS / 4);
  }

  private Termination unresolved(Best best) {
    boolean space = best.space > best.time;
    return new Termination.BudgetSpent(
        String.format(Locale.ROOT, "refinement has reached its end with an error of about %.1e, not the %.1e asked for", best.estimate(), settings.tolerance()),
        space ? "the solution is too rough for a spectral method on " + best.level.n + " points: ask for a larger tolerance, or smooth the data"
            : "ask for a larger tolerance, or a shorter time");
  }

  /**
   * Fractions of the time range at which trajectories are looked at. The initial time is not among them: there the answer is
   * given by the initial condition itself, and roughness that diffusion smooths at once does no harm.
   */
  private static double fraction(int i) {
    return switch (i) {
      case 0 -> 1.0 / 128;
      case 1 -> 1.0 / 64;
      default -> (i - 1.0) / (SAMPLE_TIMES - 2);
    };
  }

  /** The size of the last eighth of the spectrum over that of the whole, the largest over time and fields. */
  private double tail(Trajectory trajectory) {
    double worst = 0;
    for (int i = 0; i < SAMPLE_TIMES; i++) {
      double[] c = trajectory.coefficients((int) Math.ceil((trajectory.knots() - 1) * fraction(i)));
      worst = Math.max(worst, Spectrum.tail(trajectory.basis(), c));
    }
    return worst;
  }

  /** The largest over time of the root mean square difference in space, relative to the largest root mean square of b. */
  private static double distance(Trajectory a, Trajectory b) {
    double[] t = new double[SAMPLE_POINTS];
    double[] x = new double[SAMPLE_POINTS];
    double[] u = new double[SAMPLE_POINTS];
    double[] v = new double[SAMPLE_POINTS];
    double from = b.basis().lower();
    double to = b.basis().upper();
    int fields = b.basis().fields();
    for (int p = 0; p < SAMPLE_POINTS; p++) {
      x[p] = from + (to - from) * p / (SAMPLE_POINTS - 1);
    }
    double worst = 0;
    double[] norm = new double[fields];
    double[] error = new double[fields];
    for (int i = 0; i < SAMPLE_TIMES; i++) {
      Arrays.fill(t, b.start() + (b.end() - b.start()) * fraction(i));
      for (int f = 0; f < fields; f++) {
        a.evaluate(f, 0, 0, t, x, u);
        b.evaluate(f, 0, 0, t, x, v);
        double square = 0;
        double size = 0;
        for (int p = 0; p < SAMPLE_POINTS; p++) {
          square += (u[p] - v[p]) * (u[p] - v[p]);
          size += v[p] * v[p];
        }
        error[f] = Math.max(error[f], square);
        norm[f] = Math.max(norm[f], size);
      }
    }
    for (int f = 0; f < fields; f++) {
      worst = Math.max(worst, norm[f] == 0 ? Math.sqrt(error[f]) : Math.sqrt(error[f] / norm[f]));
    }
    return worst;
  }
}
