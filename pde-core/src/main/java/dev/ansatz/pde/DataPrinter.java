package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Table;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables and observations as text that is parsed back: one row of numbers a line. */
final class DataPrinter {
  private static final String NEXT_LINE = ",\n    ";

  private DataPrinter() {}

  static String table(Table t) {
    var text = new StringBuilder("table " + t.name() + "(" + String.join(", ", t.axes()) + ") " + t.interpolation().text());
    for (int i = 0; i < t.axes().size(); i++) {
      text.append(NEXT_LINE).append(t.axes().get(i)).append(" = ").append(row(t.nodes(i)));
    }
    double[] values = t.values();
    int row = t.nodes(t.axes().size() - 1).length;
    String rows = IntStream.range(0, values.length / row).mapToObj(i -> row(Arrays.copyOfRange(values, i * row, (i + 1) * row)))
        .collect(Collectors.joining(NEXT_LINE));
    return text + NEXT_LINE + "values = " + (t.axes().size() == 2 ? "[" + rows + "]" : rows);
  }

  private static String row(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(DataPrinter::number).collect(Collectors.joining(", ", "[", "]"));
  }

  static String observation(Condition.Observation o) {
    return "observe " + o.quantity().text() + " at " + IntStream.range(0, o.points().size()).mapToObj(i ->
        o.points().get(i).stream().map(DataPrinter::number).collect(Collectors.joining(", ", "(", ") = ")) + number(o.values().get(i)))
        .collect(Collectors.joining(NEXT_LINE)) + " noise " + number(o.noise());
  }

  private static String number(double value) {
    return new Const(value).decimal();
  }
}
