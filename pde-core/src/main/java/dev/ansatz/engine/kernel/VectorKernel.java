package dev.ansatz.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** A kernel as generated Vector API code, F64 and F32 made when first used. */
final class VectorKernel implements CompiledKernel {
  /**
   * Instructions per segment that vary with the lane. Measured with JDK 25: of 460, C2 no longer keeps vectors in registers and
   * the code runs a hundred times slower; from 80 to 160, C1 gives up on some and they are interpreted until
   * C2 is done.
   */
  static final int SEGMENT_LIMIT = 80;

  private final Kernel kernel;
  private final int bits;
  private final int limit;
  private volatile Code f64;
  private volatile Code f32;

  VectorKernel(Kernel kernel, int bits, int limit) {
    this.kernel = kernel;
    this.bits = bits;
    this.limit = limit;
  }

  @Override
  public void run(int rows, int lanes, double[][] arrays, int[] offsets, int[] strides) {
    if (f64 == null) {
      f64 = new Code(kernel, false, bits, limit, double[]::new);
    }
    f64.run(rows, lanes, arrays, offsets, strides);
  }

  @Override
  public void run(int rows, int lanes, float[][] arrays, int[] offsets, int[] strides) {
    if (f32 == null) {
      f32 = new Code(kernel, true, bits, limit, float[]::new);
    }
    f32.run(rows, lanes, arrays, offsets, strides);
  }

  /** One precision: one loop nest, or segments run in turn over blocks of lanes. */
  private static final class Code {
    private final Kernel kernel;
    private final List<Segmentation.Segment> segments;
    private final Loop[] loops;
    private final int block;
    private final ThreadLocal<Workspace> workspace;

    Code(Kernel kernel, boolean single, int bits, int limit, IntFunction<Object> allocate) {
      this.kernel = kernel;
      this.segments = Segmentation.of(Expansion.of(kernel, single), limit);
      this.loops = segments.stream().map(s -> VectorLoop.compile(s.code(), single, bits)).toArray(Loop[]::new);
      int slots = Segmentation.slots(segments);
      // the slots stay in the second-level cache, and a block is long enough to pay for the call
      this.block = Math.clamp((single ? 32768 : 16384) / Math.max(slots, 1) / 64 * 64, 128, 256);
      int vector = bits / (single ? 32 : 64);
      this.workspace = ThreadLocal.withInitial(() -> new Workspace(allocate.apply(2 * vector),
          allocate.apply(slots * block), segments));
    }

    void run(int rows, int lanes, Object[] arrays, int[] offsets, int[] strides) {
      Workspace w = workspace.get();
      if (loops.length == 1) {
        loops[0].run(rows, lanes, arrays, offsets, strides, w.lanewise);
        return;
      }
      w.take(arrays, strides, segments);
      for (int row = 0; row < rows; row++) {
        for (int lane = 0; lane < lanes; lane += block) {
          for (int s = 0; s < loops.length; s++) {
            int[] arguments = segments.get(s).arguments();
            for (int k = 0; k < arguments.length; k++) {
              int a = arguments[k];
              w.offsets[s][k] = a < 0 ? ~a * block : switch (extent(a)) {
                case LANE -> offsets[a] + row * strides[a] + lane;
                case ROW -> offsets[a] + row * strides[a];
                case UNIFORM -> offsets[a];
              };
            }
            loops[s].run(1, Math.min(block, lanes - lane), w.arrays[s], w.offsets[s], w.strides[s], w.lanewise);
          }
        }
      }
      w.drop();
    }

    private Kernel.Extent extent(int argument) {
      int inputs = kernel.inputs().size();
      return argument < inputs ? kernel.inputs().get(argument).extent() : kernel.outputs().get(argument - inputs).extent();
    }
  }

  /** What a thread needs to run the code, kept so that running allocates nothing. */
  private static final class Workspace {
    private final Object lanewise;
    private final Object spilled;
    private final Object[][] arrays;
    private final int[][] offsets;
    private final int[][] strides;

    Workspace(Object lanewise, Object spilled, List<Segmentation.Segment> segments) {
      this.lanewise = lanewise;
      this.spilled = spilled;
      this.arrays = segments.stream().map(s -> new Object[s.arguments().length]).toArray(Object[][]::new);
      this.offsets = segments.stream().map(s -> new int[s.arguments().length]).toArray(int[][]::new);
      this.strides = segments.stream().map(s -> new int[s.arguments().length]).toArray(int[][]::new);
    }

    void take(Object[] from, int[] steps, List<Segmentation.Segment> segments) {
      for (int s = 0; s < arrays.length; s++) {
        int[] arguments = segments.get(s).arguments();
        for (int k = 0; k < arguments.length; k++) {
          arrays[s][k] = arguments[k] < 0 ? spilled : from[arguments[k]];
          strides[s][k] = arguments[k] < 0 ? 0 : steps[arguments[k]];
        }
      }
    }

    /** Keeps no array of the caller's alive. */
    void drop() {
      for (Object[] a : arrays) {
        Arrays.fill(a, null);
      }
    }
  }
}
