package dev.ansatz.pde;

import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.Domain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What clauses state together, when a domain gives their parts of the boundary a meaning. */
record Clauses(List<Clause> clauses) {

  /** Its fields, parameters and coefficients are those that occur. */
  Problem problem(String name, Domain domain) {
    var findings = new ArrayList<Finding>();
    var equations = new ArrayList<Equation>();
    var conditions = new ArrayList<Condition>();
    var stated = new LinkedHashMap<Field, Coefficient>();
    for (Clause clause : clauses) {
      switch (clause) {
        case Condition c -> conditions.add(c);
        case Coefficient c -> stated.put(c.field(), c);
        case Clause.Equations e -> equations.addAll(e.equations());
        case Clause.Initially i -> i.equations().forEach(e -> conditions.add(new Condition.Initial(e)));
        case Clause.PeriodicIn p -> p.coordinates().forEach(c -> conditions.add(new Condition.Periodic(c)));
        case Clause.On on -> {
          var parts = on.parts().in(domain, on, findings);
          // where a name is wrong the rest is still checked, with the parts that were found
          if (!parts.isEmpty() || findings.isEmpty()) {
            on.equations().forEach(e -> conditions.add(new Condition.Boundary(parts, e)));
          }
        }
      }
    }
    var all = Condition.expressions(equations, conditions, List.copyOf(stated.values()));
    // a field that only a condition mentions is reported as one, not invented by it
    var fields = new LinkedHashSet<Field>();
    equations.forEach(e -> fields.addAll(e.left().fields()));
    equations.forEach(e -> fields.addAll(e.right().fields()));
    fields.removeIf(f -> f.role() != Field.Role.SOLUTION);
    var coefficients = new LinkedHashMap<Field, Coefficient>();
    all.forEach(e -> e.fields().stream().filter(f -> f.role() != Field.Role.SOLUTION).forEach(f -> coefficients.put(f,
        stated.getOrDefault(f, f.role() == Field.Role.INPUT ? new Coefficient.Input(f, Optional.empty())
            : new Coefficient.Unknown(f, Optional.empty())))));
    stated.forEach((f, _) -> {
      if (!coefficients.containsKey(f)) {
        findings.add(new Finding(f, f + " occurs nowhere", "leave out what is said of it"));
      }
    });
    var parameters = new LinkedHashSet<Parameter>();
    all.forEach(e -> parameters.addAll(e.leaves(Parameter.class)));
    var fieldList = List.copyOf(fields);
    var parameterList = List.copyOf(parameters);
    var coefficientList = List.copyOf(coefficients.values());
    if (!findings.isEmpty()) {
      findings.addAll(new Validation(name, domain, fieldList, parameterList, equations, conditions, coefficientList).all());
      throw Problem.illStated(name, findings);
    }
    return new Problem(name, domain, fieldList, parameterList, equations, conditions, coefficientList);
  }
}
