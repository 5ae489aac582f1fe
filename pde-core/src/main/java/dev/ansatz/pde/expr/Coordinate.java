package dev.ansatz.pde.expr;

/** An independent variable: a space coordinate or time. */
public record Coordinate(String name, Kind kind) implements Expr, Comparable<Coordinate> {
  public enum Kind { TIME, SPACE }

  public boolean isTime() {
    return kind == Kind.TIME;
  }

  /** Time first, then by name. */
  @Override
  public int compareTo(Coordinate other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }
}
