package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Expressions in which second derivatives occur only as Laplacians, and the jets that carry those as one channel: in d dimensions d + 2
 * channels take the place of 2 d + 1.
 *
 * @param expressions in normal form; where jets carry a Laplacian, the second derivative by the first of its coordinates
 *     stands for all of it
 * @param jets their channels
 */
public record CombinedLaplacian(List<Expr> expressions, JetSet jets) {
  public CombinedLaplacian {
    expressions = List.copyOf(expressions);
  }

  /**
   * Combines what can be: every field that has second derivatives by one coordinate alone has them by the same coordinates, two at least,
   * all with the same coefficient, and no higher derivatives of them. Otherwise expressions and jets are as {@link Lowering#normalForm}
   * and {@link Lowering#jetPlan} have them.
   */
  public static CombinedLaplacian of(Collection<? extends Expr> expressions, List<Coordinate> coordinates) {
    List<Expr> normal = expressions.stream().map(Lowering::normalForm).toList();
    JetSet jets = Lowering.jetPlan(normal, coordinates);
    Set<Expr> seconds = new HashSet<>();
    Map<Expr, Set<Coordinate>> along = new HashMap<>();
    for (Expr unknown : Lowering.unknowns(normal)) {
      if (second(unknown) != null) {
        seconds.add(unknown);
        along.computeIfAbsent(Leaves.field(unknown), _ -> new TreeSet<>()).add(second(unknown));
      }
    }
    var axes = along.values().stream().distinct().toList();
    if (axes.size() != 1 || axes.getFirst().size() < 2 || !normal.stream().allMatch(e -> isCombined(e, seconds, axes.getFirst()))) {
      return new CombinedLaplacian(normal, jets);
    }
    List<Integer> directions = axes.getFirst().stream().map(coordinates::indexOf).sorted().toList();
    if (!jets.combinesTo(directions)) {
      return new CombinedLaplacian(normal, jets);
    }
    Coordinate first = coordinates.get(directions.getFirst());
    return new CombinedLaplacian(normal.stream()
        .map(e -> Lowering.replaceLeaves(e, leaf -> seconds.contains(leaf) && !first.equals(second(leaf)) ? Const.ZERO : leaf)).toList(),
        jets.withLaplacian(directions));
  }

  /** The coordinate of a second derivative by one alone, or null. */
  private static Coordinate second(Expr unknown) {
    return unknown instanceof Partial(_, List<Coordinate> with) && with.size() == 2 && with.getFirst().equals(with.getLast())
        ? with.getFirst() : null;
  }

  /** Whether second derivatives are factors of terms, at most one of each, that come once for each axis with the same coefficient. */
  private static boolean isCombined(Expr expression, Set<Expr> seconds, Set<Coordinate> axes) {
    record Term(Expr field, Expr rest) {}

    Map<Term, Map<Coordinate, Expr>> coefficients = new HashMap<>();
    for (var term : Terms.of(expression).coefficients().entrySet()) {
      var factors = new ArrayList<>(term.getKey() instanceof Product product ? product.factors() : List.of(term.getKey()));
      Expr found = factors.stream().filter(seconds::contains).findFirst().orElse(null);
      factors.remove(found);
      if (Leaves.of(factors).stream().anyMatch(seconds::contains)) {
        return false;
      }
      if (found != null) {
        coefficients.computeIfAbsent(new Term(Leaves.field(found), Product.of(factors)), _ -> new HashMap<>())
            .put(second(found), term.getValue());
      }
    }
    return coefficients.values().stream()
        .allMatch(byAxis -> byAxis.keySet().equals(axes) && byAxis.values().stream().distinct().count() == 1);
  }
}
