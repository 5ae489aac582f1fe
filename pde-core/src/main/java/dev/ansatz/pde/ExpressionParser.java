package dev.ansatz.pde;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.VectorExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One sentence, read by recursive descent. A fault that ends the sentence is thrown; a wrong name is only noted, and
 * reading goes on with a placeholder, so that one sentence can report several.
 */
final class ExpressionParser {
  /** Parentheses, powers and signs inside one another; far above any real formula, far below the stack. */
  private static final int DEEPEST = 100;

  /** The end of a sentence that cannot be read on. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    final transient Fault fault;

    Unreadable(Fault fault) {
      super(fault.message(), null, false, false);
      this.fault = fault;
    }
  }

  /** What names mean: coordinates, fields and parameters by name; vectors apart, since they are no {@link Expr}. */
  record Scope(Map<String, Expr> scalars, Map<String, VectorExpr> vectors, List<Coordinate> space, boolean complete) {
    List<String> names() {
      var all = new TreeSet<>(scalars.keySet());
      all.addAll(vectors.keySet());
      return List.copyOf(all);
    }

    Optional<Coordinate> coordinate(String name) {
      return Optional.ofNullable(scalars.get(name) instanceof Coordinate c ? c : null);
    }
  }

  /** A scalar, or a vector along the space coordinates. */
  private sealed interface Value {
    record Scalar(Expr e) implements Value {}

    record Vector(VectorExpr v) implements Value {}
  }

  private final List<Token> tokens;
  private final Scope scope;
  private final Consumer<Fault> faults;
  private int next;
  private int depth;

  ExpressionParser(List<Token> tokens, Scope scope, Consumer<Fault> faults) {
    this.tokens = tokens;
    this.scope = scope;
    this.faults = faults;
  }

  // ---- words ----

  Token peek() {
    return tokens.get(next);
  }

  /** The word so many behind the next one. */
  Token peek(int behind) {
    return tokens.get(Math.min(next + behind, tokens.size() - 1));
  }

  /** Whether a boundary part stands here that has a name of its own, which a comma or colon follows. */
  boolean startsNamedPart() {
    return peek().kind() == Token.Kind.NAME && peek().subscript().isEmpty() && (peek(1).is(":") || peek(1).is(","));
  }

  /** Whether the place of a boundary part stands here: a coordinate, or an unknown name before another equation, and '='. */
  boolean startsPart() {
    Token t = peek();
    if (t.kind() != Token.Kind.NAME || !t.subscript().isEmpty() || !peek(1).is("=")) {
      return false;
    }
    boolean unknown = scope.complete() && !scope.names().contains(t.text()) && !Words.isReserved(t.text());
    boolean equationFollows = tokens.stream().skip(next + 2L).anyMatch(later -> later.is("="));
    return scope.coordinate(t.text()).isPresent() || unknown && equationFollows;
  }

  Token take() {
    Token t = tokens.get(next);
    next = Math.min(next + 1, tokens.size() - 1);
    return t;
  }

  boolean takeIf(String symbol) {
    boolean there = peek().is(symbol);
    if (there) {
      take();
    }
    return there;
  }

  Token expect(String symbol, String after) {
    if (!peek().is(symbol)) {
      throw unreadable(peek(), "expected '" + symbol + "' " + after + ", found " + peek().shown(), "");
    }
    return take();
  }

  Token expectName(String what) {
    if (peek().kind() != Token.Kind.NAME) {
      throw unreadable(peek(), "expected " + what + ", found " + peek().shown(), "");
    }
    return take();
  }

  void expectEnd() {
    Token t = peek();
    if (t.kind() == Token.Kind.END) {
      return;
    }
    if (t.is(")") || t.is("]")) {
      throw unreadable(t, "'" + t.text() + "' closes nothing", "remove it, or open it before");
    }
    if (t.is("=")) {
      throw unreadable(t, "a second '=' in one equation", "write one equation a line");
    }
    if (t.is("(") || t.kind() != Token.Kind.SYMBOL) {
      Token before = tokens.get(Math.max(0, next - 1));
      throw unreadable(t, "expected an operator between " + before.shown() + " and " + t.shown(),
          "products are written with *, one sentence stands on a line");
    }
    throw unreadable(t, "expected the end of the sentence, found " + t.shown(), "");
  }

  static Unreadable unreadable(Token at, String message, String remedy) {
    return new Unreadable(new Fault(at.line(), at.column(), message, remedy));
  }

  private void note(Token at, String message, String remedy) {
    faults.accept(new Fault(at.line(), at.column(), message, remedy));
  }

  // ---- equations ----

  /** {@code left = right}: one scalar equation, or those of a vector equation; then the end of the sentence. */
  List<Equation> equations() {
    Value left = sum();
    if (!peek().is("=")) {
      if (peek().kind() == Token.Kind.END) {
        throw unreadable(peek(), "expected '=' and a right side", "an equation has two sides");
      }
      expectEnd();
    }
    Token sign = take();
    Value right = sum();
    expectEnd();
    if (left instanceof Value.Scalar(Expr l) && right instanceof Value.Scalar(Expr r)) {
      return List.of(l.eq(r));
    }
    return vector(left, sign).eq(vector(right, sign)).components();
  }

  /** A scalar expression, then the end of the sentence. */
  Expr expression() {
    Token first = peek();
    Expr e = scalar(sum(), first);
    expectEnd();
    return e;
  }

  /** An expression of numbers: the value of a parameter, the end of a range. */
  double value() {
    Token first = peek();
    return scalar(sum(), first).evaluate(Map.of());
  }

  /**
   * {@code ['-'] number {('*'|'/') number}}: the place of a part. It has no sums and no parentheses, so that it ends where
   * the condition begins.
   */
  double constant() {
    boolean negative = takeIf("-");
    double value = factor();
    while (peek().is("*") || peek().is("/")) {
      value = take().is("*") ? value * factor() : value / factor();
    }
    return negative ? -value : value;
  }

  private double factor() {
    double base = number();
    if (!takeIf("^")) {
      return base;
    }
    boolean negative = takeIf("-");
    double exponent = number();
    return Math.pow(base, negative ? -exponent : exponent);
  }

  private double number() {
    Token t = peek();
    if (t.kind() == Token.Kind.NUMBER) {
      return Double.parseDouble(take().text());
    }
    if (t.isWord("pi") || t.isWord("e")) {
      return take().text().equals("pi") ? Math.PI : Math.E;
    }
    throw unreadable(t, "expected a number, found " + t.shown(), "numbers, pi, e and their products may stand here");
  }

  // ---- expressions ----

  private void deeper(Token at) {
    if (++depth > DEEPEST) {
      throw unreadable(at, "this is nested more than " + DEEPEST + " deep", "split the formula");
    }
  }

  private Value sum() {
    deeper(peek());
    Token first = peek();
    Value value = term();
    if (peek().is("+") || peek().is("-")) {
      var terms = new ArrayList<Value>(List.of(value));
      while (peek().is("+") || peek().is("-")) {
        boolean minus = take().is("-");
        Value term = term();
        terms.add(minus ? negated(term) : term);
      }
      value = added(terms, first);
    }
    depth--;
    return value;
  }

  private Value added(List<Value> terms, Token at) {
    if (terms.stream().allMatch(Value.Scalar.class::isInstance)) {
      return new Value.Scalar(Sum.of(terms.stream().map(t -> ((Value.Scalar) t).e()).toList()));
    }
    var vectors = terms.stream().map(t -> vector(t, at)).toList();
    var sum = new ArrayList<Expr>();
    for (int i = 0; i < scope.space().size(); i++) {
      int component = i;
      sum.add(Sum.of(vectors.stream().map(v -> v.components().get(component)).toList()));
    }
    return new Value.Vector(new VectorExpr(scope.space(), sum));
  }

  private static Value negated(Value value) {
    return each(value, Expr::negate);
  }

  private Value term() {
    if (peek().is("-")) {
      // a leading sign belongs to the whole product
      deeper(take());
      Value value = negated(term());
      depth--;
      return value;
    }
    Value value = power();
    while (peek().is("*") || peek().is("/")) {
      Token at = take();
      Value right = unary();
      value = at.is("*") ? product(value, right, at) : quotient(value, right, at);
    }
    return value;
  }

  private static Value product(Value left, Value right, Token at) {
    if (left instanceof Value.Scalar(Expr factor)) {
      return each(right, factor::times);
    }
    if (right instanceof Value.Scalar(Expr factor)) {
      return each(left, factor::times);
    }
    throw unreadable(at, "two vectors cannot be multiplied with *", "write dot(a, b) for their scalar product");
  }

  private static Value quotient(Value left, Value right, Token at) {
    if (right instanceof Value.Scalar(Expr divisor)) {
      return each(left, e -> e.over(divisor));
    }
    throw unreadable(at, "a vector cannot be a divisor", "divide by a scalar");
  }

  private Value unary() {
    if (!peek().is("-")) {
      return power();
    }
    deeper(peek());
    take();
    Value value = negated(unary());
    depth--;
    return value;
  }

  private Value power() {
    Token first = peek();
    Value base = primary();
    if (!peek().is("^")) {
      return base;
    }
    Token at = take();
    deeper(at);
    Token exponentAt = peek();
    Expr exponent = scalar(unary(), exponentAt);
    depth--;
    if (base instanceof Value.Vector) {
      throw unreadable(first, "a vector has no powers", "write dot(v, v) for its square");
    }
    return new Value.Scalar(Power.of(scalar(base, first), exponent));
  }

  private Value primary() {
    Token t = peek();
    if (t.kind() == Token.Kind.NUMBER) {
      return new Value.Scalar(new Const(Double.parseDouble(take().text())));
    }
    if (t.kind() == Token.Kind.NAME) {
      boolean applied = t.subscript().isEmpty() && peek(1).is("(");
      return applied && !scope.names().contains(t.text()) ? applied() : named();
    }
    if (!t.is("(")) {
      throw unreadable(t, "expected an expression, found " + t.shown(), t.is("+") ? "there is no unary plus" : "");
    }
    take();
    var values = new ArrayList<Value>(List.of(sum()));
    while (takeIf(",")) {
      values.add(sum());
    }
    if (!peek().is(")")) {
      throw unreadable(t, "this parenthesis is not closed", peek().kind() == Token.Kind.END ? "add )"
          : "expected an operator, ',' or ')' before " + peek().shown());
    }
    take();
    if (values.size() == 1) {
      return values.getFirst();
    }
    if (values.size() != scope.space().size()) {
      throw unreadable(t, "a vector of " + values.size() + " components in " + scope.space().size()
          + " space dimension" + (scope.space().size() == 1 ? "" : "s"), "");
    }
    return new Value.Vector(new VectorExpr(scope.space(), values.stream().map(v -> scalar(v, t)).toList()));
  }

  private Value named() {
    Token t = take();
    String name = t.text();
    Expr e = scope.scalars().get(name);
    if (e == null && scope.vectors().containsKey(name)) {
      return new Value.Vector(vectorDerivative(scope.vectors().get(name), t));
    }
    if (e == null && t.subscript().isEmpty() && (name.equals("pi") || name.equals("e"))) {
      return new Value.Scalar(new Const(name.equals("pi") ? Math.PI : Math.E));
    }
    if (e == null) {
      if (scope.complete()) {
        boolean function = Words.functions().contains(name);
        note(t, function ? name + " is a function" : "unknown name '" + name + "'", function ? "write " + name + "(...)"
            : scope.names().isEmpty() ? "only numbers, pi and e stand here" : Spelling.suggestion(name, scope.names()));
      }
      return new Value.Scalar(new Parameter(name, 1));
    }
    if (peek().is("(") && e instanceof Field f) {
      throw unreadable(peek(), name + " stands without its arguments here", "write " + f.text());
    }
    return new Value.Scalar(t.subscript().isEmpty() ? e : derivative(e, t));
  }

  /** {@code v_t} of a vector; {@code v_x} could be meant as a component, so it is refused. */
  private VectorExpr vectorDerivative(VectorExpr v, Token t) {
    Optional<Coordinate> time = time();
    String rest = time.map(c -> t.subscript().replace(c.name(), "")).orElse(t.subscript());
    if (!rest.isBlank()) {
      note(t, t.shown() + " has a subscript, but " + t.text() + " is a vector", "its components are "
          + String.join(", ", v.components().stream().map(Expr::text).toList()));
      return v;
    }
    int order = t.subscript().isEmpty() ? 0 : (t.subscript().length() - rest.length()) / time.orElseThrow().name().length();
    return order == 0 ? v : v.map(c -> Partial.of(c, Collections.nCopies(order, time.orElseThrow())));
  }

  /** {@code u_xx}, {@code u_theta}, {@code u_{x1 x2}}. */
  private Expr derivative(Expr e, Token t) {
    if (!(e instanceof Field f)) {
      note(t, "the subscript of " + t.shown() + ", but " + t.text() + " is no field", "only fields have derivatives");
      return e;
    }
    var with = new ArrayList<Coordinate>();
    // the whole subscript may be one name; else the names between spaces; else one letter each
    for (String word : t.subscript().strip().split("[\\s,]+")) {
      String canonical = new Parameter(word, 0).name();
      if (scope.coordinate(canonical).isPresent()) {
        with.add(scope.coordinate(canonical).get());
        continue;
      }
      for (int letter : word.codePoints().toArray()) {
        String one = new Parameter(Character.toString(letter), 0).name();
        Optional<Coordinate> c = scope.coordinate(one);
        if (c.isPresent()) {
          with.add(c.get());
        } else {
          if (scope.complete()) {
            note(t, "no coordinate '" + one + "' in " + t.shown(), "the coordinates of " + f.text() + " are "
                + String.join(", ", f.coordinates().stream().map(Coordinate::text).toList()));
          }
          return e;
        }
      }
    }
    for (Coordinate c : with) {
      if (!f.coordinates().contains(c)) {
        note(t, f.text() + " does not depend on " + c.text(), "its coordinates are "
            + String.join(", ", f.coordinates().stream().map(Coordinate::text).toList()));
      }
    }
    return Partial.of(e, with);
  }

  /** A function and its arguments. */
  private Value applied() {
    Token name = take();
    expect("(", "after " + name.text());
    if (scope.names().isEmpty() && Words.OPERATORS.contains(name.text())) {
      throw unreadable(name, name.text() + " cannot stand in a number", "");
    }
    deeper(name);
    Value value = switch (name.text()) {
      case "d" -> partial(name);
      case "dt" -> each(sum(), u -> Partial.of(u, time(name)));
      case "dn" -> each(sum(), NormalDerivative::new);
      case "lap" -> each(sum(), u -> Pde.lap(u, space(name)));
      case "grad" -> new Value.Vector(Pde.grad(scalarArgument(), space(name)));
      case "div" -> new Value.Scalar(Pde.div(vectorArgument(name)));
      case "rot" -> new Value.Scalar(Pde.rot(inDimension(2, name, vectorArgument(name))));
      case "curl" -> new Value.Vector(Pde.curl(inDimension(3, name, vectorArgument(name))));
      case "dot" -> {
        VectorExpr a = vectorArgument(name);
        expect(",", "between the arguments of dot");
        yield new Value.Scalar(a.dot(vectorArgument(name)));
      }
      case "advect" -> {
        VectorExpr v = vectorArgument(name);
        expect(",", "between the arguments of advect");
        yield each(sum(), u -> Pde.advect(v, u));
      }
      default -> elementary(name);
    };
    depth--;
    if (!peek().is(")")) {
      if (peek().is(",")) {
        throw unreadable(peek(), name.text() + " has too many arguments", "");
      }
      throw unreadable(peek(), "expected ')' after the arguments of " + name.text() + ", found " + peek().shown(), "");
    }
    take();
    return value;
  }

  private Value elementary(Token name) {
    var function = Words.elementary(name.text());
    if (function.isEmpty() && scope.complete()) {
      note(name, "unknown function '" + name.text() + "'", Spelling.nearest(name.text(), Words.functions())
          .map(f -> "did you mean '" + f + "'?")
          .orElse("the functions are " + String.join(", ", Words.functions())));
    }
    var arguments = new ArrayList<Expr>(List.of(scalarArgument()));
    while (takeIf(",")) {
      arguments.add(scalarArgument());
    }
    if (function.isEmpty()) {
      return new Value.Scalar(arguments.getFirst());
    }
    int arity = function.get().arity();
    if (arguments.size() != arity) {
      note(name, name.text() + " takes " + arity + (arity == 1 ? " argument" : " arguments") + ", not "
          + arguments.size(), "");
      return new Value.Scalar(arguments.getFirst());
    }
    return new Value.Scalar(Call.of(function.get(), arguments.toArray(Expr[]::new)));
  }

  /** {@code d(u, x, x)}, {@code d(u, x, 2)}, {@code d(u, t, x)}. */
  private Value partial(Token name) {
    Value operand = sum();
    var with = new ArrayList<Coordinate>();
    if (!peek().is(",")) {
      throw unreadable(peek(), "d needs a coordinate", "write d(u, x)");
    }
    while (takeIf(",")) {
      Token t = take();
      Optional<Coordinate> c = t.subscript().isEmpty() ? scope.coordinate(t.text()) : Optional.empty();
      if (t.kind() == Token.Kind.NUMBER && !with.isEmpty()) {
        double order = Double.parseDouble(t.text());
        if (order != Math.rint(order) || order < 1 || order > Validation.HIGHEST_ORDER) {
          throw unreadable(t, "the order of a derivative cannot be " + t.text(),
              "it is a whole number from 1 to " + Validation.HIGHEST_ORDER);
        }
        with.addAll(Collections.nCopies((int) order - 1, with.getLast()));
      } else if (c.isPresent()) {
        with.add(c.get());
      } else if (t.kind() == Token.Kind.NAME && !scope.complete()) {
        return operand;
      } else {
        var known = scope.scalars().values().stream().filter(Coordinate.class::isInstance).map(Expr::text).toList();
        throw unreadable(t, "expected a coordinate in " + name.text() + ", found " + t.shown(),
            known.isEmpty() ? "" : Spelling.nearest(t.text(), known).map(k -> "did you mean '" + k + "'?")
                .orElse("the coordinates are " + String.join(", ", known)));
      }
    }
    return each(operand, u -> Partial.of(u, with));
  }

  private static Value each(Value value, UnaryOperator<Expr> f) {
    return switch (value) {
      case Value.Scalar(Expr e) -> new Value.Scalar(f.apply(e));
      case Value.Vector(VectorExpr v) -> new Value.Vector(v.map(f));
    };
  }

  private Expr scalarArgument() {
    Token at = peek();
    return scalar(sum(), at);
  }

  private VectorExpr vectorArgument(Token function) {
    Token at = peek();
    Value value = sum();
    if (value instanceof Value.Scalar && scope.complete()) {
      throw unreadable(at, "expected a vector in " + function.text() + ", found a scalar",
          scope.vectors().isEmpty() ? "declare one, as in: vector v(x, y)" : "the vectors are "
              + String.join(", ", new TreeSet<>(scope.vectors().keySet())));
    }
    return vector(value, at);
  }

  private VectorExpr inDimension(int n, Token function, VectorExpr v) {
    if (v.components().size() != n) {
      throw unreadable(function, function.text() + " needs " + n + " space coordinates, not " + v.components().size(),
          n == 3 ? "rot is for two" : "curl is for three");
    }
    return v;
  }

  private List<Coordinate> space(Token function) {
    if (scope.space().isEmpty()) {
      throw unreadable(function, function.text() + " needs a space coordinate, and there is none", "");
    }
    return scope.space();
  }

  private Coordinate time(Token function) {
    return time().orElseThrow(() -> unreadable(function, "dt needs a time coordinate, and there is none", ""));
  }

  private Optional<Coordinate> time() {
    return scope.scalars().values().stream().filter(e -> e instanceof Coordinate c && c.isTime())
        .map(e -> (Coordinate) e).findFirst();
  }

  private Expr scalar(Value value, Token at) {
    if (value instanceof Value.Scalar(Expr e)) {
      return e;
    }
    throw unreadable(at, "expected a scalar, found a vector", "");
  }

  /** A vector as it is; the scalar 0 as the zero vector. */
  private VectorExpr vector(Value value, Token at) {
    return switch (value) {
      case Value.Vector(VectorExpr v) -> v;
      case Value.Scalar(Expr e) when e.equals(Const.ZERO) && !scope.space().isEmpty() ->
          new VectorExpr(scope.space(), Collections.nCopies(scope.space().size(), Const.ZERO));
      case Value.Scalar _ -> throw unreadable(at, "a scalar and a vector stand together", "only 0 is both");
    };
  }
}
