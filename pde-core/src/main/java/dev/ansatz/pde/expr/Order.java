package dev.ansatz.pde.expr;

import java.util.Comparator;
import java.util.List;

/** The canonical orders of operands: total, and such that the printed sum reads as in a textbook. */
final class Order {
  /** Constants, parameters, coordinates, functions, fields, sums, derivatives; equal bases by exponent. */
  static final Comparator<Expr> FACTORS = Order::factors;

  /** Highest time derivative first, then rising order of differentiation, then as factors, the coefficient last. */
  static final Comparator<Expr> TERMS = Comparator.<Expr>comparingInt(e -> -order(e, true))
      .thenComparingInt(e -> order(e, false))
      .thenComparing(e -> factorsOf(Product.monomial(e)), Order::lists)
      .thenComparingDouble(Product::coefficient);

  private Order() {}

  private static int factors(Expr a, Expr b) {
    int byBase = bases(base(a), base(b));
    return byBase != 0 ? byBase : exponent(a).equals(exponent(b)) ? 0 : bases(exponent(a), exponent(b));
  }

  private static int bases(Expr a, Expr b) {
    int byKind = Integer.compare(kind(a), kind(b));
    if (byKind != 0) {
      return byKind;
    }
    return switch (a) {
      case Const c -> Double.compare(c.value(), ((Const) b).value());
      case Parameter p -> {
        var q = (Parameter) b;
        int byName = p.name().compareTo(q.name());
        yield byName != 0 ? byName : Double.compare(p.value(), q.value());
      }
      case Coordinate x -> x.compareTo((Coordinate) b);
      case Field f -> {
        int byName = f.name().compareTo(((Field) b).name());
        yield byName != 0 ? byName : lists(f.coordinates(), ((Field) b).coordinates());
      }
      case Call c -> {
        int byFunction = c.function().compareTo(((Call) b).function());
        yield byFunction != 0 ? byFunction : lists(c.arguments(), ((Call) b).arguments());
      }
      case Sum s -> lists(s.terms(), ((Sum) b).terms());
      case Product p -> lists(p.factors(), ((Product) b).factors());
      case Power p -> factors(p, b);
      case Partial d -> {
        var other = (Partial) b;
        int byOperand = factors(d.operand(), other.operand());
        yield byOperand != 0 ? byOperand : lists(d.with(), other.with());
      }
      case NormalDerivative n -> factors(n.operand(), ((NormalDerivative) b).operand());
    };
  }

  private static int lists(List<? extends Expr> a, List<? extends Expr> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int c = factors(a.get(i), b.get(i));
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static List<Expr> factorsOf(Expr e) {
    return e instanceof Product(var factors) ? factors : List.of(e);
  }

  private static Expr base(Expr e) {
    return e instanceof Power p ? p.base() : e;
  }

  private static Expr exponent(Expr e) {
    return e instanceof Power p ? p.exponent() : Const.ONE;
  }

  private static int kind(Expr e) {
    return switch (e) {
      case Const _ -> 0;
      case Parameter _ -> 1;
      case Coordinate _ -> 2;
      case Call _ -> 3;
      case Field _ -> 4;
      case Power _ -> 5;
      case Sum _ -> 6;
      case Product _ -> 7;
      case Partial _ -> 8;
      case NormalDerivative _ -> 9;
    };
  }

  /** The highest order of differentiation inside, in time only or in all. */
  static int order(Expr e, boolean timeOnly) {
    int own = e instanceof Partial p
        ? (int) p.with().stream().filter(c -> !timeOnly || c.isTime()).count()
        : e instanceof NormalDerivative && !timeOnly ? 1 : 0;
    int inner = 0;
    for (Expr child : e.operands()) {
      inner = Math.max(inner, order(child, timeOnly));
    }
    return own + inner;
  }
}
