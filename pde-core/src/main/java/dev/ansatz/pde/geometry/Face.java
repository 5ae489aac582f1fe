package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The open face of a box on which coordinate number {@code axis} is fixed at its lower or upper end. */
public record Face(Box box, int axis, boolean upper) implements BoundaryPart {
  /** {@code x=-1}, {@code theta=2*pi}: the fixed coordinate and its value as they are typed in the text form. */
  static String name(Coordinate fixed, double value) {
    return fixed.name() + "=" + new Const(value).text();
  }

  /** The coordinate that is constant on this face. */
  public Coordinate fixed() {
    return box.ranges().get(axis).coordinate();
  }

  /** What {@link #fixed()} equals here. */
  public double value() {
    return upper ? box.ranges().get(axis).upper() : box.ranges().get(axis).lower();
  }

  /** Component of the outward unit normal along the fixed coordinate. */
  public int outward() {
    return upper ? 1 : -1;
  }

  @Override
  public String name() {
    return name(fixed(), value());
  }

  @Override
  public List<Coordinate> coordinates() {
    return box.coordinates();
  }

  /** The ranges of the coordinates that vary. */
  private List<Range> free() {
    var free = new ArrayList<>(box.ranges());
    free.remove(axis);
    return free;
  }

  @Override
  public double measure() {
    return free().stream().mapToDouble(Range::length).reduce(1, (a, b) -> a * b);
  }

  @Override
  public double distance(double... point) {
    double squares = 0;
    for (int i = 0; i < point.length; i++) {
      Range range = box.ranges().get(i);
      double d = point[i] - (i == axis ? value() : Math.clamp(point[i], range.lower(), range.upper()));
      squares += d * d;
    }
    return Math.sqrt(squares);
  }

  @Override
  public double[] normal(double... point) {
    double[] normal = new double[box.ranges().size()];
    normal[axis] = outward();
    return normal;
  }

  @Override
  public double[][] map(double[][] unit) {
    if (unit.length == 0) {
      return new double[][] {{value()}};
    }
    return withFixed(new Box(free()).map(unit));
  }

  @Override
  public Quadrature quadrature(int m) {
    if (box.ranges().size() == 1) {
      return new Quadrature(new double[][] {{value()}}, new double[] {1});
    }
    var rule = Quadrature.gaussLegendre(free(), m);
    return new Quadrature(withFixed(rule.points()), rule.weights());
  }

  private double[][] withFixed(double[][] free) {
    double[][] points = new double[free.length + 1][];
    points[axis] = new double[free[0].length];
    Arrays.fill(points[axis], value());
    for (int i = 0; i < free.length; i++) {
      points[i < axis ? i : i + 1] = free[i];
    }
    return points;
  }

  @Override
  public List<BoundaryPart> pieces() {
    return List.of(this);
  }

  @Override
  public List<Expr> normalExpressions() {
    return IntStream.range(0, box.ranges().size()).<Expr>mapToObj(i -> new Const(i == axis ? outward() : 0)).toList();
  }

  @Override
  public String latex() {
    return fixed().latex() + " = " + new Const(value()).latex();
  }

  @Override
  public String toString() {
    return name();
  }
}
