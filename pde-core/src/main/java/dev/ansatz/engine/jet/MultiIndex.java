package dev.ansatz.engine.jet;

import java.util.Arrays;

/** Orders of differentiation, one per coordinate: (1, 2) is ∂³/∂x₀∂x₁². */
public record MultiIndex(int... orders) implements Comparable<MultiIndex> {
  public MultiIndex {
    orders = orders.clone();
    for (int order : orders) {
      if (order < 0) {
        throw new IllegalArgumentException("orders of differentiation must not be negative: " + Arrays.toString(orders));
      }
    }
  }

  @Override
  public int[] orders() {
    return orders.clone();
  }

  public int order(int coordinate) {
    return orders[coordinate];
  }

  public int dimension() {
    return orders.length;
  }

  /** The sum of the orders. */
  public int degree() {
    return Arrays.stream(orders).sum();
  }

  public static MultiIndex zero(int dimension) {
    return new MultiIndex(new int[dimension]);
  }

  /** True if every order of this index is at most that of {@code other}. */
  public boolean divides(MultiIndex other) {
    for (int i = 0; i < orders.length; i++) {
      if (orders[i] > other.orders[i]) {
        return false;
      }
    }
    return true;
  }

  public MultiIndex plus(MultiIndex other) {
    int[] sum = orders.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.orders[i];
    }
    return new MultiIndex(sum);
  }

  /** {@code this - other}, where {@code other.divides(this)}. */
  public MultiIndex minus(MultiIndex other) {
    int[] difference = orders.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other.orders[i];
    }
    return new MultiIndex(difference);
  }

  /** The product of the factorials of the orders. */
  public double factorial() {
    double product = 1;
    for (int order : orders) {
      for (int k = 2; k <= order; k++) {
        product *= k;
      }
    }
    return product;
  }

  /** By degree, then with higher orders in earlier coordinates first. */
  @Override
  public int compareTo(MultiIndex other) {
    int byDegree = Integer.compare(degree(), other.degree());
    return byDegree != 0 ? byDegree : Arrays.compare(other.orders, orders);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiIndex that && Arrays.equals(orders, that.orders);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(orders);
  }

  @Override
  public String toString() {
    return Arrays.toString(orders);
  }
}
