package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.law.Law;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The sentences that name what the equations do not determine: {@code param}, {@code unknown}, {@code input}, {@code table}. */
final class CoefficientParser {
  static final List<String> SENTENCES = List.of("param", "unknown", "input", "table");

  private record Declared(Token name, List<Token> arguments, Field.Role role, Optional<Law> law) {}

  private final BiConsumer<Object, Token> places;
  private final List<Declared> fields = new ArrayList<>();
  private final Map<Field, Coefficient> coefficients = new LinkedHashMap<>();
  final List<Parameter> parameters = new ArrayList<>();
  final Map<String, Table> tables = new LinkedHashMap<>();

  /** @param places is told where each thing was named */
  CoefficientParser(BiConsumer<Object, Token> places) {
    this.places = places;
  }

  /** Reads the sentence but for the guess of a field, for which all names must be known. */
  void declare(ExpressionParser parser) {
    Token word = parser.take();
    switch (word.text()) {
      case "param" -> parameters(parser, false);
      case "unknown" -> {
        if (parser.peek(1).is("(")) {
          fields.add(field(parser, Field.Role.UNKNOWN));
        } else {
          parameters(parser, true);
        }
      }
      case "input" -> {
        var declared = field(parser, Field.Role.INPUT);
        fields.add(declared);
        if (parser.peek().isWord("from")) {
          parser.take();
          fields.set(fields.size() - 1, new Declared(declared.name, declared.arguments, declared.role, Optional.of(LawParser.law(parser))));
        }
        parser.expectEnd();
      }
      default -> {
        Token name = parser.peek();
        var table = DataParser.table(parser);
        if (tables.putIfAbsent(table.name(), table) != null) {
          throw ExpressionParser.unreadable(name, "'" + table.name() + "' is the name of two tables", "give each its own");
        }
        places.accept(table, name);
      }
    }
  }

  /** {@code nu = 0.1 in [0, 1], k = 2}. */
  private void parameters(ExpressionParser parser, boolean unknown) {
    do {
      Token name = parser.expectPlainName(unknown ? "the name of an unknown" : "the name of a parameter");
      var p = new Parameter(name.text(), 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, unknown);
      // the name is known even if its value cannot be read
      try {
        parser.expect("=", unknown ? "and a guess after the unknown " + name.text() : "after the parameter " + name.text());
        p = p.withValue(parser.value());
        if (parser.peek().isWord("in")) {
          parser.take();
          parser.expect("[", "before the bounds of " + name.text());
          double lower = parser.value();
          parser.expect(",", "between the bounds of " + name.text());
          p = p.in(lower, parser.value());
          parser.expect("]", "after the bounds of " + name.text());
        }
      } finally {
        places.accept(p, name);
        parameters.add(p);
      }
    } while (parser.takeIf(","));
    parser.expectEnd();
  }

  private static Declared field(ExpressionParser parser, Field.Role role) {
    Token name = parser.expectPlainName("the name of a coefficient");
    return new Declared(name, parser.expectCoordinates(name), role, Optional.empty());
  }

  /** Makes fields of what was declared, once it is known which coordinates are time. */
  List<Field> fields(Function<String, Coordinate> coordinate) {
    for (Declared d : fields) {
      var field = new Field(d.name.text(), d.arguments.stream().map(t -> coordinate.apply(t.text())).toList(), d.role);
      var c = d.role == Field.Role.INPUT ? new Coefficient.Input(field, d.law) : new Coefficient.Unknown(field, Optional.empty());
      places.accept(c, d.name);
      coefficients.put(field, c);
    }
    return List.copyOf(coefficients.keySet());
  }

  /** {@code unknown a(x) = 1 + x}: the guess. */
  void guess(ExpressionParser parser) {
    parser.take();
    if (!parser.peek(1).is("(")) {
      return;
    }
    Token name = parser.peek();
    field(parser, Field.Role.UNKNOWN);
    if (parser.peek().kind() == Token.Kind.END) {
      return;
    }
    parser.expect("=", "and a guess after the unknown " + name.text());
    var guess = parser.expression();
    coefficients.replaceAll((field, old) -> {
      boolean meant = field.name().equals(name.text()) && field.role() == Field.Role.UNKNOWN;
      if (meant) {
        var c = new Coefficient.Unknown(field, Optional.of(guess));
        places.accept(c, name);
        return c;
      }
      return old;
    });
  }

  List<Coefficient> coefficients() {
    return List.copyOf(coefficients.values());
  }
}
