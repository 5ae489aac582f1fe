package dev.ansatz.validation.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Repeated timings of one action after warm-up.
 *
 * @param medianMs wall-clock milliseconds
 * @param leastMs the fastest
 * @param bytes allocated per run by all threads, the median
 */
record Timing(double medianMs, double leastMs, double bytes) {
  /** Runs until the JIT compiler has had {@code warmUpSeconds}, then {@code runs} times. */
  static Timing of(Runnable action, double warmUpSeconds, int runs) {
    long begun = System.nanoTime();
    while ((System.nanoTime() - begun) / 1e9 < warmUpSeconds) {
      action.run();
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] milliseconds = new double[runs];
    double[] bytes = new double[runs];
    for (int run = 0; run < runs; run++) {
      long before = threads.getTotalThreadAllocatedBytes();
      long from = System.nanoTime();
      action.run();
      milliseconds[run] = (System.nanoTime() - from) / 1e6;
      bytes[run] = threads.getTotalThreadAllocatedBytes() - before;
    }
    return new Timing(median(milliseconds), Arrays.stream(milliseconds).min().orElseThrow(), median(bytes));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }
}
