package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.Domain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A well-stated boundary or initial-boundary value problem: what must hold where, and nothing of how it is solved. Made by
 * {@link Pde#pde} or {@link Pde#parse(String)}.
 *
 * @param fields that the equations determine
 * @param parameters known and unknown ones
 * @param coefficients fields that the equations mention and do not determine
 */
public record Problem(
    String name,
    Domain domain,
    List<Field> fields,
    List<Parameter> parameters,
    List<Equation> equations,
    List<Condition> conditions,
    List<Coefficient> coefficients) {

  /** @throws StatementException with every fault, unless the problem is well stated */
  public Problem {
    fields = List.copyOf(fields);
    parameters = List.copyOf(parameters);
    equations = List.copyOf(equations);
    conditions = List.copyOf(conditions);
    coefficients = List.copyOf(coefficients);
    var findings = new Validation(name, domain, fields, parameters, equations, conditions, coefficients).all();
    if (!findings.isEmpty()) {
      throw illStated(name, findings);
    }
  }

  /** Without coefficients that are fields. */
  public Problem(String name, Domain domain, List<Field> fields, List<Parameter> parameters, List<Equation> equations,
      List<Condition> conditions) {
    this(name, domain, fields, parameters, equations, conditions, List.of());
  }

  static StatementException illStated(String name, List<Finding> findings) {
    var faults = findings.stream().map(f -> new Fault(0, 0, f.message(), f.remedy())).distinct().toList();
    return new StatementException("'" + name + "' is not well stated:", faults);
  }

  /** Both sides of every equation and condition, observed quantities and guesses, in the order of the statement. */
  public List<Expr> expressions() {
    return Condition.expressions(equations, conditions, coefficients);
  }

  /** Time first where there is one, then space. */
  public List<Coordinate> coordinates() {
    return domain.coordinates();
  }

  /**
   * The same problem with another value of a parameter; of an unknown one, with another guess.
   *
   * @throws StatementException if there is no such parameter, or the value is not finite or outside of its bounds
   */
  public Problem with(String parameter, double value) {
    String canonical = new Parameter(parameter, value).name();
    Parameter old = parameters.stream().filter(p -> p.name().equals(canonical)).findFirst().orElseThrow(() -> {
      var known = parameters.stream().map(Parameter::name).toList();
      String remedy = known.isEmpty() ? "it has no parameters" : Spelling.suggestion(parameter, known);
      return new StatementException("'" + name + "' cannot be changed:",
          List.of(new Fault(0, 0, "no parameter '" + parameter + "'", remedy)));
    });
    Parameter wanted = old.withValue(value);
    Map<Expr, Expr> replacement = Map.of(old, wanted);
    return changed(e -> e.substitute(replacement), parameters.stream().map(p -> p.equals(old) ? wanted : p).toList(), coefficients);
  }

  /**
   * The same problem with an expression in place of an input field.
   *
   * @param value in coordinates and parameters of the problem
   * @throws StatementException if it is no input field of the problem, or the problem with the expression is not well stated
   */
  public Problem given(Field input, Expr value) {
    boolean known = coefficients.stream().anyMatch(c -> c instanceof Coefficient.Input && c.field().equals(input));
    if (!known) {
      var inputs = coefficients.stream().filter(Coefficient.Input.class::isInstance).map(c -> c.field().text()).toList();
      throw new StatementException("'" + name + "' cannot be changed:", List.of(new Fault(0, 0, "no input field '" + input.text() + "'",
          inputs.isEmpty() ? "it has no input fields" : Spelling.suggestion(input.text(), inputs))));
    }
    Map<Expr, Expr> replacement = Map.of(input, value);
    return changed(e -> e.substitute(replacement), parameters,
        coefficients.stream().filter(c -> !c.field().equals(input)).toList());
  }

  /**
   * What is left of an inverse problem when its unknowns are given: a problem with numbers and expressions in their places, without
   * observations and without what was said of the unknowns alone.
   *
   * @param constants the value of each unknown constant, by name; those not named have their guess
   * @param coefficients an expression in coordinates and known parameters for each unknown coefficient
   * @throws StatementException if what is left is not well stated, as it is not if a coefficient is missing
   */
  public Problem direct(Map<String, Double> constants, Map<Field, ? extends Expr> coefficients) {
    Map<Expr, Expr> given = new HashMap<>(coefficients);
    parameters.stream().filter(Parameter::unknown).forEach(p -> given.put(p, new Const(constants.getOrDefault(p.name(), p.value()))));
    UnaryOperator<Expr> f = e -> e.substitute(given);
    return new Problem(name, domain, fields, parameters.stream().filter(p -> !p.unknown()).toList(),
        equations.stream().map(e -> new Equation(f.apply(e.left()), f.apply(e.right()))).toList(),
        conditions.stream().filter(c -> !(c instanceof Condition.Observation) && !isOfCoefficientsAlone(c)).map(c -> c.map(f)).toList(),
        this.coefficients.stream().filter(c -> !coefficients.containsKey(c.field())).map(c -> c.map(f)).toList());
  }

  private boolean isOfCoefficientsAlone(Condition condition) {
    return condition.stated().filter(e -> e.residual().fields().stream().allMatch(f -> f.role() != Field.Role.SOLUTION)).isPresent();
  }

  private Problem changed(UnaryOperator<Expr> f, List<Parameter> parameters, List<Coefficient> coefficients) {
    return new Problem(name, domain, fields, parameters,
        equations.stream().map(e -> new Equation(f.apply(e.left()), f.apply(e.right()))).toList(),
        conditions.stream().map(c -> c.map(f)).toList(), coefficients.stream().map(c -> c.map(f)).toList());
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
