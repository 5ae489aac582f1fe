package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import java.util.ArrayList;
import java.util.List;

/**
 * The open ring between two circles about a point of the plane; each circle is a boundary part, unless both have one name.
 *
 * @param innerName of the inner circle, {@link #INNER} unless another is given
 * @param outerName of the outer circle, {@link #OUTER} unless another is given
 * @param inner the smaller radius
 * @param outer the greater radius
 */
public record Annulus(
    List<Coordinate> coordinates, String innerName, String outerName, List<Double> center, double inner, double outer)
    implements Geometry {
  /** The name of an inner circle that was given none. */
  public static final String INNER = "inner";
  /** The name of an outer circle that was given none. */
  public static final String OUTER = "outer";

  public Annulus {
    coordinates = List.copyOf(coordinates);
    innerName = Shapes.canonical(innerName);
    outerName = Shapes.canonical(outerName);
    center = Shapes.canonical(center);
    inner = inner + 0.0;
    outer = outer + 0.0;
  }

  @Override
  public Box boundingBox() {
    return Shapes.cube(coordinates, center, outer);
  }

  @Override
  public double signedDistance(double... point) {
    double r = Shapes.distance(center, point);
    return Math.max(inner - r, r - outer);
  }

  @Override
  public double measure() {
    return Math.PI * (outer - inner) * (outer + inner);
  }

  @Override
  public double[][] map(double[][] unit) {
    return Round.mapRing(center, inner, outer, unit, this::contains);
  }

  @Override
  public Quadrature quadrature(int m) {
    return Round.ring(center, inner, outer, m);
  }

  @Override
  public List<Flaw> flaws() {
    var flaws = new ArrayList<>(Shapes.flaws(this, 2, center, outer));
    if (!(inner > 0)) {
      flaws.add(new Flaw(this, "the inner radius of an annulus is " + new Const(inner),
          inner == 0 ? "write a disk" : "a radius is positive"));
    } else if (inner >= outer && outer > 0) {
      flaws.add(new Flaw(this, "the annulus with radii " + new Const(inner) + " and " + new Const(outer) + " is empty",
          "its first radius must be less than its second"));
    }
    return List.copyOf(flaws);
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
