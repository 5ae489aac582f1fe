package dev.ansatz.pde.lower;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is derived of a problem without solving it.
 *
 * @param timeOrder the highest order of differentiation in time; 0 for a stationary problem
 * @param spaceOrder the highest order of differentiation in the space coordinates together
 * @param orders per field and coordinate the highest order of differentiation, where it is not 0
 * @param linearity that of the least linear equation
 * @param constantCoefficients true if coordinates appear in no term with a field
 * @param type of the principal part, where it is decidable
 * @param boundary each boundary condition on each of its parts
 * @param periodic the coordinates with a periodic condition
 * @param conservation of each equation
 * @param others gauges, interface conditions and observations, in the order of the statement
 */
public record Classification(
    int timeOrder,
    int spaceOrder,
    SequencedMap<Field, SequencedMap<Coordinate, Integer>> orders,
    Linearity linearity,
    boolean constantCoefficients,
    Type type,
    List<BoundaryForm> boundary,
    List<Coordinate> periodic,
    List<Conservation> conservation,
    List<Condition> others) {

  /** Whether an equation can be written as a total divergence, {@code ∂/∂t w + div F = S}. */
  public enum Conservation {
    /** With S = 0. */
    CONSERVED,
    /** With S free of derivatives. */
    BALANCE,
    NONE;

    @Override
    public String toString() {
      return switch (this) {
        case CONSERVED -> "a conservation law";
        case BALANCE -> "a balance law";
        case NONE -> "no conservation law";
      };
    }
  }

  /** How the fields enter the equations, judged by the derivatives of highest total order. */
  public enum Linearity {
    /** Sums of coefficients free of fields times fields and derivatives, and sources. */
    LINEAR,
    /** Linear in the highest derivatives, with coefficients free of fields. */
    SEMILINEAR,
    /** Linear in the highest derivatives, with coefficients that depend on fields or lower derivatives. */
    QUASILINEAR,
    /** Nonlinear in the highest derivatives. */
    NONLINEAR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The type of the principal part, the terms of highest order in space and in time, at waves of every direction: by
   * the growth rates of an evolution, by the characteristics of a stationary problem. Where coefficients vary, 16
   * points are tried. Ill-posed evolutions are undecided.
   */
  public enum Type {
    /** Stationary, without real characteristics. */
    ELLIPTIC,
    /** All waves decay, the shorter the faster. */
    PARABOLIC,
    /** All waves travel at finite speed. */
    HYPERBOLIC,
    /** Waves travel the faster, the shorter they are. */
    DISPERSIVE,
    /** Without derivatives in space: an ordinary differential equation at every point. */
    ORDINARY,
    UNDECIDED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Classification {
    var copy = new LinkedHashMap<Field, SequencedMap<Coordinate, Integer>>();
    orders.forEach((field, of) -> copy.put(field, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(of))));
    orders = Collections.unmodifiableSequencedMap(copy);
    boundary = List.copyOf(boundary);
    periodic = List.copyOf(periodic);
    conservation = List.copyOf(conservation);
    others = List.copyOf(others);
  }

  public boolean isStationary() {
    return timeOrder == 0;
  }

  /** True if every boundary condition is of one of these kinds. */
  public boolean hasOnly(BoundaryForm.Kind... kinds) {
    return boundary.stream().allMatch(form -> List.of(kinds).contains(form.kind()));
  }

  static Classification of(Problem problem) {
    List<Terms> equations =
        problem.equations().stream().map(equation -> Terms.of(Lowering.normalForm(equation.residual()))).toList();
    var orders = new LinkedHashMap<Field, SequencedMap<Coordinate, Integer>>();
    problem.fields().forEach(field -> orders.put(field, new LinkedHashMap<>()));
    int timeOrder = 0;
    int spaceOrder = 0;
    for (Expr unknown : unknowns(equations)) {
      var ofField = orders.computeIfAbsent(Leaves.field(unknown), _ -> new LinkedHashMap<>());
      int space = 0;
      for (Coordinate coordinate : problem.coordinates()) {
        int order = (int) Leaves.derivatives(unknown).stream().filter(coordinate::equals).count();
        if (order > 0) {
          ofField.merge(coordinate, order, Math::max);
        }
        if (coordinate.isTime()) {
          timeOrder = Math.max(timeOrder, order);
        } else {
          space += order;
        }
      }
      spaceOrder = Math.max(spaceOrder, space);
    }
    return new Classification(
        timeOrder,
        spaceOrder,
        orders,
        equations.stream().map(Classification::linearity).max(Linearity::compareTo).orElse(Linearity.LINEAR),
        equations.stream().allMatch(Classification::hasConstantCoefficients),
        PrincipalPart.type(problem, equations, timeOrder),
        BoundaryForm.of(problem),
        problem.conditions().stream()
            .filter(Condition.Periodic.class::isInstance)
            .map(condition -> ((Condition.Periodic) condition).coordinate())
            .toList(),
        equations.stream().map(Classification::conservation).toList(),
        problem.conditions().stream().filter(condition -> switch (condition) {
          case Condition.Gauge _, Condition.Interface _, Condition.Observation _ -> true;
          case Condition.Initial _, Condition.Boundary _, Condition.Periodic _ -> false;
        }).toList());
  }

  /**
   * The variational derivatives of a total divergence are zero; those of a source free of derivatives are its gradient with respect
   * to the fields.
   */
  private static Conservation conservation(Terms equation) {
    Expr residual = equation.sum(_ -> true);
    Set<Field> fields = residual.fields().stream().filter(Leaves::isUnknown).collect(Collectors.toSet());
    boolean differentiated = Leaves.unknowns(residual).stream().anyMatch(u -> !Leaves.derivatives(u).isEmpty());
    if (!Jets.isLocal(residual) || !differentiated) {
      return Conservation.NONE;
    }
    var gradient = new LinkedHashMap<Field, List<Expr>>();
    fields.forEach(f -> gradient.put(f, Jets.variation(residual, f)));
    if (gradient.values().stream().allMatch(Jets::vanishes)) {
      return equation.sum(m -> !Leaves.hasUnknown(m)).equals(Const.ZERO) ? Conservation.CONSERVED : Conservation.BALANCE;
    }
    return gradient.entrySet().stream().allMatch(e -> isSource(e.getKey(), gradient)) ? Conservation.BALANCE : Conservation.NONE;
  }

  private static boolean isSource(Field f, Map<Field, List<Expr>> gradient) {
    Expr component = Lowering.normalForm(Jets.sum(gradient.get(f)));
    return Leaves.unknowns(component).stream().allMatch(u -> u instanceof Field g
        ? Jets.vanishes(List.of(Jets.derivative(component, g),
            Jets.derivative(Lowering.normalForm(Jets.sum(gradient.getOrDefault(g, List.of()))), f).negate()))
        : isNegligible(component, u));
  }

  /** Whether a derivative that stands in an expression cancels out of it. */
  private static boolean isNegligible(Expr e, Expr unknown) {
    Expr slope = Jets.derivative(e, unknown);
    return Jets.vanishes(slope instanceof Sum(var terms) ? terms : List.of(slope));
  }

  private static List<Expr> unknowns(List<Terms> equations) {
    return equations.stream()
        .flatMap(terms -> terms.coefficients().keySet().stream())
        .flatMap(monomial -> Leaves.unknowns(monomial).stream())
        .distinct()
        .toList();
  }

  private static Linearity linearity(Terms equation) {
    int highest = unknowns(List.of(equation)).stream().mapToInt(u -> Leaves.derivatives(u).size()).max().orElse(0);
    return equation.coefficients().keySet().stream()
        .map(monomial -> linearity(monomial, highest))
        .max(Linearity::compareTo)
        .orElse(Linearity.LINEAR);
  }

  private static Linearity linearity(Expr monomial, int highest) {
    if (!Leaves.hasUnknown(monomial) || Leaves.isUnknown(monomial)) {
      return Linearity.LINEAR;
    }
    if (monomial instanceof Integral integral) {
      return linearity(Terms.of(integral.operand()));
    }
    if (!involves(monomial, highest)) {
      return Linearity.SEMILINEAR;
    }
    List<Expr> factors = monomial instanceof Product product ? product.factors() : List.of(monomial);
    List<Expr> leading = factors.stream().filter(factor -> involves(factor, highest)).toList();
    boolean affine = leading.size() == 1 && Leaves.isUnknown(leading.getFirst());
    return affine && highest > 0 ? Linearity.QUASILINEAR : Linearity.NONLINEAR;
  }

  private static boolean involves(Expr expression, int order) {
    return Leaves.unknowns(expression).stream().anyMatch(unknown -> Leaves.derivatives(unknown).size() == order);
  }

  private static boolean hasConstantCoefficients(Terms equation) {
    return equation.coefficients().entrySet().stream()
        .filter(term -> Leaves.hasUnknown(term.getKey()))
        .noneMatch(term -> Leaves.hasCoordinate(term.getKey()) || Leaves.hasCoordinate(term.getValue()));
  }

  /** As a short paragraph. */
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    String time = isStationary() ? "stationary" : "evolution of order %d in time".formatted(timeOrder);
    lines.add(
        "%s, order %d in space, %s, %s, %s coefficients"
            .formatted(
                time,
                spaceOrder,
                type == Type.UNDECIDED ? "type undecided" : type,
                linearity,
                constantCoefficients ? "constant" : "variable"));
    if (conservation.stream().anyMatch(c -> c != Conservation.NONE)) {
      lines.add(conservation.stream().map(Conservation::toString).collect(Collectors.joining(", ")));
    }
    orders.forEach((field, of) -> lines.add(field.name() + ": " + (of.isEmpty() ? "no derivatives" : describe(of))));
    periodic.forEach(coordinate -> lines.add("periodic in " + coordinate.name()));
    boundary.forEach(form -> lines.add(form.toString()));
    others.forEach(condition -> lines.add(switch (condition) {
      case Condition.Gauge(Equation e) -> "gauge " + e;
      case Condition.Interface(var where, Equation e) -> "interface " + e + " at " + where;
      case Condition.Observation o -> "observation of " + o.quantity() + " at " + o.points().size()
          + (o.points().size() == 1 ? " point" : " points");
      default -> throw new AssertionError(condition);
    }));
    return String.join("\n", lines);
  }

  private static String describe(Map<Coordinate, Integer> orders) {
    return orders.entrySet().stream()
        .map(entry -> "order %d in %s".formatted(entry.getValue(), entry.getKey().name()))
        .collect(Collectors.joining(", "));
  }
}
