package dev.ansatz.engine.kernel;

/**
 * A kernel ready to run. Arguments are numbered inputs first, then outputs. Argument {@code a} of extent LANE has row r,
 * lane p at {@code arrays[a][offsets[a] + r * strides[a] + p]}; of extent ROW at {@code arrays[a][offsets[a] + r * strides[a]]};
 * of extent UNIFORM at {@code arrays[a][offsets[a]]}. An output may be the very array region of an input (same offset and
 * stride), otherwise regions must not overlap. Thread-safe; allocates nothing.
 */
public interface CompiledKernel {
  void run(int rows, int lanes, double[][] arrays, int[] offsets, int[] strides);

  void run(int rows, int lanes, float[][] arrays, int[] offsets, int[] strides);
}
