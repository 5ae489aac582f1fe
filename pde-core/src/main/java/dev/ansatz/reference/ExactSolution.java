package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Solution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Solutions in elementary functions, differentiated symbolically to any order. */
final class ExactSolution {
  private ExactSolution() {}

  /** The exact solution of a problem of the catalogue, whatever the values of its parameters, if it has one. */
  static Optional<Map<Field, Expr>> of(Problem problem) {
    return entry(problem).map(Catalog.Entry::exact).filter(exact -> exact.keySet().containsAll(problem.fields())).map(exact -> exact);
  }

  /** The entry of the catalogue that states the problem, whatever the values of its parameters. */
  static Optional<Catalog.Entry> entry(Problem problem) {
    if (!Catalog.names().contains(problem.name())) {
      return Optional.empty();
    }
    var entry = Catalog.get(problem.name());
    for (Parameter parameter : problem.parameters()) {
      if (entry.problem().parameters().stream().noneMatch(p -> p.name().equals(parameter.name()))) {
        return Optional.empty();
      }
      entry = entry.with(parameter.name(), parameter.value());
    }
    return Optional.of(entry).filter(e -> e.problem().equals(problem));
  }

  /** Evaluates expressions for all fields of a problem and compiles a derivative when it is first asked for. */
  static Solution.Evaluator evaluator(Problem problem, Map<Field, Expr> exact) {
    record Key(int field, MultiIndex index) {}
    var compiled = new ConcurrentHashMap<Key, Pointwise>();
    var coordinates = problem.coordinates();
    return (field, index, points, out) -> {
      var pointwise = compiled.computeIfAbsent(new Key(field, index), key -> {
        Expr e = exact.get(problem.fields().get(field));
        for (Coordinate with : Lowering.with(index, coordinates)) {
          e = e.derivative(with);
        }
        return Pointwise.of(List.of(e));
      });
      System.arraycopy(pointwise.values(coordinates, points)[0], 0, out, 0, out.length);
    };
  }
}
