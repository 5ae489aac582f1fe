package dev.ansatz.pinn.train;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.lower.Pointwise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Functions of the coordinates alone inside of expressions, of {@value #CHEAP} operations or more: they are evaluated once at each point
 * that is drawn, and not with the network in every iteration.
 */
final class PointFunctions {
  /** Operations below which a function is left in its place: a small share of those of a network. */
  private static final int CHEAP = 64;
  /** Of an elementary function. */
  private static final int CALL = 8;

  private final List<Coordinate> coordinates;
  private final Predicate<Parameter> constant;
  private final Map<Expr, Field> found = new LinkedHashMap<>();
  private final Map<Expr, Expr> done = new HashMap<>();

  /** @param constant parameters that keep their own values */
  PointFunctions(List<Coordinate> coordinates, Predicate<Parameter> constant) {
    this.coordinates = coordinates;
    this.constant = constant;
  }

  /** The expression, in normal form, with a field for each such function. */
  Expr taken(Expr e) {
    Expr known = done.get(e);
    if (known == null) {
      known = isGiven(e) ? standIn(e) : switch (e) {
        case Sum sum -> Sum.of(grouped(sum.terms(), true));
        case Product product -> Product.of(grouped(product.factors(), false));
        case Partial _ -> e;
        default -> e.mapOperands(this::taken);
      };
      done.put(e, known);
    }
    return known;
  }

  /** Operands of a sum or product, those that are given as one. */
  private List<Expr> grouped(List<Expr> operands, boolean sum) {
    List<Expr> given = operands.stream().filter(this::isGiven).toList();
    var all = new ArrayList<>(operands.stream().filter(o -> !isGiven(o)).map(this::taken).toList());
    if (!given.isEmpty()) {
      all.add(standIn(sum ? Sum.of(given) : Product.of(given)));
    }
    return all;
  }

  private Expr standIn(Expr e) {
    return cost(e) < CHEAP ? e : found.computeIfAbsent(e, _ -> new Field("point_" + found.size(), coordinates));
  }

  /** Operations, none counted beyond {@value #CHEAP} or a little more. */
  private static int cost(Expr e) {
    int cost = e instanceof Call ? CALL : Math.max(0, e.operands().size() - 1);
    for (Expr operand : e.operands()) {
      cost += cost < CHEAP ? cost(operand) : 0;
    }
    return cost;
  }

  /** Whether it is a function of the coordinates alone. */
  private boolean isGiven(Expr e) {
    return switch (e) {
      case Field _, Partial _, Integral _, PointValue _, Trace _ -> false;
      case Parameter p -> constant.test(p);
      default -> e.operands().stream().allMatch(this::isGiven);
    };
  }

  /** What stands for the functions, in the order of {@link #values}. */
  List<Field> fields() {
    return List.copyOf(found.values());
  }

  /** The parameters whose own values are in the functions. */
  Set<Parameter> parameters() {
    return found.keySet().stream().flatMap(f -> f.leaves(Parameter.class).stream()).collect(Collectors.toSet());
  }

  /** The functions at points {@code [coordinate][lane]}, a row for each. */
  double[][] values(double[][] points) {
    return found.isEmpty() ? new double[0][] : Pointwise.of(List.copyOf(found.keySet())).values(coordinates, points);
  }
}
