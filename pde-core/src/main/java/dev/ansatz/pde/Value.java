package dev.ansatz.pde;

import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.VectorExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a piece of a formula is: a scalar, a vector along the space coordinates, or a complex number. */
sealed interface Value {
  record Scalar(Expr e) implements Value {}

  record Vector(VectorExpr v) implements Value {}

  record Complex(ComplexExpr z) implements Value {}

  /** {@code abs(z)}, a scalar of which even powers have no root. */
  record Modulus(ComplexExpr z) implements Value {}

  /** Each component, or each part, changed alike. */
  default Value each(UnaryOperator<Expr> f) {
    return switch (this) {
      case Scalar(Expr e) -> new Scalar(f.apply(e));
      case Vector(VectorExpr v) -> new Vector(v.map(f));
      case Complex(ComplexExpr z) -> new Complex(z.map(f));
      case Modulus(ComplexExpr z) -> new Scalar(f.apply(z.abs()));
    };
  }

  default boolean isScalar() {
    return this instanceof Scalar || this instanceof Modulus;
  }

  default Expr scalar(Token at) {
    return switch (this) {
      case Scalar(Expr e) -> e;
      case Modulus(ComplexExpr z) -> z.abs();
      case Vector _ -> throw ExpressionParser.unreadable(at, "expected a scalar, found a vector", "");
      case Complex _ -> throw ExpressionParser.unreadable(at, "expected a real number, found a complex one",
          "write re(h), im(h) or abs(h)");
    };
  }

  /** A vector as it is; the scalar 0 as the zero vector. */
  default VectorExpr vector(List<Coordinate> space, Token at) {
    return switch (this) {
      case Vector(VectorExpr v) -> v;
      case Scalar(Expr e) when e.equals(Const.ZERO) && !space.isEmpty() ->
          new VectorExpr(space, Collections.nCopies(space.size(), Const.ZERO));
      case Complex _ -> throw ExpressionParser.unreadable(at, "a complex number and a vector stand together", "");
      default -> throw ExpressionParser.unreadable(at, "a scalar and a vector stand together", "only 0 is both");
    };
  }

  default ComplexExpr complex(Token at) {
    return this instanceof Complex(ComplexExpr z) ? z : ComplexExpr.of(scalar(at));
  }

  static Value sum(List<Value> terms, List<Coordinate> space, Token at) {
    if (terms.stream().allMatch(Value::isScalar)) {
      return new Scalar(Sum.of(terms.stream().map(t -> t.scalar(at)).toList()));
    }
    if (terms.stream().noneMatch(Vector.class::isInstance)) {
      var parts = terms.stream().map(t -> t.complex(at)).toList();
      return new Complex(new ComplexExpr(Sum.of(parts.stream().map(ComplexExpr::re).toList()),
          Sum.of(parts.stream().map(ComplexExpr::im).toList())));
    }
    var vectors = terms.stream().map(t -> t.vector(space, at)).toList();
    var sum = new ArrayList<Expr>();
    for (int i = 0; i < space.size(); i++) {
      int component = i;
      sum.add(Sum.of(vectors.stream().map(v -> v.components().get(component)).toList()));
    }
    return new Vector(new VectorExpr(space, sum));
  }

  static Value product(Value left, Value right, Token at) {
    if (left.isScalar()) {
      return right.each(left.scalar(at)::times);
    }
    if (right.isScalar()) {
      return left.each(right.scalar(at)::times);
    }
    if (left instanceof Complex(ComplexExpr a) && right instanceof Complex(ComplexExpr b)) {
      return bounded(new Complex(a.times(b)), at);
    }
    if (left instanceof Complex || right instanceof Complex) {
      throw ExpressionParser.unreadable(at, "a complex number and a vector cannot be multiplied", "");
    }
    throw ExpressionParser.unreadable(at, "two vectors cannot be multiplied with *", "write dot(a, b) for their scalar product");
  }

  static Value quotient(Value left, Value right, Token at) {
    if (right.isScalar()) {
      Expr divisor = right.scalar(at);
      return left.each(e -> e.over(divisor));
    }
    if (right instanceof Complex(ComplexExpr divisor) && !(left instanceof Vector)) {
      return bounded(new Complex(left.complex(at).over(divisor)), at);
    }
    throw ExpressionParser.unreadable(at, right instanceof Vector ? "a vector cannot be a divisor"
        : "a vector cannot be divided by a complex number", "divide by a scalar");
  }

  /** More parts than any formula on paper; nested operators of the calculus could grow without end. */
  int MOST_PARTS = 20_000;

  /** The value, unless it has grown beyond use. */
  static Value bounded(Value value, Token at) {
    var all = switch (value) {
      case Scalar(Expr e) -> List.of(e);
      case Vector(VectorExpr v) -> v.components();
      case Complex(ComplexExpr z) -> List.of(z.re(), z.im());
      case Modulus(ComplexExpr z) -> List.of(z.re(), z.im());
    };
    var open = new ArrayList<>(all);
    for (int parts = 0; !open.isEmpty(); parts++) {
      if (parts > MOST_PARTS) {
        throw ExpressionParser.unreadable(at, "this formula has more than " + MOST_PARTS + " parts when it is written out",
            "state it as a system");
      }
      open.addAll(open.removeLast().operands());
    }
    return value;
  }

  /** Complex numbers and moduli have the whole powers up to this one that formulas use; higher ones would grow without end. */
  int HIGHEST_COMPLEX_POWER = 8;

  static Value power(Value base, Expr exponent, Token at) {
    boolean whole = exponent instanceof Const(double n) && n == Math.rint(n) && Math.abs(n) <= HIGHEST_COMPLEX_POWER;
    int n = whole ? (int) ((Const) exponent).value() : 0;
    return switch (base) {
      case Vector _ -> throw ExpressionParser.unreadable(at, "a vector has no powers", "write dot(v, v) for its square");
      case Modulus(ComplexExpr z) when whole && n % 2 == 0 -> new Scalar(z.norm().pow(n / 2));
      case Complex(ComplexExpr z) when whole -> bounded(new Complex(z.pow(n)), at);
      case Complex _ -> throw ExpressionParser.unreadable(at, "a complex number has whole powers up to "
          + HIGHEST_COMPLEX_POWER + " only", "write its modulus and phase as fields of their own");
      default -> new Scalar(Power.of(base.scalar(at), exponent));
    };
  }
}
