package dev.ansatz.pde;

import dev.ansatz.pde.ExpressionParser.Scope;
import dev.ansatz.pde.ExpressionParser.Unreadable;
import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.expr.VectorExpr;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Geometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole statement. Names are declared first, wherever their lines stand, then the other sentences are read one by one; a
 * sentence that cannot be read does not stop the next. What was read is validated as a typed statement would be.
 */
final class StatementParser {
  /** Longer texts are refused: a statement is written by a person. */
  private static final int LONGEST = 10_000;
  /** With the numbers in tables and observations, of which there is room for as many as a statement may hold. */
  private static final int LONGEST_WITH_NUMBERS = 2_000_000;
  private static final int MOST_FAULTS = 50;

  private final String text;
  private final List<String> source;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<Object, Token> places = new IdentityHashMap<>();

  private String name = "";
  private Token start = new Token(Token.Kind.END, "", "", 1, 1);
  private final List<Field> fields = new ArrayList<>();
  private final Map<String, VectorExpr> vectors = new LinkedHashMap<>();
  private final Map<String, ComplexExpr> complexes = new LinkedHashMap<>();
  private final CoefficientParser coefficients = new CoefficientParser(places::put);
  private final DomainParser domains = new DomainParser(places, this::add);
  private final Set<Integer> garbled = new HashSet<>();
  private boolean declared = true;

  StatementParser(String text) {
    this.text = text;
    this.source = text.lines().toList();
  }

  static Expr expression(String text, List<Expr> names) {
    var scalars = new LinkedHashMap<String, Expr>();
    var tables = new LinkedHashMap<String, Table>();
    for (Expr e : names) {
      switch (e) {
        case Coordinate c -> scalars.put(c.name(), c);
        case Parameter p -> scalars.put(p.name(), p);
        case Field f -> {
          scalars.put(f.name(), f);
          f.coordinates().forEach(c -> scalars.put(c.name(), c));
        }
        case Tabulated t -> tables.put(t.table().name(), t.table());
        default -> throw new IllegalArgumentException(e + " is no coordinate, field, parameter or table");
      }
    }
    var space = scalars.values().stream().filter(e -> e instanceof Coordinate c && !c.isTime())
        .map(e -> (Coordinate) e).toList();
    var parser = new StatementParser(text);
    Expr read = null;
    try {
      parser.checkLength();
      var tokens = Token.of(text.replace('\n', ' ').replace('\r', ' '), 1, parser::add);
      read = new ExpressionParser(tokens, new Scope(scalars, Map.of(), Map.of(), tables, space, true), parser::add).expression();
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
      boolean attempted = sentences.stream().anyMatch(s ->
          Spelling.nearest(s.getFirst().text(), Words.SENTENCES).filter("problem"::equals).isPresent());
      if (!attempted) {
        add(at(start, "the statement has no name", "begin with: problem NAME"));
      }
      name = "unnamed";
    }
    if (fields.isEmpty() && vectors.isEmpty() && declared) {
      add(at(start, "there is no field", "declare one, as in: u(t, x) on x in [0, 1], t in [0, 1]"));
      declared = false;
    }

    var domain = domains.domain();
    domains.reportTimes();
    // without ranges in space a vector still has its own coordinates
    var along = domain.space().map(Geometry::coordinates)
        .or(() -> vectors.values().stream().findFirst().map(VectorExpr::coordinates))
        .orElseGet(() -> declared ? List.of() : fields.stream().flatMap(f -> f.coordinates().stream()).filter(c -> !c.isTime())
            .distinct().toList());
    vectors.replaceAll((v, vector) -> along(v, vector, along));
    var coefficientFields = coefficients.fields(c -> domain.coordinates().stream().filter(k -> k.name().equals(c)).findFirst()
        .orElse(coordinate(c, c.equals("t"))));
    var scope = scope(domain, along, coefficientFields);
    var equations = new ArrayList<Equation>();
    var conditions = new ArrayList<Condition>();
    sentences.forEach(s -> guarded(() -> read(s, scope, domain, equations, conditions)));

    var validation = new Validation(name, domain, fields, coefficients.parameters, equations, conditions, coefficients.coefficients());
    // what is missing can be said only when every sentence has been understood
    var findings = faults.isEmpty() ? validation.all() : declared ? validation.local() : List.<Finding>of();
    findings.forEach(f -> add(at(places.getOrDefault(f.subject(), start), f.message(), f.remedy())));
    stopIfFaulty("'" + name + "' is not well stated:");
    return new Problem(name, domain, fields, coefficients.parameters, equations, conditions, coefficients.coefficients());
  }

  /** The vector, or after a fault one along the space coordinates, so that the other sentences can be read. */
  private VectorExpr along(String v, VectorExpr vector, List<Coordinate> space) {
    if (vector.coordinates().equals(space)) {
      return vector;
    }
    add(at(places.get(vector.components().getFirst()), "the vector " + v + " is along " + names(vector.coordinates())
        + ", but the space coordinates are " + names(space), "list the same coordinates in the same order"));
    declared = false;
    return Pde.vector(v, space.toArray(Coordinate[]::new));
  }

  private static String names(List<Coordinate> coordinates) {
    return coordinates.stream().map(Coordinate::text).collect(Collectors.joining(", "));
  }

  // ---- faults ----

  private void add(Fault fault) {
    if (faults.size() <= MOST_FAULTS && !faults.contains(fault)) {
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
    if (text.length() > LONGEST_WITH_NUMBERS) {
      throw ExpressionParser.unreadable(start, "the statement has " + text.length() + " characters",
          "it may have " + LONGEST_WITH_NUMBERS);
    }
    long written = 0;
    boolean numbers = false;
    for (String line : source) {
      String words = line.strip();
      numbers = words.startsWith("table ") || words.startsWith("observe ") || numbers;
      written += 1 + (numbers ? words.chars().filter(c -> "0123456789.,-()[]=eE \t".indexOf(c) < 0).count() : line.length());
      numbers &= words.endsWith(",");
    }
    if (written - 1 > LONGEST) {
      throw ExpressionParser.unreadable(start, "the statement has " + (written - 1) + " characters beside the numbers in tables "
          + "and observations", "it may have " + LONGEST);
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
      int before = faults.size();
      var line = Token.of(source.get(i), i + 1, this::add);
      if (faults.size() > before) {
        garbled.add(i + 1);
      }
      if (line.size() == 1) {
        continue;
      }
      boolean begins = Words.SENTENCES.contains(line.getFirst().text());
      if (open == null && !sentences.isEmpty() && DomainParser.continues(sentences.getLast(), line)) {
        open = sentences.getLast();
      }
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
    if (CoefficientParser.SENTENCES.stream().anyMatch(first::isWord)) {
      return false;
    }
    if (first.isWord("vector") || first.isWord("complex") || sentence.stream().anyMatch(t -> t.isWord("on"))) {
      return true;
    }
    return first.kind() == Token.Kind.NAME && !Words.SENTENCES.contains(first.text())
        && !Words.functions().contains(first.text()) && sentence.get(1).is("(")
        && sentence.stream().noneMatch(t -> t.is("="));
  }

  /** A line with characters that are no words is reported for those only. */
  private boolean isGarbled(List<Token> sentence) {
    return sentence.stream().anyMatch(t -> garbled.contains(t.line()));
  }

  private void declare(List<Token> sentence) {
    Token first = sentence.getFirst();
    var parser = new ExpressionParser(sentence, new Scope(Map.of(), Map.of(), List.of(), true), this::add);
    if (first.isWord("problem")) {
      declareName(first);
    } else if (CoefficientParser.SENTENCES.stream().anyMatch(first::isWord)) {
      coefficients.declare(parser);
    } else if (isDeclaration(sentence)) {
      try {
        declareFields(parser, sentence);
      } catch (Unreadable e) {
        // without its names no other sentence can be judged
        declared = false;
        if (!isGarbled(sentence)) {
          throw e;
        }
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
    garbled.remove(first.line());
  }

  private record Declared(Token name, String kind, List<Token> arguments) {}

  /** {@code u(t, x), v(t, x) on x in [0, 1], t in [0, 1]}. */
  private void declareFields(ExpressionParser parser, List<Token> sentence) {
    var all = new ArrayList<Declared>();
    do {
      String kind = parser.peek().isWord("vector") || parser.peek().isWord("complex") ? parser.take().text() : "";
      Token name = parser.expectPlainName("the name of a field");
      all.add(new Declared(name, kind, parser.expectCoordinates(name)));
    } while (parser.takeIf(","));

    try {
      if (parser.peek().isWord("on")) {
        parser.take();
        domains.read(parser, sentence, all.stream().flatMap(d -> d.arguments.stream()).map(Token::text).toList());
      }
      parser.expectEnd();
    } finally {
      // the names are known even if the domain cannot be read
      all.forEach(this::declare);
    }
  }

  private void declare(Declared d) {
    var coordinates = d.arguments.stream().map(c -> domains.coordinate(c.text())).toList();
    switch (d.kind) {
      case "vector" -> {
        VectorExpr v = vector(d.name, coordinates);
        vectors.put(d.name.text(), v);
        v.components().forEach(c -> field((Field) c, d.name));
      }
      case "complex" -> {
        ComplexExpr h = Pde.complex(d.name.text(), coordinates.toArray(Coordinate[]::new));
        complexes.put(d.name.text(), h);
        field((Field) h.re(), d.name);
        field((Field) h.im(), d.name);
      }
      default -> field(new Field(d.name.text(), coordinates), d.name);
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

  private Scope scope(Domain domain, List<Coordinate> space, List<Field> coefficientFields) {
    var scalars = new LinkedHashMap<String, Expr>();
    domain.coordinates().forEach(c -> scalars.put(c.name(), c));
    fields.forEach(f -> f.coordinates().forEach(c -> scalars.putIfAbsent(c.name(), c)));
    coefficients.parameters.forEach(p -> scalars.putIfAbsent(p.name(), p));
    fields.forEach(f -> scalars.putIfAbsent(f.name(), f));
    coefficientFields.forEach(f -> scalars.putIfAbsent(f.name(), f));
    scalars.keySet().removeIf(Words::isReserved);
    return new Scope(scalars, vectors, complexes, coefficients.tables, space, declared);
  }

  private void read(List<Token> sentence, Scope scope, Domain domain, List<Equation> equations,
      List<Condition> conditions) {
    if (isGarbled(sentence)) {
      return;
    }
    Token first = sentence.getFirst();
    int before = faults.size();
    var parser = new ExpressionParser(sentence, scope, this::add);
    switch (first.subscript().isEmpty() ? first.text() : "") {
      case "problem", "param", "vector", "complex", "input", "table" -> { }
      case "unknown" -> coefficients.guess(parser);
      case "initial" -> {
        parser.take();
        var read = parser.equations();
        keep(before, first, read.stream().<Condition>map(Condition.Initial::new).toList(), conditions);
      }
      case "boundary" -> {
        parser.take();
        var parts = parts(parser, scope, domain, first);
        parser.takeIf(":");
        var read = parser.equations();
        keep(before, first, read.stream().<Condition>map(e -> new Condition.Boundary(parts, e)).toList(), conditions);
      }
      case "interface" -> {
        parser.take();
        onInterface(parser, scope, domain, conditions);
      }
      case "gauge" -> {
        parser.take();
        var read = parser.withPointValues().equations();
        keep(before, first, read.stream().<Condition>map(Condition.Gauge::new).toList(), conditions);
      }
      case "observe" -> {
        parser.take();
        keep(before, first, List.of(DataParser.observation(parser)), conditions);
      }
      case "periodic" -> {
        parser.take();
        periodic(parser, scope, domain, conditions);
      }
      default -> {
        if (!isDeclaration(sentence)) {
          misspelled(sentence, scope);
          keep(before, first, parser.equations(), equations);
        }
      }
    }
  }

  /** Keeps what a sentence says unless something in it was wrong: then it holds placeholders. */
  private <T> void keep(int faultsBefore, Token place, List<? extends T> said, List<T> all) {
    if (faults.size() == faultsBefore) {
      said.forEach(piece -> {
        places.put(piece, place);
        all.add(piece);
      });
    }
  }

  private void periodic(ExpressionParser parser, Scope scope, Domain domain, List<Condition> conditions) {
    do {
      Token t = parser.expectName("a coordinate");
      Optional<Coordinate> c = scope.coordinate(t.text());
      if (c.isPresent() && t.subscript().isEmpty()) {
        keep(faults.size(), t, List.of(new Condition.Periodic(c.get())), conditions);
      } else if (scope.complete()) {
        var known = domain.coordinates().stream().filter(k -> !k.isTime()).map(Coordinate::text).toList();
        add(at(t, t.shown() + " is no coordinate", Spelling.suggestion(t.text(), known)));
      }
    } while (parser.takeIf(","));
    parser.expectEnd();
  }

  /** {@code x=0.5: jump(u) = 0}, {@code disk (0, 0) radius 1: jump(u) = 0}. */
  private void onInterface(ExpressionParser parser, Scope scope, Domain domain, List<Condition> conditions) {
    int before = faults.size();
    if (DomainParser.startsShape(parser)) {
      Token start = parser.peek();
      Geometry set = domains.shape(parser, domain.space().map(Geometry::coordinates).orElse(List.of()));
      parser.expect(":", "after the set that the interface surrounds, as in disk (0, 0) radius 1: jump(u) = 0");
      var read = parser.equations();
      keep(before, start, read.stream().<Condition>map(e -> new Condition.Interface(new Locus.Rim(set), e)).toList(), conditions);
      return;
    }
    Token t = parser.expectPlainName("a coordinate and its value at the interface, such as x=0.5, or a shape");
    parser.expect("=", "and the value of " + t.text() + " at the interface");
    double level = parser.constant();
    parser.takeIf(":");
    Optional<Coordinate> c = scope.coordinate(t.text());
    if (c.isEmpty() && scope.complete()) {
      var known = domain.coordinates().stream().filter(k -> !k.isTime()).map(Coordinate::text).toList();
      add(at(t, t.shown() + " is no coordinate", Spelling.suggestion(t.text(), known)));
    }
    var read = parser.equations();
    c.ifPresent(x -> keep(before, t,
        read.stream().<Condition>map(e -> new Condition.Interface(new Locus.Level(x, level), e)).toList(), conditions));
  }

  /** Two names in a row at the beginning of a line: the first one was meant to be a word of the language. */
  private static void misspelled(List<Token> sentence, Scope scope) {
    Token first = sentence.getFirst();
    boolean word = first.kind() == Token.Kind.NAME && first.subscript().isEmpty()
        && !scope.names().contains(first.text()) && !Words.isReserved(first.text());
    if (word && sentence.get(1).kind() == Token.Kind.NAME) {
      throw ExpressionParser.unreadable(first, "unknown word " + first.shown() + " at the beginning of a line",
          first.isWord("include") ? "a statement stands by itself: nothing is included"
              : Spelling.suggestion(first.text(), Words.SENTENCES));
    }
  }

  /** {@code x=-1, x=1}; all parts where none is named. */
  private List<BoundaryPart> parts(ExpressionParser parser, Scope scope, Domain domain, Token first) {
    var names = new ArrayList<String>();
    var findings = new ArrayList<Finding>();
    while (parser.startsPart() || parser.startsNamedPart()) {
      boolean named = parser.startsNamedPart();
      Token t = parser.take();
      if (named) {
        var one = new Parts(List.of(t.text()));
        one.in(domain, t, findings);
        names.addAll(one.names());
      } else {
        parser.take();
        double value = parser.constant();
        Optional<Coordinate> c = scope.coordinate(t.text());
        if (c.isPresent()) {
          Parts one = Pde.at(c.get(), value);
          one.in(domain, t, findings);
          names.addAll(one.names());
        } else {
          var known = domain.parts().stream().map(BoundaryPart::name).collect(Collectors.joining(", "));
          findings.add(new Finding(t, "no coordinate '" + t.text() + "'", "the boundary parts are " + known));
        }
      }
      if (!parser.takeIf(",")) {
        break;
      }
    }
    Token next = parser.peek();
    if (parser.peek(1).kind() == Token.Kind.NAME && domain.parts().stream().anyMatch(p -> next.isWord(p.name()))) {
      throw ExpressionParser.unreadable(parser.peek(1), "expected ':' after the part '" + next.text() + "', found "
          + parser.peek(1).shown(), "write boundary " + next.text() + ": ...");
    }
    findings.stream().filter(_ -> declared).forEach(f -> add(at((Token) f.subject(), f.message(), f.remedy())));
    return new Parts(names).in(domain, first, new ArrayList<>());
  }
}
