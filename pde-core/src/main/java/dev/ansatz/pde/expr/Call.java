package dev.ansatz.pde.expr;

import java.util.List;

/** An elementary function applied to its arguments; made by {@link #of}. */
public record Call(Elementary function, List<Expr> arguments) implements Expr {
  public Call {
    arguments = List.copyOf(arguments);
    if (arguments.size() != function.arity()) {
      throw new IllegalArgumentException(function.text() + " takes " + function.arity()
          + (function.arity() == 1 ? " argument" : " arguments") + ", not " + arguments.size());
    }
  }

  /**
   * The call, evaluated where the result is exact: {@code sin(0)}, {@code exp(0)}, {@code sqrt(4)}, {@code max(1, 2)}.
   *
   * @throws IllegalArgumentException if the number of arguments is not {@link Elementary#arity()}
   */
  public static Expr of(Elementary function, Expr... arguments) {
    var call = new Call(function, List.of(arguments));
    if (!call.arguments.stream().allMatch(Const.class::isInstance)) {
      return call;
    }
    double[] a = call.arguments.stream().mapToDouble(e -> ((Const) e).value()).toArray();
    double value = function.apply(a);
    boolean exact = switch (function) {
      case SIN, TAN, ASIN, ATAN, SINH, TANH, ERF, COS, COSH, EXP -> a[0] == 0;
      case ACOS, LOG -> a[0] == 1;
      case SQRT -> value == Math.rint(value) && value < 1e7 && value * value == a[0];
      case ABS, SIGN, MIN, MAX -> true;
      case ATAN2 -> false;
    };
    return exact && Double.isFinite(value) ? new Const(value) : call;
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
