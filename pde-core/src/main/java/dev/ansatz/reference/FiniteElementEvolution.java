package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.reference.fem.FiniteElementMarch;
import dev.ansatz.reference.fem.FiniteElementTrajectory;
import dev.ansatz.reference.fem.MeshFailure;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Evolution problems in the plane and in space by finite elements, refined in space and in time together until the estimate of the error is
 * below the tolerance. Each mesh but the first is marched over once; the mesh before it once more with the same tolerance of time steps.
 *
 * <p>The estimate adds up three differences, each the largest over time of the L2 norm in space, relative to that of the solution:
 * (space) the two meshes, divided by 2ᵖ − 1 with the order p that is observed; (time) the two marches over the mesh before, carried on to
 * the shorter steps by the power that a method of order 4 loses at its least, (ratio of tolerances)^(3/4); (interpolation)
 * {@link FiniteElementTrajectory#interpolationError}.
 */
final class FiniteElementEvolution {
  private static final long MOST_UNKNOWNS = 250_000;
  private static final long MOST_UNKNOWNS_IN_SPACE = 30_000;
  /** Of a step on the first mesh, relative; a finer mesh has an error 8 times as small. */
  private static final double FIRST_TOLERANCE = 1e-4;
  private static final double FINER = 10;
  private static final int SAMPLE_TIMES = 12;

  private final Problem problem;
  private final int degree;
  private final Settings settings;
  private final Watch watch;
  private final Range range;
  private final boolean inSpace;

  FiniteElementEvolution(Problem problem, int degree, Settings settings, Watch watch) {
    this.problem = problem;
    this.degree = degree;
    this.settings = settings;
    this.watch = watch;
    range = problem.domain().time().orElseThrow();
    inSpace = problem.domain().space().orElseThrow().coordinates().size() == 3;
  }

  /** A march and the errors that are known of it; ∞ where nothing is. */
  private static final class Best {
    FiniteElementTrajectory trajectory;
    double space = Double.POSITIVE_INFINITY;
    double time = Double.POSITIVE_INFINITY;
    double interpolation = Double.POSITIVE_INFINITY;
    double order = Double.NaN;
    int meshes;

    double estimate() {
      return space + time + interpolation;
    }
  }

  Answer solve() {
    var best = new Best();
    FiniteElementMarch march = null;
    Termination termination;
    try {
      var box = problem.domain().space().orElseThrow().boundingBox();
      double extent = box.ranges().stream().mapToDouble(Range::length).max().orElseThrow();
      march = new FiniteElementMarch(problem, degree, extent / (settings.n() > 0 ? settings.n() : inSpace ? 2 : 4), watch::poll);
      termination = refine(march, best);
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    } catch (MeshFailure failure) {
      termination = new Termination.Diverged(failure.getMessage(), "change the shapes, or begin with a finer mesh by n");
    } catch (FiniteElementMarch.Failure failure) {
      termination = best.trajectory == null || !failure.getMessage().contains("memory")
          ? new Termination.Diverged(failure.getMessage(),
              "check the statement: the problem may have no solution so long; or give a smaller dt")
          : new Termination.BudgetSpent(failure.getMessage(), "ask for a larger tolerance");
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", FiniteElementReference.word(degree));
    if (best.trajectory == null || termination instanceof Termination.Diverged) {
      return Answer.unfinished("march", termination, figures);
    }
    var trajectory = best.trajectory;
    figures.put(inSpace ? "tetrahedra" : "triangles", String.valueOf(trajectory.simplices()));
    figures.put("longest edge", String.format(Locale.ROOT, "%.3g", trajectory.h()));
    figures.put("meshes", String.valueOf(best.meshes));
    figures.put("steps", String.valueOf(trajectory.steps()));
    figures.put("shortest step", String.format(Locale.ROOT, "%.3g", trajectory.shortestStep()));
    figures.put("error in space", String.format(Locale.ROOT, "%.1e%s", best.space,
        Double.isNaN(best.order) ? "" : String.format(Locale.ROOT, ", order %.2f", best.order)));
    figures.put("error in time", String.format(Locale.ROOT, "%.1e", best.time));
    figures.put("error of interpolation in time", String.format(Locale.ROOT, "%.1e", best.interpolation));
    return new Answer(evaluator(march, trajectory), termination, (long) trajectory.unknowns() * (trajectory.steps() + 1), best.estimate(),
        figures);
  }

  private Termination refine(FiniteElementMarch march, Best best) throws FiniteElementMarch.Failure {
    boolean given = settings.dt() > 0;
    int steps = given ? Math.max(1, (int) Math.ceil(range.length() / settings.dt() - 1e-9)) : 0;
    double tolerance = Math.max(FIRST_TOLERANCE, settings.tolerance() / FINER);
    var before = given ? march.steps(Math.max(1, steps / 2)) : march.adaptive(tolerance);
    double lastChange = Double.NaN;
    report(before, best);
    while (true) {
      // the same mesh with the steps of the next
      double finer = Math.max(tolerance / FINER, settings.tolerance() / (2 * FINER));
      var coarse = given ? march.steps(steps) : finer < tolerance ? march.adaptive(finer) : before;
      double ratio = given ? before.steps() / (double) steps : Math.pow(finer / tolerance, 0.75);
      double shrinks = given ? Math.pow(ratio, 3) / (1 - Math.pow(ratio, 3)) : ratio;
      double between = coarse == before ? Double.NaN : distance(before, coarse);
      double time = Double.isNaN(between) ? best.time : between * shrinks;
      tolerance = finer;
      if (best.trajectory == null) {
        best.trajectory = coarse;
        best.time = time;
        best.interpolation = coarse.interpolationError();
        best.meshes = 1;
      }
      if (inSpace ? 8 * march.unknowns() > MOST_UNKNOWNS_IN_SPACE : 4 * march.unknowns() > MOST_UNKNOWNS) {
        return new Termination.BudgetSpent(String.format(Locale.ROOT, "%,d unknowns, with an error of about %.1e, are the most tried",
            coarse.unknowns(), best.estimate()), "ask for a larger tolerance");
      }
      march.refine();
      var fine = given ? march.steps(steps) : march.adaptive(tolerance);
      double change = distance(coarse, fine);
      best.order = Double.isNaN(lastChange) ? Double.NaN : Math.log(lastChange / change) / Math.log(2);
      // before three meshes tell an order, the change itself
      double order = Double.isNaN(best.order) ? 1 : Math.clamp(best.order, 1, degree + 1.0);
      best.trajectory = fine;
      best.meshes++;
      best.space = change / (Math.pow(2, order) - 1);
      best.time = time;
      best.interpolation = fine.interpolationError();
      report(fine, best);
      if (best.meshes > 2 && best.estimate() <= settings.tolerance()) {
        return settings.reached(best.estimate());
      }
      if (given && best.meshes > 2 && best.time > settings.tolerance() / 2 && best.time > best.space) {
        return new Termination.BudgetSpent(String.format(Locale.ROOT, "steps of %.3g have an error of about %.1e",
            settings.dt(), best.time), "lower dt");
      }
      lastChange = change;
      before = fine;
      if (given) {
        // the difference of half as many steps on this mesh is that on the mesh before
        before = march.steps(Math.max(1, steps / 2));
      }
    }
  }

  private void report(FiniteElementTrajectory trajectory, Best best) {
    watch.count(trajectory.steps());
    watch.report(FiniteElementReference.word(degree), String.format(Locale.ROOT, "%d %s, %d steps, error about %.1e",
        trajectory.simplices(), inSpace ? "tetrahedra" : "triangles", trajectory.steps(), best.estimate()));
  }

  private double distance(FiniteElementTrajectory coarse, FiniteElementTrajectory fine) {
    double[] at = new double[SAMPLE_TIMES];
    for (int i = 0; i < at.length; i++) {
      // the end, and earlier times the closer the earlier
      double s = Math.pow((i + 1.0) / at.length, 2);
      at[i] = range.lower() + s * range.length();
    }
    return fine.changes(coarse, at).stream().mapToDouble(c -> c.norm() == 0 ? c.distance() : c.distance() / c.norm()).max().orElse(0);
  }

  /** At the initial time the stated values themselves. */
  private Solution.Evaluator evaluator(FiniteElementMarch march, FiniteElementTrajectory trajectory) {
    var initial = IntStream.range(0, problem.fields().size()).mapToObj(f -> Pointwise.of(march.initial(f))).toList();
    return (field, index, points, out) -> {
      trajectory.evaluate(field, index, points, out);
      if (index.equals(MultiIndex.zero(problem.coordinates().size())) && Arrays.stream(points[0]).anyMatch(t -> t == range.lower())) {
        double[] stated = initial.get(field).values(problem.coordinates(), points)[0];
        for (int p = 0; p < out.length; p++) {
          if (points[0][p] == range.lower() && !Double.isNaN(out[p])) {
            out[p] = stated[p];
          }
        }
      }
    };
  }
}
