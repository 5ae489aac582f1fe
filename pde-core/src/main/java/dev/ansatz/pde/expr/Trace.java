package dev.ansatz.pde.expr;

import java.util.Locale;

/** The value of {@code operand} at an interface, taken from one of its sides, or the difference of the two. */
public record Trace(Expr operand, Side side) implements Expr {

  /** A side of an interface. */
  public enum Side {
    /** Where the coordinate of an interface {@code x = c} is less than c; inside of the set that an interface surrounds. */
    BELOW,
    /** Where the coordinate is greater; outside of the set. */
    ABOVE,
    /** The value above less the value below. */
    JUMP;

    /** As it is written: {@code jump}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
