package dev.ansatz.pde.expr;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One scalar expression along each of some space coordinates; no {@link Expr}, so the two cannot be added. */
public record VectorExpr(List<Coordinate> coordinates, List<Expr> components) {

  /** @throws IllegalArgumentException unless there is one component for each coordinate */
  public VectorExpr {
    coordinates = List.copyOf(coordinates);
    components = List.copyOf(components);
    if (coordinates.isEmpty() || coordinates.size() != components.size()) {
      throw new IllegalArgumentException("a vector over " + coordinates + " needs " + coordinates.size()
          + " components, not " + components.size());
    }
  }

  public static VectorExpr of(List<Coordinate> coordinates, Expr... components) {
    return new VectorExpr(coordinates, List.of(components));
  }

  /** @throws IllegalArgumentException if the coordinate is not one of {@link #coordinates()} */
  public Expr along(Coordinate coordinate) {
    int i = coordinates.indexOf(coordinate);
    if (i < 0) {
      throw new IllegalArgumentException("this vector has components along " + coordinates + ", not along " + coordinate);
    }
    return components.get(i);
  }

  /** @throws IllegalArgumentException if the other has other coordinates */
  public VectorExpr plus(VectorExpr other) {
    return zip(other, Expr::plus);
  }

  /** @throws IllegalArgumentException if the other has other coordinates */
  public VectorExpr minus(VectorExpr other) {
    return zip(other, Expr::minus);
  }

  public VectorExpr times(Expr factor) {
    return map(factor::times);
  }

  public VectorExpr times(double factor) {
    return times(new Const(factor));
  }

  public VectorExpr over(Expr divisor) {
    return map(c -> c.over(divisor));
  }

  public VectorExpr over(double divisor) {
    return over(new Const(divisor));
  }

  public VectorExpr negate() {
    return map(Expr::negate);
  }

  /** The scalar product. @throws IllegalArgumentException if the other has other coordinates */
  public Expr dot(VectorExpr other) {
    return Sum.of(zip(other, Expr::times).components);
  }

  /** @throws IllegalArgumentException if the other has other coordinates */
  public VectorEquation eq(VectorExpr right) {
    requireSame(right);
    return new VectorEquation(
        IntStream.range(0, components.size()).mapToObj(i -> components.get(i).eq(right.components.get(i))).toList());
  }

  /** One right side for each component; a single 0 is the zero vector. */
  public VectorEquation eq(double... right) {
    double[] all = right.length == 1 && right[0] == 0 ? new double[components.size()] : right;
    return eq(new VectorExpr(coordinates, IntStream.range(0, all.length).<Expr>mapToObj(i -> new Const(all[i])).toList()));
  }

  /** One right side for each component. */
  public VectorEquation eq(Expr... right) {
    return eq(new VectorExpr(coordinates, List.of(right)));
  }

  public VectorExpr map(UnaryOperator<Expr> f) {
    return new VectorExpr(coordinates, components.stream().map(f).toList());
  }

  private VectorExpr zip(VectorExpr other, BinaryOperator<Expr> f) {
    requireSame(other);
    return new VectorExpr(coordinates, IntStream.range(0, components.size())
        .mapToObj(i -> f.apply(components.get(i), other.components.get(i))).toList());
  }

  private void requireSame(VectorExpr other) {
    if (!coordinates.equals(other.coordinates)) {
      throw new IllegalArgumentException("a vector over " + coordinates + " meets one over " + other.coordinates);
    }
  }

  @Override
  public String toString() {
    return components.stream().map(Expr::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
