package dev.ansatz.engine.kernel;

/** A kernel as generated Vector API code, F64 and F32 made when first used. */
final class VectorKernel implements CompiledKernel {
  private final Kernel kernel;
  private final int bits;
  private final ThreadLocal<double[]> doubles;
  private final ThreadLocal<float[]> floats;
  private volatile Loop f64;
  private volatile Loop f32;

  VectorKernel(Kernel kernel, int bits) {
    this.kernel = kernel;
    this.bits = bits;
    this.doubles = ThreadLocal.withInitial(() -> new double[2 * bits / 64]);
    this.floats = ThreadLocal.withInitial(() -> new float[2 * bits / 32]);
  }

  @Override
  public void run(int rows, int lanes, double[][] arrays, int[] offsets, int[] strides) {
    Loop loop = f64;
    if (loop == null) {
      loop = f64 = VectorLoop.compile(Expansion.of(kernel, false), false, bits);
    }
    loop.run(rows, lanes, arrays, offsets, strides, doubles.get());
  }

  @Override
  public void run(int rows, int lanes, float[][] arrays, int[] offsets, int[] strides) {
    Loop loop = f32;
    if (loop == null) {
      loop = f32 = VectorLoop.compile(Expansion.of(kernel, true), true, bits);
    }
    loop.run(rows, lanes, arrays, offsets, strides, floats.get());
  }
}
