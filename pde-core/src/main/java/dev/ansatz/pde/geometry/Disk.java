package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import java.util.List;

/**
 * The open disk about a point of the plane; its boundary is one part.
 *
 * @param name of the boundary part, {@link #NAME} unless another is given
 */
public record Disk(List<Coordinate> coordinates, String name, List<Double> center, double radius) implements Geometry {
  /** The name of the boundary of a disk that was given none. */
  public static final String NAME = "disk";

  public Disk {
    coordinates = List.copyOf(coordinates);
    name = Shapes.canonical(name);
    center = Shapes.canonical(center);
    radius = radius + 0.0;
  }

  @Override
  public Box boundingBox() {
    return Shapes.cube(coordinates, center, radius);
  }

  @Override
  public double signedDistance(double... point) {
    return Shapes.distance(center, point) - radius;
  }

  @Override
  public double measure() {
    return Math.PI * radius * radius;
  }

  @Override
  public double[][] map(double[][] unit) {
    return Round.mapRing(center, 0, radius, unit, this::contains);
  }

  @Override
  public Quadrature quadrature(int m) {
    return Round.ring(center, 0, radius, m);
  }

  @Override
  public List<Flaw> flaws() {
    return Shapes.flaws(this, 2, center, radius);
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
