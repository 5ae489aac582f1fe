package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.Domain;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A well-stated boundary or initial-boundary value problem: what must hold where, and nothing of how it is solved. Made by
 * {@link Pde#pde} or {@link Pde#parse(String)}.
 */
public record Problem(
    String name,
    Domain domain,
    List<Field> fields,
    List<Parameter> parameters,
    List<Equation> equations,
    List<Condition> conditions) {

  /** @throws StatementException with every fault, unless the problem is well stated */
  public Problem {
    fields = List.copyOf(fields);
    parameters = List.copyOf(parameters);
    equations = List.copyOf(equations);
    conditions = List.copyOf(conditions);
    var findings = new Validation(name, domain, fields, parameters, equations, conditions).all();
    if (!findings.isEmpty()) {
      throw illStated(name, findings);
    }
  }

  static StatementException illStated(String name, List<Finding> findings) {
    var faults = findings.stream().map(f -> new Fault(0, 0, f.message(), f.remedy())).distinct().toList();
    return new StatementException("'" + name + "' is not well stated:", faults);
  }

  /** Time first where there is one, then space. */
  public List<Coordinate> coordinates() {
    return domain.coordinates();
  }

  /**
   * The same problem with another value of a parameter.
   *
   * @throws StatementException if there is no such parameter, or the value is not finite
   */
  public Problem with(String parameter, double value) {
    var wanted = new Parameter(parameter, value);
    Parameter old = parameters.stream().filter(p -> p.name().equals(wanted.name())).findFirst().orElseThrow(() -> {
      var known = parameters.stream().map(Parameter::name).toList();
      String remedy = known.isEmpty() ? "it has no parameters" : Spelling.suggestion(parameter, known);
      return new StatementException("'" + name + "' cannot be changed:",
          List.of(new Fault(0, 0, "no parameter '" + parameter + "'", remedy)));
    });
    UnaryOperator<Equation> changed = e -> {
      Map<Expr, Expr> replacement = Map.of(old, wanted);
      return new Equation(e.left().substitute(replacement), e.right().substitute(replacement));
    };
    return new Problem(name, domain, fields,
        parameters.stream().map(p -> p.equals(old) ? wanted : p).toList(),
        equations.stream().map(changed).toList(),
        conditions.stream().<Condition>map(c -> switch (c) {
          case Condition.Initial i -> new Condition.Initial(changed.apply(i.equation()));
          case Condition.Boundary b -> new Condition.Boundary(b.parts(), changed.apply(b.equation()));
          case Condition.Periodic p -> p;
        }).toList());
  }

  /** As mathematics, one line for each sentence; {@link Pde#print} gives the text form. */
  @Override
  public String toString() {
    return ProblemPrinter.math(this);
  }

  /** An {@code aligned} block of the equations and conditions. */
  public String latex() {
    return ProblemPrinter.latex(this);
  }
}
