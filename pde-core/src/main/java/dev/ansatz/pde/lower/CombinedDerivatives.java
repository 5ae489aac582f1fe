package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.DifferentialOperator;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expressions in which derivatives that occur only as one linear combination are carried as one channel of the jets: ∂ₜ − ν ∂ₓₓ of
 * Burgers' equation takes one channel in place of two, a Laplacian in d dimensions one in place of d.
 *
 * @param expressions in normal form; the leading derivative of the operator that the jets carry stands for the whole of it
 * @param jets their channels
 * @param folded parameters whose values are in the operator's coefficients
 */
public record CombinedDerivatives(List<Expr> expressions, JetSet jets, Set<Parameter> folded) {
  public CombinedDerivatives {
    expressions = List.copyOf(expressions);
    folded = Set.copyOf(folded);
  }

  /** Every derivative in a channel of its own. */
  public static CombinedDerivatives apart(Collection<? extends Expr> expressions, List<Coordinate> coordinates) {
    List<Expr> normal = expressions.stream().map(Lowering::normalForm).toList();
    return new CombinedDerivatives(normal, Lowering.jetPlan(normal, coordinates), Set.of());
  }

  /**
   * Combines what can be. Derivatives can be combined if no other derivative of them is needed, if each is only ever a factor of
   * terms, and if in every expression and for every field their coefficients are in the same proportion, which must be a number.
   * Of several such sets of derivatives the largest is taken.
   *
   * @param varying parameters whose values may change, so that they are no numbers here
   */
  public static CombinedDerivatives of(Collection<? extends Expr> expressions, List<Coordinate> coordinates, Set<Parameter> varying) {
    CombinedDerivatives apart = apart(expressions, coordinates);
    var occurrences = new Occurrences(apart, coordinates, varying);
    return occurrences.operator().map(operator -> {
      Set<MultiIndex> replaced = new HashSet<>(operator.indices());
      replaced.remove(operator.leading());
      List<Expr> combined = apart.expressions.stream().map(e -> Lowering.replaceLeaves(e, leaf ->
          Leaves.isUnknown(leaf) && replaced.contains(Leaves.index(leaf, coordinates)) ? Const.ZERO : leaf)).toList();
      return new CombinedDerivatives(combined, apart.jets.carrying(operator), occurrences.folded(operator));
    }).orElse(apart);
  }

  /** A number times factors that are no numbers. */
  private record Coefficient(double number, List<Expr> factors, Set<Parameter> folded) {
    static Coefficient of(Expr expression, Set<Parameter> varying) {
      double number = 1;
      var factors = new ArrayList<Expr>();
      var folded = new HashSet<Parameter>();
      for (Expr factor : expression instanceof Product product ? product.factors() : List.of(expression)) {
        Expr base = factor instanceof Power(Expr b, Const _) ? b : factor;
        if (base instanceof Parameter parameter && !varying.contains(parameter)) {
          number *= factor instanceof Power(_, Const(double exponent)) ? Math.pow(parameter.value(), exponent) : parameter.value();
          folded.add(parameter);
        } else if (factor instanceof Const(double value)) {
          number *= value;
        } else {
          factors.add(factor);
        }
      }
      return new Coefficient(number, factors, folded);
    }
  }

  /** Where each derivative is a factor, and with which coefficient. */
  private static final class Occurrences {
    /** A place in the expressions: what multiplies a derivative of the field there, apart from its coefficient. */
    private record Place(int expression, Expr field, Expr rest) {}

    private final Map<MultiIndex, Map<Place, Coefficient>> places = new LinkedHashMap<>();

    Occurrences(CombinedDerivatives apart, List<Coordinate> coordinates, Set<Parameter> varying) {
      apart.jets.indices().stream().filter(index -> index.degree() > 0 && apart.jets.isMaximal(index))
          .forEach(index -> places.put(index, new HashMap<>()));
      for (int e = 0; e < apart.expressions.size(); e++) {
        int expression = e;
        Terms.of(apart.expressions.get(e)).forEach((monomial, coefficient) -> {
          var factors = new ArrayList<>(monomial instanceof Product product ? product.factors() : List.of(monomial));
          Expr found = factors.stream().filter(f -> candidate(f, coordinates) != null).findFirst().orElse(null);
          factors.remove(found);
          // what is left in the other factors is not linear
          Leaves.of(factors).stream().map(leaf -> candidate(leaf, coordinates)).toList().forEach(places::remove);
          if (found != null && places.containsKey(candidate(found, coordinates))) {
            places.get(candidate(found, coordinates)).put(new Place(expression, Leaves.field(found), Product.of(factors)),
                Coefficient.of(coefficient, varying));
          }
        });
      }
    }

    private MultiIndex candidate(Expr leaf, List<Coordinate> coordinates) {
      if (!Leaves.isLeaf(leaf) || !Leaves.isUnknown(leaf)) {
        return null;
      }
      MultiIndex index = Leaves.index(leaf, coordinates);
      return places.containsKey(index) ? index : null;
    }

    Optional<DifferentialOperator> operator() {
      return places.keySet().stream().map(this::proportionalTo).filter(operator -> operator.indices().size() > 1)
          .max(Comparator.comparingInt(operator -> operator.indices().size()));
    }

    /** The operator of all derivatives in proportion to this one, which leads it; alone if one of them is of higher degree. */
    private DifferentialOperator proportionalTo(MultiIndex leading) {
      var indices = new ArrayList<MultiIndex>(List.of(leading));
      var coefficients = new ArrayList<Double>(List.of(1.0));
      for (MultiIndex other : places.keySet()) {
        double ratio = ratio(places.get(leading), places.get(other));
        if (!other.equals(leading) && other.degree() <= leading.degree() && Double.isFinite(ratio)) {
          indices.add(other);
          coefficients.add(ratio);
        }
      }
      return new DifferentialOperator(indices, coefficients);
    }

    /** The number by which coefficients are multiples of those of the leading derivative, or NaN. */
    private static double ratio(Map<Place, Coefficient> leading, Map<Place, Coefficient> other) {
      if (leading.isEmpty() || !leading.keySet().equals(other.keySet())) {
        return Double.NaN;
      }
      double ratio = Double.NaN;
      for (var entry : leading.entrySet()) {
        Coefficient of = entry.getValue();
        Coefficient with = other.get(entry.getKey());
        double here = with.number / of.number;
        // the same quotient of the same numbers may round differently in two places
        if (!of.factors.equals(with.factors) || here == 0 || Math.abs(here - ratio) > 4 * Math.ulp(here)) {
          return Double.NaN;
        }
        ratio = here;
      }
      return ratio;
    }

    Set<Parameter> folded(DifferentialOperator operator) {
      var folded = new HashSet<Parameter>();
      operator.indices().forEach(index -> places.get(index).values().forEach(coefficient -> folded.addAll(coefficient.folded)));
      return folded;
    }
  }
}
