package dev.ansatz.pde.catalog;

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
   * @param exact the exact solution of each field and unknown coefficient, over coordinates and parameters of the problem; empty if there is
   *     none in elementary functions
   */
  public record Entry(
      Problem problem, String description, String citation, String notes, SequencedMap<Field, Expr> exact) {
    public Entry {
      exact = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exact));
    }

    public String name() {
      return problem.name();
    }

    public Optional<Expr> exact(Field field) {
      return Optional.ofNullable(exact.get(field));
    }

    /**
     * The same entry with another value of a parameter, in the exact solution too.
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
      return new Entry(changed, description, citation, notes, solution);
    }

    @Override
    public String toString() {
      var lines = new ArrayList<String>();
      lines.add(description);
      lines.add(problem.toString());
      exact.forEach((field, expression) -> lines.add("exact: %s = %s".formatted(field, expression)));
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
