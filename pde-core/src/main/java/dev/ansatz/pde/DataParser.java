package dev.ansatz.pde;

import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The sentences that are mostly numbers: tables and observations. */
final class DataParser {
  private DataParser() {}

  /** {@code k(x, y) cubic, x = [0, 1, 2, 3], y = [0, 1, 2, 4], values = [[...], ...]}, from the name on. */
  static Table table(ExpressionParser parser) {
    Token name = parser.expectPlainName("the name of a table");
    parser.expect("(", "and the arguments of the table " + name.text());
    var axes = new ArrayList<String>();
    do {
      axes.add(parser.expectPlainName("an argument of " + name.text()).text());
    } while (parser.takeIf(","));
    parser.expect(")", "after the arguments of " + name.text());
    Token kind = parser.peek();
    Optional<Table.Interpolation> interpolation =
        Arrays.stream(Table.Interpolation.values()).filter(i -> kind.isWord(i.text())).findFirst();
    if (interpolation.isEmpty()) {
      throw ExpressionParser.unreadable(kind, "expected the kind of interpolation of " + name.text() + ", found " + kind.shown(),
          "write linear or cubic");
    }
    parser.take();
    var nodes = new ArrayList<double[]>();
    for (String axis : axes) {
      parser.expect(",", "before the nodes along " + axis);
      word(parser, axis);
      parser.expect("=", "after " + axis);
      nodes.add(numbers(parser, "the nodes along " + axis));
    }
    parser.expect(",", "before the values of " + name.text());
    word(parser, "values");
    parser.expect("=", "after values");
    double[] values = axes.size() == 2 ? rows(parser, nodes.get(1).length) : numbers(parser, "the values");
    parser.expectEnd();
    double[][] grid = nodes.toArray(double[][]::new);
    var faults = Table.faults(axes, grid, values, interpolation.get());
    if (!faults.isEmpty()) {
      throw ExpressionParser.unreadable(name, "the table " + name.text() + ": " + String.join("; ", faults), "");
    }
    return new Table(name.text(), axes, grid, values, interpolation.get());
  }

  private static void word(ExpressionParser parser, String word) {
    if (!parser.peek().isWord(word)) {
      throw ExpressionParser.unreadable(parser.peek(), "expected " + word + " = [...], found " + parser.peek().shown(), "");
    }
    parser.take();
  }

  private static double[] numbers(ExpressionParser parser, String what) {
    parser.expect("[", "before " + what);
    var numbers = new ArrayList<Double>();
    do {
      numbers.add(parser.constant());
    } while (parser.takeIf(","));
    parser.expect("]", "after " + what);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] rows(ExpressionParser parser, int length) {
    parser.expect("[", "before the rows of values");
    var rows = new ArrayList<double[]>();
    do {
      Token at = parser.peek();
      double[] row = numbers(parser, "row " + (rows.size() + 1) + " of the values");
      if (row.length != length) {
        throw ExpressionParser.unreadable(at, "row " + (rows.size() + 1) + " has " + row.length + " values", "it needs " + length
            + ", one for each node of the second argument");
      }
      rows.add(row);
    } while (parser.takeIf(","));
    parser.expect("]", "after the rows of values");
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** {@code u at (0, 0.5) = 1.2, (0, 0.7) = 1.3 noise 0.01}, from the quantity on. */
  static Condition.Observation observation(ExpressionParser parser) {
    Token first = parser.peek();
    Expr quantity = parser.sum().scalar(first);
    if (!parser.peek().isWord("at")) {
      throw ExpressionParser.unreadable(parser.peek(), "expected 'at' and a point, found " + parser.peek().shown(),
          "write observe u at (0, 0.5) = 1.2 noise 0.01");
    }
    parser.take();
    var points = new ArrayList<List<Double>>();
    var values = new ArrayList<Double>();
    do {
      points.add(point(parser));
      parser.expect("=", "and the value after a point");
      values.add(parser.constant());
    } while (parser.takeIf(","));
    if (!parser.peek().isWord("noise")) {
      throw ExpressionParser.unreadable(parser.peek(), "expected ',' and another point, or 'noise' and its size, found "
          + parser.peek().shown(), "state the standard deviation of a measurement, as in: noise 0.01");
    }
    parser.take();
    double noise = parser.constant();
    parser.expectEnd();
    var coordinates = quantity.fields().stream().findFirst().map(f -> f.coordinates()).orElse(List.of());
    return new Condition.Observation(quantity, coordinates, points, values, noise);
  }

  private static List<Double> point(ExpressionParser parser) {
    if (!parser.takeIf("(")) {
      return List.of(parser.constant());
    }
    var point = new ArrayList<Double>();
    do {
      point.add(parser.constant());
    } while (parser.takeIf(","));
    parser.expect(")", "after a point");
    return point;
  }
}
