package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.special.Erf;

/** The value of an expression at one point, straight from the tree; for many points compile it instead. */
final class Evaluation {
  private Evaluation() {}

  /** The value of an expression of constants and parameters. */
  static double constant(Expr expression) {
    return value(
        expression,
        leaf -> {
          throw new IllegalArgumentException(expression + " is not constant: it depends on " + leaf);
        });
  }

  /** Parameters have their own value; the values of coordinates, fields and partial derivatives are asked for. */
  static double value(Expr expression, ToDoubleFunction<Expr> leaf) {
    return switch (expression) {
      case Const(double value) -> value;
      case Parameter parameter -> parameter.value();
      case Coordinate _, Field _, Partial _, NormalDerivative _ -> leaf.applyAsDouble(expression);
      case Sum sum -> sum.terms().stream().mapToDouble(term -> value(term, leaf)).reduce(0, Double::sum);
      case Product product -> product.factors().stream().mapToDouble(f -> value(f, leaf)).reduce(1, (a, b) -> a * b);
      case Power(Expr base, Expr exponent) -> Math.pow(value(base, leaf), value(exponent, leaf));
      case Call call -> apply(call, call.arguments().stream().mapToDouble(a -> value(a, leaf)).toArray());
    };
  }

  private static double apply(Call call, double[] a) {
    return switch (call.function()) {
      case SIN -> Math.sin(a[0]);
      case COS -> Math.cos(a[0]);
      case TAN -> Math.tan(a[0]);
      case ASIN -> Math.asin(a[0]);
      case ACOS -> Math.acos(a[0]);
      case ATAN -> Math.atan(a[0]);
      case SINH -> Math.sinh(a[0]);
      case COSH -> Math.cosh(a[0]);
      case TANH -> Math.tanh(a[0]);
      case EXP -> Math.exp(a[0]);
      case LOG -> Math.log(a[0]);
      case SQRT -> Math.sqrt(a[0]);
      case ABS -> Math.abs(a[0]);
      case SIGN -> Math.signum(a[0]);
      case ERF -> Erf.erf(a[0]);
      case MIN -> Arrays.stream(a).reduce(Math::min).orElseThrow();
      case MAX -> Arrays.stream(a).reduce(Math::max).orElseThrow();
      case ATAN2 -> Math.atan2(a[0], a[1]);
    };
  }
}
