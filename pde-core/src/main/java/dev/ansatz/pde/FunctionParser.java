package dev.ansatz.pde;

import dev.ansatz.pde.ExpressionParser.Scope;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.expr.VectorExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Functions and their arguments: elementary ones, the operators of calculus, piecewise expressions, tables. */
final class FunctionParser {
  private final ExpressionParser parser;
  private final Scope scope;

  FunctionParser(ExpressionParser parser, Scope scope) {
    this.parser = parser;
    this.scope = scope;
  }

  /** A function and its arguments. */
  Value applied() {
    Token name = parser.take();
    parser.expect("(", "after " + name.text());
    if (scope.names().isEmpty() && Words.OPERATORS.contains(name.text())) {
      throw ExpressionParser.unreadable(name, name.text() + " cannot stand in a number", "");
    }
    parser.deeper(name);
    Value value = switch (name.text()) {
      case "d" -> partial(name);
      case "dt" -> parser.sum().each(u -> Partial.of(u, time(name)));
      case "dn" -> parser.sum().each(NormalDerivative::new);
      case "bilap" -> parser.sum().each(u -> Nabla.bilap(u, space(name)));
      case "integral" -> integral(name, false);
      case "mean" -> integral(name, true);
      case "jump", "above", "below" ->
          new Value.Scalar(new Trace(scalarArgument(), Trace.Side.valueOf(name.text().toUpperCase(Locale.ROOT))));
      case "re" -> new Value.Scalar(complexArgument().re());
      case "im" -> new Value.Scalar(complexArgument().im());
      case "conj" -> new Value.Complex(complexArgument().conj());
      case "piecewise" -> piecewise();
      case "lap" -> parser.sum().each(u -> Nabla.lap(u, space(name)));
      case "grad" -> new Value.Vector(Nabla.grad(scalarArgument(), space(name)));
      case "div" -> new Value.Scalar(Pde.div(vectorArgument(name)));
      case "rot" -> new Value.Scalar(Pde.rot(inDimension(2, name, vectorArgument(name))));
      case "curl" -> new Value.Vector(Pde.curl(inDimension(3, name, vectorArgument(name))));
      case "dot" -> {
        VectorExpr a = vectorArgument(name);
        parser.expect(",", "between the arguments of dot");
        yield new Value.Scalar(a.dot(vectorArgument(name)));
      }
      case "advect" -> {
        VectorExpr v = vectorArgument(name);
        parser.expect(",", "between the arguments of advect");
        yield parser.sum().each(u -> Pde.advect(v, u));
      }
      default -> elementary(name);
    };
    parser.shallower();
    if (!parser.peek().is(")")) {
      if (parser.peek().is(",")) {
        throw ExpressionParser.unreadable(parser.peek(), name.text() + " has too many arguments", "");
      }
      throw ExpressionParser.unreadable(parser.peek(), "expected ')' after the arguments of " + name.text() + ", found "
          + parser.peek().shown(), "");
    }
    parser.take();
    return Value.bounded(value, name);
  }

  /** {@code integral(u)} over all of space, {@code integral(u, x)} over the range of x; mean likewise. */
  private Value integral(Token name, boolean mean) {
    Value operand = parser.sum();
    var over = new ArrayList<Coordinate>();
    while (parser.takeIf(",")) {
      coordinate(name, parser.take()).ifPresent(over::add);
    }
    return operand.each(u -> Integral.of(u, over, mean));
  }

  private ComplexExpr complexArgument() {
    Token at = parser.peek();
    return parser.sum().complex(at);
  }

  // ---- cases ----

  /** {@code piecewise(x < 1: a, x < 2 and y > 0: b, else c)}, from behind the parenthesis. */
  private Value piecewise() {
    var cases = new ArrayList<Piecewise.Case>();
    while (!parser.peek().isWord("else")) {
      var conditions = conditions();
      parser.expect(":", "between a condition and its value");
      cases.add(new Piecewise.Case(conditions, scalarArgument()));
      parser.expect(",", "before the next case, or else and a value");
    }
    Token at = parser.take();
    parser.takeIf(":");
    if (cases.isEmpty()) {
      throw ExpressionParser.unreadable(at, "piecewise has no case", "write piecewise(x < 1: a, else b)");
    }
    return new Value.Scalar(Piecewise.of(cases, scalarArgument()));
  }

  /** {@code if x < 1 then a else b}. */
  Value conditional() {
    Token at = parser.take();
    parser.deeper(at);
    var conditions = conditions();
    word("then", "after the condition");
    Expr yes = scalarArgument();
    word("else", "after the value of then");
    Expr no = scalarArgument();
    parser.shallower();
    return new Value.Scalar(Piecewise.of(List.of(new Piecewise.Case(conditions, yes)), no));
  }

  private void word(String word, String where) {
    if (!parser.peek().isWord(word)) {
      throw ExpressionParser.unreadable(parser.peek(), "expected '" + word + "' " + where + ", found " + parser.peek().shown(), "");
    }
    parser.take();
  }

  /** {@code 0 < x <= 1 and y > 2}. */
  private List<Piecewise.Comparison> conditions() {
    var all = new ArrayList<Piecewise.Comparison>();
    do {
      Expr left = scalarArgument();
      if (!Token.COMPARISONS.contains(parser.peek().text())) {
        throw ExpressionParser.unreadable(parser.peek(), "expected a comparison, found " + parser.peek().shown(),
            "compare with <, <=, > or >=");
      }
      while (Token.COMPARISONS.contains(parser.peek().text())) {
        String sign = parser.take().text();
        Expr right = scalarArgument();
        boolean strict = sign.length() == 1;
        all.add(sign.startsWith("<") ? new Piecewise.Comparison(left, strict, right)
            : new Piecewise.Comparison(right, strict, left));
        left = right;
      }
    } while (isAnd());
    return all;
  }

  private boolean isAnd() {
    boolean there = parser.peek().isWord("and");
    if (there) {
      parser.take();
    }
    return there;
  }

  // ---- tables and points ----

  /** {@code k(x, y)}; {@code k_{1 0}(x, y)} is the derivative of the interpolant in its first argument. */
  Value tabulated() {
    Token name = parser.take();
    Table table = scope.tables().get(name.text());
    parser.expect("(", "and the arguments of the table " + name.text());
    parser.deeper(name);
    var arguments = arguments();
    parser.shallower();
    parser.expect(")", "after the arguments of " + name.text());
    int axes = table.axes().size();
    if (arguments.size() != axes) {
      parser.note(name, "the table " + name.text() + " takes " + axes + (axes == 1 ? " argument" : " arguments") + ", not "
          + arguments.size(), "");
      return new Value.Scalar(arguments.getFirst());
    }
    String[] orders = name.subscript().isEmpty() ? "0 ".repeat(axes).split(" ") : name.subscript().split("\\s+");
    if (orders.length != axes || !Arrays.stream(orders).allMatch(k -> k.matches("[0-6]"))) {
      throw ExpressionParser.unreadable(name, "the subscript of " + name.shown() + ", but " + name.text() + " is a table",
          "it may have the orders of a derivative of the interpolant, one an argument; write d(...) for others");
    }
    return new Value.Scalar(Tabulated.of(table, arguments, Arrays.stream(orders).map(Integer::valueOf).toList()));
  }

  private List<Expr> arguments() {
    var arguments = new ArrayList<Expr>(List.of(scalarArgument()));
    while (parser.takeIf(",")) {
      arguments.add(scalarArgument());
    }
    return arguments;
  }

  /** {@code (0, 0)} after a field. */
  Expr pointValue(Field field, Token name) {
    parser.expect("(", "after " + name.text());
    parser.deeper(name);
    var at = arguments();
    parser.shallower();
    parser.expect(")", "after the place of " + name.text());
    at.replaceAll(e -> e.operands().isEmpty() || !e.leaves(Coordinate.class).isEmpty() || !e.leaves(Parameter.class).isEmpty()
        || !e.fields().isEmpty() ? e : new Const(e.evaluate(Map.of())));
    try {
      return new PointValue(field, at);
    } catch (IllegalArgumentException e) {
      throw ExpressionParser.unreadable(name, e.getMessage(), "give a number for each of "
          + String.join(", ", field.coordinates().stream().map(Coordinate::text).toList()));
    }
  }

  private Value elementary(Token name) {
    var function = Words.elementary(name.text());
    if (function.isEmpty() && scope.complete()) {
      parser.note(name, "unknown function '" + name.text() + "'", Spelling.nearest(name.text(), Words.functions())
          .map(f -> "did you mean '" + f + "'?")
          .orElse("the functions are " + String.join(", ", Words.functions())));
    }
    Token at = parser.peek();
    Value first = parser.sum();
    if (first instanceof Value.Complex(ComplexExpr z) && (name.text().equals("abs") || name.text().equals("exp"))) {
      return name.text().equals("abs") ? new Value.Modulus(z) : new Value.Complex(z.exp());
    }
    var arguments = new ArrayList<Expr>(List.of(first.scalar(at)));
    while (parser.takeIf(",")) {
      arguments.add(scalarArgument());
    }
    if (function.isEmpty()) {
      return new Value.Scalar(arguments.getFirst());
    }
    int arity = function.get().arity();
    if (arguments.size() != arity) {
      parser.note(name, name.text() + " takes " + arity + (arity == 1 ? " argument" : " arguments") + ", not "
          + arguments.size(), "");
      return new Value.Scalar(arguments.getFirst());
    }
    return new Value.Scalar(Call.of(function.get(), arguments.toArray(Expr[]::new)));
  }

  /** {@code d(u, x, x)}, {@code d(u, x, 2)}, {@code d(u, t, x)}. */
  private Value partial(Token name) {
    Value operand = parser.sum();
    var with = new ArrayList<Coordinate>();
    if (!parser.peek().is(",")) {
      throw ExpressionParser.unreadable(parser.peek(), "d needs a coordinate", "write d(u, x)");
    }
    while (parser.takeIf(",")) {
      Token t = parser.take();
      if (t.kind() == Token.Kind.NUMBER && !with.isEmpty()) {
        double order = Double.parseDouble(t.text());
        if (order != Math.rint(order) || order < 1 || order > Validation.HIGHEST_ORDER) {
          throw ExpressionParser.unreadable(t, "the order of a derivative cannot be " + t.text(),
              "it is a whole number from 1 to " + Validation.HIGHEST_ORDER);
        }
        with.addAll(Collections.nCopies((int) order - 1, with.getLast()));
      } else {
        Optional<Coordinate> c = coordinate(name, t);
        if (c.isEmpty()) {
          return operand;
        }
        with.add(c.get());
      }
    }
    return operand.each(u -> Partial.of(u, with));
  }

  /** The coordinate of this name; none where names are not known and it may be one. */
  private Optional<Coordinate> coordinate(Token function, Token t) {
    Optional<Coordinate> c = t.subscript().isEmpty() ? scope.coordinate(t.text()) : Optional.empty();
    if (c.isEmpty() && (t.kind() != Token.Kind.NAME || scope.complete())) {
      var known = scope.scalars().values().stream().filter(Coordinate.class::isInstance).map(Expr::text).toList();
      throw ExpressionParser.unreadable(t, "expected a coordinate in " + function.text() + ", found " + t.shown(),
          known.isEmpty() ? "" : Spelling.nearest(t.text(), known).map(k -> "did you mean '" + k + "'?")
              .orElse("the coordinates are " + String.join(", ", known)));
    }
    return c;
  }

  private Expr scalarArgument() {
    Token at = parser.peek();
    return parser.sum().scalar(at);
  }

  private VectorExpr vectorArgument(Token function) {
    Token at = parser.peek();
    Value value = parser.sum();
    if (!(value instanceof Value.Vector) && scope.complete()) {
      throw ExpressionParser.unreadable(at, "expected a vector in " + function.text() + ", found a scalar",
          scope.vectors().isEmpty() ? "declare one, as in: vector v(x, y)" : "the vectors are "
              + String.join(", ", new TreeSet<>(scope.vectors().keySet())));
    }
    return value.vector(scope.space(), at);
  }

  private VectorExpr inDimension(int n, Token function, VectorExpr v) {
    if (v.components().size() != n) {
      throw ExpressionParser.unreadable(function, function.text() + " needs " + n + " space coordinates, not " + v.components().size(),
          n == 3 ? "rot is for two" : "curl is for three");
    }
    return v;
  }

  private List<Coordinate> space(Token function) {
    if (scope.space().isEmpty()) {
      throw ExpressionParser.unreadable(function, function.text() + " needs a space coordinate, and there is none", "");
    }
    return scope.space();
  }

  private Coordinate time(Token function) {
    return scope.time().orElseThrow(() -> ExpressionParser.unreadable(function, "dt needs a time coordinate, and there is none", ""));
  }
}
