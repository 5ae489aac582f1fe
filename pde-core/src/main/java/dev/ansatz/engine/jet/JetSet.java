package dev.ansatz.engine.jet;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A downward-closed, ordered set of multi-indices: the Taylor channels that are carried through a network. Channel 0 is
 * the value.
 *
 * @param laplacian coordinates, two or more, whose second derivatives are carried as their sum, in the channel that otherwise holds the
 *     second derivative by the first of them; empty where there is no such channel
 */
public record JetSet(int dimension, List<MultiIndex> indices, List<Integer> laplacian) {
  public JetSet {
    indices = List.copyOf(indices);
    laplacian = List.copyOf(laplacian);
  }

  /** All derivatives apart. */
  public JetSet(int dimension, List<MultiIndex> indices) {
    this(dimension, indices, List.of());
  }

  /** Whether the set has the second derivatives by each of these coordinates, and none above them. */
  public boolean combinesTo(List<Integer> coordinates) {
    return laplacian.isEmpty() && coordinates.size() > 1 && coordinates.stream().map(this::second)
        .allMatch(second -> indices.contains(second) && indices.stream().noneMatch(i -> second.divides(i) && !second.equals(i)));
  }

  /**
   * The set with these second derivatives carried as their sum (R. Li et al., A computational framework for neural network-based
   * variational Monte Carlo with forward Laplacian, Nature Machine Intelligence 6 (2024), doi:10.1038/s42256-024-00794-x): d − 1 channels
   * less for d coordinates.
   *
   * @throws IllegalArgumentException unless {@link #combinesTo}
   */
  public JetSet withLaplacian(List<Integer> coordinates) {
    if (!combinesTo(coordinates)) {
      throw new IllegalArgumentException("second derivatives by coordinates " + coordinates + " are not a Laplacian of " + this);
    }
    var others = coordinates.stream().skip(1).map(this::second).toList();
    return new JetSet(dimension, indices.stream().filter(index -> !others.contains(index)).toList(), coordinates);
  }

  /** Whether a channel holds the sum of second derivatives. */
  public boolean isLaplacian(int channel) {
    return !laplacian.isEmpty() && second(laplacian.getFirst()).equals(indices.get(channel));
  }

  private MultiIndex second(int coordinate) {
    return first(coordinate).plus(first(coordinate));
  }

  private MultiIndex first(int coordinate) {
    int[] orders = new int[dimension];
    orders[coordinate] = 1;
    return new MultiIndex(orders);
  }

  /** The channels of the first derivatives whose squares a channel of second derivatives is made of. */
  List<Integer> firstOrder() {
    return laplacian.stream().map(coordinate -> channel(first(coordinate))).toList();
  }

  /** The smallest downward-closed set that holds the wanted indices. */
  public static JetSet closure(int dimension, Collection<MultiIndex> wanted) {
    var closed = new TreeSet<MultiIndex>();
    closed.add(MultiIndex.zero(dimension));
    for (MultiIndex index : wanted) {
      if (index.dimension() != dimension) {
        throw new IllegalArgumentException(index + " does not have " + dimension + " orders");
      }
      addBelow(closed, index);
    }
    return new JetSet(dimension, List.copyOf(closed));
  }

  private static void addBelow(TreeSet<MultiIndex> closed, MultiIndex index) {
    if (!closed.add(index)) {
      return;
    }
    for (int i = 0; i < index.dimension(); i++) {
      if (index.order(i) > 0) {
        int[] lower = index.orders();
        lower[i]--;
        addBelow(closed, new MultiIndex(lower));
      }
    }
  }

  public int size() {
    return indices.size();
  }

  public MultiIndex get(int channel) {
    return indices.get(channel);
  }

  /** The channel of an index, or -1. */
  public int channel(MultiIndex index) {
    return indices.indexOf(index);
  }
}
