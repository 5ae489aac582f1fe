package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Solves an evolution problem on a box in up to three space dimensions, refined until its own estimate of the error is below a
 * tolerance.
 *
 * <p>The estimate adds up three differences, each the largest over time of the root mean square in space, relative to that
 * of the solution: (time) the last two step sizes or tolerances, divided by 2ᵖ − 1 with the observed order p; (space) the
 * same time step on another grid, for finite differences of order p half as fine and divided by 2ᵖ − 1, for spectral methods finer, or
 * three quarters of a large Chebyshev grid; (interpolation) {@link Trajectory#interpolationError}.
 */
final class MethodOfLines {
  private static final int FIRST_STEPS = 128;
  private static final int MOST_STEPS = 1 << 22;
  private static final int FIRST_KNOTS = 512;
  private static final int MOST_KNOTS = 1 << 14;
  /** 1/tolerance at which the choice of adaptive steps no longer shows. */
  private static final double SMOOTH = 1e12;
  private static final int SAMPLE_TIMES = 34;
  /** Points a coordinate at which trajectories are compared, by dimension. */
  private static final int[] SAMPLE_POINTS = {1, 257, 29, 11};

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
  private record Level(int[] n, double accuracy, TimeIntegration.Result result) {
    Trajectory trajectory() {
      return result.trajectory();
    }
  }

  private Level run(int[] n, double accuracy) {
    TensorSystem system = problem.discretise(method.space().order, n);
    double[] y = problem.initial(system);
    double start = problem.start();
    double end = problem.end();
    int steps = (int) accuracy;
    double h = (end - start) / steps;
    var result = switch (method.time()) {
      case ETDRK4 -> TimeIntegration.fixedSteps(system, new Etdrk4(system, h), y, start, end, steps, knots, watch);
      case TASE2, TASE3 -> TimeIntegration.fixedSteps(system, new Tase(system, system.stabilising(start, y), method.time().order, h),
          y, start, end, steps, knots, watch);
      case DP853 -> TimeIntegration.adaptive(system, TimeIntegration.Adaptive.DORMAND_PRINCE_853, y, start, end, knots, 1 / accuracy,
          watch);
      case GBS -> TimeIntegration.adaptive(system, TimeIntegration.Adaptive.GRAGG_BULIRSCH_STOER, y, start, end, knots, 1 / accuracy,
          watch);
    };
    watch.report(method.word(), String.format(Locale.ROOT, "n = %s, %s%s", words(n), accuracy(accuracy),
        result.isFinite() ? "" : ": not stable"));
    return new Level(n, accuracy, result);
  }

  private Optional<Solution.Evaluator> once(int[] n, double accuracy, int knots) {
    this.knots = knots;
    Level level = run(n, accuracy);
    return level.result.isFinite() ? Optional.of(evaluator(level.trajectory())) : Optional.empty();
  }

  private static String words(int[] n) {
    return n.length == 0 ? "1" : Arrays.stream(n).allMatch(v -> v == n[0]) ? String.valueOf(n[0])
        : String.join(" × ", Arrays.stream(n).mapToObj(String::valueOf).toList());
  }

  private String accuracy(double accuracy) {
    return method.time().isAdaptive() ? String.format(Locale.ROOT, "tolerance %.1e", 1 / accuracy)
        : String.format(Locale.ROOT, "%,d steps", (int) accuracy);
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
    } catch (BoundaryRows.NotDiagonalizable none) {
      termination = new Termination.Diverged(none.getMessage(), "set method to one that ends in -dp853, or another n");
    }
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("method", method.word());
    if (best.level == null) {
      return Answer.unfinished("trajectory", termination, figures);
    }
    Level level = best.level;
    figures.put("n", words(level.n));
    figures.put(method.time().isAdaptive() ? "integrator tolerance" : "steps",
        method.time().isAdaptive() ? String.valueOf(1 / level.accuracy) : String.valueOf((int) level.accuracy));
    figures.put("error in time", String.format(Locale.ROOT, "%.1e", best.time));
    figures.put("error in space", String.format(Locale.ROOT, "%.1e", best.space));
    figures.put("error of interpolation in time", String.format(Locale.ROOT, "%.1e", best.interpolation));
    var trajectory = level.trajectory();
    return new Answer(evaluator(trajectory), termination, (long) trajectory.knots() * trajectory.basis().size(), best.estimate(), figures)
        .with((other, clock) -> new MethodOfLines(EvolutionProblem.of(other), method, settings, clock).once(level.n,
            method.time().isAdaptive() ? Math.max(level.accuracy, SMOOTH) : level.accuracy, knots));
  }

  private Solution.Evaluator evaluator(Trajectory trajectory) {
    int[] unknowns = problem.unknowns();
    return (field, index, points, out) -> {
      if (index.order(0) > 2) {
        throw new UnsupportedOperationException("derivatives up to order 2 in time are represented, not " + index.order(0));
      }
      var space = new MultiIndex(Arrays.copyOfRange(index.orders(), 1, index.dimension()));
      trajectory.evaluate(unknowns[field], index.order(0), space, points[0], Arrays.copyOfRange(points, 1, points.length), out);
      if (index.degree() == 0) {
        problem.overwriteInitial(unknowns[field], points, out);
      }
    };
  }

  private int[] first() {
    int usual = switch (problem.dimension()) {
      case 1 -> method.space() == Method.Space.CHEBYSHEV ? 24 : 64;
      case 2 -> method.space() == Method.Space.CHEBYSHEV ? 16 : 32;
      default -> method.space() == Method.Space.CHEBYSHEV ? 12 : 16;
    };
    int[] n = new int[problem.dimension()];
    Arrays.setAll(n, a -> settings.n() > 0 ? settings.n() : problem.isPeriodic(a) && usual == 24 ? 32 : usual);
    return n;
  }

  /** n with the coordinates doubled that want it and may; null if none may. */
  private int[] doubled(int[] n, boolean[] wanted) {
    int[] next = n.clone();
    boolean changed = false;
    for (int a = 0; a < n.length; a++) {
      if (wanted[a] && 2 * n[a] <= method.largest(problem, a)) {
        next[a] = 2 * n[a];
        changed = true;
      }
    }
    return changed ? next : null;
  }

  private int[] doubled(int[] n) {
    boolean[] all = new boolean[n.length];
    Arrays.fill(all, true);
    return doubled(n, all);
  }

  /** The grid that bears witness to another. */
  private int[] witness(int[] n) {
    return IntStream.range(0, n.length).map(a -> {
      if (method.space().order > 0) {
        return n[a] / 2;
      }
      // a grid that was asked for is judged by a smaller one; transforms are fastest for powers of two; rounding errors of Chebyshev
      // matrices grow like n⁴, so that from some size on the smaller grid is the better witness
      int larger = n.length == 1 && problem.isPeriodic(a) ? 2 * n[a] : Math.ceilDiv(3 * n[a], 4) * 2;
      int smaller = Math.max(4, 3 * n[a] / 8 * 2);
      return settings.n() > 0 || !problem.isPeriodic(a) && n[a] > 128 ? smaller : larger;
    }).toArray();
  }

  private Termination refine(Best best) {
    double tolerance = settings.tolerance();
    boolean spectral = method.space().order == 0;
    boolean adaptive = method.time().isAdaptive();
    int[] n = first();
    double accuracy = adaptive ? 100 / tolerance
        : settings.dt() > 0 ? steps((problem.end() - problem.start()) / settings.dt()) / 2.0 : FIRST_STEPS;

    // a stable first trajectory whose spectrum has decayed
    Level level = run(n, accuracy);
    double lastTail = Double.POSITIVE_INFINITY;
    while (true) {
      if (!level.result.isFinite()) {
        if (adaptive || accuracy >= MOST_STEPS / 4) {
          return new Termination.Diverged(String.format(Locale.ROOT, "the solution is not finite from t = %.6g on (n = %s, %s)",
              level.result.blowUp(), words(n), accuracy(accuracy)), "check the statement: the problem may have no solution so long");
        }
        accuracy *= 4;
      } else {
        double[] tails = tails(level.trajectory());
        double tail = largest(tails);
        if (tail < 1e-6 && tail > lastTail / 2) {
          // rounding, which grows with n: the smaller grid is as good as it gets
          level = best.level;
          n = level.n;
          break;
        }
        best.level = level;
        boolean[] wanted = new boolean[n.length];
        for (int a = 0; a < n.length; a++) {
          wanted[a] = tails[a] > tolerance;
        }
        int[] next = settings.n() > 0 ? null : doubled(n, wanted);
        if (tail <= tolerance || next == null) {
          break;
        }
        lastTail = tail;
        n = next;
      }
      level = run(n, accuracy);
    }
    accuracy = level.accuracy;
    double lastDifference = Double.NaN;
    Level coarse = level;
    while (true) {
      Level fine = run(n, accuracy * (adaptive ? 10 : 2));
      if (!fine.result.isFinite()) {
        return unresolved(best);
      }
      double difference = distance(coarse.trajectory(), fine.trajectory());
      double order = Double.isNaN(lastDifference) ? Math.min(2, Math.max(1, method.time().order))
          : Math.clamp(Math.log(lastDifference / difference) / Math.log(2), 0.5, Math.max(1, method.time().order));
      best.level = fine;
      best.time = adaptive ? difference : difference / (Math.pow(2, order) - 1);
      best.interpolation = fine.trajectory().interpolationError();
      if (spectral) {
        best.space = largest(tails(fine.trajectory()));
      }
      accuracy = fine.accuracy;
      int[] finer = settings.n() > 0 ? null : doubled(n);
      if (spectral && best.space > tolerance && best.space < lastTail / 2 && finer != null) {
        lastTail = best.space;
        n = finer;
        lastDifference = Double.NaN;
        coarse = run(n, accuracy);
        if (!coarse.result.isFinite()) {
          return unresolved(best);
        }
        continue;
      }
      if (best.interpolation > tolerance / 4 && knots < MOST_KNOTS) {
        knots *= 4;
      }
      boolean small = best.time <= tolerance / 2 && best.interpolation <= tolerance / 4;
      // when halving the step no longer pays, rounding or roughness of the data is what is left
      boolean floor = difference > lastDifference / 1.5 && difference < 1e-5 || adaptive && 1 / accuracy < 1e-14;
      boolean fixed = settings.dt() > 0;
      if (!small && !floor && !fixed && accuracy < MOST_STEPS) {
        lastDifference = difference;
        coarse = fine;
        continue;
      }
      if (n.length == 0) {
        best.space = 0;
      } else {
        Level check = run(witness(n), coarse.accuracy);
        if (!check.result.isFinite()) {
          return unresolved(best);
        }
        best.space = distance(check.trajectory(), coarse.trajectory()) / (spectral ? 1 : Math.pow(2, method.space().order) - 1);
      }
      if (best.estimate() <= tolerance) {
        return settings.reached(best.estimate());
      }
      if (best.space > tolerance / 4 && finer != null && best.space > best.time) {
        n = finer;
        lastDifference = Double.NaN;
        coarse = run(n, accuracy);
        if (coarse.result.isFinite()) {
          continue;
        }
        return unresolved(best);
      }
      if (floor || fixed || accuracy >= MOST_STEPS || best.space > best.time) {
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
    String estimate = String.format(Locale.ROOT, "refinement has reached its end with an error of about %.1e, not the %.1e asked for",
        best.estimate(), settings.tolerance());
    String remedy;
    if (best.space <= best.time) {
      remedy = settings.dt() > 0 ? "lower dt" : "ask for a larger tolerance, or a shorter time";
    } else if (settings.n() > 0) {
      remedy = "raise n";
    } else if (method.space().order > 0) {
      remedy = "ask for a larger tolerance, or for a method of higher order in space than " + method.space().word;
    } else {
      remedy = "the solution is too rough for a spectral method on " + words(best.level.n)
          + " points: ask for a larger tolerance, or smooth the data";
    }
    return new Termination.BudgetSpent(estimate, remedy);
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

  private static double largest(double[] v) {
    return Arrays.stream(v).max().orElse(0);
  }

  /** For each coordinate the size of the last eighth of the spectrum over that of the whole; 0 for finite differences. */
  private double[] tails(Trajectory trajectory) {
    double[] worst = new double[problem.dimension()];
    if (method.space().order > 0) {
      return worst;
    }
    double[] tails = trajectory.basis().tails(IntStream.range(0, SAMPLE_TIMES)
        .mapToObj(i -> trajectory.values((int) Math.ceil((trajectory.knots() - 1) * fraction(i)))).toList());
    int[] coordinates = trajectory.basis().coordinates();
    for (int a = 0; a < tails.length; a++) {
      worst[coordinates[a]] = tails[a];
    }
    return worst;
  }

  /** The largest over time of the root mean square difference in space, relative to the largest root mean square of b. */
  private double distance(Trajectory a, Trajectory b) {
    double[][] x = Samples.of(problem.ranges(), SAMPLE_POINTS[problem.dimension()]);
    var fromA = a.basis().sampling(x);
    var fromB = b.basis().sampling(x);
    int fields = b.basis().fields();
    double worst = 0;
    double[] norm = new double[fields];
    double[] error = new double[fields];
    for (int i = 0; i < SAMPLE_TIMES; i++) {
      double t = b.start() + (b.end() - b.start()) * fraction(i);
      double[] atA = a.values(t, 0);
      double[] atB = b.values(t, 0);
      for (int f = 0; f < fields; f++) {
        double[] u = a.basis().sample(atA, f, fromA);
        double[] v = b.basis().sample(atB, f, fromB);
        double square = 0;
        double size = 0;
        for (int p = 0; p < u.length; p++) {
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
