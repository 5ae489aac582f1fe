package dev.ansatz.engine.jet;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A downward-closed, ordered set of multi-indices: the Taylor channels that are carried through a network. Channel 0 is
 * the value.
 */
public record JetSet(int dimension, List<MultiIndex> indices) {
  public JetSet {
    indices = List.copyOf(indices);
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

  /** The smallest set that holds both. */
  public JetSet union(JetSet other) {
    var all = new TreeSet<MultiIndex>(indices);
    all.addAll(other.indices);
    return new JetSet(dimension, List.copyOf(all));
  }
}
