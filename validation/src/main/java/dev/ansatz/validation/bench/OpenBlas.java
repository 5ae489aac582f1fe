package dev.ansatz.validation.bench;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** The yardstick of the benchmarks: double-precision matrix products and least squares by OpenBLAS, in the same process. */
final class OpenBlas {
  private static final int REPEATS = 9;
  private static final double SECONDS_PER_REPEAT = 0.05;

  private OpenBlas() {}

  /**
   * GFLOP/s of C = A B with A of m × k and B of k × n, all by rows: the median of {@value #REPEATS} timings. Empty where OpenBLAS has no
   * build for this platform.
   */
  static OptionalDouble gemm(int m, int n, int k, int threads) {
    if (!loaded(threads)) {
      return OptionalDouble.empty();
    }
    try (var a = filled((long) m * k); var b = filled((long) k * n); var c = filled((long) m * n)) {
      double flops = 2.0 * m * n * k;
      int calls = 1;
      double seconds = time(1, m, n, k, a, b, c);
      while (seconds < SECONDS_PER_REPEAT) {
        calls = (int) Math.max(calls + 1, Math.min(1e6, calls * 1.2 * SECONDS_PER_REPEAT / Math.max(seconds, 1e-6)));
        seconds = time(calls, m, n, k, a, b, c);
      }
      double[] rates = new double[REPEATS];
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        rates[repeat] = calls * flops / time(calls, m, n, k, a, b, c) / 1e9;
      }
      return OptionalDouble.of(Timing.median(rates));
    }
  }

  /**
   * Milliseconds of LAPACK's {@code dgels} for the least |A x − b|, A of m × n by columns, m ≥ n: the median of {@value #REPEATS} timings,
   * without copying A. Empty where OpenBLAS has no build for this platform.
   */
  static OptionalDouble leastSquares(int m, int n, double[] a, double[] b, int threads) {
    if (!loaded(threads)) {
      return OptionalDouble.empty();
    }
    try (var matrix = new DoublePointer((long) m * n); var side = new DoublePointer(m); var size = new DoublePointer(1)) {
      openblas.LAPACKE_dgels_work(openblas.LAPACK_COL_MAJOR, (byte) 'N', m, n, 1, matrix, m, side, m, size, -1);
      int length = (int) size.get();
      try (var work = new DoublePointer(length)) {
        double[] milliseconds = new double[REPEATS];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          matrix.put(a, 0, m * n);
          side.put(b, 0, m);
          long begun = System.nanoTime();
          openblas.LAPACKE_dgels_work(openblas.LAPACK_COL_MAJOR, (byte) 'N', m, n, 1, matrix, m, side, m, work, length);
          milliseconds[repeat] = (System.nanoTime() - begun) / 1e6;
        }
        return OptionalDouble.of(Timing.median(milliseconds));
      }
    }
  }

  private static boolean loaded(int threads) {
    try {
      Loader.load(openblas.class);
      useThreads(threads);
      return true;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError _) {
      return false;
    }
  }

  /** The bindings have no method for it, the library has. */
  @SuppressWarnings("restricted") // native access is granted on the command line
  private static void useThreads(int threads) {
    var symbol = MemorySegment.ofAddress(Loader.addressof("openblas_set_num_threads").address());
    try {
      Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)).invokeExact(threads);
    } catch (Throwable e) {
      throw new IllegalStateException("OpenBLAS does not take a number of threads", e);
    }
  }

  private static DoublePointer filled(long size) {
    var pointer = new DoublePointer(size);
    for (long i = 0; i < size; i++) {
      pointer.put(i, 1 + i % 7);
    }
    return pointer;
  }

  private static double time(int calls, int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c) {
    long begun = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      openblas.cblas_dgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
    }
    return (System.nanoTime() - begun) / 1e9;
  }
}
