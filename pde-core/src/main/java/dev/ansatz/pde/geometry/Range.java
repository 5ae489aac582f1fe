package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;

/** The closed interval {@code [lower, upper]} that a coordinate runs over, {@code lower < upper}, both finite. */
public record Range(Coordinate coordinate, double lower, double upper) {
  public double length() {
    return upper - lower;
  }
}
