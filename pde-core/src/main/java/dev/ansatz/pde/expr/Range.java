package dev.ansatz.pde.expr;

/**
 * The closed interval {@code [lower, upper]} that a coordinate runs over. A problem is refused unless {@code lower < upper}
 * and both are finite; the range itself is not, so that all faults of a statement are reported together.
 */
public record Range(Coordinate coordinate, double lower, double upper) {
  public double length() {
    return upper - lower;
  }
}
