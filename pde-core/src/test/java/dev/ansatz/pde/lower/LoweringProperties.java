package dev.ansatz.pde.lower;

import static dev.ansatz.pde.lower.Statements.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

class LoweringProperties {
  /** Explicit functions in place of the fields. */
  private static final Map<Field, Expr> EXPLICIT =
      Map.of(
          U, Call.of(Elementary.SIN, X.plus(T.times(0.5))).plus(1.5),
          V, Call.of(Elementary.EXP, X.times(T).times(0.3)).times(X.plus(2)));

  @Provide
  Arbitrary<Expr> pointwise() {
    return trees(List.of(T, X, NU, U, V, d(U, X), d(U, T), d(V, X, X), new Const(2), new Const(-0.5)), false);
  }

  @Provide
  Arbitrary<Expr> withDerivatives() {
    return trees(List.of(T, X, NU, U, V, d(U, X), new Const(2), new Const(-0.5)), true);
  }

  /** Powers and quotients stay away from their singularities, so that values exist everywhere. */
  private static Arbitrary<Expr> trees(List<Expr> leaves, boolean derivatives) {
    Arbitrary<Expr> leaf = Arbitraries.of(leaves);
    return Arbitraries.recursive(
        () -> leaf,
        tree -> {
          var choices = new ArrayList<Arbitrary<Expr>>();
          choices.add(tree.list().ofSize(2).map(l -> Sum.of(l)));
          choices.add(tree.list().ofSize(2).map(l -> Product.of(l)));
          choices.add(tree.map(e -> e.pow(2)));
          choices.add(tree.map(e -> e.pow(3)));
          choices.add(tree.list().ofSize(2).map(l -> l.get(0).over(l.get(1).pow(2).plus(1))));
          for (double exponent : new double[] {-1, 0.5, -0.5, 1.5, 0.3}) {
            choices.add(tree.map(e -> e.pow(2).plus(1).pow(exponent)));
          }
          for (Elementary f : List.of(Elementary.SIN, Elementary.COS, Elementary.TANH, Elementary.ATAN)) {
            choices.add(tree.map(e -> Call.of(f, e)));
          }
          choices.add(tree.map(e -> Call.of(Elementary.EXP, Call.of(Elementary.SIN, e))));
          if (derivatives) {
            choices.add(tree.map(e -> Partial.of(e, X)));
            choices.add(tree.map(e -> Partial.of(e, T)));
          }
          return Arbitraries.oneOf(choices);
        },
        1,
        4);
  }

  @Property(tries = 200, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void kernelsHaveTheValueOfTheTree(@ForAll("pointwise") Expr expression, @ForAll long seed) {
    int lanes = 5;
    var random = new SplittableRandom(seed);
    var pointwise = Pointwise.of(expression);
    var given = new HashMap<Expr, double[]>();
    var asCoordinates = new HashMap<Expr, Coordinate>();
    for (Expr input : pointwise.inputs()) {
      given.put(input, random.doubles(lanes, -2, 2).toArray());
      asCoordinates.put(input, new Coordinate("c" + asCoordinates.size(), Coordinate.Kind.SPACE));
    }
    // With a coordinate in place of every leaf, the tree can be evaluated by itself.
    Expr explicit =
        Lowering.replaceLeaves(expression, leaf -> asCoordinates.containsKey(leaf) ? asCoordinates.get(leaf) : leaf);
    double[] values = pointwise.values(given, lanes)[0];
    for (int p = 0; p < lanes; p++) {
      double expected = value(explicit, asCoordinates, given, p, 0);
      double spread = Math.abs(value(explicit, asCoordinates, given, p, 1e-13) - expected);
      Assume.that(spread <= 1e-8 * (1 + Math.abs(expected)));
      // Rounding inside is amplified about as much as a change of the arguments by 1e-13, some 500 roundings.
      assertThat(values[p]).isCloseTo(expected, within(1e-13 * (1 + Math.abs(expected)) + 10 * spread));
    }
  }

  private static double value(
      Expr explicit, Map<Expr, Coordinate> names, Map<Expr, double[]> given, int p, double relativeChange) {
    var point = new HashMap<Coordinate, Double>();
    names.forEach((leaf, name) -> point.put(name, given.get(leaf)[p] * (1 + relativeChange)));
    return explicit.evaluate(point);
  }

  @Property(tries = 200, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void normalFormKeepsTheValue(@ForAll("withDerivatives") Expr expression, @ForAll long seed) {
    var random = new SplittableRandom(seed);
    double t = random.nextDouble(0, 1);
    double x = random.nextDouble(-1, 1);
    double expected = taylor(expression, 0, t, x).getValue();
    Assume.that(Math.abs(expected) < 1e8);
    Expr normal = Lowering.normalForm(expression);
    Expr explicit = Lowering.normalForm(normal.substitute(EXPLICIT));
    double value = Pointwise.of(explicit).values(List.of(T, X), new double[][] {{t}, {x}})[0][0];
    // Up to four derivatives of nested products: sums of some 1000 terms that may cancel to a part in 100.
    assertThat(value).isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
  }

  /** The Taylor expansion in (t, x) of an expression with {@link #EXPLICIT} fields, by Hipparchus. */
  private static DerivativeStructure taylor(Expr expression, int order, double t, double x) {
    var factory = new DSFactory(2, order);
    return switch (expression) {
      case Const(double value) -> factory.constant(value);
      case Parameter parameter -> factory.constant(parameter.value());
      case Coordinate coordinate -> coordinate.isTime() ? factory.variable(0, t) : factory.variable(1, x);
      case Field field -> taylor(EXPLICIT.get(field), order, t, x);
      case Sum(List<Expr> terms) ->
          terms.stream().map(e -> taylor(e, order, t, x)).reduce(DerivativeStructure::add).orElseThrow();
      case Product(List<Expr> factors) ->
          factors.stream().map(e -> taylor(e, order, t, x)).reduce(DerivativeStructure::multiply).orElseThrow();
      case Power(Expr base, Const(double n)) when n == Math.rint(n) -> taylor(base, order, t, x).pow((int) n);
      case Power(Expr base, Expr exponent) -> taylor(base, order, t, x).pow(taylor(exponent, order, t, x));
      case Call(Elementary function, List<Expr> arguments) -> {
        var a = taylor(arguments.getFirst(), order, t, x);
        yield switch (function) {
          case SIN -> a.sin();
          case COS -> a.cos();
          case TANH -> a.tanh();
          case ATAN -> a.atan();
          case EXP -> a.exp();
          default -> throw new AssertionError(function);
        };
      }
      case Partial(Expr operand, List<Coordinate> with) -> {
        var higher = taylor(operand, order + with.size(), t, x);
        int inTime = (int) with.stream().filter(Coordinate::isTime).count();
        double[] derivatives = new double[factory.getCompiler().getSize()];
        for (int i = 0; i < derivatives.length; i++) {
          int[] orders = factory.getCompiler().getPartialDerivativeOrders(i);
          derivatives[i] = higher.getPartialDerivative(orders[0] + inTime, orders[1] + with.size() - inTime);
        }
        yield factory.build(derivatives);
      }
      default -> throw new AssertionError(expression);
    };
  }

  @Property(tries = 100, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void termsAddUpToTheWhole(@ForAll("pointwise") Expr expression, @ForAll long seed) {
    var pointwise = Pointwise.of(expression, Terms.of(expression).sum(_ -> true));
    var random = new SplittableRandom(seed);
    var given = new HashMap<Expr, double[]>();
    pointwise.inputs().forEach(input -> given.put(input, new double[] {random.nextDouble(-1, 1)}));
    double[][] values = pointwise.values(given, 1);
    // Multiplying out cancels: (a + b)^n with n up to 9 loses at most the ratio of 4^9 to the value.
    assertThat(values[1][0]).isCloseTo(values[0][0], within(1e-9 * (1 + Math.abs(values[0][0]))));
  }
}
