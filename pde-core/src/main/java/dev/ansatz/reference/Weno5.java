package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Solves a {@link ConservationLaw} by {@link FiniteVolumes}, refined until its own estimate of the error is below a tolerance.
 * The time step is that of stability, and falls like h^{5/3} from the first grid on as long as the solution shows itself
 * smooth, so that the method of order 3 in time keeps order 5. The estimate is the distance from the answer with half as many
 * cells a direction, divided by 2ᵖ − 1, p the order observed on three grids, 1/2 to 5 (with shocks it is about 1/2 in the L2
 * norm), and the error of interpolation in time.
 */
final class Weno5 {
  static final String WORD = "weno5";
  private static final int[] FIRST = {32, 20};
  private static final int[] MOST = {4096, 320};
  /** Divisible by what default grids of answers have, so that these times are knots. */
  private static final int[] KNOTS = {400, 100};
  private static final int[] SAMPLE_POINTS = {513, 41};
  private static final int SAMPLE_TIMES = 16;
  /** Below this order the solution is taken to have shocks. */
  private static final double SMOOTH = 2.5;

  private final ConservationLaw law;
  private final Settings settings;
  private final Watch watch;

  Weno5(ConservationLaw law, Settings settings, Watch watch) {
    this.law = law;
    this.settings = settings;
    this.watch = watch;
  }

  private record Level(int[] n, CellTrajectory trajectory) {}

  /**
   * @param slowed the factor on the step of stability
   * @param fewest steps from one knot to the next
   */
  static CellTrajectory run(ConservationLaw law, int[] n, double slowed, int fewest, int knots, Watch watch) {
    var volumes = new FiniteVolumes(law, n);
    double[] u = volumes.initial();
    double start = law.time().lower();
    double spacing = law.time().length() / knots;
    double[][] values = new double[knots + 1][];
    double[][] rates = new double[knots + 1][u.length];
    for (int knot = 0; knot <= knots; knot++) {
      double t = start + knot * spacing;
      values[knot] = u.clone();
      volumes.rate(t, u, rates[knot]);
      if (!Double.isFinite(Arrays.stream(u).sum())) {
        return null;
      }
      if (knot < knots) {
        double steps = Math.max(fewest, Math.ceil(spacing / (slowed * volumes.stableStep(t, u))));
        if (!(steps < 1e7)) {
          return null;
        }
        for (int i = 0; i < steps; i++) {
          watch.poll();
          volumes.step(t + i * spacing / steps, spacing / steps, u);
        }
        watch.count((int) steps);
      }
    }
    return new CellTrajectory(law, n, start, spacing, values, rates);
  }

  Answer solve() {
    int d = law.dimension();
    int knots = KNOTS[d - 1];
    int first = settings.n() > 0 ? settings.n() / 2 : FIRST[d - 1];
    Level best = null;
    double estimate = Double.POSITIVE_INFINITY;
    double last = Double.NaN;
    double order = Double.NaN;
    Termination termination = null;
    try {
      for (int size = Math.max(first, 10); size <= Math.max(MOST[d - 1], settings.n()); size *= 2) {
        int[] n = new int[d];
        Arrays.fill(n, size);
        boolean smooth = !(order < SMOOTH);
        double slowed = smooth ? Math.pow((double) first / size, 2 / 3.0) : 1;
        // the step must fall from grid to grid even where knots are denser than stability asks: else the distance would not see its error
        int fewest = (int) Math.ceil(Math.pow((double) size / first, smooth ? 5 / 3.0 : 1));
        var trajectory = run(law, n, slowed, fewest, knots, watch);
        if (trajectory == null) {
          termination = new Termination.Diverged("the averages are not finite with " + size + " cells",
              "check the statement: the problem may have no solution so long");
          break;
        }
        var level = new Level(n, trajectory);
        if (best != null) {
          double distance = distance(best.trajectory, trajectory);
          order = Double.isNaN(last) ? Double.NaN : Math.log(last / distance) / Math.log(2);
          estimate = distance / (Math.pow(2, Double.isNaN(order) ? 1 : Math.clamp(order, 0.5, 5)) - 1) + trajectory.interpolationError();
          last = distance;
        }
        best = level;
        watch.report(WORD, String.format(Locale.ROOT, "%d cells, error about %.1e", size, estimate));
        if (estimate <= settings.tolerance()) {
          termination = settings.reached(estimate);
          break;
        }
        if (settings.n() > 0 && size >= settings.n()) {
          break;
        }
      }
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", WORD);
    if (best == null) {
      return Answer.unfinished("trajectory", termination, figures);
    }
    if (termination == null) {
      termination = new Termination.BudgetSpent(
          String.format(Locale.ROOT, "%d cells a direction, with an error of about %.1e, is the finest grid tried", best.n[0], estimate),
          settings.n() > 0 ? "raise n" : "ask for a larger tolerance: a shock is never sharper than a cell");
    }
    figures.put("cells", String.valueOf(best.n[0]));
    figures.put("order observed", Double.isNaN(order) ? "unknown" : String.format(Locale.ROOT, "%.1f", order));
    return new Answer(evaluator(best.trajectory), termination, best.trajectory.size(), estimate, figures);
  }

  private Solution.Evaluator evaluator(CellTrajectory trajectory) {
    var coordinates = law.problem().coordinates();
    var initial = Pointwise.of(law.initial());
    return (field, index, points, out) -> {
      trajectory.evaluate(index, points, out);
      if (index.degree() == 0) {
        double start = law.time().lower();
        int[] at = IntStream.range(0, out.length).filter(p -> points[0][p] == start).toArray();
        if (at.length > 0) {
          double[][] some = Arrays.stream(points).map(row -> Arrays.stream(at).mapToDouble(p -> row[p]).toArray()).toArray(double[][]::new);
          double[] values = initial.values(coordinates, some)[0];
          for (int i = 0; i < at.length; i++) {
            out[at[i]] = values[i];
          }
        }
      }
    };
  }

  /** The root mean square difference over space and time, relative to that of b. */
  private double distance(CellTrajectory a, CellTrajectory b) {
    double[][] x = Samples.of(law.ranges(), SAMPLE_POINTS[law.dimension() - 1]);
    int total = law.dimension() == 1 ? x[0].length : x[0].length * x[1].length;
    double[][] points = new double[law.dimension() + 1][total];
    for (int p = 0; p < total; p++) {
      points[1][p] = x[0][p % x[0].length];
      if (law.dimension() == 2) {
        points[2][p] = x[1][p / x[0].length];
      }
    }
    double[] u = new double[total];
    double[] v = new double[total];
    double square = 0;
    double size = 0;
    var zero = MultiIndex.zero(law.dimension() + 1);
    for (int i = 1; i <= SAMPLE_TIMES; i++) {
      Arrays.fill(points[0], b.time((b.knots() - 1) * i / SAMPLE_TIMES));
      a.evaluate(zero, points, u);
      b.evaluate(zero, points, v);
      for (int p = 0; p < total; p++) {
        square += (u[p] - v[p]) * (u[p] - v[p]);
        size += v[p] * v[p];
      }
    }
    return size == 0 ? Math.sqrt(square) : Math.sqrt(square / size);
  }
}
