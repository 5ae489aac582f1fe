package dev.ansatz.pde.expr;

import static dev.ansatz.pde.expr.Elementary.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Derivative, substitution and value of an expression: one rule for each kind of node. */
final class Calculus {
  private Calculus() {}

  static Expr derivative(Expr e, Coordinate x) {
    return switch (e) {
      case Const _, Parameter _ -> Const.ZERO;
      case Coordinate c -> c.equals(x) ? Const.ONE : Const.ZERO;
      case Field f -> Partial.of(f, x);
      case Sum s -> Sum.of(s.terms().stream().map(t -> derivative(t, x)).toList());
      case Product p -> {
        var terms = new ArrayList<Expr>();
        for (int i = 0; i < p.factors().size(); i++) {
          var factors = new ArrayList<>(p.factors());
          factors.set(i, derivative(factors.get(i), x));
          terms.add(Product.of(factors));
        }
        yield Sum.of(terms);
      }
      case Power(Expr f, Const n) ->
          Product.of(n, Power.of(f, new Const(n.value() - 1)), derivative(f, x));
      case Power(Expr f, Expr g) when derivative(g, x).equals(Const.ZERO) ->
          Product.of(g, Power.of(f, g.minus(1)), derivative(f, x));
      case Power(Expr f, Expr g) -> {
        Expr byBase = Product.of(g, Power.of(f, g.minus(1)), derivative(f, x));
        Expr byExponent = Product.of(e, Call.of(LOG, f), derivative(g, x));
        yield Sum.of(byBase, byExponent);
      }
      case Call c -> {
        var terms = new ArrayList<Expr>();
        for (int i = 0; i < c.arguments().size(); i++) {
          Expr inner = derivative(c.arguments().get(i), x);
          if (!inner.equals(Const.ZERO)) {
            terms.add(Product.of(slope(c, i), inner));
          }
        }
        yield Sum.of(terms);
      }
      // a derivative of a field stays one; any other operand is expanded first
      case Partial p when p.operand() instanceof Field || p.operand() instanceof NormalDerivative -> Partial.of(p, x);
      case Partial p -> derivative(expand(p), x);
      case NormalDerivative n -> throw new IllegalArgumentException(
          n + " is known only on the boundary and cannot be differentiated");
      case Piecewise p -> Piecewise.of(p.cases().stream()
          .map(c -> new Piecewise.Case(c.conditions(), derivative(c.value(), x))).toList(), derivative(p.otherwise(), x));
      case Tabulated t -> {
        var terms = new ArrayList<Expr>();
        for (int i = 0; i < t.orders().size(); i++) {
          var orders = new ArrayList<>(t.orders());
          orders.set(i, orders.get(i) + 1);
          Expr inner = derivative(t.arguments().get(i), x);
          if (!inner.equals(Const.ZERO)) {
            terms.add(Product.of(Tabulated.of(t.table(), t.arguments(), orders), inner));
          }
        }
        yield Sum.of(terms);
      }
      // the ends of integration are constants
      case Integral i -> i.isOver(x) ? Const.ZERO : Integral.of(derivative(i.operand(), x), i.over(), i.mean());
      case PointValue v -> {
        if (v.at().contains(x)) {
          throw new IllegalArgumentException(v + " cannot be differentiated; write an equation for " + v.field());
        }
        yield Const.ZERO;
      }
      case Trace t -> throw new IllegalArgumentException(t + " is known only at an interface and cannot be differentiated");
    };
  }

  /** The derivative of an elementary function with respect to argument number {@code i}, at its arguments. */
  private static Expr slope(Call call, int i) {
    Expr f = call.arguments().getFirst();
    Expr one = Const.ONE;
    return switch (call.function()) {
      case SIN -> Call.of(COS, f);
      case COS -> Call.of(SIN, f).negate();
      case TAN -> one.plus(call.pow(2));
      case ASIN -> one.minus(f.pow(2)).pow(-0.5);
      case ACOS -> one.minus(f.pow(2)).pow(-0.5).negate();
      case ATAN -> one.over(one.plus(f.pow(2)));
      case SINH -> Call.of(COSH, f);
      case COSH -> Call.of(SINH, f);
      case TANH -> one.minus(call.pow(2));
      case EXP -> call;
      case LOG -> one.over(f);
      case SQRT -> new Const(0.5).over(call);
      case ABS -> Call.of(SIGN, f);
      case SIGN -> Const.ZERO;
      case ERF -> Call.of(EXP, f.pow(2).negate()).times(2 / Math.sqrt(Math.PI));
      // 1 where the argument is the smaller (greater) one, 0 where it is not
      case MIN, MAX -> {
        Expr excess = call.arguments().get(i).minus(call.arguments().get(1 - i));
        Expr sign = Call.of(SIGN, call.function() == MAX ? excess : excess.negate());
        yield one.plus(sign).over(2);
      }
      case ATAN2 -> {
        Expr y = call.arguments().get(0);
        Expr x = call.arguments().get(1);
        yield (i == 0 ? x : y.negate()).over(x.pow(2).plus(y.pow(2)));
      }
    };
  }

  /** A partial derivative carried out on its operand. */
  static Expr expand(Partial p) {
    Expr e = p.operand();
    for (Coordinate c : p.with()) {
      e = derivative(e, c);
    }
    return e;
  }

  static Expr substitute(Expr e, Map<? extends Expr, ? extends Expr> replacements) {
    var coordinates = new HashMap<Expr, Expr>();
    var others = new HashMap<Expr, Expr>();
    replacements.forEach((from, to) -> {
      if (!from.operands().isEmpty() || from instanceof Const) {
        throw new IllegalArgumentException("only coordinates, fields and parameters can be replaced, not " + from);
      }
      (from instanceof Coordinate ? coordinates : others).put(from, to);
    });
    Expr replaced = others.isEmpty() ? e : replace(e, others, false);
    return coordinates.isEmpty() ? replaced : replace(replaced, coordinates, true);
  }

  private static Expr replace(Expr e, Map<Expr, Expr> replacements, boolean expand) {
    Expr direct = replacements.get(e);
    if (direct != null) {
      return direct;
    }
    if (e instanceof Integral i && replacements.keySet().stream().anyMatch(c -> c instanceof Coordinate x && i.isOver(x))) {
      var free = new HashMap<>(replacements);
      free.keySet().removeIf(c -> c instanceof Coordinate x && i.isOver(x));
      return Integral.of(replace(i.operand(), free, expand), i.over(), i.mean());
    }
    if (expand && e instanceof Partial p) {
      return p.operand() instanceof Field || p.operand() instanceof NormalDerivative
          ? p : replace(expand(p), replacements, true);
    }
    return e.mapOperands(operand -> replace(operand, replacements, expand));
  }

  static double evaluate(Expr e, Map<Coordinate, Double> point) {
    return switch (e) {
      case Const c -> c.value();
      case Parameter p -> p.value();
      case Coordinate c -> {
        Double value = point.get(c);
        if (value == null) {
          throw new IllegalArgumentException("no value given for the coordinate " + c);
        }
        yield value;
      }
      case Field f -> throw new IllegalArgumentException("the field " + f + " has no value before a problem is solved");
      case NormalDerivative n -> throw new IllegalArgumentException(n + " is known only on the boundary");
      case Trace t -> throw new IllegalArgumentException(t + " is known only at an interface");
      case Integral i -> throw new IllegalArgumentException(i + " is known only where its domain is");
      case PointValue v -> throw new IllegalArgumentException(
          "the field " + v.field() + " has no value before a problem is solved");
      case Piecewise p -> {
        for (Piecewise.Case c : p.cases()) {
          if (c.conditions().stream().allMatch(k -> k.holds(evaluate(k.left(), point), evaluate(k.right(), point)))) {
            yield evaluate(c.value(), point);
          }
        }
        yield evaluate(p.otherwise(), point);
      }
      case Tabulated t -> t.value(t.arguments().stream().mapToDouble(a -> evaluate(a, point)).toArray());
      case Sum s -> {
        double sum = 0;
        for (Expr term : s.terms()) {
          sum += evaluate(term, point);
        }
        yield sum;
      }
      case Product p -> {
        double product = 1;
        for (Expr factor : p.factors()) {
          product *= evaluate(factor, point);
        }
        yield product;
      }
      case Power p -> Power.power(evaluate(p.base(), point), evaluate(p.exponent(), point));
      case Call c -> c.function().apply(c.arguments().stream().mapToDouble(a -> evaluate(a, point)).toArray());
      case Partial p -> {
        List<Field> fields = List.copyOf(p.fields());
        if (!fields.isEmpty()) {
          throw new IllegalArgumentException(
              "the field " + fields.getFirst() + " has no value before a problem is solved");
        }
        yield evaluate(expand(p), point);
      }
    };
  }
}
