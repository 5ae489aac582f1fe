package dev.ansatz.engine.jet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A downward-closed, ordered set of multi-indices: the Taylor channels that are carried through a network. Channel 0 is
 * the value.
 *
 * @param operator derivatives that are carried as one sum, in the channel of the first of them; empty where all are apart
 */
public record JetSet(int dimension, List<MultiIndex> indices, Optional<DifferentialOperator> operator) {
  public JetSet {
    indices = List.copyOf(indices);
  }

  /** All derivatives apart. */
  public JetSet(int dimension, List<MultiIndex> indices) {
    this(dimension, indices, Optional.empty());
  }

  /** Whether the set has the index, and none above it: such derivatives occur in no other channel. */
  public boolean isMaximal(MultiIndex index) {
    return indices.contains(index) && indices.stream().noneMatch(other -> index.divides(other) && !index.equals(other));
  }

  /**
   * The set with the derivatives of an operator carried as their sum, k − 1 channels less for k of them. For the Laplacian this is the
   * forward Laplacian of R. Li et al., Nature Machine Intelligence 6 (2024), doi:10.1038/s42256-024-00794-x.
   *
   * @throws IllegalArgumentException unless each of its indices {@link #isMaximal}, and if an operator is carried already
   */
  public JetSet carrying(DifferentialOperator carried) {
    if (operator.isPresent() || !carried.indices().stream().allMatch(this::isMaximal)) {
      throw new IllegalArgumentException("the derivatives " + carried.indices() + " cannot be carried as one in " + this);
    }
    return new JetSet(dimension, indices.stream().filter(index -> index.equals(carried.leading()) || !carried.indices().contains(index))
        .toList(), Optional.of(carried));
  }

  /** What a channel holds, which must not be the value: a derivative, or the operator. */
  public DifferentialOperator at(int channel) {
    MultiIndex index = indices.get(channel);
    return operator.filter(carried -> carried.leading().equals(index))
        .orElseGet(() -> new DifferentialOperator(List.of(index), List.of(1.0)));
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
