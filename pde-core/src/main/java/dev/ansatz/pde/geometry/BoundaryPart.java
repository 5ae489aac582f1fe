package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;

/** The open face of a box on which coordinate number {@code axis} is fixed at its lower or upper end. */
public record BoundaryPart(Box box, int axis, boolean upper) {
  public Coordinate fixed() {
    return box.ranges().get(axis).coordinate();
  }

  public double value() {
    return upper ? box.ranges().get(axis).upper() : box.ranges().get(axis).lower();
  }

  /** Component of the outward unit normal along the fixed coordinate. */
  public int outward() {
    return upper ? 1 : -1;
  }

  public String name() {
    double v = value();
    return fixed().name() + "=" + (v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v));
  }
}
