package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Tabulated;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The leaves of expressions in normal form: coordinates, parameters, fields with their partial derivatives, and large tables.
 * Fields are unknowns but for the input fields of a family of problems, which are coefficients.
 */
final class Leaves {
  private Leaves() {}

  private static final Comparator<Parameter> PARAMETERS =
      Comparator.comparing(Parameter::name).thenComparingDouble(Parameter::value);

  private static final Comparator<Tabulated> TABLES =
      Comparator.comparing(Tabulated::text).thenComparingInt(Tabulated::hashCode);

  private static final Comparator<Field> FIELDS =
      Comparator.comparing(Field::name).thenComparing(Field::coordinates, Leaves::compareLists);

  /** Coordinates with time first, then parameters by name, then by field and within a field by degree, then tables. */
  static final Comparator<Expr> CANONICAL =
      Comparator.<Expr>comparingInt(Leaves::kind)
          .thenComparing(
              (a, b) ->
                  switch (a) {
                    case Coordinate coordinate -> coordinate.compareTo((Coordinate) b);
                    case Parameter parameter -> PARAMETERS.compare(parameter, (Parameter) b);
                    case Tabulated table -> TABLES.compare(table, (Tabulated) b);
                    default -> compareUnknowns(a, b);
                  });

  private static int compareLists(List<Coordinate> a, List<Coordinate> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int first = a.get(i).compareTo(b.get(i));
      if (first != 0) {
        return first;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int kind(Expr leaf) {
    return switch (leaf) {
      case Coordinate _ -> 0;
      case Parameter _ -> 1;
      case Tabulated _ -> 3;
      default -> 2;
    };
  }

  private static int compareUnknowns(Expr a, Expr b) {
    int byField = FIELDS.compare(field(a), field(b));
    if (byField != 0) {
      return byField;
    }
    List<Coordinate> all =
        Stream.of(a, b).flatMap(leaf -> derivatives(leaf).stream()).distinct().sorted().toList();
    return index(a, all).compareTo(index(b, all));
  }

  static List<Expr> of(Collection<? extends Expr> expressions) {
    var leaves = new TreeSet<>(CANONICAL);
    expressions.forEach(expression -> collect(expression, leaves));
    return List.copyOf(leaves);
  }

  static List<Expr> of(Expr expression) {
    return of(List.of(expression));
  }

  private static void collect(Expr expression, TreeSet<Expr> leaves) {
    if (isLeaf(expression)) {
      leaves.add(expression);
    } else {
      expression.operands().forEach(child -> collect(child, leaves));
    }
  }

  static boolean isLeaf(Expr expression) {
    return switch (expression) {
      case Coordinate _, Parameter _, Field _ -> true;
      case Tabulated table -> !TableLookup.isInKernel(table) && table.fields().isEmpty();
      case Partial(Field _, _) -> true;
      default -> isUnknown(expression);
    };
  }

  /** A field or a partial derivative of a field, unless it is an input field. */
  static boolean isUnknown(Expr expression) {
    return switch (expression) {
      case Field field -> field.role() != Field.Role.INPUT;
      case Partial(Field field, _) -> field.role() != Field.Role.INPUT;
      case Partial _, NormalDerivative _ ->
          throw new IllegalArgumentException(
              expression + " is not in normal form: apply Lowering.normalForm or onPart first");
      default -> false;
    };
  }

  static boolean hasUnknown(Expr expression) {
    return isUnknown(expression) || expression.operands().stream().anyMatch(Leaves::hasUnknown);
  }

  static boolean hasCoordinate(Expr expression) {
    boolean varies = expression instanceof Coordinate || expression instanceof Field field && field.role() == Field.Role.INPUT;
    return varies || expression.operands().stream().anyMatch(Leaves::hasCoordinate);
  }

  static List<Expr> unknowns(Expr expression) {
    return of(expression).stream().filter(Leaves::isUnknown).toList();
  }

  static Field field(Expr unknown) {
    return switch (unknown) {
      case Field field -> field;
      case Partial(Field field, _) -> field;
      default -> throw new IllegalArgumentException(unknown + " is neither a field nor a partial derivative of one");
    };
  }

  /** The coordinates of differentiation, repeated for higher orders. */
  static List<Coordinate> derivatives(Expr unknown) {
    return unknown instanceof Partial partial ? partial.with() : List.of();
  }

  static MultiIndex index(Expr unknown, List<Coordinate> coordinates) {
    int[] orders = new int[coordinates.size()];
    for (Coordinate coordinate : derivatives(unknown)) {
      int i = coordinates.indexOf(coordinate);
      if (i < 0) {
        throw new IllegalArgumentException(
            "%s is differentiated with respect to %s, which is not among the coordinates %s"
                .formatted(unknown, coordinate.name(), coordinates.stream().map(Coordinate::name).toList()));
      }
      orders[i]++;
    }
    return new MultiIndex(orders);
  }
}
