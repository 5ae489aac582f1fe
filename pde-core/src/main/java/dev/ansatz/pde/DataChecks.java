package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.geometry.Domain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The numbers that a statement brings along: values and bounds of parameters, laws, observations, tables. */
final class DataChecks {
  /** All tables and observations together; more would not fit into a text that can be read back. */
  static final int MOST_NUMBERS = 65_536;

  private final Domain domain;
  private final List<Finding> findings;

  DataChecks(Domain domain, List<Finding> findings) {
    this.domain = domain;
    this.findings = findings;
  }

  void parameters(List<Parameter> parameters) {
    for (Parameter p : parameters) {
      String bounds = "[" + new Const(p.lower()) + ", " + new Const(p.upper()) + "]";
      String what = p.unknown() ? "the guess of " + p : "the parameter " + p;
      if (!Double.isFinite(p.value())) {
        report(p, what + " is " + p.value(), "give it a finite value");
      } else if (Double.isNaN(p.lower()) || Double.isNaN(p.upper()) || p.lower() > p.upper()) {
        report(p, "the bounds " + bounds + " of " + p + " are reversed or no numbers", "write the lower one first");
      } else if (!(p.value() >= p.lower() && p.value() <= p.upper())) {
        report(p, what + " = " + new Const(p.value()) + " lies outside of " + bounds, "change one of them");
      } else if (p.isBounded() && (Double.isInfinite(p.lower()) || Double.isInfinite(p.upper()))) {
        report(p, "the bounds " + bounds + " of " + p + " are not finite", "give two finite bounds, or none");
      }
    }
  }

  void coefficients(List<Coefficient> coefficients, List<Parameter> parameters) {
    for (Coefficient c : coefficients) {
      Field f = c.field();
      for (Coordinate x : f.coordinates()) {
        if (!domain.coordinates().contains(x)) {
          report(c, f + " depends on " + x + ", which has no range", "the coordinates are " + list(domain.coordinates()));
        }
      }
      Field.Role role = c instanceof Coefficient.Input ? Field.Role.INPUT : Field.Role.UNKNOWN;
      if (f.role() != role) {
        report(c, f + " is " + (role == Field.Role.INPUT ? "no input field" : "no unknown"), "only "
            + (role == Field.Role.INPUT ? "input fields have laws" : "unknowns have guesses"));
      }
      switch (c) {
        case Coefficient.Input(_, var law) -> law.ifPresent(l -> {
          l.faults().forEach(fault -> report(c, "the law of " + f + ": " + fault, "change it"));
          if (f.coordinates().stream().anyMatch(Coordinate::isTime) || f.coordinates().size() > 3) {
            report(c, "the law of " + f + " is in " + list(f.coordinates()), "fields in one to three space coordinates have laws");
          }
        });
        case Coefficient.Unknown(_, Optional<Expr> guess) -> guess.ifPresent(g -> guess(c, f, g, parameters));
      }
    }
  }

  private void guess(Coefficient c, Field f, Expr guess, List<Parameter> parameters) {
    String what = "the guess of " + f;
    new Placement(domain, findings).check(c, guess, what, Placement.Place.GUESS);
    guess.fields().forEach(g -> report(c, what + " mentions " + g, "write it in coordinates and parameters"));
    guess.leaves(Coordinate.class).stream().filter(x -> !f.coordinates().contains(x)).forEach(x ->
        report(c, what + " mentions " + x + ", on which " + f + " does not depend", "it may mention " + list(f.coordinates())));
    guess.leaves(Parameter.class).stream().filter(p -> !parameters.contains(p)).forEach(p ->
        report(c, what + " mentions " + p + ", which is not a parameter of the problem", "declare it"));
  }

  void observation(Condition.Observation o) {
    String what = "the observation of " + o.quantity();
    if (!(o.noise() > 0 && Double.isFinite(o.noise()))) {
      report(o, what + " has the noise " + new Const(o.noise()), "state the standard deviation of a measurement, greater than 0");
    }
    if (o.points().isEmpty() || o.points().size() != o.values().size()) {
      report(o, what + " has " + o.values().size() + " values at " + o.points().size() + " points", "give one value for each point");
    }
    for (int i = 0; i < o.points().size(); i++) {
      var point = o.points().get(i);
      if (point.size() != o.coordinates().size()) {
        report(o, "point " + (i + 1) + " of " + what + " has " + point.size() + " coordinates, not " + o.coordinates().size(),
            "give " + list(o.coordinates()));
        return;
      }
      for (int k = 0; k < point.size(); k++) {
        Coordinate c = o.coordinates().get(k);
        double at = point.get(k);
        Optional<Range> range = domain.ranges().stream().filter(r -> r.coordinate().equals(c)).findFirst();
        if (range.isPresent() && !(at >= range.get().lower() && at <= range.get().upper())) {
          report(o, "point " + (i + 1) + " of " + what + " lies at " + c + " = " + new Const(at) + ", outside of the domain",
              "leave it out");
          return;
        }
      }
    }
    if (!o.values().stream().allMatch(Double::isFinite)) {
      report(o, what + " has a value that is no finite number", "leave it out");
    }
  }

  void amount(Set<Table> tables, List<Condition> conditions) {
    long numbers = tables.stream().mapToLong(t -> t.values().length).sum();
    for (Condition c : conditions) {
      if (c instanceof Condition.Observation o) {
        numbers += (long) o.values().size() * (1 + o.coordinates().size());
      }
    }
    if (numbers > MOST_NUMBERS) {
      report(null, "tables and observations hold " + numbers + " numbers", "a statement may hold " + MOST_NUMBERS);
    }
  }

  private void report(Object subject, String message, String remedy) {
    findings.add(new Finding(subject, message, remedy));
  }

  private static String list(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
