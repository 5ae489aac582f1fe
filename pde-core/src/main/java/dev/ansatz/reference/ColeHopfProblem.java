package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Problems that {@link ColeHopf} solves for v = λ u: u_t + λ u u_x = ν u_xx, periodic or held at zero at both ends. */
final class ColeHopfProblem {
  private ColeHopfProblem() {}

  /** Why a problem is none for the transformation; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    if (problem.domain().time().isEmpty() || problem.fields().size() != 1
        || problem.domain().space().map(g -> g.coordinates().size()).orElse(0) != 1 || !EvolutionForm.obstacles(problem).isEmpty()) {
      return List.of("it is not one evolution equation in one space dimension");
    }
    var obstacles = new ArrayList<String>();
    var form = EvolutionForm.of(problem);
    var unknown = form.unknowns().getFirst();
    Range space = range(problem);
    boolean diffusion = unknown.linear().size() == 1 && unknown.linear().getFirst().index().equals(new MultiIndex(2))
        && unknown.linear().getFirst().value() > 0;
    if (form.unknowns().size() != 1 || !diffusion || !(Math.abs(convection(problem)) > 0)) {
      obstacles.add("its equation is not u_t + λ u u_x = ν u_xx with a number λ and ν > 0");
      return obstacles;
    }
    if (problem.conditions().stream().anyMatch(Condition.Periodic.class::isInstance)) {
      return obstacles;
    }
    var conditions = BoundaryForm.of(problem);
    boolean zero = conditions.size() == 2
        && conditions.stream().allMatch(c -> c.kind() == BoundaryForm.Kind.DIRICHLET && c.data().equals(Const.ZERO));
    if (!zero) {
      obstacles.add("it is neither periodic nor held at zero at both ends");
      return obstacles;
    }
    double[] ends = initial(problem, new double[] {space.lower(), space.upper()});
    if (Math.abs(ends[0]) > 1e-12 || Math.abs(ends[1]) > 1e-12) {
      obstacles.add("its initial values do not vanish at the ends");
    }
    return obstacles;
  }

  /** λ, or NaN if the convection is another. */
  private static double convection(Problem problem) {
    var unknown = EvolutionForm.of(problem).unknowns().getFirst();
    Expr u = unknown.field();
    Expr slope = u.times(Partial.of(u, range(problem).coordinate()));
    Expr remainder = unknown.remainder();
    double number = remainder instanceof Product p && p.factors().getFirst() instanceof Const c ? c.value() : 1;
    return remainder.equals(slope.times(number)) ? -number : Double.NaN;
  }

  private static Range range(Problem problem) {
    return ((Box) problem.domain().space().orElseThrow()).ranges().getFirst();
  }

  private static double[] initial(Problem problem, double[] x) {
    return initial(problem).apply(x);
  }

  private static Function<double[], double[]> initial(Problem problem) {
    var pointwise = Pointwise.of(EvolutionForm.of(problem).unknowns().getFirst().initial());
    Range time = problem.domain().time().orElseThrow();
    Coordinate x = range(problem).coordinate();
    boolean timed = pointwise.inputs().contains(time.coordinate());
    return points -> {
      double[] t = new double[timed ? points.length : 0];
      Arrays.fill(t, time.lower());
      return pointwise.values(Map.of(x, points, time.coordinate(), t), points.length)[0];
    };
  }

  /** The answer, its error estimated by panels of half the width at the sampled points. */
  static Answer solve(Problem problem, Settings settings, Watch watch) {
    var time = problem.domain().time().orElseThrow();
    double refinement = 1;
    double estimate = Double.POSITIVE_INFINITY;
    var best = new Refined(1, transformed(problem, 1));
    Termination termination = null;
    try {
      while (refinement < 64) {
        refinement *= 2;
        watch.poll();
        watch.count(1);
        var finer = new Refined(refinement, transformed(problem, refinement));
        double distance = Math.max(distance(best.solution, finer.solution, time.length(), range(problem)), Math.ulp(1.0));
        watch.report("Cole–Hopf", String.format(Locale.ROOT, "%g panels a width, change %.1e", refinement / 2, distance));
        boolean floor = distance > estimate / 2;
        if (!floor || estimate > 1e-10) {
          best = refinement == 2 && distance <= settings.tolerance() / 100 ? best : finer;
          estimate = distance;
        }
        if (floor || estimate <= settings.tolerance() / 100) {
          break;
        }
      }
      termination = estimate <= settings.tolerance()
          ? settings.reached(estimate)
          : new Termination.BudgetSpent(String.format(Locale.ROOT, "quadrature has reached its end with an error of about %.1e", estimate),
              "ask for a larger tolerance, or smooth the initial data");
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    }
    double used = best.factor;
    return new Answer(evaluator(problem, best.solution), termination, 0, estimate, new LinkedHashMap<>(Map.of("method", "cole-hopf")))
        .with((other, _) -> obstacles(other).isEmpty() ? Optional.of(evaluator(other, transformed(other, used))) : Optional.empty());
  }

  /** v by panels narrower by a factor than they need be. */
  private record Refined(double factor, ColeHopf solution) {}

  private static ColeHopf transformed(Problem problem, double refinement) {
    Range space = range(problem);
    boolean odd = problem.conditions().stream().noneMatch(Condition.Periodic.class::isInstance);
    double convection = convection(problem);
    var initial = initial(problem);
    return new ColeHopf(viscosity(problem), x -> Arrays.stream(initial.apply(x)).map(u -> convection * u).toArray(), space.lower(),
        space.length(), odd, refinement);
  }

  private static double viscosity(Problem problem) {
    return EvolutionForm.of(problem).unknowns().getFirst().linear().getFirst().value();
  }

  private static Solution.Evaluator evaluator(Problem problem, ColeHopf solution) {
    Range time = problem.domain().time().orElseThrow();
    double convection = convection(problem);
    double viscosity = viscosity(problem);
    return (field, index, points, out) -> {
      int timeOrder = index.order(0);
      int order = index.order(1);
      if (order > 3 || timeOrder > 1 || timeOrder == 1 && order > 1) {
        throw new UnsupportedOperationException("u, u_x, u_xx, u_xxx, u_t and u_tx are represented, not orders " + index);
      }
      double[] v = new double[4];
      for (int p = 0; p < out.length; p++) {
        double t = points[0][p] - time.lower();
        if (t == 0 && index.degree() > 0) {
          // the cumulants need a density; the time next to the initial one differs from it by less than rounding does
          t = 1e-9 * time.length();
        }
        solution.evaluate(points[1][p], t, timeOrder == 0 ? order : order + 2, v);
        // v_t = ν v_xx − v v_x and its derivative
        out[p] = (timeOrder == 0 ? v[order]
            : order == 0 ? viscosity * v[2] - v[0] * v[1] : viscosity * v[3] - v[1] * v[1] - v[0] * v[2]) / convection;
      }
    };
  }

  /** The largest difference over times down to a thousandth of the end, relative to the largest value. */
  private static double distance(ColeHopf a, ColeHopf b, double duration, Range space) {
    double[] u = new double[4];
    double worst = 0;
    double largest = 0;
    for (double fraction : new double[] {1e-3, 0.01, 0.1, 0.25, 0.5, 0.75, 1}) {
      for (int i = 0; i <= 64; i++) {
        double x = space.lower() + space.length() * i / 64;
        a.evaluate(x, fraction * duration, 0, u);
        double v = u[0];
        b.evaluate(x, fraction * duration, 0, u);
        worst = Math.max(worst, Math.abs(u[0] - v));
        largest = Math.max(largest, Math.abs(u[0]));
      }
    }
    return largest == 0 ? worst : worst / largest;
  }
}
