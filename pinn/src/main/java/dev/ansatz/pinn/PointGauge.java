package dev.ansatz.pinn;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The value that a field of which only derivatives matter has at a point, such as p(0, 0) = 0, or p(t, 0, 0) = 0 at every time. Training
 * need not know of it: the answer is shifted to it.
 *
 * @param field its number
 * @param at the point; a free coordinate stands for itself
 * @param value in the free coordinates
 */
record PointGauge(Problem problem, int field, List<Expr> at, Expr value) {

  /** The gauges of a problem. Those that {@link #refusals} names are left out. */
  static List<PointGauge> of(Problem problem) {
    return read(problem, new ArrayList<>());
  }

  /** Why the gauges of a problem cannot be met by a shift; empty if they can. */
  static List<String> refusals(Problem problem) {
    var refusals = new ArrayList<String>();
    read(problem, refusals);
    return refusals;
  }

  private static List<PointGauge> read(Problem problem, List<String> refusals) {
    var gauges = new ArrayList<PointGauge>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Gauge(Equation equation)) {
        if (!(equation.left() instanceof PointValue(Field field, List<Expr> at)) || !equation.right().fields().isEmpty()) {
          refusals.add("its gauge " + equation + " does not give the value of a field at a point, as p(0, 0) = 0 does");
        } else {
          var gauge = new PointGauge(problem, problem.fields().indexOf(field), at, equation.right());
          if (gauge.isFree(field)) {
            gauges.add(gauge);
          } else {
            refusals.add("its gauge " + equation + " is for a field whose value other conditions fix");
          }
        }
      }
    }
    return gauges;
  }

  /** Whether nothing else in the problem changes with a shift of the field by a function of the free coordinates. */
  private boolean isFree(Field field) {
    return problem.equations().stream().allMatch(e -> isFree(field, e.residual()))
        && problem.conditions().stream().allMatch(c -> switch (c) {
      case Condition.Gauge _, Condition.Periodic _ -> true;
      case Condition.Initial(Equation e) -> isFree(field, e.residual());
      case Condition.Boundary(_, Equation e) -> isFree(field, e.residual());
      default -> false;
    });
  }

  private boolean isFree(Field field, Expr e) {
    return switch (e) {
      case Field f -> !f.equals(field);
      case NormalDerivative(Expr operand) when operand.equals(field) -> true;
      case Partial(Expr operand, List<Coordinate> with) when operand.equals(field) -> with.stream().anyMatch(x -> !at.contains(x));
      default -> e.operands().stream().allMatch(operand -> isFree(field, operand));
    };
  }

  /** Adds what is missing at the point to values of the field, or of a derivative of it. */
  void shift(Solution.Evaluator unshifted, MultiIndex index, double[][] points, double[] values) {
    List<Coordinate> coordinates = problem.coordinates();
    Expr wanted = value;
    for (int i = 0; i < coordinates.size(); i++) {
      boolean free = at.get(i).equals(coordinates.get(i));
      if (!free && index.order(i) > 0) {
        return;
      }
    }
    for (Coordinate with : Lowering.with(index, coordinates)) {
      wanted = wanted.derivative(with);
    }
    double[][] there = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      there[i] = points[i].clone();
      if (at.get(i) instanceof Const(double x)) {
        Arrays.fill(there[i], x);
      }
    }
    double[] found = new double[values.length];
    unshifted.evaluate(field, index, there, found);
    for (int p = 0; p < values.length; p++) {
      Map<Coordinate, Double> place = new HashMap<>();
      for (int i = 0; i < points.length; i++) {
        place.put(coordinates.get(i), points[i][p]);
      }
      values[p] += wanted.evaluate(place) - found[p];
    }
  }
}
