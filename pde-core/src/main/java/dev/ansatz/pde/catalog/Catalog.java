package dev.ansatz.pde.catalog;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.Spelling;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Canonical problems by name. */
public final class Catalog {
  private Catalog() {}

  /**
   * A canonical problem.
   *
   * @param description one line
   * @param citation where it is stated, with a DOI or arXiv number where there is one
   * @param notes how its solution behaves, and values of its parameters for which it is known to be hard or easy
   * @param exact the exact solution of each field and unknown coefficient, over coordinates and parameters of the problem; empty if there
   *     is none in elementary functions
   * @param constants the true value of each unknown constant, by name: the one from which its observations were made
   */
  public record Entry(Problem problem, String description, String citation, String notes, SequencedMap<Field, Expr> exact,
      Map<String, Double> constants) {
    public Entry {
      exact = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exact));
      constants = Map.copyOf(constants);
    }

    /** Without unknown constants. */
    public Entry(Problem problem, String description, String citation, String notes, SequencedMap<Field, Expr> exact) {
      this(problem, description, citation, notes, exact, Map.of());
    }

    public String name() {
      return problem.name();
    }

    public Optional<Expr> exact(Field field) {
      return Optional.ofNullable(exact.get(field));
    }

    /**
     * The problem with its unknowns given, from whose solution the observations were made; empty if nothing is unknown, or the truth of
     * an unknown coefficient is not in the catalogue.
     */
    public Optional<Problem> direct() {
      var unknown = problem.coefficients().stream().filter(Coefficient.Unknown.class::isInstance).map(Coefficient::field).toList();
      boolean inverse = !unknown.isEmpty() || problem.parameters().stream().anyMatch(Parameter::unknown);
      var coefficients = new LinkedHashMap<Field, Expr>(exact);
      coefficients.keySet().retainAll(unknown);
      return inverse && coefficients.keySet().containsAll(unknown) ? Optional.of(problem.direct(constants, coefficients))
          : Optional.empty();
    }

    /**
     * The same entry with another value of a parameter, in the exact solution too; of an unknown one, with another guess.
     *
     * @throws dev.ansatz.pde.StatementException if there is no such parameter, or the value is not finite
     */
    public Entry with(String parameter, double value) {
      Problem changed = problem.with(parameter, value);
      Map<Parameter, Parameter> replacements =
          problem.parameters().stream()
              .collect(Collectors.toMap(p -> p, p -> changed.parameters().get(problem.parameters().indexOf(p))));
      var solution = new LinkedHashMap<Field, Expr>();
      exact.forEach((field, expression) -> solution.put(field, expression.substitute(replacements)));
      return new Entry(changed, description, citation, notes, solution, constants);
    }

    @Override
    public String toString() {
      var lines = new ArrayList<String>();
      lines.add(description);
      lines.add(problem.toString());
      exact.forEach((field, expression) -> lines.add("exact: %s = %s".formatted(field, expression)));
      constants.forEach((name, value) -> lines.add("exact: %s = %s".formatted(name, value)));
      lines.add(notes);
      lines.add(citation);
      return String.join("\n", lines);
    }
  }

  /** The names, in alphabetical order. */
  public static List<String> names() {
    return Definitions.all().stream().map(Definition::name).sorted().toList();
  }

  /**
   * The entry of this name.
   *
   * @throws IllegalArgumentException if there is none, suggesting the nearest name
   */
  public static Entry get(String name) {
    return Definitions.all().stream()
        .filter(definition -> definition.name().equals(name))
        .findFirst()
        .map(Definition::entry)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no problem '%s' in the catalogue; %s".formatted(name, Spelling.suggestion(name, names()))));
  }

  /** All entries, in alphabetical order. */
  public static List<Entry> all() {
    return names().stream().map(Catalog::get).toList();
  }
}
