package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A problem with an exact solution, made by the language itself: sources and data that make given expressions solve given equations. */
record Manufacture(Problem problem, Map<Field, Expr> exact) {

  /** Of the statement, a name aside, with one expression for each field. */
  static Manufacture of(String statement, String... expressions) {
    Problem plain = Pde.parse("problem manufactured\n" + statement);
    var names = new ArrayList<Expr>(plain.coordinates());
    names.addAll(plain.parameters());
    var exact = new LinkedHashMap<Field, Expr>();
    for (int f = 0; f < expressions.length; f++) {
      exact.put(plain.fields().get(f), Pde.expression(expressions[f], names.toArray(Expr[]::new)));
    }
    return new Manufacture(Lowering.manufacture(plain, exact), exact);
  }

  /** ‖u − U‖/‖U‖ over scattered points at the final time, or of all space, the largest over the fields. */
  double error(Solution.Evaluator answer) {
    boolean evolves = problem.domain().time().isPresent();
    var ranges = problem.domain().ranges();
    int first = evolves ? 1 : 0;
    int count = 40;
    int total = (int) Math.pow(count, ranges.size() - first);
    double[][] axes = Samples.of(ranges, count);
    double[][] points = new double[ranges.size()][total];
    if (evolves) {
      Arrays.fill(points[0], ranges.getFirst().upper());
    }
    int inner = total;
    for (int c = first; c < ranges.size(); c++) {
      inner /= count;
      for (int p = 0; p < total; p++) {
        points[c][p] = axes[c][p / inner % count];
      }
    }
    double[] u = new double[total];
    double[] v = new double[total];
    double worst = 0;
    var zero = MultiIndex.zero(ranges.size());
    for (int f = 0; f < problem.fields().size(); f++) {
      answer.evaluate(f, zero, points, u);
      ExactSolution.evaluator(problem, exact).evaluate(f, zero, points, v);
      double size = Gmres.norm(v);
      for (int p = 0; p < total; p++) {
        u[p] -= v[p];
      }
      worst = Math.max(worst, Gmres.norm(u) / size);
    }
    return worst;
  }

  /** The error at the final time of n points a coordinate and steps of a method, or of a tolerance of 1e-12 where it is adaptive. */
  double error(Method method, int n, int steps) {
    var evolution = EvolutionProblem.of(problem);
    int[] sizes = new int[evolution.dimension()];
    Arrays.fill(sizes, n);
    var system = evolution.discretise(method.space().order, sizes);
    double[] y = evolution.initial(system);
    double start = evolution.start();
    double h = (evolution.end() - start) / steps;
    var watch = new Watch(Run.defaults());
    var result = switch (method.time()) {
      case ETDRK4 -> TimeIntegration.fixedSteps(system, new Etdrk4(system, h), y, start, evolution.end(), steps, 16, watch);
      case TASE2, TASE3 -> TimeIntegration.fixedSteps(system, new Tase(system, system.stabilising(start, y), method.time().order, h), y,
          start, evolution.end(), steps, 16, watch);
      case DP853 -> TimeIntegration.adaptive(system, TimeIntegration.Adaptive.DORMAND_PRINCE_853, y, start, evolution.end(), 4, 1e-12,
          watch);
      case GBS -> TimeIntegration.adaptive(system, TimeIntegration.Adaptive.GRAGG_BULIRSCH_STOER, y, start, evolution.end(), 4, 1e-12,
          watch);
    };
    var trajectory = result.trajectory();
    int[] unknowns = evolution.unknowns();
    return error((field, index, points, out) -> trajectory.evaluate(unknowns[field], 0,
        MultiIndex.zero(evolution.dimension()), points[0], Arrays.copyOfRange(points, 1, points.length), out));
  }

  static double rate(double coarse, double fine) {
    return Math.log(coarse / fine) / Math.log(2);
  }
}
