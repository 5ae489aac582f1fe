package dev.ansatz.pde.expr;

import java.util.List;

/** An unknown function of coordinates, in the order in which its arguments are written. */
public record Field(String name, List<Coordinate> coordinates) implements Expr {
  public Field {
    name = Names.canonical(name);
    coordinates = List.copyOf(coordinates);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
