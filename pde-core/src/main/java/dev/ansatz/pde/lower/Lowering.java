package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.BoundaryPart;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The passes from statement to engine, each a pure function. */
public final class Lowering {
  private Lowering() {}

  /**
   * The expression with all derivatives pushed onto the fields by linearity, product and chain rule: the only
   * {@link Partial}s left are those of fields.
   *
   * @throws IllegalArgumentException if it holds a normal derivative, which means something on a boundary part only:
   *     see {@link #onPart}
   */
  public static Expr normalForm(Expr expression) {
    return rewrite(expression, Lowering::expandDerivative, new HashMap<>());
  }

  /**
   * The normal form on a boundary part, where the outward normal derivative is the sum of the partial derivatives times the
   * components of the normal.
   *
   * @throws IllegalStateException if there is a normal derivative and the part has several {@linkplain BoundaryPart#pieces()
   *     pieces}
   */
  public static Expr onPart(Expr expression, BoundaryPart part) {
    if (!hasNormalDerivative(expression)) {
      return normalForm(expression);
    }
    return withNormal(onPart(expression, part.coordinates()), part);
  }

  /**
   * The normal form on any boundary part, with the components of the normal as {@link #normal coordinates} of their own. They are
   * constant under further derivatives, as they are along the normal itself.
   */
  static Expr onPart(Expr expression, List<Coordinate> space) {
    UnaryOperator<Expr> resolve =
        e -> e instanceof NormalDerivative(Expr operand)
            ? Sum.of(space.stream().map(x -> Partial.of(operand, x).times(normal(x))).toList()) : e;
    return normalForm(rewrite(expression, resolve, new HashMap<>()));
  }

  /** The normal form but for normal derivatives, which stay, with their operands in normal form. */
  static Expr expanded(Expr expression) {
    return rewrite(expression, e -> e instanceof NormalDerivative ? e : expandDerivative(e), new HashMap<>());
  }

  /** The component of the outward normal along a coordinate; no name that a user may give contains an underscore. */
  static Coordinate normal(Coordinate along) {
    return new Coordinate("n_" + along.name(), Coordinate.Kind.SPACE);
  }

  /** The components of the normal replaced by what they are on a part. */
  static Expr withNormal(Expr expression, BoundaryPart part) {
    if (part.coordinates().stream().noneMatch(x -> Leaves.of(expression).contains(normal(x)))) {
      return expression;
    }
    var components = new HashMap<Expr, Expr>();
    var values = part.normalExpressions();
    for (int i = 0; i < values.size(); i++) {
      components.put(normal(part.coordinates().get(i)), values.get(i));
    }
    return normalForm(replaceLeaves(expression, leaf -> components.getOrDefault(leaf, leaf)));
  }

  /** The pieces of a part on each of which an expression means one thing: the part, unless there is a normal derivative. */
  public static List<BoundaryPart> pieces(Expr expression, BoundaryPart part) {
    return hasNormalDerivative(expression) ? part.pieces() : List.of(part);
  }

  /** Whether an expression means something on a boundary part only. */
  public static boolean hasNormalDerivative(Expr e) {
    return e instanceof NormalDerivative || e.operands().stream().anyMatch(Lowering::hasNormalDerivative);
  }

  private static Expr expandDerivative(Expr e) {
    return switch (e) {
      case Partial(Field _, _) -> e;
      case Partial(Expr operand, List<Coordinate> with) -> {
        Expr derivative = operand;
        for (Coordinate coordinate : with) {
          derivative = derivative.derivative(coordinate);
        }
        yield derivative;
      }
      case NormalDerivative _ ->
          throw new IllegalArgumentException(
              e + " is defined on a boundary part only: use it in boundary conditions, and Lowering.onPart on them");
      default -> e;
    };
  }

  /** The expression with each coordinate, parameter, field and partial derivative of a field replaced. */
  public static Expr replaceLeaves(Expr expression, UnaryOperator<Expr> replacement) {
    return Leaves.isLeaf(expression)
        ? replacement.apply(expression)
        : expression.mapOperands(operand -> replaceLeaves(operand, replacement));
  }

  /** Applies a rule to every node from the leaves up; fields inside of their partial derivatives are not visited. */
  static Expr rewrite(Expr e, UnaryOperator<Expr> rule, Map<Expr, Expr> done) {
    Expr known = done.get(e);
    if (known != null) {
      return known;
    }
    Expr rebuilt = e instanceof Partial(Field _, _) ? e : e.mapOperands(operand -> rewrite(operand, rule, done));
    Expr result = rule.apply(rebuilt);
    done.put(e, result);
    return result;
  }

  /**
   * Orders of differentiation of a field (all zero) or a partial derivative of one, in the given coordinate order.
   *
   * @throws IllegalArgumentException if it is neither, or differentiated with respect to another coordinate
   */
  public static MultiIndex index(Expr unknown, List<Coordinate> coordinates) {
    Leaves.field(unknown);
    return Leaves.index(unknown, coordinates);
  }

  /** The coordinates by which a derivative is taken, each as often as its order: the converse of {@link #index}. */
  public static List<Coordinate> with(MultiIndex index, List<Coordinate> coordinates) {
    return IntStream.range(0, coordinates.size()).boxed()
        .flatMap(i -> Collections.nCopies(index.order(i), coordinates.get(i)).stream()).toList();
  }

  /** The fields and their partial derivatives that expressions in normal form use, by field and then by degree. */
  public static List<Expr> unknowns(Collection<? extends Expr> expressions) {
    return Leaves.of(expressions).stream().filter(Leaves::isUnknown).toList();
  }

  /** The Taylor channels that the (normal forms of the) expressions need, over the given coordinates. */
  public static JetSet jetPlan(Collection<? extends Expr> expressions, List<Coordinate> coordinates) {
    var normal = expressions.stream().map(Lowering::normalForm).toList();
    return JetSet.closure(
        coordinates.size(), unknowns(normal).stream().map(unknown -> Leaves.index(unknown, coordinates)).toList());
  }

  /**
   * The problem that the given expressions solve: every equation and condition gets the right side that makes it hold,
   * for tests of a solver's rate of convergence. A right side free of fields is replaced, to any other the residual of the
   * expressions is added: {@code -lap(u) = 1} becomes {@code -lap(u) = -lap(U)}, and {@code u_t = u_xx} becomes
   * {@code u_t = u_xx + U_t - U_xx}, with derivatives of U carried out. Initial conditions are taken at the lower end of the
   * time range; a normal derivative stays {@code dn(U)}, so that one condition may hold on several parts.
   *
   * Observed values become exact ones.
   *
   * @param exact an expression in coordinates and parameters for each field and each unknown coefficient; its own parameters
   *     join those of the problem
   * @throws IllegalArgumentException naming every field without expression, and every expression that mentions a field or
   *     a coordinate its field does not depend on, gives another value to a parameter, or is not periodic where the problem is
   * @see <a href="https://doi.org/10.1115/1.1436090">Roache: Code verification by the method of manufactured solutions</a>
   */
  public static Problem manufacture(Problem problem, Map<Field, ? extends Expr> exact) {
    return Manufactured.of(problem, exact);
  }

  /**
   * The problem in scaled variables, {@code x = X x̂} and {@code u = U û}, and the way back. The variables keep their names.
   *
   * @param scales X of coordinates and U of fields, greater than 0; what is not named is not scaled
   * @throws IllegalArgumentException naming every scale that is not positive or of no coordinate or field; for a domain that is no
   *     box; for input fields with a law
   */
  public static Nondimensional nondimensionalise(Problem problem, Map<? extends Expr, Double> scales) {
    return Nondimensional.of(problem, scales);
  }

  /**
   * The translations, Galilean transformations and scalings that take solutions of the equations to solutions, each verified by
   * transforming the equations. Conditions are not asked; parameters keep their values. None is found for equations with
   * integrals.
   *
   * @see <a href="https://doi.org/10.1007/978-1-4612-4350-2">Olver: Applications of Lie Groups to Differential Equations</a>
   */
  public static List<Symmetry> symmetries(Problem problem) {
    return SymmetrySearch.of(problem);
  }

  /** What can be derived of the problem without solving it. */
  public static Classification classify(Problem problem) {
    return Classification.of(problem);
  }
}
