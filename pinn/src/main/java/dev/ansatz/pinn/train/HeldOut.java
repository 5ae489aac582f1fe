package dev.ansatz.pinn.train;

import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.SoftCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The residual on a fixed set of points that are not trained on, independent of those that are; in double precision, whatever trains.
 */
final class HeldOut {
  private static final int POINTS = 8192;

  private final Executor executor;
  private final List<NetworkModel.Expression> conditions;
  private final double conditionWeight;
  private final double[][] interior;
  private final List<double[][]> parts = new ArrayList<>();

  HeldOut(Problem problem, List<SoftCondition> soft, List<NetworkModel.Expression> conditions, double conditionWeight, Executor executor,
      long seed) {
    this.executor = executor;
    this.conditions = conditions;
    this.conditionWeight = conditionWeight;
    interior = new PointSequence.Uniform().interior(problem.domain(), POINTS, ~seed);
    soft.forEach(condition -> parts.add(condition.points(problem.domain(), new PointSequence.Uniform(), POINTS / 16, ~seed)));
  }

  /** Root mean square of the equations' residual, with that of each condition that is a loss, weighted like it. */
  double rootMeanSquare(NetworkModel.Expression equations, Map<Parameter, Double> led, double[] theta) {
    double total = residual(equations, led, theta);
    for (int k = 0; k < conditions.size(); k++) {
      total += conditionWeight * meanSquare(conditions.get(k).at(executor, parts.get(k), led), theta);
    }
    return Math.sqrt(total);
  }

  /** Mean square of the equations' residual alone. */
  double residual(NetworkModel.Expression equations, Map<Parameter, Double> led, double[] theta) {
    return meanSquare(equations.at(executor, interior, led), theta);
  }

  /** The mean over the points of the sum of squares of all outputs. */
  static double meanSquare(Evaluation evaluation, double[] theta) {
    double[] r = new double[evaluation.size()];
    evaluation.values(theta, r, 0);
    double squares = 0;
    for (double value : r) {
      squares += value * value;
    }
    return squares / evaluation.lanes();
  }
}
