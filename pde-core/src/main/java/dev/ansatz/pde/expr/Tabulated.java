package dev.ansatz.pde.expr;

import java.util.List;

/**
 * The interpolant of a table, or a derivative of it, at some arguments; made by {@link #of}.
 *
 * @param orders how often the interpolant is differentiated in each of its own arguments
 */
public record Tabulated(Table table, List<Expr> arguments, List<Integer> orders) implements Expr {

  /** @throws IllegalArgumentException unless there is one argument and one order for each axis */
  public Tabulated {
    arguments = List.copyOf(arguments);
    orders = List.copyOf(orders);
    if (arguments.size() != table.axes().size() || orders.size() != arguments.size()) {
      throw new IllegalArgumentException("the table " + table.name() + " takes " + table.axes().size()
          + (table.axes().size() == 1 ? " argument" : " arguments") + ", not " + arguments.size());
    }
  }

  /** The derivative of these orders; zero above the degree of the interpolant. */
  public static Expr of(Table table, List<? extends Expr> arguments, List<Integer> orders) {
    return orders.stream().anyMatch(k -> k > table.degree()) ? Const.ZERO : new Tabulated(table, List.copyOf(arguments), orders);
  }

  /** The value of the interpolant's derivative of these orders at numbers. */
  double value(double[] at) {
    return table.value(at, orders.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
