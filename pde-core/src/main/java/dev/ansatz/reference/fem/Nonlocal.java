package dev.ansatz.reference.fem;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A problem with every integral over all of space in its equations and boundary conditions replaced by a parameter, so that what is
 * left is local: the parameters are then unknowns of their own, each with the equation that it equals its integral.
 *
 * @param local the problem with the parameters
 * @param integrals what they stand for
 * @param parameters one an integral
 */
record Nonlocal(Problem local, List<Integral> integrals, List<Parameter> parameters) {

  static Nonlocal of(Problem problem) {
    var integrals = new ArrayList<Integral>();
    stated(problem).forEach(e -> collect(e, integrals));
    if (integrals.isEmpty()) {
      return new Nonlocal(problem, List.of(), List.of());
    }
    var parameters = new ArrayList<Parameter>();
    for (int k = 0; k < integrals.size(); k++) {
      String name = "integral" + k;
      while (isTaken(problem, name)) {
        name += "x";
      }
      parameters.add(new Parameter(name, 0));
    }
    UnaryOperator<Expr> replaced = e -> replaced(e, integrals, parameters);
    UnaryOperator<Equation> both = e -> new Equation(replaced.apply(e.left()), replaced.apply(e.right()));
    var all = new ArrayList<>(problem.parameters());
    all.addAll(parameters);
    var local = new Problem(problem.name(), problem.domain(), problem.fields(), all, problem.equations().stream().map(both).toList(),
        problem.conditions().stream().map(c -> c instanceof Condition.Boundary ? c.map(replaced) : c).toList(), problem.coefficients());
    return new Nonlocal(local, List.copyOf(integrals), List.copyOf(parameters));
  }

  /** Why integrals of a problem have no place in this form; empty if they have. */
  static List<String> obstacles(Problem problem) {
    var integrals = new ArrayList<Integral>();
    stated(problem).forEach(e -> collect(e, integrals));
    var obstacles = new ArrayList<String>();
    var space = problem.domain().space().map(g -> g.coordinates()).orElse(List.of());
    for (Integral integral : integrals) {
      if (!integral.over().isEmpty() && !integral.over().equals(space.stream().sorted().toList())) {
        obstacles.add(integral + " is not over all of space");
      }
      if (has(integral.operand(), Integral.class::isInstance)) {
        obstacles.add(integral + " holds another integral");
      }
      if (problem.domain().time().map(r -> differentiates(integral.operand(), r.coordinate())).orElse(false)) {
        obstacles.add(integral + " holds a time derivative: take it of the integral's value instead, through the equation");
      }
    }
    for (Condition c : problem.conditions()) {
      if (c instanceof Condition.Initial(Equation e)
          && (has(e.left(), Integral.class::isInstance) || has(e.right(), Integral.class::isInstance))) {
        obstacles.add("the initial condition " + e + " holds an integral");
      }
    }
    return obstacles;
  }

  private static List<Expr> stated(Problem problem) {
    var all = new ArrayList<Expr>();
    problem.equations().forEach(e -> all.addAll(List.of(e.left(), e.right())));
    problem.conditions().stream().filter(Condition.Boundary.class::isInstance).map(c -> ((Condition.Boundary) c).equation())
        .forEach(e -> all.addAll(List.of(e.left(), e.right())));
    return all;
  }

  private static boolean isTaken(Problem problem, String name) {
    return problem.parameters().stream().anyMatch(p -> p.name().equals(name))
        || problem.fields().stream().anyMatch(f -> f.name().equals(name))
        || problem.coordinates().stream().anyMatch(c -> c.name().equals(name))
        || problem.coefficients().stream().anyMatch(c -> c.field().name().equals(name));
  }

  private static void collect(Expr e, List<Integral> found) {
    if (e instanceof Integral integral) {
      if (!found.contains(integral)) {
        found.add(integral);
      }
    } else {
      e.operands().forEach(operand -> collect(operand, found));
    }
  }

  private static Expr replaced(Expr e, List<Integral> integrals, List<Parameter> parameters) {
    int k = integrals.indexOf(e);
    return k >= 0 ? parameters.get(k) : e.mapOperands(operand -> replaced(operand, integrals, parameters));
  }

  private static boolean has(Expr e, Predicate<Expr> what) {
    return what.test(e) || e.operands().stream().anyMatch(operand -> has(operand, what));
  }

  private static boolean differentiates(Expr e, Coordinate t) {
    return has(e, part -> part instanceof Partial p && p.with().contains(t));
  }
}
