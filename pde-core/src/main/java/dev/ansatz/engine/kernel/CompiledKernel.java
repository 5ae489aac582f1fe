package dev.ansatz.engine.kernel;

/**
 * A kernel ready to run. Arguments are numbered inputs first, then outputs. Argument {@code a} of extent LANE has row r,
 * lane p at {@code arrays[a][offsets[a] + r * strides[a] + p]}; of extent ROW at {@code arrays[a][offsets[a] + r * strides[a]]};
 * of extent UNIFORM at {@code arrays[a][offsets[a]]}. A LANE output may be the very array region of a LANE input (same
 * offset and stride), otherwise regions must not overlap. Arrays of inputs that no output depends on may be null.
 * Thread-safe; allocates nothing after a thread's first call.
 */
public interface CompiledKernel {
  void run(int rows, int lanes, double[][] arrays, int[] offsets, int[] strides);

  void run(int rows, int lanes, float[][] arrays, int[] offsets, int[] strides);
}
