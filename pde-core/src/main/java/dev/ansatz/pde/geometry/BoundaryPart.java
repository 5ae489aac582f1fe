package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;

/** The open face of a box on which coordinate number {@code axis} is fixed at its lower or upper end. */
public record BoundaryPart(Box box, int axis, boolean upper) {
  /** The coordinate that is constant on this part. */
  public Coordinate fixed() {
    return box.ranges().get(axis).coordinate();
  }

  /** What {@link #fixed()} equals here. */
  public double value() {
    return upper ? box.ranges().get(axis).upper() : box.ranges().get(axis).lower();
  }

  /** Component of the outward unit normal along the fixed coordinate. */
  public int outward() {
    return upper ? 1 : -1;
  }

  /** {@code x=-1}, {@code theta=2*pi}: the fixed coordinate and its value as they are typed in the text form. */
  public String name() {
    return fixed().name() + "=" + new Const(value()).text();
  }

  @Override
  public String toString() {
    return name();
  }
}
