package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** A boundary part in the plane: the edges and arcs of one name, in the order in which the shapes were stated. */
public record Curves(List<Coordinate> coordinates, String name, List<Curve> curves) implements BoundaryPart {
  public Curves {
    coordinates = List.copyOf(coordinates);
    curves = List.copyOf(curves);
  }

  @Override
  public double measure() {
    return curves.stream().mapToDouble(Curve::length).sum();
  }

  @Override
  public double distance(double... point) {
    return curves.stream().mapToDouble(c -> c.distance(point[0], point[1])).min().orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  public double[] normal(double... point) {
    Curve nearest = curves.stream().min(Comparator.comparingDouble(c -> c.distance(point[0], point[1]))).orElseThrow();
    return nearest.normal(nearest.nearest(point[0], point[1]));
  }

  @Override
  public double[][] map(double[][] unit) {
    double total = measure();
    double[][] points = new double[2][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double place = unit[0][p] * total;
      int k = 0;
      while (k < curves.size() - 1 && place > curves.get(k).length()) {
        place -= curves.get(k++).length();
      }
      Curve curve = curves.get(k);
      double[] point = curve.point(Math.clamp(place / curve.length(), 0x1p-53, 1 - 0x1p-53));
      points[0][p] = point[0];
      points[1][p] = point[1];
    }
    return points;
  }

  @Override
  public Quadrature quadrature(int m) {
    return Quadrature.join(2, curves.stream().map(c -> Round.along(c, m)).toList());
  }

  @Override
  public List<BoundaryPart> pieces() {
    var byFormula = new LinkedHashMap<List<Expr>, List<Curve>>();
    curves.forEach(c -> byFormula.computeIfAbsent(normal(c), _ -> new ArrayList<>()).add(c));
    return byFormula.values().stream().<BoundaryPart>map(some -> new Curves(coordinates, name, some)).toList();
  }

  @Override
  public List<Expr> normalExpressions() {
    var all = curves.stream().map(this::normal).distinct().toList();
    if (all.size() != 1) {
      throw new IllegalStateException("the normal of " + name + " has " + all.size() + " formulas, one for each of its pieces");
    }
    return all.getFirst();
  }

  private List<Expr> normal(Curve curve) {
    return switch (curve) {
      case Segment s -> List.of(new Const(s.normal(0)[0]), new Const(s.normal(0)[1]));
      case Arc a -> {
        double r = Math.signum(a.sweep()) * a.radius();
        yield List.of(coordinates.get(0).minus(a.x()).over(r), coordinates.get(1).minus(a.y()).over(r));
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
