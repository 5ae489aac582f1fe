package dev.ansatz.pde;

import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.expr.VectorExpr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

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

  /**
   * What names mean: coordinates, fields and parameters by name; vectors, complex fields and tables apart, since they are no
   * {@link Expr}.
   */
  record Scope(Map<String, Expr> scalars, Map<String, VectorExpr> vectors, Map<String, ComplexExpr> complexes,
      Map<String, Table> tables, List<Coordinate> space, boolean complete) {
    Scope(Map<String, Expr> scalars, Map<String, VectorExpr> vectors, List<Coordinate> space, boolean complete) {
      this(scalars, vectors, Map.of(), Map.of(), space, complete);
    }

    List<String> names() {
      var all = new TreeSet<>(scalars.keySet());
      all.addAll(vectors.keySet());
      all.addAll(complexes.keySet());
      all.addAll(tables.keySet());
      return List.copyOf(all);
    }

    Optional<Coordinate> time() {
      return scalars.values().stream().filter(e -> e instanceof Coordinate c && c.isTime()).map(e -> (Coordinate) e).findFirst();
    }

    /** {@code i} where complex fields are declared. */
    boolean isImaginaryUnit(String name) {
      return name.equals("i") && !complexes.isEmpty() && !names().contains(name);
    }

    Optional<Coordinate> coordinate(String name) {
      return Optional.ofNullable(scalars.get(name) instanceof Coordinate c ? c : null);
    }
  }

  private final List<Token> tokens;
  private final Scope scope;
  private final Consumer<Fault> faults;
  private final FunctionParser functions;
  private boolean pointValues;
  private int next;
  private int depth;

  ExpressionParser(List<Token> tokens, Scope scope, Consumer<Fault> faults) {
    this.tokens = tokens;
    this.scope = scope;
    this.faults = faults;
    functions = new FunctionParser(this, scope);
  }

  /** Lets {@code p(0, 0)} stand for the value of a field at a point. */
  ExpressionParser withPointValues() {
    pointValues = true;
    return this;
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

  /** A name without subscript. */
  Token expectPlainName(String what) {
    return plain(expectName(what));
  }

  /** {@code (t, x)} after the name of a field. */
  List<Token> expectCoordinates(Token field) {
    expect("(", "and the coordinates of " + field.text());
    var coordinates = new ArrayList<Token>();
    do {
      coordinates.add(expectPlainName("a coordinate of " + field.text()));
    } while (takeIf(","));
    expect(")", "after the coordinates of " + field.text());
    return coordinates;
  }

  /** The token, which must be a name without a subscript. */
  static Token plain(Token t) {
    if (!t.subscript().isEmpty()) {
      throw unreadable(t, t.shown() + " is no name", "subscripts are derivatives; write " + t.text() + t.subscript());
    }
    return t;
  }

  void expectEnd() {
    Token t = peek();
    if (t.kind() == Token.Kind.END) {
      return;
    }
    if (t.is(")") || t.is("]")) {
      throw unreadable(t, "'" + t.text() + "' closes nothing", "remove it, or open it before");
    }
    if (t.kind() == Token.Kind.SYMBOL && Token.COMPARISONS.contains(t.text())) {
      throw unreadable(t, t.shown() + " stands outside of piecewise(...)", "a statement has equations only");
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

  void note(Token at, String message, String remedy) {
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
    if (left.isScalar() && right.isScalar()) {
      return List.of(left.scalar(sign).eq(right.scalar(sign)));
    }
    if (left instanceof Value.Complex || right instanceof Value.Complex) {
      return left.complex(sign).eq(right.complex(sign)).components();
    }
    return left.vector(scope.space(), sign).eq(right.vector(scope.space(), sign)).components();
  }

  /** A scalar expression, then the end of the sentence. */
  Expr expression() {
    Token first = peek();
    Expr e = sum().scalar(first);
    expectEnd();
    return e;
  }

  /** An expression of numbers: the value of a parameter, the end of a range. */
  double value() {
    Token first = peek();
    return sum().scalar(first).evaluate(Map.of());
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

  void deeper(Token at) {
    if (++depth > DEEPEST) {
      throw unreadable(at, "this is nested more than " + DEEPEST + " deep", "split the formula");
    }
  }

  void shallower() {
    depth--;
  }

  Value sum() {
    deeper(peek());
    Token first = peek();
    Value value = term();
    if (peek().is("+") || peek().is("-")) {
      var terms = new ArrayList<Value>(List.of(value));
      while (peek().is("+") || peek().is("-")) {
        boolean minus = take().is("-");
        Value term = term();
        terms.add(minus ? term.each(Expr::negate) : term);
      }
      value = Value.sum(terms, scope.space(), first);
    }
    depth--;
    return value;
  }

  private Value term() {
    if (peek().is("-")) {
      // a leading sign belongs to the whole product
      deeper(take());
      Value value = term().each(Expr::negate);
      depth--;
      return value;
    }
    Value value = power();
    while (peek().is("*") || peek().is("/")) {
      Token at = take();
      Value right = unary();
      value = at.is("*") ? Value.product(value, right, at) : Value.quotient(value, right, at);
    }
    return value;
  }

  private Value unary() {
    if (!peek().is("-")) {
      return power();
    }
    deeper(peek());
    take();
    Value value = unary().each(Expr::negate);
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
    Expr exponent = unary().scalar(exponentAt);
    depth--;
    return Value.power(base, exponent, first);
  }

  private Value primary() {
    Token t = peek();
    if (t.kind() == Token.Kind.NUMBER) {
      return new Value.Scalar(new Const(Double.parseDouble(take().text())));
    }
    if (t.kind() == Token.Kind.NAME) {
      if (t.isWord("if") && !scope.names().contains("if")) {
        return functions.conditional();
      }
      if (scope.tables().containsKey(t.text())) {
        return functions.tabulated();
      }
      boolean applied = t.subscript().isEmpty() && peek(1).is("(");
      return applied && !scope.names().contains(t.text()) ? functions.applied() : named();
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
    return new Value.Vector(new VectorExpr(scope.space(), values.stream().map(v -> v.scalar(t)).toList()));
  }

  private Value named() {
    Token t = take();
    String name = t.text();
    Expr e = scope.scalars().get(name);
    if (e == null && scope.vectors().containsKey(name)) {
      return new Value.Vector(vectorDerivative(scope.vectors().get(name), t));
    }
    if (e == null && scope.complexes().containsKey(name)) {
      ComplexExpr h = scope.complexes().get(name);
      if (t.subscript().isEmpty()) {
        return new Value.Complex(h);
      }
      // read once, so that its faults are told once
      Expr re = derivative(h.re(), t);
      return new Value.Complex(new ComplexExpr(re, re instanceof Partial p ? Partial.of(h.im(), p.with()) : re));
    }
    if (e == null && t.subscript().isEmpty() && scope.isImaginaryUnit(name)) {
      return new Value.Complex(ComplexExpr.I);
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
      if (pointValues && t.subscript().isEmpty()) {
        return new Value.Scalar(functions.pointValue(f, t));
      }
      throw unreadable(peek(), name + " stands without its arguments here", "write " + f.text());
    }
    return new Value.Scalar(t.subscript().isEmpty() ? e : derivative(e, t));
  }

  /** {@code v_t} of a vector; {@code v_x} could be meant as a component, so it is refused. */
  private VectorExpr vectorDerivative(VectorExpr v, Token t) {
    Optional<Coordinate> time = scope.time();
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
}
