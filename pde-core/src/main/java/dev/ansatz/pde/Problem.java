package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.Domain;
import java.util.List;

/** A well-stated boundary or initial-boundary value problem. */
public record Problem(
    String name,
    Domain domain,
    List<Field> fields,
    List<Parameter> parameters,
    List<Equation> equations,
    List<Condition> conditions) {

  public Problem {
    fields = List.copyOf(fields);
    parameters = List.copyOf(parameters);
    equations = List.copyOf(equations);
    conditions = List.copyOf(conditions);
  }

  /** Time first where there is one, then space. */
  public List<Coordinate> coordinates() {
    return domain.coordinates();
  }

  /** This problem with another value of one of its parameters. */
  public Problem with(String parameter, double value) {
    return new Problem(name, domain, fields, parameters.stream().map(p -> p.name().equals(parameter) ? new Parameter(parameter, value) : p).toList(), equations, conditions);
  }
}
