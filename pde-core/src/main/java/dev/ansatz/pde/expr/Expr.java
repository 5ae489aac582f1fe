package dev.ansatz.pde.expr;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A scalar expression in coordinates, parameters and fields: an immutable tree with structural equality.
 *
 * <p>The methods here and the static {@code of} methods simplify locally (zeros, ones, constants, flattening, like terms,
 * canonical order of operands) and never globally. A simplification changes no finite value by more than rounding; it
 * may define a value where there was none ({@code 0 log(x) = 0}). {@code toString()} prints mathematics.
 */
public sealed interface Expr
    permits Const, Coordinate, Parameter, Field, Sum, Product, Power, Call, Piecewise, Tabulated, Partial, NormalDerivative,
        Integral, PointValue, Trace {

  default Expr plus(Expr other) {
    return Sum.of(this, other);
  }

  default Expr plus(double other) {
    return plus(new Const(other));
  }

  default Expr minus(Expr other) {
    return Sum.of(this, other.negate());
  }

  default Expr minus(double other) {
    return minus(new Const(other));
  }

  default Expr times(Expr other) {
    return Product.of(this, other);
  }

  default Expr times(double other) {
    return times(new Const(other));
  }

  /** Each component times this. */
  default VectorExpr times(VectorExpr vector) {
    return vector.times(this);
  }

  default Expr over(Expr other) {
    return Product.quotient(this, other);
  }

  default Expr over(double other) {
    return over(new Const(other));
  }

  default Expr pow(double exponent) {
    return Power.of(this, new Const(exponent));
  }

  default Expr pow(Expr exponent) {
    return Power.of(this, exponent);
  }

  default Expr negate() {
    return Product.of(new Const(-1), this);
  }

  default Equation eq(Expr right) {
    return new Equation(this, right);
  }

  default Equation eq(double right) {
    return eq(new Const(right));
  }

  /** The immediate subexpressions, in order; none for a leaf. */
  default List<Expr> operands() {
    return switch (this) {
      case Const _, Coordinate _, Parameter _, Field _ -> List.of();
      case Sum s -> s.terms();
      case Product p -> p.factors();
      case Power p -> List.of(p.base(), p.exponent());
      case Call c -> c.arguments();
      case Partial p -> List.of(p.operand());
      case NormalDerivative n -> List.of(n.operand());
      case Piecewise p -> p.parts();
      case Tabulated t -> t.arguments();
      case Integral i -> List.of(i.operand());
      case PointValue v -> Stream.concat(Stream.of(v.field()), v.at().stream()).toList();
      case Trace t -> List.of(t.operand());
    };
  }

  /** This with {@code f} applied to each immediate subexpression, simplified locally; a leaf is itself. */
  default Expr mapOperands(Function<Expr, Expr> f) {
    return switch (this) {
      case Const _, Coordinate _, Parameter _, Field _ -> this;
      case Sum s -> Sum.of(s.terms().stream().map(f).toList());
      case Product p -> Product.of(p.factors().stream().map(f).toList());
      case Power p -> Power.of(f.apply(p.base()), f.apply(p.exponent()));
      case Call c -> Call.of(c.function(), c.arguments().stream().map(f).toArray(Expr[]::new));
      case Partial p -> Partial.of(f.apply(p.operand()), p.with());
      case NormalDerivative n -> new NormalDerivative(f.apply(n.operand()));
      case Piecewise p -> Piecewise.of(p.cases().stream().map(c -> new Piecewise.Case(c.conditions().stream().map(k ->
          new Piecewise.Comparison(f.apply(k.left()), k.strict(), f.apply(k.right()))).toList(), f.apply(c.value()))).toList(),
          f.apply(p.otherwise()));
      case Tabulated t -> Tabulated.of(t.table(), t.arguments().stream().map(f).toList(), t.orders());
      case Integral i -> Integral.of(f.apply(i.operand()), i.over(), i.mean());
      case PointValue v -> PointValue.of(v.field(), f.apply(v.field()), v.at().stream().map(f).toList());
      case Trace t -> new Trace(f.apply(t.operand()), t.side());
    };
  }

  /** All leaves of one kind, in order of first occurrence; the coordinates of derivatives and fields are not leaves. */
  default <L extends Expr> Set<L> leaves(Class<L> kind) {
    var found = new LinkedHashSet<L>();
    var stack = new ArrayList<Expr>();
    stack.add(this);
    while (!stack.isEmpty()) {
      Expr e = stack.removeLast();
      var operands = e.operands();
      if (operands.isEmpty() && kind.isInstance(e)) {
        found.add(kind.cast(e));
      }
      stack.addAll(operands.reversed());
    }
    return found;
  }

  /** The fields that occur, in order of first occurrence. */
  default Set<Field> fields() {
    return leaves(Field.class);
  }

  /**
   * The partial derivative, carried out: through sums, products, powers and elementary functions down to fields, which
   * yield {@link Partial}. {@code |f|} gets {@code sign(f) f'} and {@code sign(f)} gets 0, which hold where f is not 0;
   * {@code min} and {@code max} where their arguments differ; a piecewise expression is differentiated branch by branch, a
   * table by its interpolant. The exponential of size in the order is not cut.
   *
   * @throws IllegalArgumentException for a normal derivative or a trace, which are known on a boundary or interface only
   */
  default Expr derivative(Coordinate x) {
    return Calculus.derivative(this, x);
  }

  /**
   * This with leaves replaced, all at once. Fields and parameters are replaced under derivatives too ({@code u_x} with
   * {@code u} replaced by {@code x y} is {@code d(x y, x)}); a coordinate is replaced after the derivatives of explicit
   * expressions have been carried out, and never inside a field or where it is integrated over.
   */
  default Expr substitute(Map<? extends Expr, ? extends Expr> replacements) {
    return Calculus.substitute(this, replacements);
  }

  /**
   * The value at a point; parameters have their own value.
   *
   * @throws IllegalArgumentException if a coordinate has no value, or a field, an integral or a trace occurs
   */
  default double evaluate(Map<Coordinate, Double> point) {
    return Calculus.evaluate(this, point);
  }

  /** As it is typed in the text form: {@code u_t + u*u_x}. */
  default String text() {
    return Printer.text(this);
  }

  /** For a mathematics renderer. */
  default String latex() {
    return Printer.latex(this);
  }
}
