package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Where the values of a program lie, and where their cotangents. Rows as the builder counts them name values; rows of storage are shared
 * by values that are never needed at the same time.
 *
 * <p>Values that are needed in reverse are kept. Between checkpoints they share storage with those of other segments, since the reverse
 * pass computes them again. A cotangent is needed from its first term to the operation that made its value, so that two or three layers'
 * worth of storage serve a network of any depth and stay in the cache.
 */
final class Storage {

  /**
   * Rows that are laid down together.
   *
   * @param first and last: they are in use from the time {@code first} to {@code last}, both included
   */
  record Block(int row, int size, int first, int last) {
    boolean meets(Block other) {
      return first <= other.last && other.first <= last;
    }
  }

  private final TreeMap<Integer, Integer> shifts = new TreeMap<>();
  private final int rows;

  private Storage(List<Block> blocks) {
    var placed = new ArrayList<Block>();
    var starts = new ArrayList<Integer>();
    int end = 0;
    var order = new ArrayList<>(blocks);
    order.sort(Comparator.comparingInt(Block::first));
    for (Block block : order) {
      int at = 0;
      for (int start = 0; start >= 0;) {
        at = start;
        start = -1;
        for (int i = 0; i < placed.size(); i++) {
          Block other = placed.get(i);
          int from = starts.get(i);
          if (block.meets(other) && at < from + other.size && from < at + block.size) {
            start = Math.max(start, from + other.size);
          }
        }
      }
      placed.add(block);
      starts.add(at);
      shifts.put(block.row, at - block.row);
      end = Math.max(end, at + block.size);
    }
    rows = end;
  }

  /** Lays blocks down, first come first served, each as low as it fits beside those in use at the same time. */
  static Storage of(List<Block> blocks) {
    return new Storage(blocks);
  }

  /** Numbers per sample that are stored. */
  int rows() {
    return rows;
  }

  /** The value as stored. */
  Value place(Value value) {
    return new Value(place(value.row()), value.channels(), value.features(), value.lanes());
  }

  int place(int row) {
    return row + shifts.floorEntry(row).getValue();
  }
}
