package dev.ansatz.engine.kernel;

import java.util.Arrays;
import java.util.List;

/**
 * Runs the instruction list as it stands, operation by operation over blocks of lanes: the oracle for the other lowerings, and the fallback
 * where there is no Vector API. F32 rounds after every operation; sums accumulate in F64 in the order of the lanes.
 */
final class Interpreter implements CompiledKernel {
  private static final int BLOCK = 64;

  private final Kernel kernel;
  private final Instruction[] code;
  private final int[] results;
  private final ThreadLocal<double[]> scratch;

  Interpreter(Kernel kernel) {
    this.kernel = kernel;
    this.code = kernel.code().toArray(Instruction[]::new);
    this.results = kernel.results();
    int values = code.length * BLOCK + results.length;
    this.scratch = ThreadLocal.withInitial(() -> new double[values]);
  }

  @Override
  public void run(int rows, int lanes, double[][] arrays, int[] offsets, int[] strides) {
    run(rows, lanes, arrays, null, offsets, strides);
  }

  @Override
  public void run(int rows, int lanes, float[][] arrays, int[] offsets, int[] strides) {
    run(rows, lanes, null, arrays, offsets, strides);
  }

  private void run(int rows, int lanes, double[][] f64, float[][] f32, int[] offsets, int[] strides) {
    double[] v = scratch.get();
    int sums = code.length * BLOCK;
    clear(v, sums, Kernel.Extent.UNIFORM);
    for (int row = 0; row < rows; row++) {
      clear(v, sums, Kernel.Extent.ROW);
      for (int lane = 0; lane < lanes; lane += BLOCK) {
        int n = Math.min(BLOCK, lanes - lane);
        for (int k = 0; k < code.length; k++) {
          Instruction i = code[k];
          if (i.op() == Op.INPUT) {
            load(i.a(), row, lane, n, f64, f32, offsets, strides, v, k * BLOCK);
          } else {
            evaluate(i, n, v, k * BLOCK, f32 != null);
          }
          if (f32 != null) {
            for (int p = k * BLOCK; p < k * BLOCK + n; p++) {
              v[p] = (float) v[p];
            }
          }
        }
        emit(row, lane, n, f64, f32, offsets, strides, v);
      }
      flush(row, Kernel.Extent.ROW, f64, f32, offsets, strides, v);
    }
    flush(0, Kernel.Extent.UNIFORM, f64, f32, offsets, strides, v);
  }

  private void load(int input, int row, int lane, int n, double[][] f64, float[][] f32, int[] offsets, int[] strides,
      double[] v, int to) {
    Kernel.Extent extent = kernel.inputs().get(input).extent();
    int step = extent == Kernel.Extent.LANE ? 1 : 0;
    int from = offsets[input] + (extent == Kernel.Extent.UNIFORM ? 0 : row * strides[input]) + lane * step;
    for (int p = 0; p < n; p++) {
      v[to + p] = f32 == null ? f64[input][from + p * step] : f32[input][from + p * step];
    }
  }

  private static void evaluate(Instruction i, int n, double[] v, int to, boolean single) {
    int a = i.a() * BLOCK;
    int b = Math.max(i.b(), 0) * BLOCK;
    int c = Math.max(i.c(), 0) * BLOCK;
    switch (i.op()) {
      case CONSTANT -> Arrays.fill(v, to, to + n, i.value());
      case ADD -> {
        for (int p = 0; p < n; p++) {
          v[to + p] = v[a + p] + v[b + p];
        }
      }
      case SUB -> {
        for (int p = 0; p < n; p++) {
          v[to + p] = v[a + p] - v[b + p];
        }
      }
      case MUL -> {
        for (int p = 0; p < n; p++) {
          v[to + p] = v[a + p] * v[b + p];
        }
      }
      default -> {
        for (int p = 0; p < n; p++) {
          v[to + p] = Arithmetic.apply(i, v[a + p], v[b + p], v[c + p], single);
        }
      }
    }
  }

  private void emit(int row, int lane, int n, double[][] f64, float[][] f32, int[] offsets, int[] strides, double[] v) {
    int inputs = kernel.inputs().size();
    List<Kernel.Output> outputs = kernel.outputs();
    for (int o = 0; o < results.length; o++) {
      int from = results[o] * BLOCK;
      if (outputs.get(o).extent() == Kernel.Extent.LANE) {
        int to = offsets[inputs + o] + row * strides[inputs + o] + lane;
        for (int p = 0; p < n; p++) {
          if (f32 == null) {
            f64[inputs + o][to + p] = v[from + p];
          } else {
            f32[inputs + o][to + p] = (float) v[from + p];
          }
        }
      } else {
        double sum = v[code.length * BLOCK + o];
        for (int p = 0; p < n; p++) {
          sum += v[from + p];
        }
        v[code.length * BLOCK + o] = sum;
      }
    }
  }

  private void clear(double[] v, int sums, Kernel.Extent extent) {
    for (int o = 0; o < results.length; o++) {
      if (kernel.outputs().get(o).extent() == extent) {
        v[sums + o] = 0;
      }
    }
  }

  private void flush(int row, Kernel.Extent extent, double[][] f64, float[][] f32, int[] offsets, int[] strides, double[] v) {
    for (int o = 0; o < results.length; o++) {
      if (kernel.outputs().get(o).extent() == extent) {
        int argument = kernel.inputs().size() + o;
        int to = offsets[argument] + (extent == Kernel.Extent.ROW ? row * strides[argument] : 0);
        double sum = v[code.length * BLOCK + o];
        if (f32 == null) {
          f64[argument][to] += sum;
        } else {
          f32[argument][to] += (float) sum;
        }
      }
    }
  }
}
