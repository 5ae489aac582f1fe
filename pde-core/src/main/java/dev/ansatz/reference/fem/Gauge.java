package dev.ansatz.reference.fem;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.PointValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition that fixes the constant in a field of which only derivatives occur: linear in its integral, its mean or its value
 * at a point.
 *
 * @param quantity that integral, mean or value
 */
record Gauge(Problem problem, Equation equation, Expr quantity, Field field) {

  /** The gauge of a field, if it has one. */
  static Optional<Gauge> of(Problem problem, Field field) {
    return all(problem).stream().flatMap(Optional::stream).filter(g -> g.field.equals(field)).findFirst();
  }

  /** Why the gauges of a problem cannot be held; empty if they can. */
  static List<String> obstacles(Problem problem, Predicate<Field> floating) {
    var obstacles = new ArrayList<String>();
    var gauges = all(problem);
    if (gauges.stream().anyMatch(Optional::isEmpty)) {
      obstacles.add("a gauge is not linear in the mean, the integral or a value of one field");
    }
    var fields = gauges.stream().flatMap(Optional::stream).map(Gauge::field).toList();
    fields.stream().filter(f -> !floating.test(f))
        .forEach(f -> obstacles.add("there is a gauge for " + f.name() + ", which is fixed without"));
    if (fields.stream().distinct().count() < fields.size()) {
      obstacles.add("there are two gauges for one field");
    }
    return obstacles;
  }

  private static List<Optional<Gauge>> all(Problem problem) {
    return problem.conditions().stream().filter(Condition.Gauge.class::isInstance)
        .map(c -> gauge(problem, ((Condition.Gauge) c).equation())).toList();
  }

  private static Optional<Gauge> gauge(Problem problem, Equation equation) {
    var quantities = new ArrayList<Expr>();
    collect(equation.residual(), quantities);
    if (quantities.stream().distinct().count() != 1) {
      return Optional.empty();
    }
    Field field = switch (quantities.getFirst()) {
      case Integral(Field f, var over, _) when over.isEmpty() || over.size() == f.coordinates().size() -> f;
      case PointValue(Field f, var at) when at.stream().allMatch(Const.class::isInstance) -> f;
      default -> null;
    };
    var gauge = new Gauge(problem, equation, quantities.getFirst(), field);
    double curvature = gauge.residual(0) - 2 * gauge.residual(1) + gauge.residual(2);
    boolean linear = Math.abs(curvature) <= 1e-12 * Math.abs(gauge.residual(1) - gauge.residual(0));
    return field != null && linear ? Optional.of(gauge) : Optional.empty();
  }

  private static void collect(Expr e, List<Expr> quantities) {
    if (e instanceof Integral || e instanceof PointValue) {
      quantities.add(e);
    } else {
      e.operands().forEach(operand -> collect(operand, quantities));
    }
  }

  private double residual(double value) {
    return replaced(equation.residual(), new Const(value)).evaluate(Map.of());
  }

  private Expr replaced(Expr e, Const value) {
    return e.equals(quantity) ? value : e.mapOperands(operand -> replaced(operand, value));
  }

  /** What must be added to the field of a solution of this mean. */
  double shift(FiniteElementSolution solution, double mean) {
    double wanted = -residual(0) / (residual(1) - residual(0));
    return switch (quantity) {
      case Integral(_, _, boolean isMean) -> (isMean ? wanted : wanted / problem.domain().space().orElseThrow().measure()) - mean;
      case PointValue(_, var at) -> {
        double[] found = new double[1];
        double[][] point = at.stream().map(a -> new double[] {((Const) a).value()}).toArray(double[][]::new);
        solution.evaluate(problem.fields().indexOf(field), MultiIndex.zero(at.size()), point, found);
        yield wanted - found[0];
      }
      default -> throw new AssertionError(quantity);
    };
  }

  @Override
  public String toString() {
    return equation.toString();
  }
}
