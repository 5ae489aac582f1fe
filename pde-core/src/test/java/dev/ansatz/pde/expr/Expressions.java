package dev.ansatz.pde.expr;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random expressions in x, y and t. */
public final class Expressions {
  public static final Coordinate X = new Coordinate("x", Coordinate.Kind.SPACE);
  public static final Coordinate Y = new Coordinate("y", Coordinate.Kind.SPACE);
  public static final Coordinate T = new Coordinate("t", Coordinate.Kind.TIME);
  public static final Parameter NU = new Parameter("nu", 0.25);
  public static final Parameter K = new Parameter("k", -1.5);
  public static final Field U = new Field("u", List.of(T, X, Y));
  public static final Field V = new Field("v", List.of(T, X, Y));
  public static final Table TABLE = new Table("w", List.of("x", "y"), new double[][] {{0, 1, 2, 3}, {0, 1, 2, 4}},
      new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16.5}, Table.Interpolation.CUBIC);
  public static final Expr[] NAMES = {X, Y, T, NU, K, U, V, TABLE.at(X, Y)};

  private Expressions() {}

  private static Arbitrary<Expr> constants() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-12, 12).map(i -> new Const(i / 4.0)),
        Arbitraries.of(Math.PI, -Math.PI / 3, 2 * Math.PI, 0.01 / Math.PI, 1 / 3.0, 1e-4, 1e20, 7 / 3.0, 0.1)
            .map(Const::new),
        Arbitraries.doubles().between(-1e3, 1e3).map(Const::new));
  }

  /** Smooth and moderate wherever it is defined, without fields, made by the simplifying constructors. */
  public static Arbitrary<Expr> explicit() {
    Arbitrary<Expr> leaf = Arbitraries.oneOf(Arbitraries.of(X, T, NU, K),
        Arbitraries.integers().between(-8, 8).map(i -> new Const(i / 4.0)));
    var smooth = List.of(Elementary.SIN, Elementary.COS, Elementary.TANH, Elementary.ATAN, Elementary.ERF, Elementary.EXP,
        Elementary.SINH, Elementary.COSH);
    return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(
        Combinators.combine(inner, inner).as(Expr::plus),
        Combinators.combine(inner, inner).as(Expr::minus),
        Combinators.combine(inner, inner).as(Expr::times),
        Combinators.combine(inner, inner).as(Expr::over),
        Combinators.combine(inner, Arbitraries.integers().between(-2, 3)).as((e, n) -> e.pow(n)),
        Combinators.combine(inner, inner).as((e, f) -> e.pow(2).plus(1).pow(f)),
        Combinators.combine(Arbitraries.of(smooth), inner).as(Call::of),
        inner.map(e -> Call.of(Elementary.LOG, e.pow(2).plus(1))),
        inner.map(e -> Call.of(Elementary.SQRT, e.pow(2).plus(0.5))),
        inner.map(e -> Call.of(Elementary.ASIN, Call.of(Elementary.TANH, e).over(2))),
        Combinators.combine(inner, inner).as((e, f) -> Call.of(Elementary.ATAN2, e, f.pow(2).plus(1)))), 1, 3);
  }

  /** Anything the language can say, made by the simplifying constructors. */
  public static Arbitrary<Expr> any() {
    Arbitrary<Expr> leaf = Arbitraries.oneOf(constants(), Arbitraries.of(X, Y, T, NU, K, U, V),
        Arbitraries.of(Partial.of(U, T), Partial.of(U, X, X), Partial.of(V, T, X, Y), Partial.of(V, Y)));
    return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(
        inner.list().ofMinSize(2).ofMaxSize(3).map(Sum::of),
        inner.list().ofMinSize(2).ofMaxSize(3).map(Product::of),
        Combinators.combine(inner, inner).as(Expr::over),
        Combinators.combine(inner, inner).as(Expr::minus),
        Combinators.combine(inner, Arbitraries.of(-3.0, -2.0, -1.0, -0.5, 0.5, 1.5, 2.0, 3.0, 1 / 3.0)).as(
            (e, n) -> e.pow(n)),
        Combinators.combine(inner, inner).as((e, f) -> e.pow(f)),
        inner.map(Expr::negate),
        inner.map(NormalDerivative::new),
        inner.list().ofSize(5).map(e -> Piecewise.of(List.of(
            new Piecewise.Case(List.of(new Piecewise.Comparison(e.get(0), true, e.get(1))), e.get(2)),
            new Piecewise.Case(List.of(new Piecewise.Comparison(e.get(1), false, e.get(2)),
                new Piecewise.Comparison(e.get(3), true, e.get(0))), e.get(4))), e.get(3))),
        Combinators.combine(inner, inner, Arbitraries.integers().between(0, 1), Arbitraries.integers().between(0, 4)).as(
            (e, f, i, j) -> Tabulated.of(TABLE, List.of(e, f), List.of(i, j))),
        Combinators.combine(inner, Arbitraries.of(List.<Coordinate>of(), List.of(X), List.of(T, Y)), Arbitraries.of(true, false)).as(
            (e, over, mean) -> Integral.of(e, over, mean)),
        Combinators.combine(inner, Arbitraries.of(Trace.Side.values())).as(Trace::new),
        inner.map(e -> Partial.of(e, X)),
        inner.map(e -> Partial.of(e, T, X, X)),
        Combinators.combine(Arbitraries.of(Elementary.values()), inner, inner).as(
            (f, a, b) -> f.arity() == 1 ? Call.of(f, a) : Call.of(f, a, b))), 0, 4);
  }

  /** Records as they come, unsimplified, without fields. */
  static Arbitrary<Expr> raw() {
    Arbitrary<Expr> leaf = Arbitraries.oneOf(Arbitraries.of(X, T, NU, K, Const.ZERO, Const.ONE),
        Arbitraries.integers().between(-8, 8).map(i -> new Const(i / 4.0)));
    return Arbitraries.recursive(() -> leaf, inner -> Arbitraries.oneOf(
        inner.list().ofMinSize(2).ofMaxSize(4).map(Sum::new),
        inner.list().ofMinSize(2).ofMaxSize(4).map(Product::new),
        Combinators.combine(inner, Arbitraries.of(-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0)).as(
            (e, n) -> new Power(e, new Const(n))),
        Combinators.combine(Arbitraries.of(Elementary.SIN, Elementary.COS, Elementary.TANH, Elementary.ABS), inner).as(
            (f, e) -> new Call(f, List.of(e)))), 1, 4);
  }

  /** The same tree through the simplifying constructors. */
  static Expr rebuilt(Expr e) {
    return e.mapOperands(Expressions::rebuilt);
  }
}
