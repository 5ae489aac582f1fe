package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.List;
import java.util.stream.IntStream;

/** The whole boundary of a ball. */
public record Sphere(List<Coordinate> coordinates, String name, List<Double> center, double radius) implements BoundaryPart {
  @Override
  public double measure() {
    return 4 * Math.PI * radius * radius;
  }

  @Override
  public double distance(double... point) {
    return Math.abs(Shapes.distance(center, point) - radius);
  }

  @Override
  public double[] normal(double... point) {
    double r = Shapes.distance(center, point);
    double[] normal = new double[point.length];
    if (r == 0) {
      normal[0] = 1;
      return normal;
    }
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (point[i] - center.get(i)) / r;
    }
    return normal;
  }

  @Override
  public double[][] map(double[][] unit) {
    return Round.mapSphere(center, radius, unit);
  }

  @Override
  public Quadrature quadrature(int m) {
    return Round.sphere(center, radius, m);
  }

  @Override
  public List<BoundaryPart> pieces() {
    return List.of(this);
  }

  @Override
  public List<Expr> normalExpressions() {
    return IntStream.range(0, coordinates.size())
        .mapToObj(i -> coordinates.get(i).minus(center.get(i)).over(radius)).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
