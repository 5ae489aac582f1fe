package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The union, difference or intersection of two plane sets. Of each boundary part of the two the piece that bounds the result is
 * a part of it, under its name; so the circle of a hole stays a part. Where boundaries lie on each other, as those of
 * two boxes side by side, the result is the inside of its closure.
 */
public record Combination(Operation operation, Geometry first, Geometry second) implements Geometry {

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
    return Outline.bounds(coordinates(), Outline.of(this).curves());
  }

  @Override
  public List<BoundaryPart> parts() {
    return Outline.of(this).parts(coordinates());
  }

  @Override
  public boolean contains(double... point) {
    return signedDistance(point) < 0;
  }

  @Override
  public double signedDistance(double... point) {
    double a = first.signedDistance(point);
    double b = second.signedDistance(point);
    return switch (operation) {
      case UNION -> Math.min(a, b);
      case DIFFERENCE -> Math.max(a, -b);
      case INTERSECTION -> Math.max(a, b);
    };
  }

  @Override
  public double measure() {
    return Outline.of(this).area();
  }

  @Override
  public double[][] map(double[][] unit) {
    return new Strips(Outline.of(this).curves()).map(unit, this::contains);
  }

  @Override
  public Quadrature quadrature(int m) {
    return new Strips(Outline.of(this).curves()).quadrature(m);
  }

  @Override
  public List<Flaw> flaws() {
    var flaws = operands();
    if (flaws.isEmpty()) {
      flaws = effects();
    }
    if (flaws.isEmpty()) {
      Set<String> met = Outline.of(this).curves().stream().map(Curve::name).collect(Collectors.toSet());
      lost(this, met, flaws);
    }
    return List.copyOf(flaws);
  }

  /** Whether the operands have no flaws and lie in one plane, so that there is an outline, perhaps an empty one. */
  boolean isSound() {
    return operands().isEmpty();
  }

  private List<Flaw> operands() {
    var flaws = new ArrayList<Flaw>();
    for (Geometry operand : List.of(first, second)) {
      flaws.addAll(operand instanceof Combination c ? c.operands() : operand.flaws());
    }
    if (!first.coordinates().equals(second.coordinates())) {
      flaws.add(new Flaw(second, "the two sides of '" + operation + "' are over " + first.coordinates() + " and "
          + second.coordinates(), "give both the same coordinates in the same order"));
    } else if (coordinates().size() != 2) {
      flaws.add(new Flaw(this, "'" + operation + "' combines shapes in the plane, not in " + coordinates().size()
          + (coordinates().size() == 1 ? " dimension" : " dimensions"), "use two space coordinates"));
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
    var result = Outline.of(this).curves();
    if (result.isEmpty()) {
      flaws.add(new Flaw(second, "nothing is left of '" + this + "'", "move or resize the shapes"));
    } else if (result.equals(Outline.of(first).curves())) {
      String what = switch (operation) {
        case UNION -> " adds nothing to ";
        case DIFFERENCE -> " takes nothing from ";
        case INTERSECTION -> " leaves all of ";
      };
      flaws.add(new Flaw(second, "'" + second + "'" + what + "'" + first + "'", "leave it out, or move or resize it"));
    } else if (operation != Operation.DIFFERENCE && result.equals(Outline.of(second).curves())) {
      flaws.add(new Flaw(first, "'" + first + "'" + (operation == Operation.UNION ? " adds nothing to " : " leaves all of ") + "'"
          + second + "'", "leave it out, or move or resize it"));
    }
    return flaws;
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
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
