package dev.ansatz.pinn.precondition;

import dev.ansatz.engine.nn.Network;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells how well conditioned the training of a network on a problem is.
 *
 * <pre>{@code
 * System.out.println(Preconditioning.report(Catalog.get("advection").problem(), new Mlp(2, 16, Activation.TANH)));
 * }</pre>
 *
 * <p>The loss is mean r² + λ Σ mean b², linearised in θ; r are the residuals of the equations and b those of the conditions that are
 * not built into the trial functions.
 *
 * <p>Source: T. De Ryck, F. Bonnet, S. Mishra, E. de Bézenac, An operator preconditioning perspective on training in physics-informed
 * machine learning, ICLR 2024, arXiv:2310.05801. Deviation: the integrals over the domain are means over points.
 *
 * @param points in the interior, at least 1
 * @param conditionPoints on each part with a condition, and at the initial time, at least 1
 * @param weights λ, not negative; at least one
 * @param seed of the points and the initial parameters
 */
public record Preconditioning(int points, int conditionPoints, List<Double> weights, long seed) {

  /** @throws IllegalArgumentException with a line for each value that cannot be */
  public Preconditioning {
    weights = List.copyOf(weights);
    var faults = new StringBuilder();
    if (points < 1 || conditionPoints < 1) {
      faults.append("at least one point is needed in the interior and on each part with a condition, not ").append(points).append(" and ")
          .append(conditionPoints);
    }
    if (weights.isEmpty() || weights.stream().anyMatch(w -> !(w >= 0) || w.isInfinite())) {
      faults.append(faults.isEmpty() ? "" : "\n").append("weights must be numbers that are not negative, at least one, not ")
          .append(weights);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.toString());
    }
  }

  /** 2,000 points in the interior, 200 on each part, weights 10⁻⁴, 10⁻³, …, 10⁶, seed 0. */
  public static Preconditioning defaults() {
    return new Preconditioning(2000, 200, IntStream.rangeClosed(-4, 6).mapToObj(e -> Math.pow(10, e)).toList(), 0);
  }

  /**
   * The report for a network at its initial parameters, with every condition but periodicity in the loss.
   *
   * @throws IllegalArgumentException if no trial function meets the problem's conditions
   */
  public static ConditionReport report(Problem problem, Network network) {
    var defaults = defaults();
    var model = new NetworkModel(problem, TrialFunctions.soft(problem), network, 1);
    return defaults.report(problem, model, model.initial(defaults.seed()));
  }

  /**
   * The report for a model at given parameters: O(m n² + w n³) operations for n parameters, m rows and w weights, and 16 m n bytes.
   *
   * @throws ArithmeticException if the Jacobian has entries that are not finite
   */
  public ConditionReport report(Problem problem, NetworkModel model, double[] theta) {
    try (var executor = new Executor(1)) {
      double[][] interior = new PointSequence.Sobol().interior(problem.domain(), points, seed);
      var equations = model.express(problem.equations().stream().map(Equation::residual).toList());
      double[] residual = jacobian(equations.at(executor, interior), theta);
      double[] condition = new double[0];
      for (SoftCondition soft : model.trials().soft()) {
        double[][] on = soft.points(problem.domain(), new PointSequence.LatinHypercube(), conditionPoints, seed);
        double[] rows = jacobian(model.express(List.of(soft.residual())).at(executor, on), theta);
        int end = condition.length;
        condition = Arrays.copyOf(condition, end + rows.length);
        System.arraycopy(rows, 0, condition, end, rows.length);
      }
      return new StackedJacobian(theta.length, residual, condition).report(problem.name(), weights);
    }
  }

  /** The Jacobian by rows, those of a mean of squares. */
  private static double[] jacobian(Evaluation evaluation, double[] theta) {
    int m = evaluation.size();
    int n = theta.length;
    double[] weights = new double[evaluation.program().outputs()];
    Arrays.fill(weights, 1.0 / evaluation.lanes());
    double[] columns = new double[Math.multiplyExact(m, n)];
    evaluation.jacobian(theta, weights, null, new double[m], columns, m, 0);
    double[] rows = new double[columns.length];
    for (int q = 0; q < n; q++) {
      for (int i = 0; i < m; i++) {
        double value = columns[q * m + i];
        if (!Double.isFinite(value)) {
          throw new ArithmeticException("the Jacobian has an entry " + value
              + ": a function in the problem is not defined on the whole domain");
        }
        rows[i * n + q] = value;
      }
    }
    return rows;
  }
}
