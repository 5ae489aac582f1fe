package dev.ansatz.pde;

import dev.ansatz.pde.ExpressionParser.Scope;
import dev.ansatz.pde.ExpressionParser.Unreadable;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.VectorExpr;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole statement. Names are declared first, wherever their lines stand, then the other sentences are read one by one; a
 * sentence that cannot be read does not stop the next. What was read is validated as a typed statement would be.
 */
final class StatementParser {
  /** Longer texts are refused: a statement is written by a person. */
  private static final int LONGEST = 50_000;
  private static final int MOST_FAULTS = 50;

  private final String text;
  private final List<String> source;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Object, Token> places = new IdentityHashMap<>();

  private String name = "";
  private Token start = new Token(Token.Kind.END, "", "", 1, 1);
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, VectorExpr> vectors = new LinkedHashMap<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private boolean declared = true;

  StatementParser(String text) {
    this.text = text;
    this.source = text.lines().toList();
  }

  static Expr expression(String text, List<Expr> names) {
    var scalars = new LinkedHashMap<String, Expr>();
    for (Expr e : names) {
      switch (e) {
        case Coordinate c -> scalars.put(c.name(), c);
        case Parameter p -> scalars.put(p.name(), p);
        case Field f -> {
          scalars.put(f.name(), f);
          f.coordinates().forEach(c -> scalars.put(c.name(), c));
        }
        default -> throw new IllegalArgumentException(e + " is no coordinate, field or parameter");
      }
    }
    var space = scalars.values().stream().filter(e -> e instanceof Coordinate c && !c.isTime())
        .map(e -> (Coordinate) e).toList();
    var parser = new StatementParser(text);
    Expr read = null;
    try {
      parser.checkLength();
      var tokens = Token.of(text.replace('\n', ' ').replace('\r', ' '), 1, parser::add);
      read = new ExpressionParser(tokens, new Scope(scalars, Map.of(), space, true), parser::add).expression();
    } catch (Unreadable e) {
      parser.add(e.fault);
    }
    parser.stopIfFaulty("this is no expression:");
    return read;
  }

  Problem problem() {
    try {
      checkLength();
    } catch (Unreadable e) {
      add(e.fault);
      stopIfFaulty("the statement cannot be read:");
    }
    var sentences = sentences();
    if (sentences.isEmpty()) {
      add(new Fault(1, 1, "the statement is empty", "begin with: problem NAME"));
      stopIfFaulty("the statement cannot be read:");
    }
    start = sentences.getFirst().getFirst();
    sentences.forEach(s -> guarded(() -> declare(s)));
    if (name.isEmpty()) {
      add(at(start, "the statement has no name", "begin with: problem NAME"));
      name = "unnamed";
    }
    if (fields.isEmpty() && vectors.isEmpty() && declared) {
      add(at(start, "there is no field", "declare one, as in: u(t, x) on x in [0, 1], t in [0, 1]"));
      declared = false;
    }

    Optional<Range> time = ranges.stream().filter(r -> r.coordinate().isTime()).findFirst();
    var space = ranges.stream().filter(r -> !r.coordinate().isTime()).toList();
    var domain = new Domain(space.isEmpty() ? Optional.empty() : Optional.of(new Box(space)), time);
    ranges.stream().filter(r -> r.coordinate().isTime()).skip(1).forEach(r ->
        add(at(places.get(r), "a second time coordinate, " + r.coordinate().text(), "make it space, or leave it out")));
    var scope = scope(domain);
    var equations = new ArrayList<Equation>();
    var conditions = new ArrayList<Condition>();
    sentences.forEach(s -> guarded(() -> read(s, scope, domain, equations, conditions)));

    var validation = new Validation(name, domain, fields, parameters, equations, conditions);
    // what is missing can be said only when every sentence has been understood
    var findings = faults.isEmpty() ? validation.all() : declared ? validation.local() : List.<Finding>of();
    findings.forEach(f -> add(at(places.getOrDefault(f.subject(), start), f.message(), f.remedy())));
    stopIfFaulty("'" + name + "' is not well stated:");
    return new Problem(name, domain, fields, parameters, equations, conditions);
  }

  // ---- faults ----

  private void add(Fault fault) {
    if (faults.stream().noneMatch(f -> f.equals(fault))) {
      faults.add(fault);
    }
  }

  private static Fault at(Token place, String message, String remedy) {
    return new Fault(place.line(), place.column(), message, remedy);
  }

  private void guarded(Runnable reading) {
    if (faults.size() > MOST_FAULTS) {
      return;
    }
    try {
      reading.run();
    } catch (Unreadable e) {
      add(e.fault);
    }
  }

  private void checkLength() {
    if (text.length() > LONGEST) {
      throw ExpressionParser.unreadable(start, "the statement has " + text.length() + " characters",
          "it may have " + LONGEST);
    }
  }

  private void stopIfFaulty(String title) {
    if (!faults.isEmpty()) {
      faults.sort(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column));
      throw new StatementException(title, faults, source);
    }
  }

  // ---- sentences ----

  /** A sentence is a line, with those that follow it as long as it ends in an operator or a comma. */
  private List<List<Token>> sentences() {
    var sentences = new ArrayList<List<Token>>();
    List<Token> open = null;
    for (int i = 0; i < source.size(); i++) {
      var line = Token.of(source.get(i), i + 1, this::add);
      if (line.size() == 1) {
        continue;
      }
      boolean begins = Words.SENTENCES.contains(line.getFirst().text());
      if (open != null && !begins) {
        open.removeLast();
        open.addAll(line);
      } else {
        open = new ArrayList<>(line);
        sentences.add(open);
      }
      Token last = open.get(open.size() - 2);
      boolean goesOn = Stream.of("+", "-", "*", "/", ",").anyMatch(last::is);
      open = goesOn ? open : null;
    }
    return sentences;
  }

  private static boolean isDeclaration(List<Token> sentence) {
    Token first = sentence.getFirst();
    if (first.isWord("vector") || sentence.stream().anyMatch(t -> t.isWord("on"))) {
      return true;
    }
    return first.kind() == Token.Kind.NAME && !Words.SENTENCES.contains(first.text())
        && !Words.functions().contains(first.text()) && sentence.get(1).is("(")
        && sentence.stream().noneMatch(t -> t.is("="));
  }

  private void declare(List<Token> sentence) {
    Token first = sentence.getFirst();
    var parser = new ExpressionParser(sentence, new Scope(Map.of(), Map.of(), List.of(), false), this::add);
    if (first.isWord("problem")) {
      declareName(first);
    } else if (first.isWord("param")) {
      parser.take();
      do {
        Token t = parser.expectName("the name of a parameter");
        plain(t);
        parser.expect("=", "after the parameter " + t.text());
        var p = new Parameter(t.text(), parser.constant());
        places.put(p, t);
        parameters.add(p);
      } while (parser.takeIf(","));
      parser.expectEnd();
    } else if (isDeclaration(sentence)) {
      try {
        declareFields(parser);
      } catch (Unreadable e) {
        // without its names no other sentence can be judged
        declared = false;
        throw e;
      }
    }
  }

  private void declareName(Token first) {
    String line = source.get(first.line() - 1);
    int comment = line.indexOf('#');
    String rest = line.substring(first.column() - 1 + "problem".length(), comment < 0 ? line.length() : comment).strip();
    if (rest.isEmpty()) {
      throw ExpressionParser.unreadable(first, "the problem has no name", "write: problem NAME");
    }
    if (!name.isEmpty()) {
      throw ExpressionParser.unreadable(first, "a second problem", "a text states one problem");
    }
    name = rest;
    // the name is read as it stands, so its hyphens and dots are no faults
    faults.removeIf(f -> f.line() == first.line());
  }

  private static void plain(Token t) {
    if (!t.subscript().isEmpty()) {
      throw ExpressionParser.unreadable(t, t.shown() + " is no name", "subscripts are derivatives; write "
          + t.text() + t.subscript());
    }
  }

  private record Declared(Token name, boolean vector, List<Token> arguments) {}

  /** {@code u(t, x), v(t, x) on x in [0, 1], t in [0, 1]}. */
  private void declareFields(ExpressionParser parser) {
    var all = new ArrayList<Declared>();
    do {
      boolean vector = parser.peek().isWord("vector");
      if (vector) {
        parser.take();
      }
      Token name = parser.expectName("the name of a field");
      plain(name);
      parser.expect("(", "and the coordinates of " + name.text());
      var arguments = new ArrayList<Token>();
      do {
        Token c = parser.expectName("a coordinate of " + name.text());
        plain(c);
        arguments.add(c);
      } while (parser.takeIf(","));
      parser.expect(")", "after the coordinates of " + name.text());
      all.add(new Declared(name, vector, arguments));
    } while (parser.takeIf(","));

    Map<String, Coordinate> kinds = new LinkedHashMap<>();
    if (parser.peek().isWord("on")) {
      parser.take();
      do {
        Range range = range(parser);
        kinds.put(range.coordinate().name(), range.coordinate());
      } while (parser.takeIf(","));
    }
    parser.expectEnd();
    // an earlier line may have told what kind a coordinate is
    ranges.forEach(r -> kinds.putIfAbsent(r.coordinate().name(), r.coordinate()));
    for (Declared d : all) {
      var coordinates = d.arguments.stream()
          .map(c -> kinds.getOrDefault(c.text(), coordinate(c.text(), c.text().equals("t")))).toList();
      if (d.vector) {
        VectorExpr v = vector(d.name, coordinates);
        vectors.put(d.name.text(), v);
        v.components().forEach(c -> field((Field) c, d.name));
      } else {
        field(new Field(d.name.text(), coordinates), d.name);
      }
    }
  }

  private static VectorExpr vector(Token name, List<Coordinate> coordinates) {
    if (coordinates.stream().allMatch(Coordinate::isTime)) {
      throw ExpressionParser.unreadable(name, "the vector " + name.text() + " has no space coordinate", "add one");
    }
    return Pde.vector(name.text(), coordinates.toArray(Coordinate[]::new));
  }

  private void field(Field field, Token place) {
    places.put(field, place);
    fields.add(field);
  }

  private static Coordinate coordinate(String name, boolean time) {
    return new Coordinate(name, time ? Coordinate.Kind.TIME : Coordinate.Kind.SPACE);
  }

  /** {@code x in [0, 1]}; {@code time s in …}, {@code space t in …} where the name would say otherwise. */
  private Range range(ExpressionParser parser) {
    Token t = parser.expectName("a coordinate and its range, such as x in [0, 1]");
    boolean time = t.text().equals("t");
    if ((t.isWord("time") || t.isWord("space")) && !parser.peek().isWord("in")) {
      time = t.isWord("time");
      t = parser.expectName("a coordinate");
    }
    plain(t);
    if (!parser.peek().isWord("in")) {
      throw ExpressionParser.unreadable(parser.peek(), "expected 'in' and the range of " + t.text() + ", found "
          + parser.peek().shown(), "write " + t.text() + " in [0, 1]");
    }
    parser.take();
    parser.expect("[", "before the range of " + t.text());
    double lower = parser.constant();
    parser.expect(",", "between the ends of the range of " + t.text());
    double upper = parser.constant();
    parser.expect("]", "after the range of " + t.text());
    var coordinate = coordinate(t.text(), time);
    var range = new Range(coordinate, lower, upper);
    ranges.add(range);
    places.put(range, t);
    places.put(coordinate, t);
    return range;
  }

  private Scope scope(Domain domain) {
    var scalars = new LinkedHashMap<String, Expr>();
    domain.coordinates().forEach(c -> scalars.put(c.name(), c));
    fields.forEach(f -> f.coordinates().forEach(c -> scalars.putIfAbsent(c.name(), c)));
    parameters.forEach(p -> scalars.putIfAbsent(p.name(), p));
    fields.forEach(f -> scalars.putIfAbsent(f.name(), f));
    var space = domain.space().map(g -> g.coordinates()).orElse(List.of());
    return new Scope(scalars, vectors, space, declared);
  }

  private void read(List<Token> sentence, Scope scope, Domain domain, List<Equation> equations,
      List<Condition> conditions) {
    Token first = sentence.getFirst();
    var parser = new ExpressionParser(sentence, scope, this::add);
    switch (first.subscript().isEmpty() ? first.text() : "") {
      case "problem", "param", "vector" -> { }
      case "initial" -> {
        parser.take();
        for (Equation e : parser.equations()) {
          conditions.add(placed(new Condition.Initial(e), first));
        }
      }
      case "boundary" -> {
        parser.take();
        var parts = parts(parser, scope, domain, first);
        parser.takeIf(":");
        for (Equation e : parser.equations()) {
          if (parts.isPresent()) {
            conditions.add(placed(new Condition.Boundary(parts.get(), e), first));
          }
        }
      }
      case "periodic" -> {
        parser.take();
        do {
          Token t = parser.expectName("a coordinate");
          Optional<Coordinate> c = scope.coordinate(t.text());
          if (c.isPresent() && t.subscript().isEmpty()) {
            conditions.add(placed(new Condition.Periodic(c.get()), t));
          } else if (scope.complete()) {
            var known = domain.coordinates().stream().filter(k -> !k.isTime()).map(Coordinate::text).toList();
            add(at(t, t.shown() + " is no coordinate", Spelling.suggestion(t.text(), known)));
          }
        } while (parser.takeIf(","));
        parser.expectEnd();
      }
      default -> {
        if (!isDeclaration(sentence)) {
          misspelled(sentence, scope);
          for (Equation e : parser.equations()) {
            equations.add(placed(e, first));
          }
        }
      }
    }
  }

  /** Two names in a row at the beginning of a line: the first one was meant to be a word of the language. */
  private static void misspelled(List<Token> sentence, Scope scope) {
    Token first = sentence.getFirst();
    boolean word = first.kind() == Token.Kind.NAME && first.subscript().isEmpty()
        && !scope.names().contains(first.text()) && !Words.isReserved(first.text());
    if (word && sentence.get(1).kind() == Token.Kind.NAME) {
      throw ExpressionParser.unreadable(first, "unknown word " + first.shown() + " at the beginning of a line",
          Spelling.suggestion(first.text(), Words.SENTENCES));
    }
  }

  private <T> T placed(T piece, Token place) {
    places.put(piece, place);
    return piece;
  }

  /** {@code x=-1, x=1}; all parts where none is named; empty where a name is wrong. */
  private Optional<List<BoundaryPart>> parts(ExpressionParser parser, Scope scope, Domain domain, Token first) {
    var names = new ArrayList<String>();
    var findings = new ArrayList<Finding>();
    while (parser.startsPart()) {
      Token t = parser.take();
      parser.take();
      double value = parser.constant();
      Parts one = Pde.at((Coordinate) scope.scalars().get(t.text()), value);
      one.in(domain, t, findings);
      names.addAll(one.names());
      if (!parser.takeIf(",")) {
        break;
      }
    }
    findings.forEach(f -> add(at((Token) f.subject(), f.message(), f.remedy())));
    return findings.isEmpty() ? Optional.of(new Parts(names).in(domain, first, findings)) : Optional.empty();
  }
}
