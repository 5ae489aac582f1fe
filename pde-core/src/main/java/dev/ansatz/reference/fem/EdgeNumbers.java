package dev.ansatz.reference.fem;

import java.util.Arrays;

/** Numbers edges by their ends in the order in which they are first asked for: a table of open addressing without boxes. */
final class EdgeNumbers {
  private long[] keys;
  private int[] numbers;
  private int count;

  EdgeNumbers(int expected) {
    int size = Integer.highestOneBit(Math.max(16, expected)) << 1;
    keys = new long[size];
    numbers = new int[size];
    Arrays.fill(keys, -1);
  }

  int count() {
    return count;
  }

  /** The number of the edge between two vertices; {@link #count} before the call if it is new. */
  int of(int a, int b) {
    if (2 * count >= keys.length) {
      grow();
    }
    long key = TriangleMesh.key(a, b);
    int at = place(key);
    if (keys[at] < 0) {
      keys[at] = key;
      numbers[at] = count++;
    }
    return numbers[at];
  }

  private int place(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & keys.length - 1;
    while (keys[at] >= 0 && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[2 * oldKeys.length];
    numbers = new int[keys.length];
    Arrays.fill(keys, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] >= 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
