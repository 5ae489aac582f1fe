package dev.ansatz.pde.expr;


/** An independent variable: a space coordinate or time. */
public record Coordinate(String name, Kind kind) implements Expr, Comparable<Coordinate> {
  /** What a coordinate measures. */
  public enum Kind { TIME, SPACE }

  public Coordinate {
    name = Names.canonical(name);
  }

  public boolean isTime() {
    return kind == Kind.TIME;
  }

  /** The range from {@code lower} to {@code upper}; a statement that uses an empty or reversed one is refused. */
  public Range in(double lower, double upper) {
    return new Range(this, lower, upper);
  }

  /** Time first, then by name. */
  @Override
  public int compareTo(Coordinate other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
