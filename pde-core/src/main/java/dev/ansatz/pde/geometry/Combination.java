package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The union, difference or intersection of two sets in the plane, or of boxes, balls and their combinations in space. Of each boundary part
 * of the two the piece that bounds the result is a part of it, under its name; so the circle of a hole stays a part. Where boundaries lie
 * on each other, as those of two boxes side by side, the result is the inside of its closure.
 *
 * <p>Equal if operation and operands are. The outline is found once, in O(n²) for n edges and arcs, and kept; in space so are {@link
 * Slices}.
 */
public final class Combination implements Geometry {
  private final Operation operation;
  private final Geometry first;
  private final Geometry second;
  /** Found when first asked for, like the outline; any thread finds the same. */
  private List<Flaw> operandFlaws;
  private Outline outline;
  private Slices slices;
  private List<BoundaryPart> surfaces;

  /** Two sets over the same coordinates. */
  public Combination(Operation operation, Geometry first, Geometry second) {
    this.operation = operation;
    this.first = first;
    this.second = second;
  }

  public Operation operation() {
    return operation;
  }

  public Geometry first() {
    return first;
  }

  public Geometry second() {
    return second;
  }

  Outline outline() {
    Outline known = outline;
    if (known == null) {
      known = new Outline(operands().isEmpty() ? Outline.combined(this) : List.of());
      outline = known;
    }
    return known;
  }

  /** Of one in space. */
  Slices slices() {
    Slices known = slices;
    if (known == null) {
      known = new Slices(this, 2);
      slices = known;
    }
    return known;
  }

  private boolean inSpace() {
    return coordinates().size() == 3;
  }

  @Override
  public List<BoundaryPart> parts() {
    if (!inSpace()) {
      return Outline.of(this).parts(coordinates());
    }
    List<BoundaryPart> known = surfaces;
    if (known == null) {
      known = operands().isEmpty() ? Surface.parts(this, slices()) : List.of();
      surfaces = known;
    }
    return known;
  }

  /** Which points belong to the result: those in one of the two, in the first only, or in both. */
  public enum Operation {
    UNION("union"), DIFFERENCE("minus"), INTERSECTION("intersect");

    private final String word;

    Operation(String word) {
      this.word = word;
    }

    /** The word of the text form. */
    @Override
    public String toString() {
      return word;
    }
  }

  @Override
  public List<Coordinate> coordinates() {
    return first.coordinates();
  }

  @Override
  public Box boundingBox() {
    if (inSpace()) {
      return new Box(IntStream.range(0, 3).mapToObj(axis -> {
        var intervals = new Slices(this, axis).intervals();
        return new Range(coordinates().get(axis), intervals.getFirst()[0], intervals.getLast()[1]);
      }).toList());
    }
    return Outline.bounds(coordinates(), outline().curves());
  }

  @Override
  public double signedDistance(double... point) {
    double a = first.signedDistance(point);
    double b = second.signedDistance(point);
    return switch (operation) {
      // where the two touch, both vanish although nothing is left of either boundary
      case UNION -> a == 0 && b == 0 && !inSpace() ? outline().signedDistance(point[0], point[1]) : Math.min(a, b);
      case DIFFERENCE -> Math.max(a, -b);
      case INTERSECTION -> Math.max(a, b);
    };
  }

  @Override
  public double measure() {
    return inSpace() ? slices().volume() : outline().area();
  }

  @Override
  public double[][] map(double[][] unit) {
    return inSpace() ? slices().map(unit, this) : new Strips(outline().curves()).map(unit, this::contains);
  }

  @Override
  public Quadrature quadrature(int m) {
    return inSpace() ? slices().quadrature(m) : new Strips(outline().curves()).quadrature(m);
  }

  @Override
  public List<Flaw> flaws() {
    var flaws = operands();
    if (flaws.isEmpty()) {
      flaws = effects();
    }
    if (flaws.isEmpty()) {
      Set<String> met = inSpace() ? parts().stream().map(BoundaryPart::name).collect(Collectors.toSet())
          : outline().curves().stream().map(Curve::name).collect(Collectors.toSet());
      lost(this, met, flaws);
    }
    return List.copyOf(flaws);
  }

  /** The flaws that leave no outline, not even an empty one. */
  private List<Flaw> operands() {
    List<Flaw> known = operandFlaws;
    if (known == null) {
      known = List.copyOf(findOperandFlaws());
      operandFlaws = known;
    }
    return known;
  }

  private List<Flaw> findOperandFlaws() {
    var flaws = new ArrayList<Flaw>();
    for (Geometry operand : List.of(first, second)) {
      flaws.addAll(operand instanceof Combination c ? c.operands() : operand.flaws());
    }
    if (!first.coordinates().equals(second.coordinates())) {
      flaws.add(new Flaw(second, "the two sides of '" + operation + "' are over " + first.coordinates() + " and "
          + second.coordinates(), "give both the same coordinates in the same order"));
    } else if (coordinates().size() != 2 && coordinates().size() != 3) {
      flaws.add(new Flaw(this, "'" + operation + "' combines shapes in the plane and in space, not in " + coordinates().size()
          + (coordinates().size() == 1 ? " dimension" : " dimensions"), "use two or three space coordinates"));
    }
    return flaws;
  }

  /** Whether this combination and those in it make something new. */
  private List<Flaw> effects() {
    var flaws = new ArrayList<Flaw>();
    for (Geometry operand : List.of(first, second)) {
      if (operand instanceof Combination c) {
        flaws.addAll(c.effects());
      }
    }
    if (!flaws.isEmpty()) {
      return flaws;
    }
    // a chain of shapes would be as long as the statement
    String before = first instanceof Combination ? "what stands before it" : "'" + first + "'";
    boolean empty = inSpace() ? slices().intervals().isEmpty() : outline().curves().isEmpty();
    if (empty) {
      flaws.add(new Flaw(second, "nothing is left of " + before + " by '" + operation + " " + second + "'", "move or resize the shapes"));
    } else if (equalsResult(first)) {
      String what = switch (operation) {
        case UNION -> " adds nothing to ";
        case DIFFERENCE -> " takes nothing from ";
        case INTERSECTION -> " leaves all of ";
      };
      flaws.add(new Flaw(second, "'" + second + "'" + what + before, "leave it out, or move or resize it"));
    } else if (operation != Operation.DIFFERENCE && equalsResult(second)) {
      flaws.add(new Flaw(second, before + (operation == Operation.UNION ? " adds nothing to '" : " leaves all of '") + second + "'",
          "leave out one of the two, or move or resize it"));
    }
    return flaws;
  }

  /** Whether an operand is all of the result; in space by its volume, which has an error of rounding. */
  private boolean equalsResult(Geometry operand) {
    return inSpace() ? Math.abs(operand.measure() - measure()) <= 1e-11 * measure()
        : outline().curves().equals(Outline.of(operand).curves());
  }

  /** Parts that were given a name of their own and are nowhere on the boundary. */
  private static void lost(Geometry shape, Set<String> met, List<Flaw> flaws) {
    switch (shape) {
      case Combination c -> {
        lost(c.first, met, flaws);
        lost(c.second, met, flaws);
      }
      case Box _ -> { }
      default -> {
        var usual = Set.of(Disk.NAME, Ball.NAME, Polygon.NAME, Annulus.INNER, Annulus.OUTER);
        shape.names().stream().filter(name -> !usual.contains(name) && !met.contains(name)).forEach(name ->
            flaws.add(new Flaw(shape, "the part '" + name + "' of '" + shape + "' lies nowhere on the boundary",
                "leave out its name, or move the shape")));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Combination c && operation == c.operation && first.equals(c.first) && second.equals(c.second);
  }

  @Override
  public int hashCode() {
    return Objects.hash(operation, first, second);
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
