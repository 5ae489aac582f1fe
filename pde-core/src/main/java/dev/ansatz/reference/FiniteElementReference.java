package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.reference.fem.FiniteElementSolution;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.reference.fem.MeshFailure;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Stationary problems in the plane and in space by finite elements, refined until the estimate of the error is below the tolerance. For
 * fields of which ‖u_h − u_2h‖ falls by a factor 2^p from one mesh to the next, that difference over 2^p − 1 estimates the error; p is
 * measured, and at most what the elements can have.
 */
final class FiniteElementReference {
  /** Meshes on which nothing is found before the problem is taken to have no isolated solution. */
  private static final int MOST_FAILURES = 3;
  private static final long MOST_UNKNOWNS = 400_000;
  /** Where the equations are not linear, or not definite. */
  private static final long MOST_UNKNOWNS_OF_SYSTEMS = 200_000;
  /** Of incompatible data as a part of their size: less than what is left of compatible ones by a coarse mesh is not told from it. */
  private static final double INCOMPATIBLE = 1e-6;
  /** A field whose change does not fall by 2 to this power has no limit that is square integrable. */
  private static final double SLOWEST = 0.3;

  private final Problem problem;
  private final int degree;
  private final Settings settings;
  private final Watch watch;

  FiniteElementReference(Problem problem, int degree, Settings settings, Watch watch) {
    this.problem = problem;
    this.degree = degree;
    this.settings = settings;
    this.watch = watch;
  }

  Answer solve() {
    FiniteElements elements;
    try {
      elements = elements(problem, watch);
    } catch (MeshFailure failure) {
      return nothing(new Termination.Diverged(failure.getMessage(), "change the shapes, or begin with a finer mesh by n"));
    }
    boolean inSpace = problem.domain().space().orElseThrow().coordinates().size() == 3;
    String simplices = inSpace ? "tetrahedra" : "triangles";
    boolean definite = problem.fields().size() == 1 && elements.isLinear();
    long inPlane = definite ? MOST_UNKNOWNS : MOST_UNKNOWNS_OF_SYSTEMS;
    FiniteElementSolution best = null;
    double[] before = new double[problem.fields().size()];
    double[] estimates = new double[before.length];
    double[] orders = new double[before.length];
    Arrays.fill(estimates, Double.POSITIVE_INFINITY);
    Arrays.fill(before, Double.NaN);
    double[] imbalances = {};
    double estimate = Double.POSITIVE_INFINITY;
    int failures = 0;
    int meshes = 0;
    int tried = 0;
    Termination termination = stated(elements);
    try {
      while (termination == null && elements.nextUnknowns() <= (inSpace ? elements.mostUnknowns() : inPlane) && failures < MOST_FAILURES) {
        var found = elements.next();
        tried++;
        if (found.isEmpty()) {
          // what a coarser mesh had was no answer either
          failures++;
          meshes = 0;
          best = null;
          Arrays.fill(before, Double.NaN);
          continue;
        }
        meshes++;
        watch.count(found.get().iterations());
        if (best != null) {
          for (var change : found.get().changes(best)) {
            int f = change.field();
            double relative = change.norm() == 0 ? change.distance() : change.distance() / change.norm();
            double order = Double.isNaN(before[f]) ? 0 : Math.log(before[f] / relative) / Math.log(2);
            orders[f] = Math.min(order, degree + 1);
            // before three meshes tell an order, the change itself
            estimates[f] = relative / (Math.pow(2, Math.max(1, orders[f])) - 1);
            before[f] = relative;
          }
          estimate = worst(estimates, orders, meshes);
        }
        best = found.get();
        double[] imbalancesBefore = imbalances;
        imbalances = elements.imbalances(best);
        if (meshes > 2) {
          for (int k = 0; k < imbalances.length && termination == null; k++) {
            // of compatible data the error of the mesh: it falls by 4 and more
            if (imbalances[k] > INCOMPATIBLE && imbalances[k] > imbalancesBefore[k] / 2) {
              termination = incompatible(elements.floating().get(k), imbalances[k]);
            }
          }
          if (termination != null) {
            break;
          }
        }
        watch.report(word(degree), String.format(Locale.ROOT, "%d %s, error about %.1e", best.simplices(), simplices, estimate));
        if (meshes > 2 && estimate <= settings.tolerance()) {
          termination = settings.reached(estimate);
        }
      }
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    }
    if (best == null) {
      return nothing(termination != null ? termination : tried == 0
          ? new Termination.Diverged(String.format(Locale.ROOT, "the first mesh has about %,d unknowns already: too many for one minute",
              elements.nextUnknowns()), "use simpler shapes")
          : new Termination.Diverged("no solution of the discrete equations was found",
              "check that the conditions fix the solution; begin with a finer mesh by n"));
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", word(degree));
    if (termination == null) {
      termination = new Termination.BudgetSpent(String.format(Locale.ROOT, "%,d unknowns, with an error of about %.1e, are the most tried",
          best.unknowns(), estimate), "ask for a larger tolerance");
    }
    figures.put(simplices, String.valueOf(best.simplices()));
    figures.put("longest edge", String.format(Locale.ROOT, "%.3g", best.h()));
    figures.put("meshes", String.valueOf(meshes));
    figures.put("Newton iterations", String.valueOf(best.iterations()));
    var unbounded = new HashSet<Field>();
    if (meshes > 2) {
      for (int f = 0; f < before.length; f++) {
        if (orders[f] < SLOWEST) {
          unbounded.add(problem.fields().get(f));
        }
        figures.put("error of " + problem.fields().get(f).name(), orders[f] < SLOWEST
            ? "not falling in L2: singular" : String.format(Locale.ROOT, "%.1e, order %.2f", estimates[f], orders[f]));
      }
    }
    for (int k = 0; k < imbalances.length; k++) {
      figures.put("imbalance of the data for " + elements.floating().get(k).name(), String.format(Locale.ROOT, "%.1e", imbalances[k]));
    }
    if (!elements.gauges().isEmpty()) {
      figures.put("gauge", String.join(", ", elements.gauges()));
    }
    boolean wrong = termination instanceof Termination.Diverged;
    int refinements = tried;
    return new Answer(wrong ? Answer::undefined : best::evaluate, termination, best.unknowns(),
        wrong ? Double.NaN : estimate, figures).with((other, clock) -> {
          var again = elements(other, clock);
          Optional<FiniteElementSolution> found = Optional.empty();
          for (int k = 0; k < refinements; k++) {
            found = again.next();
          }
          return found.map(solution -> solution::evaluate);
        }).without(unbounded);
  }

  private Answer nothing(Termination termination) {
    return Answer.none(termination, new LinkedHashMap<>(Map.of("method", word(degree))));
  }

  private FiniteElements elements(Problem problem, Watch watch) {
    var box = problem.domain().space().orElseThrow().boundingBox();
    double extent = box.ranges().stream().mapToDouble(r -> r.length()).max().orElseThrow();
    return new FiniteElements(problem, degree, extent / (settings.n() > 0 ? settings.n() : 4), watch::poll);
  }

  /** That the statement's data are incompatible, null if they need not be. */
  private static Termination stated(FiniteElements elements) {
    var imbalances = elements.statedImbalances();
    for (int k = 0; k < imbalances.size(); k++) {
      if (imbalances.get(k).orElse(0) > INCOMPATIBLE) {
        return incompatible(elements.floating().get(k), imbalances.get(k).getAsDouble());
      }
    }
    return null;
  }

  private static Termination incompatible(Field field, double imbalance) {
    return new Termination.Diverged(String.format(Locale.ROOT, "the data are incompatible: in the equation that leaves %s open by a "
        + "constant, sources and boundary fluxes add up to %.2g of their size instead of 0", field.name(), imbalance),
        "change the source or the fluxes, so that what is produced inside leaves through the boundary");
  }

  /** The largest estimate; a field that has no limit in L2, such as the pressure where walls of different speed meet, is left out. */
  private static double worst(double[] estimates, double[] orders, int meshes) {
    var resolved = new ArrayList<Double>();
    for (int f = 0; f < estimates.length; f++) {
      if (meshes < 3 || orders[f] >= SLOWEST) {
        resolved.add(estimates[f]);
      }
    }
    return resolved.stream().mapToDouble(Double::doubleValue).max().orElse(Double.POSITIVE_INFINITY);
  }

  static String word(int degree) {
    return "fem-p" + degree;
  }
}
