package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import java.util.List;

/**
 * The open ball about a point of space in three dimensions; its boundary is one part.
 *
 * @param name of the boundary part, {@link #NAME} unless another is given
 */
public record Ball(List<Coordinate> coordinates, String name, List<Double> center, double radius) implements Geometry {
  /** The name of the boundary of a ball that was given none. */
  public static final String NAME = "ball";

  public Ball {
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
  public List<BoundaryPart> parts() {
    return flaws().isEmpty() ? List.of(new Sphere(coordinates, name, center, radius)) : List.of();
  }

  @Override
  public double signedDistance(double... point) {
    return Shapes.distance(center, point) - radius;
  }

  @Override
  public double measure() {
    return 4 * Math.PI / 3 * radius * radius * radius;
  }

  @Override
  public double[][] map(double[][] unit) {
    return Round.mapBall(center, radius, unit, this::contains);
  }

  @Override
  public Quadrature quadrature(int m) {
    return Round.ball(center, radius, m);
  }

  @Override
  public List<Flaw> flaws() {
    return Shapes.flaws(this, 3, center, radius);
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
