package dev.ansatz.engine.kernel;

/**
 * What generated classes implement: one loop nest over arrays of one precision ({@code double[][]} or {@code float[][]}), with
 * an array of at least two vectors to pass lanes to scalar functions.
 */
interface Loop {
  void run(int rows, int lanes, Object[] arrays, int[] offsets, int[] strides, Object lanewise);
}
