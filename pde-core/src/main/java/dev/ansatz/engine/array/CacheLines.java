package dev.ansatz.engine.array;

/**
 * Arrays whose elements lie on known places of cache lines.
 *
 * <p>Java promises nothing of the kind, and a moving collector would break it. But G1, the default collector, gives an object of half a
 * region and more regions of its own, where it begins at their start and stays; its elements begin {@value #HEADER} bytes behind. An
 * array that is made large enough therefore has its element {@link #first} on a cache line. Under other collectors, or with regions of a
 * size of their own, nothing is gained and nothing lost but the memory.
 */
final class CacheLines {
  private static final int LINE = 64;
  /** Bytes before the elements of an array. */
  private static final int HEADER = 16;
  /** Smaller arrays are not worth a region. */
  private static final int WORTHWHILE = 1 << 16;
  private static final int REGIONS = 2048;
  private static final int LARGEST_REGION = 1 << 25;
  private static final int SMALLEST_REGION = 1 << 20;

  private CacheLines() {}

  /** The first element on a line in an array of elements of so many bytes. */
  static int first(int bytes) {
    return (LINE - HEADER) / bytes;
  }

  /** The length of an array for so many elements from {@link #first} on. */
  static int length(int elements, int bytes) {
    int length = first(bytes) + elements;
    return (long) elements * bytes < WORTHWHILE ? length : Math.max(length, halfRegion() / bytes);
  }

  /** Half of the region that G1 chooses, which is a power of two near the largest heap over {@value #REGIONS}. */
  private static int halfRegion() {
    long share = Math.clamp(Runtime.getRuntime().maxMemory() / REGIONS, SMALLEST_REGION, LARGEST_REGION);
    return Math.toIntExact(Long.highestOneBit(2 * share - 1)) / 2;
  }
}
