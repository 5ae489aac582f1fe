package dev.ansatz.pde.lower;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The method of manufactured solutions: see {@link Lowering#manufacture}. */
final class Manufactured {
  /** Points of each periodic coordinate's ends at which the given expressions are compared. */
  private static final int PROBES = 16;
  /** Relative to the size of the two values: what rounding leaves of sines of some multiples of 2π. */
  private static final double SAME = 1e-9;

  private final Problem problem;
  private final Map<Field, Expr> exact;
  private final List<String> faults = new ArrayList<>();

  private Manufactured(Problem problem, Map<Field, Expr> exact) {
    this.problem = problem;
    this.exact = exact;
  }

  static Problem of(Problem problem, Map<Field, ? extends Expr> exact) {
    return new Manufactured(problem, Map.copyOf(exact)).problem();
  }

  private Problem problem() {
    check();
    stopIfFaulty();
    var equations = problem.equations().stream().map(e -> satisfied(e, Map.of())).toList();
    var conditions = problem.conditions().stream().map(this::condition).toList();
    var parameters = new LinkedHashSet<>(problem.parameters());
    exact.values().forEach(e -> parameters.addAll(e.leaves(Parameter.class)));
    return new Problem(problem.name(), problem.domain(), problem.fields(), List.copyOf(parameters), equations, conditions,
        problem.coefficients());
  }

  private Condition condition(Condition condition) {
    return switch (condition) {
      case Condition.Initial(Equation e) -> new Condition.Initial(satisfied(e, start()));
      case Condition.Boundary(var parts, Equation e) -> new Condition.Boundary(parts, satisfied(e, Map.of()));
      case Condition.Interface(var where, Equation e) -> new Condition.Interface(where, satisfied(e, Map.of()));
      case Condition.Gauge(Equation e) -> new Condition.Gauge(satisfied(e, Map.of()));
      case Condition.Observation o -> observed(o);
      case Condition.Periodic p -> p;
    };
  }

  /** The exact values, without errors of measurement. */
  private Condition.Observation observed(Condition.Observation o) {
    Expr value = explicit(o.quantity(), Map.of());
    var values = new ArrayList<Double>();
    for (List<Double> point : o.points()) {
      var at = new HashMap<Coordinate, Double>();
      for (int i = 0; i < point.size(); i++) {
        at.put(o.coordinates().get(i), point.get(i));
      }
      values.add(value.evaluate(at));
    }
    return new Condition.Observation(o.quantity(), o.coordinates(), o.points(), values, o.noise());
  }

  private Map<Coordinate, Expr> start() {
    Range time = problem.domain().time().orElseThrow();
    return Map.of(time.coordinate(), new Const(time.lower()));
  }

  /** The equation with a right side that holds for the exact fields at the given values of coordinates. */
  private Equation satisfied(Equation e, Map<Coordinate, Expr> at) {
    if (e.right().fields().isEmpty()) {
      return e.left().eq(explicit(e.left(), at));
    }
    return e.left().eq(e.right().plus(explicit(e.residual(), at)));
  }

  /** With the exact expressions in place of the fields, and derivatives carried out but for those along the normal. */
  private Expr explicit(Expr e, Map<Coordinate, Expr> at) {
    return Lowering.expanded(e.substitute(exact)).substitute(at);
  }

  // ---- what can be wrong ----

  private void check() {
    var wanted = new LinkedHashSet<>(problem.fields());
    problem.coefficients().stream().filter(Coefficient.Unknown.class::isInstance).forEach(c -> wanted.add(c.field()));
    for (Field f : wanted) {
      if (!exact.containsKey(f)) {
        faults.add("no expression is given for %s".formatted(f));
      }
    }
    for (Condition c : problem.conditions()) {
      if (c instanceof Condition.Observation o && hasNoValue(o.quantity())) {
        faults.add("%s is observed, which has no value at a point by itself".formatted(o.quantity()));
      }
    }
    exact.forEach((f, e) -> {
      if (!wanted.contains(f)) {
        faults.add("%s is no field of the problem; its fields are %s".formatted(f, list(wanted)));
        return;
      }
      if (!e.fields().isEmpty()) {
        faults.add("the expression for %s mentions %s; write it in coordinates and parameters".formatted(f, list(e.fields())));
      }
      var foreign = new LinkedHashSet<>(e.leaves(Coordinate.class));
      foreign.removeAll(f.coordinates());
      if (!foreign.isEmpty()) {
        faults.add("the expression for %s mentions %s, on which %s does not depend".formatted(f, list(foreign), f));
      }
      if (e.fields().isEmpty() && foreign.isEmpty()) {
        problem.conditions().stream().filter(Condition.Periodic.class::isInstance)
            .map(c -> ((Condition.Periodic) c).coordinate()).filter(f.coordinates()::contains)
            .filter(x -> !isPeriodic(e, x))
            .forEach(x -> faults.add("%s = %s is not periodic in %s over its range".formatted(f, e, x)));
      }
      for (Parameter p : e.leaves(Parameter.class)) {
        problem.parameters().stream().filter(q -> q.name().equals(p.name()) && !q.equals(p)).forEach(q ->
            faults.add("the expression for %s has %s = %s, the problem %s".formatted(f, p, new Const(p.value()),
                new Const(q.value()))));
      }
    });
  }

  private static boolean hasNoValue(Expr e) {
    boolean input = e instanceof Field f && f.role() == Field.Role.INPUT;
    return input || e instanceof Integral || e.operands().stream().anyMatch(Manufactured::hasNoValue);
  }

  /** Whether values and first derivatives agree at the two ends; analytic functions of which they do are periodic as a rule. */
  private boolean isPeriodic(Expr e, Coordinate x) {
    Range range = problem.domain().ranges().stream().filter(r -> r.coordinate().equals(x)).findFirst().orElseThrow();
    var random = new SplittableRandom(0);
    for (Expr value : List.of(e, Lowering.normalForm(e).derivative(x))) {
      for (int i = 0; i < PROBES; i++) {
        var point = new HashMap<Coordinate, Double>();
        problem.domain().ranges().forEach(r ->
            point.put(r.coordinate(), r.lower() + random.nextDouble() * r.length()));
        point.put(x, range.lower());
        double lower = value.evaluate(point);
        point.put(x, range.upper());
        double upper = value.evaluate(point);
        if (!(Math.abs(upper - lower) <= SAME * (1 + Math.abs(lower) + Math.abs(upper)))) {
          return false;
        }
      }
    }
    return true;
  }

  private void stopIfFaulty() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("no solution of '%s' can be manufactured:\n- %s"
          .formatted(problem.name(), String.join("\n- ", faults)));
    }
  }

  private static String list(Iterable<? extends Expr> things) {
    var all = new ArrayList<Expr>();
    things.forEach(all::add);
    return all.stream().map(Expr::toString).collect(Collectors.joining(", "));
  }
}
