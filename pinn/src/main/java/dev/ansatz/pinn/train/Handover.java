package dev.ansatz.pinn.train;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state at one time that a training takes over from the solution before it: every field that evolves, with its time derivatives
 * below its order in time, as functions of space that are known with all their derivatives, not through data fitted to them.
 */
public final class Handover {
  private final Problem problem;
  private final double time;
  private final Solution.Evaluator before;
  private final Map<Field, List<Field>> state = new LinkedHashMap<>();

  /**
   * @param before the solution up to {@code time}, by the coordinates and fields of the problem
   */
  public Handover(Problem problem, double time, Solution.Evaluator before) {
    this.problem = problem;
    this.time = time;
    this.before = before;
    List<Coordinate> space = problem.coordinates().stream().filter(c -> !c.isTime()).toList();
    for (Field field : problem.fields()) {
      var derivatives = new ArrayList<Field>();
      for (int order = 0; order < TrialFunctions.timeOrder(problem, field); order++) {
        derivatives.add(new Field("handed_" + field.name() + "_" + order, space));
      }
      if (!derivatives.isEmpty()) {
        state.put(field, derivatives);
      }
    }
  }

  /** For each field that evolves, the functions of space that stand for its state: the field, its time derivative, … */
  public Map<Field, List<Field>> state() {
    return state;
  }

  /** Whether a field or a partial derivative of one is of the state. */
  boolean gives(Expr leaf) {
    return field(leaf) instanceof Field field && state.values().stream().anyMatch(fields -> fields.contains(field));
  }

  private static Expr field(Expr leaf) {
    return leaf instanceof Partial(Expr operand, var _) ? operand : leaf;
  }

  /** The values at points {@code [coordinate][lane]}, whatever their time, of leaves that it {@link #gives}, a row for each. */
  double[][] values(List<Expr> leaves, double[][] points) {
    int coordinates = problem.coordinates().size();
    double[][] places = Arrays.copyOf(points, coordinates);
    places[0] = new double[points[0].length];
    Arrays.fill(places[0], time);
    double[][] rows = new double[leaves.size()][points[0].length];
    for (int k = 0; k < rows.length; k++) {
      Expr leaf = leaves.get(k);
      int[] orders = new int[coordinates];
      if (leaf instanceof Partial) {
        MultiIndex index = Lowering.index(leaf, problem.coordinates());
        Arrays.setAll(orders, index::order);
      }
      for (var entry : state.entrySet()) {
        int order = entry.getValue().indexOf(field(leaf));
        if (order >= 0) {
          orders[0] += order;
          before.evaluate(problem.fields().indexOf(entry.getKey()), new MultiIndex(orders), places, rows[k]);
        }
      }
    }
    return rows;
  }
}
