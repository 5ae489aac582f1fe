package dev.ansatz.pde.expr;

import java.util.Locale;

/** The value of {@code operand} at an interface {@code x = c}, taken from one of its sides, or the difference of the two. */
public record Trace(Expr operand, Side side) implements Expr {

  /** A side of an interface. */
  public enum Side {
    /** Where the coordinate is less than the level. */
    BELOW,
    /** Where the coordinate is greater than the level. */
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
