package dev.ansatz.pde.expr;

import java.util.List;

/** A function of coordinates, in the order in which its arguments are written. */
public record Field(String name, List<Coordinate> coordinates, Role role) implements Expr {

  /** What a problem says of a field. */
  public enum Role {
    /** To be found from the equations. */
    SOLUTION,
    /** A coefficient of the equations, to be found from observations. */
    UNKNOWN,
    /** A coefficient of the equations that is given with each instance of a family of problems. */
    INPUT
  }

  public Field {
    name = Names.canonical(name);
    coordinates = List.copyOf(coordinates);
  }

  /** To be found from the equations. */
  public Field(String name, List<Coordinate> coordinates) {
    this(name, coordinates, Role.SOLUTION);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
