package dev.ansatz.engine.kernel;

import static dev.ansatz.engine.kernel.Kernel.Extent.LANE;
import static dev.ansatz.engine.kernel.Kernel.Extent.ROW;
import static dev.ansatz.engine.kernel.Kernel.Extent.UNIFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.ansatz.engine.OwnProcess;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated code against the interpreter of the same expanded instructions, to the bit; sums, whose order differs, to the
 * rounding of their terms.
 */
class VectorKernelTest {
  private static final double[] SPECIAL = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, -1,
    Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-310, 0.5, -2, 1e9, -1e200,
    Float.MIN_VALUE, 1e-40, Float.MAX_VALUE, 3e6, 710, -745, 88.5, -104, 20};

  /** Every operation of the language, on two LANE inputs, with ROW and UNIFORM ones mixed in. */
  private static Kernel everything() {
    KernelBuilder k = Kernel.builder();
    Scalar u = k.input("u", LANE);
    Scalar v = k.input("v", LANE);
    Scalar r = k.input("r", ROW);
    Scalar p = k.input("p", UNIFORM);
    var values = new ArrayList<Scalar>(List.of(u.plus(v), u.minus(v), u.times(v), u.over(v), u.negate(), u.reciprocal(),
        u.pow(3), u.pow(-2), u.pow(v), u.min(v), u.max(v), u.atan2(v), u.times(v).plus(r), p.minus(u.times(r)),
        u.times(p).minus(v), r.times(p).plus(r.apply(Scalar.Function.EXP)), k.constant(0.25), u));
    for (Scalar.Function function : Scalar.Function.values()) {
      values.add(u.apply(function));
    }
    Scalar minimum = u.min(v.times(2));
    values.add(k.derivative(minimum, v));
    for (int n = 0; n < values.size(); n++) {
      k.store("y" + n, values.get(n));
    }
    return k.build();
  }

  private static int[] range(int count, int step) {
    int[] range = new int[count];
    Arrays.setAll(range, n -> n * step);
    return range;
  }

  /** Arrays of one kernel, each argument with its own offset and a stride that leaves a gap of 3. */
  private record Arguments(double[][] f64, float[][] f32, int[] offsets, int[] strides) {
    static Arguments of(Kernel kernel, int rows, int lanes, long seed) {
      var random = new Random(seed);
      int count = kernel.inputs().size() + kernel.outputs().size();
      var f64 = new double[count][];
      var f32 = new float[count][];
      int stride = lanes + 3;
      for (int a = 0; a < count; a++) {
        f64[a] = new double[count + rows * stride + 1];
        f32[a] = new float[f64[a].length];
        for (int n = 0; n < f64[a].length; n++) {
          boolean input = a < kernel.inputs().size();
          f64[a][n] = !input ? 77 : random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian();
          f32[a][n] = (float) f64[a][n];
        }
      }
      int[] strides = new int[count];
      Arrays.fill(strides, stride);
      return new Arguments(f64, f32, range(count, 1), strides);
    }

    void run(CompiledKernel kernel, int rows, int lanes, boolean single) {
      if (single) {
        kernel.run(rows, lanes, f32, offsets, strides);
      } else {
        kernel.run(rows, lanes, f64, offsets, strides);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void everyOperationAtAwkwardSizes(int bits) {
    Kernel kernel = everything();
    for (boolean single : new boolean[] {false, true}) {
      var oracle = new Interpreter(Expansion.of(kernel, single));
      for (int limit : new int[] {VectorKernel.SEGMENT_LIMIT, 40}) {
        var compiled = new VectorKernel(kernel, bits, limit);
        for (int rows : new int[] {0, 1, 3}) {
          for (int lanes : new int[] {0, 1, 7, 8, 9, 63, rows == 1 && limit > 40 ? 4097 : 17}) {
            var expected = Arguments.of(kernel, rows, lanes, lanes);
            var actual = Arguments.of(kernel, rows, lanes, lanes);
            expected.run(oracle, rows, lanes, single);
            actual.run(compiled, rows, lanes, single);
            // the gaps too: nothing else is written
            for (int a = 0; a < expected.f64.length; a++) {
              assertThat(actual.f64[a]).as("argument %d of %d × %d", a, rows, lanes).isEqualTo(expected.f64[a]);
              assertThat(actual.f32[a]).as("argument %d of %d × %d", a, rows, lanes).isEqualTo(expected.f32[a]);
            }
          }
        }
      }
    }
  }

  @Test
  void splitKernelsGiveTheSameBits() {
    Kernel kernel = RandomKernel.of(5, 150);
    Kernel expanded = Expansion.of(kernel, false);
    List<Segmentation.Segment> segments = Segmentation.of(expanded, VectorKernel.SEGMENT_LIMIT);
    assertThat(segments).hasSizeGreaterThan(3);
    for (Segmentation.Segment segment : segments) {
      var model = ClassFile.of().parse(VectorLoop.bytes(segment.code(), false, 512));
      for (var method : model.methods()) {
        CodeModel code = method.code().orElseThrow();
        // HotSpot's HugeMethodLimit
        assertThat(((CodeAttribute) code).codeLength()).isLessThan(8000);
      }
    }
    for (int lanes : new int[] {1, 63, 300}) {
      var whole = moderate(kernel, 2, lanes);
      var split = moderate(kernel, 2, lanes);
      new Interpreter(expanded).run(2, lanes, whole.f64, whole.offsets, whole.strides);
      new VectorKernel(kernel, 512, VectorKernel.SEGMENT_LIMIT).run(2, lanes, split.f64, split.offsets, split.strides);
      assertThat(split.f64[4]).isEqualTo(whole.f64[4]);
      assertThat(split.f64[5]).isEqualTo(whole.f64[5]);
      for (int sum : new int[] {6, 7}) {
        for (int n = 0; n < whole.f64[sum].length; n++) {
          // up to 600 terms of size 1, each rounding at most half an ulp of a sum below 1,024
          assertThat(split.f64[sum][n]).isCloseTo(whole.f64[sum][n], offset(600 * 0x1p-44));
        }
      }
    }
  }

  private static Arguments moderate(Kernel kernel, int rows, int lanes) {
    var arrays = Arguments.of(kernel, rows, lanes, 1);
    var random = new Random(2);
    for (int a = 0; a < kernel.inputs().size(); a++) {
      double[] array = arrays.f64[a];
      Arrays.setAll(array, n -> random.nextGaussian());
    }
    return arrays;
  }

  @Test
  void outputsMayLieOnInputs() {
    Kernel kernel = RandomKernel.of(9, 60);
    for (int limit : new int[] {30, 1000}) {
      var compiled = new VectorKernel(kernel, 512, limit);
      var apart = moderate(kernel, 2, 77);
      compiled.run(2, 77, apart.f64, apart.offsets, apart.strides);
      var upon = moderate(kernel, 2, 77);
      upon.f64[4] = upon.f64[0];
      upon.offsets[4] = upon.offsets[0];
      upon.f64[5] = upon.f64[3];
      upon.offsets[5] = upon.offsets[3];
      compiled.run(2, 77, upon.f64, upon.offsets, upon.strides);
      for (int row = 0; row < 2; row++) {
        for (int p = 0; p < 77; p++) {
          assertThat(upon.f64[0][row * 80 + p]).isEqualTo(apart.f64[4][4 + row * 80 + p]);
          assertThat(upon.f64[3][3 + row * 80 + p]).isEqualTo(apart.f64[5][5 + row * 80 + p]);
        }
      }
    }
  }

  /** A lane's result does not depend on where it lies; and two runs, first and last, agree in every sum. */
  @Test
  void sameBitsEverywhereAndAlways() {
    Kernel kernel = KernelTest.layer().vjp(i -> true, o -> false);
    CompiledKernel compiled = Kernels.compile(kernel);
    var first = moderate(kernel, 3, 63);
    compiled.run(3, 63, first.f64, first.offsets, first.strides);
    var last = moderate(kernel, 3, 63);
    for (int n = 0; n < 3000; n++) {
      for (int a = kernel.inputs().size(); a < last.f64.length; a++) {
        Arrays.fill(last.f64[a], 77);
      }
      compiled.run(3, 63, last.f64, last.offsets, last.strides);
    }
    assertThat(last.f64).isDeepEqualTo(first.f64);
    var shifted = moderate(kernel, 3, 63);
    for (int a = 0; a < shifted.offsets.length; a++) {
      if (a != 2 && a != 7) {
        shifted.offsets[a] += 5;
      }
    }
    compiled.run(3, 58, shifted.f64, shifted.offsets, shifted.strides);
    int bar = kernel.inputs().size();
    for (int row = 0; row < 3; row++) {
      for (int p = 5; p < 63; p++) {
        int at = bar + row * 66 + p;
        assertThat(shifted.f64[bar][at]).isEqualTo(first.f64[bar][at]);
      }
    }
  }

  /** Prints the bytes that calls allocate once the just-in-time compiler is through, after about 1 s of this thread's own time. */
  static final class Steady {
    public static void main(String[] arguments) {
      var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      Kernel kernel = KernelTest.layer();
      CompiledKernel compiled = Kernels.compile(kernel);
      var arrays = moderate(kernel, 8, 256);
      long allocated = Long.MAX_VALUE;
      for (long end = threads.getCurrentThreadCpuTime() + 20_000_000_000L; allocated != 0 && threads.getCurrentThreadCpuTime() < end;) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int n = 0; n < 200; n++) {
          compiled.run(8, 256, arrays.f64, arrays.offsets, arrays.strides);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
      System.out.println(allocated);
    }
  }

  @Test
  void noAllocationInTheSteadyState() throws Exception {
    assertThat(OwnProcess.printed(Steady.class)).isEqualTo("0");
  }

  @Test
  void productsOfOneUseAreFused() {
    KernelBuilder k = Kernel.builder();
    Scalar a = k.input("a", LANE);
    Scalar b = k.input("b", LANE);
    k.store("y", a.times(b).plus(a));
    k.store("z", k.constant(1).minus(b.times(3)));
    assertThat(Expansion.of(k.build(), false)).hasToString("""
        kernel
          in  a: lane
          in  b: lane
          %0 = a
          %1 = b
          %2 = fma %0 %1 %0
          %3 = 1.0
          %4 = -3.0
          %5 = fma %1 %4 %3
          out y: lane = %2
          out z: lane = %5
        """);
  }
}
