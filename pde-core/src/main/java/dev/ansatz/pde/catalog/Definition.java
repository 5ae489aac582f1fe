package dev.ansatz.pde.catalog;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry as text; the exact solutions, in the order of the fields and then of the coefficients, may use coordinates and parameters of the
 * problem. {@code constants} are the true values of its unknown constants, {@code data} its observations, which take long to write out.
 */
record Definition(String name, String description, String citation, String notes, String statement, List<String> exact,
    Map<String, Double> constants, Supplier<String> data) {
  Definition {
    exact = List.copyOf(exact);
    constants = Map.copyOf(constants);
  }

  static Definition of(
      String name, String description, String citation, String notes, String statement, String... exact) {
    return new Definition(name, description, citation, notes, statement, List.of(exact), Map.of(), () -> "");
  }

  /** The same with observations and with the truth of its unknown constants. */
  Definition observed(Map<String, Double> constants, Supplier<String> data) {
    return new Definition(name, description, citation, notes, statement, exact, constants, data);
  }

  /** The same with a word of statement and solutions replaced by what it stands for. */
  Definition where(String word, String meaning) {
    var whole = Pattern.compile("\\b" + word + "\\b");
    String written = Matcher.quoteReplacement("(" + meaning + ")");
    return new Definition(name, description, citation, notes, whole.matcher(statement).replaceAll(written),
        exact.stream().map(solution -> whole.matcher(solution).replaceAll(written)).toList(), constants, data);
  }

  Catalog.Entry entry() {
    Problem problem = Pde.parse("problem " + name + "\n" + statement + data.get());
    var names = new ArrayList<Expr>(problem.coordinates());
    names.addAll(problem.parameters());
    var fields = new ArrayList<>(problem.fields());
    problem.coefficients().forEach(coefficient -> fields.add(coefficient.field()));
    var solution = new LinkedHashMap<Field, Expr>();
    for (int i = 0; i < exact.size(); i++) {
      solution.put(fields.get(i), Pde.expression(exact.get(i), names.toArray(Expr[]::new)));
    }
    return new Catalog.Entry(problem, description, citation, notes, solution, constants);
  }
}
