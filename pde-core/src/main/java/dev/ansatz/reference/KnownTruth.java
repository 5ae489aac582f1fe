package dev.ansatz.reference;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Unknowns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the catalogue knows of the unknowns of one of its inverse problems.
 *
 * @param problem the inverse problem
 * @param direct the same with its unknowns given
 */
record KnownTruth(Problem problem, Problem direct, Unknowns unknowns) {

  /** Empty if the problem is none of the catalogue's, or nothing in it is unknown. */
  static Optional<KnownTruth> of(Problem problem) {
    return ExactSolution.entry(problem).flatMap(entry -> entry.direct().map(direct -> new KnownTruth(problem, direct, unknowns(entry))));
  }

  private static Unknowns unknowns(Catalog.Entry entry) {
    var constants = entry.problem().parameters().stream().filter(Parameter::unknown)
        .map(p -> new Unknowns.Constant(p, entry.constants().get(p.name()), 0)).toList();
    var coefficients = new ArrayList<Unknowns.Coefficient>();
    for (Coefficient c : entry.problem().coefficients()) {
      if (c instanceof Coefficient.Unknown(Field field, _)) {
        Expr truth = entry.exact().get(field);
        coefficients.add(new Unknowns.Coefficient(field, points -> values(truth, field, points), points -> new double[points[0].length]));
      }
    }
    return new Unknowns(constants, coefficients, List.of());
  }

  private static double[] values(Expr truth, Field field, double[][] points) {
    double[] values = Pointwise.of(truth).values(field.coordinates(), points)[0];
    // a constant has one value for all points
    return values.length == points[0].length ? values : filled(values[0], points[0].length);
  }

  private static double[] filled(double value, int length) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  /** The solution of the direct problem as one of the inverse problem. */
  Solution answer(Solution s) {
    return new Solution(problem, s.fields(), s.termination(), s.iterations(), s.parameters(), s.elapsed(), s.errorEstimate(),
        s.heldOutResidual(), s.provenance(), unknowns, s.unbounded());
  }
}
