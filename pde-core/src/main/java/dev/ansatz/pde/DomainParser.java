package dev.ansatz.pde;

import dev.ansatz.pde.ExpressionParser.Unreadable;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Annulus;
import dev.ansatz.pde.geometry.Ball;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Combination;
import dev.ansatz.pde.geometry.Disk;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.Polygon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What stands behind {@code on}: ranges of coordinates, and shapes in space with what combines them. */
final class DomainParser {
  private static final List<String> SHAPES = List.of("disk", "ball", "annulus", "polygon");
  private static final List<String> OPERATIONS = List.of("minus", "union", "intersect");
  /** Parentheses inside one another. */
  private static final int DEEPEST = 50;

  private final Map<Object, Token> places;
  private final Consumer<Fault> faults;
  private final List<Range> ranges = new ArrayList<>();
  private final Map<String, Coordinate> kinds = new HashMap<>();
  private Optional<Geometry> shape = Optional.empty();

  private ExpressionParser parser;
  /** Those in which the shapes of this line are stated. */
  private List<Coordinate> space = List.of();
  private boolean shaped;
  private int depth;

  /** @param places is told where ranges, coordinates and shapes stand */
  DomainParser(Map<Object, Token> places, Consumer<Fault> faults) {
    this.places = places;
    this.faults = faults;
  }

  /** The domain of all lines read. */
  Domain domain() {
    var time = ranges.stream().filter(r -> r.coordinate().isTime()).findFirst();
    var box = ranges.stream().filter(r -> !r.coordinate().isTime()).toList();
    return new Domain(shape.isPresent() || box.isEmpty() ? shape : Optional.of(new Box(box)), time);
  }

  /** Time ranges beyond the first. */
  void reportTimes() {
    ranges.stream().filter(r -> r.coordinate().isTime()).skip(1).forEach(r -> note(places.get(r),
        "a second time coordinate, " + r.coordinate().text(), "make it space, or leave it out"));
  }

  /** The coordinate of this name, as ranges have told so far; {@code t} is time unless they say otherwise. */
  Coordinate coordinate(String name) {
    var kind = name.equals("t") ? Coordinate.Kind.TIME : Coordinate.Kind.SPACE;
    return kinds.getOrDefault(name, new Coordinate(name, kind));
  }

  /** Whether a line goes on with the domain of the sentence before it: it begins with an operation on shapes. */
  static boolean continues(List<Token> sentence, List<Token> line) {
    boolean domain = sentence.stream().anyMatch(t -> t.isWord("on"));
    // the last token is the end
    Token last = sentence.get(Math.max(0, sentence.size() - 2));
    return domain && (isOneOf(OPERATIONS, last) || last.isWord("on")
        || isOneOf(OPERATIONS, line.getFirst()) && (line.get(1).is("(") || line.get(1).kind() == Token.Kind.NAME));
  }

  private static boolean isOneOf(List<String> words, Token t) {
    return words.stream().anyMatch(t::isWord);
  }

  /**
   * {@code x in [0, 1], y in [0, 1] minus disk hole (0.5, 0.5) radius 0.1, t in [0, 2]}, to the end of the sentence.
   *
   * @param arguments the coordinates of the fields that are declared before, in the order in which they occur
   */
  void read(ExpressionParser line, List<Token> sentence, List<String> arguments) {
    parser = line;
    shaped = false;
    depth = 0;
    declareKinds(sentence);
    var stated = bare(sentence);
    space = stated.isEmpty() ? arguments.stream().map(this::coordinate).filter(c -> !c.isTime()).distinct().toList() : stated;
    do {
      if (isBare()) {
        parser.take();
        parser.take();
        continue;
      }
      Token start = parser.peek();
      boolean second = shape.isPresent();
      int before = ranges.size();
      Geometry region = region();
      if (region instanceof Box && !start.is("(")) {
        // plain ranges are kept with those of other lines
        continue;
      }
      if (second) {
        throw unreadable(start, "a second domain in space", "combine shapes with minus, union or intersect");
      }
      ranges.subList(before, ranges.size()).removeIf(r -> !r.coordinate().isTime());
      shape = Optional.of(region);
    } while (parser.takeIf(","));
    parser.expectEnd();
    var box = ranges.stream().filter(r -> !r.coordinate().isTime()).findFirst();
    if (shape.isPresent() && box.isPresent()) {
      throw unreadable(places.get(box.get()), "a second domain in space", "combine shapes with minus, union or intersect");
    }
  }

  /** Whether a shape begins here, and not a coordinate with its value. */
  static boolean startsShape(ExpressionParser line) {
    Token t = line.peek();
    return t.is("(") || isOneOf(SHAPES, t) && !line.peek(1).is("=")
        || t.kind() == Token.Kind.NAME && (line.peek(1).isWord("in") || line.peek(1).is("("));
  }

  /** A shape in these coordinates; the domain is not changed by it. */
  Geometry shape(ExpressionParser line, List<Coordinate> along) {
    parser = line;
    space = along;
    shaped = true;
    depth = 0;
    int before = ranges.size();
    try {
      return region();
    } finally {
      ranges.subList(before, ranges.size()).clear();
    }
  }

  /** {@code time s} and {@code space t} hold for the whole line. */
  private void declareKinds(List<Token> sentence) {
    for (int i = 0; i + 1 < sentence.size(); i++) {
      Token name = sentence.get(i + 1);
      boolean time = sentence.get(i).isWord("time");
      if ((time || sentence.get(i).isWord("space")) && name.kind() == Token.Kind.NAME && !name.isWord("in")) {
        kinds.put(name.text(), new Coordinate(name.text(), time ? Coordinate.Kind.TIME : Coordinate.Kind.SPACE));
      }
    }
  }

  /** The space coordinates that are listed without ranges, for shapes in others than those of the fields. */
  private List<Coordinate> bare(List<Token> sentence) {
    var listed = new ArrayList<Coordinate>();
    for (int i = 0; i + 2 < sentence.size(); i++) {
      if (sentence.get(i).isWord("space") && sentence.get(i + 1).kind() == Token.Kind.NAME && !sentence.get(i + 1).isWord("in")
          && !sentence.get(i + 2).isWord("in")) {
        listed.add(coordinate(sentence.get(i + 1).text()));
      }
    }
    return listed;
  }

  private boolean isBare() {
    return parser.peek().isWord("space") && parser.peek(1).kind() == Token.Kind.NAME && !parser.peek(1).isWord("in")
        && !parser.peek(2).isWord("in");
  }

  private boolean isRange() {
    Token t = parser.peek();
    boolean kind = t.isWord("time") || t.isWord("space");
    return t.kind() == Token.Kind.NAME && (parser.peek(1).isWord("in") || kind && parser.peek(2).isWord("in"));
  }

  /** Shapes and operations on them. */
  private Geometry region() {
    Geometry region = operand(parser.peek());
    while (isOneOf(OPERATIONS, parser.peek())) {
      Token word = parser.take();
      var operation = switch (word.text()) {
        case "minus" -> Combination.Operation.DIFFERENCE;
        case "union" -> Combination.Operation.UNION;
        default -> Combination.Operation.INTERSECTION;
      };
      region = placed(new Combination(operation, region, operand(parser.peek())), word);
    }
    return region;
  }

  private <G> G placed(G shape, Token at) {
    places.put(shape, at);
    return shape;
  }

  private Geometry operand(Token start) {
    if (start.is("(")) {
      if (++depth > DEEPEST) {
        throw unreadable(start, "this is nested more than " + DEEPEST + " deep", "leave out parentheses");
      }
      parser.take();
      Geometry inner = region();
      depth--;
      if (!parser.peek().is(")")) {
        throw unreadable(start, "this parenthesis is not closed", "expected ')' before " + parser.peek().shown());
      }
      parser.take();
      return inner;
    }
    if (isRange() || !isOneOf(SHAPES, start)) {
      return ranges();
    }
    parser.take();
    shaped = true;
    return placed(switch (start.text()) {
      case "disk" -> {
        String name = name(Disk.NAME);
        yield new Disk(space, name, point(), radius());
      }
      case "ball" -> {
        String name = name(Ball.NAME);
        yield new Ball(space, name, point(), radius());
      }
      case "annulus" -> annulus();
      default -> polygon();
    }, start);
  }

  private List<Range> spatial(int from) {
    return ranges.subList(from, ranges.size()).stream().filter(r -> !r.coordinate().isTime()).toList();
  }

  /** Ranges between commas; those of time are set aside. */
  private Box ranges() {
    Token start = parser.peek();
    int before = ranges.size();
    range();
    while (parser.peek().is(",") && isRangeAfterComma()) {
      parser.take();
      range();
    }
    var own = new ArrayList<>(spatial(before));
    var coordinates = own.stream().map(Range::coordinate).toList();
    if (!shaped && !coordinates.isEmpty()) {
      space = coordinates;
      shaped = true;
    } else if (space.containsAll(coordinates) && coordinates.size() == space.size()) {
      own.sort((a, b) -> Integer.compare(space.indexOf(a.coordinate()), space.indexOf(b.coordinate())));
    }
    return placed(new Box(own), start);
  }

  private boolean isRangeAfterComma() {
    boolean kind = parser.peek(1).isWord("time") || parser.peek(1).isWord("space");
    return parser.peek(1).kind() == Token.Kind.NAME && (parser.peek(2).isWord("in") || kind && parser.peek(3).isWord("in"));
  }

  /** {@code x in [0, 1]}; {@code time s in …}, {@code space t in …} where the name would say otherwise. */
  private void range() {
    Token t = parser.expectName("a coordinate and its range, such as x in [0, 1]");
    if ((t.isWord("time") || t.isWord("space")) && !parser.peek().isWord("in")) {
      t = parser.expectName("a coordinate");
    }
    ExpressionParser.plain(t);
    if (!parser.peek().isWord("in")) {
      boolean shape = parser.peek().is("(") || parser.peek().kind() == Token.Kind.NAME;
      if (shape) {
        throw unreadable(t, "unknown shape '" + t.text() + "'", Spelling.suggestion(t.text(), SHAPES));
      }
      throw unreadable(parser.peek(), "expected 'in' and the range of " + t.text() + ", found "
          + parser.peek().shown(), "write " + t.text() + " in [0, 1]");
    }
    parser.take();
    parser.expect("[", "before the range of " + t.text());
    double lower = parser.value();
    parser.expect(",", "between the ends of the range of " + t.text());
    double upper = parser.value();
    parser.expect("]", "after the range of " + t.text());
    var coordinate = coordinate(t.text());
    kinds.put(t.text(), coordinate);
    var range = new Range(coordinate, lower, upper);
    ranges.add(range);
    places.put(range, t);
    places.put(coordinate, t);
  }

  /** The name before a point, or the usual one. */
  private String name(String usual) {
    if (parser.peek().kind() != Token.Kind.NAME) {
      return usual;
    }
    Token t = parser.take();
    ExpressionParser.plain(t);
    return t.text();
  }

  private List<Double> point() {
    parser.expect("(", "before the coordinates of a point");
    var point = new ArrayList<Double>();
    do {
      point.add(parser.value());
    } while (parser.takeIf(","));
    parser.expect(")", "after the coordinates of a point");
    return point;
  }

  private double radius() {
    word("radius");
    return parser.value();
  }

  private void word(String word) {
    if (!parser.peek().isWord(word)) {
      throw unreadable(parser.peek(), "expected '" + word + "', found " + parser.peek().shown(),
          "write disk (0, 0) radius 1, ball (0, 0, 0) radius 1, or annulus (0, 0) radius 1 to 2");
    }
    parser.take();
  }

  /** {@code annulus (0, 0) radius 1 to 2}; with names {@code annulus hub rim (0, 0) radius 1 to 2}. */
  private Annulus annulus() {
    Token first = parser.peek();
    String inner = name(Annulus.INNER);
    boolean named = parser.peek() != first;
    if (named && parser.peek().kind() != Token.Kind.NAME) {
      throw unreadable(first, "an annulus has two circles, and one name", "name the inner and the outer one, or none");
    }
    String outer = name(Annulus.OUTER);
    var center = point();
    double less = radius();
    word("to");
    return new Annulus(space, inner, outer, center, less, parser.value());
  }

  /** {@code polygon inlet (0, 0) wall (0, 1), (1, 1)}: a name is that of the edges from the corners behind it. */
  private Polygon polygon() {
    var names = new ArrayList<String>();
    var corners = new ArrayList<List<Double>>();
    var starts = new ArrayList<Token>();
    String name = Polygon.NAME;
    do {
      Token start = parser.peek();
      name = name(name);
      Token place = parser.peek();
      var corner = point();
      if (corner.size() != 2) {
        throw unreadable(place, "a corner of a polygon has " + corner.size() + " coordinate" + (corner.size() == 1 ? "" : "s"),
            "write it as (0, 1)");
      }
      names.add(name);
      corners.add(corner);
      starts.add(start);
    } while (cornerFollows());
    var edges = new ArrayList<Polygon.Edge>();
    for (int i = 0; i < corners.size(); i++) {
      var from = corners.get(i);
      var to = corners.get((i + 1) % corners.size());
      edges.add(placed(new Polygon.Edge(names.get(i), from.get(0), from.get(1), to.get(0), to.get(1)), starts.get(i)));
    }
    return new Polygon(space, edges);
  }

  private boolean cornerFollows() {
    int comma = parser.peek().is(",") ? 1 : 0;
    Token t = parser.peek(comma);
    boolean named = t.kind() == Token.Kind.NAME && parser.peek(comma + 1).is("(") && !isOneOf(OPERATIONS, t);
    if (comma == 1 && (named || t.is("("))) {
      parser.take();
    }
    return named || t.is("(");
  }

  private void note(Token at, String message, String remedy) {
    faults.accept(new Fault(at.line(), at.column(), message, remedy));
  }

  private static Unreadable unreadable(Token at, String message, String remedy) {
    return ExpressionParser.unreadable(at, message, remedy);
  }
}
