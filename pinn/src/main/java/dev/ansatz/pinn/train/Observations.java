package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.WeightedResiduals.Loss;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The observations of a problem as losses. With values d_i of quantities q_i and their stated noise σ_i they add
 *
 * <pre>w χ²,   χ² = Σ_i ((q_i − d_i)/σ_i)²</pre>
 *
 * to the mean square of the equations' residual r. Up to a constant χ² is twice the negative logarithm of the Gaussian likelihood, so that
 * the objective over w is that of a posterior in which the residual counts with {@code 1/w} times its mean square: equations are believed,
 * and this penalty says how strictly. Too weak, and fields follow the noise away from the equations, which widens and shifts what is found
 * of the unknowns; too strong, and the data no longer lead the training. With R the root mean square of the residual before training,
 *
 * <pre>w = R² / (κ² Σ_i (d_i/σ_i)²)</pre>
 *
 * makes a residual of the κ-th part of R cost as much as the same part of all data; w depends neither on the units of the problem nor on
 * the size of the noise. κ = 10: on {@code diffusion-inverse} with two layers of 16 units the deviation of D is then 2 % above that of
 * equations that hold exactly, and D within 0.01 of a deviation of the closed form. With κ = 3 it is 24 % above; with κ = 100 training is
 * still a third of a deviation off after twice the iterations, and with κ = 1,000 the residual that a small network cannot avoid outweighs
 * the data and the deviation is wrong. Soft conditions count as they do without observations.
 */
final class Observations {
  static final double STRICTNESS = 10;

  private final List<Observed> observed = new ArrayList<>();
  private final int count;
  /** w for R = 1. */
  private final double relative;
  private double weight;

  private record Observed(String name, Evaluation evaluation) {}

  Observations(Problem problem, NetworkModel model, Executor executor) {
    List<Coordinate> coordinates = problem.coordinates();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Observation o) {
        // no field of a problem has such a name
        var datum = new Field("observed_" + observed.size(), coordinates);
        var expression = model.express(List.of(o.quantity().minus(datum).times(1 / o.noise())), Set.of(), List.of(datum));
        observed.add(new Observed("observed " + o.quantity(), expression.at(executor, rows(problem, o))));
      }
    }
    count = observed.stream().mapToInt(o -> o.evaluation.lanes()).sum();
    double signal = problem.conditions().stream().filter(Condition.Observation.class::isInstance).map(Condition.Observation.class::cast)
        .flatMapToDouble(o -> o.values().stream().mapToDouble(d -> d * d / (o.noise() * o.noise()))).sum();
    // data that are all noise weigh as if they were of its size; without any the misfit is 0
    relative = 1 / (STRICTNESS * STRICTNESS * Math.max(signal, Math.max(count, 1)));
  }

  /** Where and what: the coordinates, at the lower ends of those that do not matter, and the values. */
  private static double[][] rows(Problem problem, Condition.Observation o) {
    List<Coordinate> coordinates = problem.coordinates();
    double[][] rows = new double[coordinates.size() + 1][o.values().size()];
    for (int p = 0; p < o.values().size(); p++) {
      for (int i = 0; i < coordinates.size(); i++) {
        int at = o.coordinates().indexOf(coordinates.get(i));
        rows[i][p] = at < 0 ? problem.domain().ranges().get(i).lower() : o.points().get(p).get(at);
      }
      rows[coordinates.size()][p] = o.values().get(p);
    }
    return rows;
  }

  /** Sets w for a root mean square R of the residual before training. */
  void weigh(double residual) {
    weight = (residual > 0 && Double.isFinite(residual) ? residual * residual : 1) * relative;
  }

  /** w. */
  double weight() {
    return weight;
  }

  /** How many values were observed. */
  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** One loss for each quantity; a loss is a mean over its points. */
  List<Loss> losses() {
    return observed.stream().map(o -> new Loss(o.name, o.evaluation, weight * o.evaluation.lanes(), null)).toList();
  }

  /** χ². */
  double misfit(double[] theta) {
    double sum = 0;
    for (Observed o : observed) {
      double[] r = new double[o.evaluation.size()];
      o.evaluation.values(theta, r, 0);
      for (double v : r) {
        sum += v * v;
      }
    }
    return sum;
  }
}
