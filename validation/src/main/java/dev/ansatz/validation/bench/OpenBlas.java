package dev.ansatz.validation.bench;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/** The yardstick of the benchmarks: matrix products and least squares by OpenBLAS, in the same process. */
final class OpenBlas {
  private static final int REPEATS = 9;
  private static final double SECONDS_PER_REPEAT = 0.05;

  private OpenBlas() {}

  /** GFLOP/s of C = A B in double precision: the median of {@value #REPEATS} timings. Empty where there is no OpenBLAS. */
  static OptionalDouble gemm(int m, int n, int k, int threads) {
    try (var product = Product.of(m, n, k, threads, false).orElse(null)) {
      if (product == null) {
        return OptionalDouble.empty();
      }
      double[] rates = new double[REPEATS];
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        rates[repeat] = product.gflops();
      }
      return OptionalDouble.of(Timing.median(rates));
    }
  }

  /** False where OpenBLAS has no build for this platform. */
  private static boolean loaded(int threads) {
    try {
      Loader.load(openblas.class);
      useThreads(threads);
      return true;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError _) {
      return false;
    }
  }

  /** C = A B with A of m × k and B of k × n, all by rows. */
  static final class Product implements AutoCloseable {
    private final int m;
    private final int n;
    private final int k;
    private final int threads;
    private final Pointer a;
    private final Pointer b;
    private final Pointer c;
    private int calls = 1;

    private Product(int m, int n, int k, int threads, boolean single) {
      this.m = m;
      this.n = n;
      this.k = k;
      this.threads = threads;
      a = filled((long) m * k, single);
      b = filled((long) k * n, single);
      c = filled((long) m * n, single);
      run();
      calls = (int) Math.clamp(SECONDS_PER_REPEAT / run() + 1, 1, 1_000_000);
    }

    /** Empty where OpenBLAS has no build for this platform. */
    static Optional<Product> of(int m, int n, int k, int threads, boolean single) {
      return loaded(threads) ? Optional.of(new Product(m, n, k, threads, single)) : Optional.empty();
    }

    /** The rate over about {@value OpenBlas#SECONDS_PER_REPEAT} s. */
    double gflops() {
      useThreads(threads);
      return 2.0 * m * n * k * calls / run() / 1e9;
    }

    private double run() {
      long begun = System.nanoTime();
      for (int call = 0; call < calls; call++) {
        if (a instanceof DoublePointer) {
          openblas.cblas_dgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, m, n, k, 1, (DoublePointer) a, k,
              (DoublePointer) b, n, 0, (DoublePointer) c, n);
        } else {
          openblas.cblas_sgemm(openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasNoTrans, m, n, k, 1, (FloatPointer) a, k,
              (FloatPointer) b, n, 0, (FloatPointer) c, n);
        }
      }
      return (System.nanoTime() - begun) / 1e9;
    }

    private static Pointer filled(long size, boolean single) {
      Pointer pointer = single ? new FloatPointer(size) : new DoublePointer(size);
      for (long i = 0; i < size; i++) {
        if (pointer instanceof DoublePointer doubles) {
          doubles.put(i, 1 + i % 7);
        } else {
          ((FloatPointer) pointer).put(i, 1 + i % 7);
        }
      }
      return pointer;
    }

    @Override
    public void close() {
      a.close();
      b.close();
      c.close();
    }
  }

  /** The least |A x − b| by LAPACK's {@code dgels}, A of m × n by columns, m ≥ n. */
  static final class LeastSquares implements AutoCloseable {
    private final int m;
    private final int n;
    private final double[] a;
    private final double[] b;
    private final int threads;
    private final DoublePointer matrix;
    private final DoublePointer side;
    private final DoublePointer work;

    private LeastSquares(int m, int n, double[] a, double[] b, int threads) {
      this.m = m;
      this.n = n;
      this.a = a;
      this.b = b;
      this.threads = threads;
      matrix = new DoublePointer((long) m * n);
      side = new DoublePointer(m);
      try (var size = new DoublePointer(1)) {
        solve(size, -1);
        work = new DoublePointer((long) size.get());
      }
    }

    /** Empty where OpenBLAS has no build for this platform. */
    static Optional<LeastSquares> of(int m, int n, double[] a, double[] b, int threads) {
      return loaded(threads) ? Optional.of(new LeastSquares(m, n, a, b, threads)) : Optional.empty();
    }

    /** The time of one solution, without the copying of A, which it overwrites. */
    double milliseconds() {
      useThreads(threads);
      matrix.put(a, 0, m * n);
      side.put(b, 0, m);
      long begun = System.nanoTime();
      solve(work, (int) work.capacity());
      return (System.nanoTime() - begun) / 1e6;
    }

    private void solve(DoublePointer space, int length) {
      openblas.LAPACKE_dgels_work(openblas.LAPACK_COL_MAJOR, (byte) 'N', m, n, 1, matrix, m, side, m, space, length);
    }

    @Override
    public void close() {
      matrix.close();
      side.close();
      work.close();
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
}
