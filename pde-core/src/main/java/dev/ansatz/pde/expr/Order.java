package dev.ansatz.pde.expr;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The canonical orders of operands: total, and such that the printed sum reads as in a textbook. */
final class Order {
  /** Constants, parameters, coordinates, functions, cases, tables, fields, sums, derivatives; equal bases by exponent. */
  static final Comparator<Expr> FACTORS = Order::factors;

  /** Highest time derivative first, then rising order of differentiation, then as factors, the coefficient last. */
  static final Comparator<Expr> TERMS = Comparator.<Expr>comparingInt(e -> -order(e, true))
      .thenComparingInt(e -> order(e, false))
      .thenComparing(e -> factorsOf(Product.monomial(e)), Order::lists)
      .thenComparingDouble(Product::coefficient);

  private static final Comparator<Parameter> PARAMETERS = Comparator.comparing(Parameter::name)
      .thenComparingDouble(Parameter::value).thenComparingDouble(Parameter::lower).thenComparingDouble(Parameter::upper)
      .thenComparing(Parameter::unknown);

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
      case Parameter p -> PARAMETERS.compare(p, (Parameter) b);
      case Coordinate x -> x.compareTo((Coordinate) b);
      case Field f -> {
        int byName = f.name().compareTo(((Field) b).name());
        int byArguments = byName != 0 ? byName : lists(f.coordinates(), ((Field) b).coordinates());
        yield byArguments != 0 ? byArguments : f.role().compareTo(((Field) b).role());
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
      case Piecewise p -> {
        int byParts = lists(p.operands(), b.operands());
        yield byParts != 0 ? byParts : shape(p).compareTo(shape((Piecewise) b));
      }
      case Tabulated k -> {
        var other = (Tabulated) b;
        int byTable = Table.compare(k.table(), other.table());
        int byOrders = byTable != 0 ? byTable : Arrays.compare(k.orders().toArray(Integer[]::new),
            other.orders().toArray(Integer[]::new));
        yield byOrders != 0 ? byOrders : lists(k.arguments(), other.arguments());
      }
      case Integral i -> {
        var other = (Integral) b;
        int byMean = Boolean.compare(i.mean(), other.mean());
        int byOver = byMean != 0 ? byMean : lists(i.over(), other.over());
        yield byOver != 0 ? byOver : factors(i.operand(), other.operand());
      }
      case PointValue v -> lists(v.operands(), b.operands());
      case Trace t -> {
        int bySide = t.side().compareTo(((Trace) b).side());
        yield bySide != 0 ? bySide : factors(t.operand(), ((Trace) b).operand());
      }
    };
  }

  /** What distinguishes piecewise expressions of the same parts: how many conditions each case has, and which are strict. */
  private static String shape(Piecewise p) {
    return p.cases().stream().map(c -> c.conditions().stream().map(k -> k.strict() ? "<" : "=").collect(Collectors.joining()))
        .collect(Collectors.joining(";"));
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
      case Piecewise _ -> 4;
      case Tabulated _ -> 5;
      case Field _ -> 6;
      case Power _ -> 7;
      case Sum _ -> 8;
      case Product _ -> 9;
      case Partial _ -> 10;
      case NormalDerivative _ -> 11;
      case Integral _ -> 12;
      case PointValue _ -> 13;
      case Trace _ -> 14;
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
