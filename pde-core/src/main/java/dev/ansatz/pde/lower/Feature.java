package dev.ansatz.pde.lower;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Tabulated;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a statement may say beyond equations with boundary, initial and periodic conditions; a solver names what it handles. */
public enum Feature {
  UNKNOWN_CONSTANT("it has an unknown constant, which is to be found from observations"),
  UNKNOWN_COEFFICIENT("it has an unknown coefficient, which is to be found from observations"),
  INPUT_FIELD("it is a family of problems: give its input fields first, as Family.sample does"),
  OBSERVATION("it has observations, which would not be used"),
  GAUGE("it has a gauge"),
  INTERFACE("it has interface conditions"),
  INTEGRAL_IN_EQUATION("an equation holds an integral or a mean"),
  INTEGRAL_IN_CONDITION("an initial or boundary condition holds an integral or a mean"),
  FRONT("an equation differentiates across a jump or a kink in an unknown: what acts on the front where that is has no value at points"),
  TABLE("it has a table of more than " + TableLookup.MOST_NODES + " nodes, or of two arguments");

  private final String reason;

  Feature(String reason) {
    this.reason = reason;
  }

  /** What the problem says. */
  public static Set<Feature> of(Problem problem) {
    var found = EnumSet.noneOf(Feature.class);
    if (problem.parameters().stream().anyMatch(Parameter::unknown)) {
      found.add(UNKNOWN_CONSTANT);
    }
    for (Coefficient c : problem.coefficients()) {
      found.add(c instanceof Coefficient.Input ? INPUT_FIELD : UNKNOWN_COEFFICIENT);
    }
    for (Condition c : problem.conditions()) {
      switch (c) {
        case Condition.Observation _ -> found.add(OBSERVATION);
        case Condition.Gauge _ -> found.add(GAUGE);
        case Condition.Interface _ -> found.add(INTERFACE);
        case Condition.Initial(Equation e) when hasIntegral(e) -> found.add(INTEGRAL_IN_CONDITION);
        case Condition.Boundary(_, Equation e) when hasIntegral(e) -> found.add(INTEGRAL_IN_CONDITION);
        default -> { }
      }
    }
    if (problem.equations().stream().anyMatch(Feature::hasIntegral)) {
      found.add(INTEGRAL_IN_EQUATION);
    }
    if (problem.equations().stream().anyMatch(e -> Smoothness.isMeasure(e.residual()))) {
      found.add(FRONT);
    }
    if (problem.expressions().stream().anyMatch(e -> has(e, t -> t instanceof Tabulated table && !TableLookup.isInKernel(table)))) {
      found.add(TABLE);
    }
    return found;
  }

  /** Why a solver that handles nothing but these does not solve the problem; empty if it may. */
  public static List<String> refusals(Problem problem, Feature... handled) {
    return of(problem).stream().filter(f -> !List.of(handled).contains(f)).map(f -> f.reason).toList();
  }

  private static boolean hasIntegral(Equation e) {
    return Stream.of(e.left(), e.right()).anyMatch(side -> has(side, Integral.class::isInstance));
  }

  private static boolean has(Expr e, Predicate<Expr> what) {
    return what.test(e) || e.operands().stream().anyMatch(operand -> has(operand, what));
  }
}
