package dev.ansatz.engine.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import jdk.incubator.vector.DoubleVector;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The three products against plain loops of fused multiply–adds in the documented order, to the bit. In single
 * precision against those in double: a sum of n terms of size 1 errs by at most n² ε (Higham 2002, eq. 3.5), and the rounded inputs by 3 n
 * ε.
 */
class LaneProductProperties {
  private static final int GUARD = 5;

  @Property(tries = 150, seed = "20261121")
  void forwardIsTheSum(@ForAll @IntRange(min = 1, max = 5) int channels, @ForAll @IntRange(min = 1, max = 150) int in,
      @ForAll @IntRange(min = 1, max = 60) int out, @ForAll @IntRange(min = 1, max = 70) int lanes,
      @ForAll boolean add, @ForAll long seed) {
    var r = new SplittableRandom(seed);
    double[] w = random(r, in * out + GUARD);
    double[] x = random(r, channels * in * lanes + GUARD);
    double[] y = random(r, channels * out * lanes + 2 * GUARD);
    double[] expected = y.clone();
    naiveMultiply(channels, in, out, lanes, w, 3, out, 1, x, 2, expected, GUARD, add);
    float[] yf = toFloat(y);
    LaneProduct.forward(channels, in, out, lanes, w, 3, x, 2, y, GUARD, add);
    LaneProduct.forward(channels, in, out, lanes, toFloat(w), 3, toFloat(x), 2, yf, GUARD, add);
    assertThat(y).isEqualTo(expected);
    assertThat(distance(widen(yf), expected)).isLessThanOrEqualTo((in + 4) * (in + 1) * 0x1p-24);
  }

  @Property(tries = 150, seed = "20261121")
  void backwardIsTheTransposedSum(@ForAll @IntRange(min = 1, max = 5) int channels, @ForAll @IntRange(min = 1,
      max = 60) int in,
      @ForAll @IntRange(min = 1, max = 150) int out, @ForAll @IntRange(min = 1, max = 70) int lanes,
      @ForAll boolean add, @ForAll long seed) {
    var r = new SplittableRandom(seed);
    double[] w = random(r, in * out + GUARD);
    double[] gy = random(r, channels * out * lanes + GUARD);
    double[] gx = random(r, channels * in * lanes + 2 * GUARD);
    double[] expected = gx.clone();
    naiveMultiply(channels, out, in, lanes, w, 3, 1, out, gy, 2, expected, GUARD, add);
    float[] gxf = toFloat(gx);
    LaneProduct.backward(channels, in, out, lanes, w, 3, gy, 2, gx, GUARD, add);
    LaneProduct.backward(channels, in, out, lanes, toFloat(w), 3, toFloat(gy), 2, gxf, GUARD, add);
    assertThat(gx).isEqualTo(expected);
    assertThat(distance(widen(gxf), expected)).isLessThanOrEqualTo((out + 4) * (out + 1) * 0x1p-24);
  }

  @Property(tries = 150, seed = "20261121")
  void gradientAccumulatesTheOuterProducts(@ForAll @IntRange(min = 1, max = 5) int channels, @ForAll @IntRange(min = 1,
      max = 30) int in,
      @ForAll @IntRange(min = 1, max = 30) int out, @ForAll @IntRange(min = 1, max = 70) int lanes, @ForAll long seed) {
    var r = new SplittableRandom(seed);
    double[] x = random(r, channels * in * lanes + GUARD);
    double[] gy = random(r, channels * out * lanes + GUARD);
    double[] gw = random(r, in * out + 2 * GUARD);
    double[] expected = gw.clone();
    naiveGradient(channels, in, out, lanes, x, 3, gy, 2, expected, GUARD);
    float[] gwf = toFloat(gw);
    LaneProduct.gradient(channels, in, out, lanes, x, 3, gy, 2, gw, GUARD);
    LaneProduct.gradient(channels, in, out, lanes, toFloat(x), 3, toFloat(gy), 2, gwf, GUARD);
    double terms = channels * lanes;
    assertThat(gw).isEqualTo(expected);
    assertThat(distance(widen(gwf), expected)).isLessThanOrEqualTo((terms + 4) * (terms + 1) * 0x1p-24);
  }

  @Property(tries = 30, seed = "20261121")
  void aLaneDoesNotDependOnItsNeighbours(@ForAll @IntRange(min = 1, max = 40) int lanes, @ForAll @IntRange(min = 1,
      max = 30) int out,
      @ForAll long seed) {
    var r = new SplittableRandom(seed);
    int in = 137;
    double[] w = random(r, in * out);
    double[] x = random(r, in * lanes);
    double[] y = new double[out * lanes];
    LaneProduct.forward(1, in, out, lanes, w, 0, x, 0, y, 0, false);
    int lane = r.nextInt(lanes);
    double[] one = new double[in];
    for (int i = 0; i < in; i++) {
      one[i] = x[i * lanes + lane];
    }
    double[] alone = new double[out];
    LaneProduct.forward(1, in, out, 1, w, 0, one, 0, alone, 0, false);
    for (int j = 0; j < out; j++) {
      assertThat(y[j * lanes + lane]).isEqualTo(alone[j]);
    }
  }

  @Example
  void nothingIsAllocatedAndTheBitsStay() {
    var r = new SplittableRandom(1);
    int channels = 4;
    int in = 64;
    int out = 50;
    int lanes = 72;
    double[] w = random(r, in * out);
    double[] x = random(r, channels * in * lanes);
    double[] gy = random(r, channels * out * lanes);
    double[] y = new double[channels * out * lanes];
    double[] gx = new double[x.length];
    double[] gw = new double[w.length];
    Runnable all = () -> {
      Arrays.fill(gw, 0);
      LaneProduct.forward(channels, in, out, lanes, w, 0, x, 0, y, 0, false);
      LaneProduct.backward(channels, in, out, lanes, w, 0, gy, 0, gx, 0, false);
      LaneProduct.gradient(channels, in, out, lanes, x, 0, gy, 0, gw, 0);
      LaneProduct.gradient(channels, 3, out, lanes, x, 0, gy, 0, gw, 0);
    };
    all.run();
    int interpreted = Arrays.hashCode(y) ^ Arrays.hashCode(gx) ^ Arrays.hashCode(gw);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // the interpreter boxes every vector: measured once the JIT has compiled all tiles, which takes seconds; those of this thread, which on
    // a busy machine pass no faster than the compiler's
    for (long end = threads.getCurrentThreadCpuTime() + 20_000_000_000L; least > 0 && threads.getCurrentThreadCpuTime() < end;) {
      for (int n = 0; n < 50; n++) {
        all.run();
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      long self = threads.getCurrentThreadAllocatedBytes() - before;
      before = threads.getCurrentThreadAllocatedBytes();
      for (int n = 0; n < 10; n++) {
        all.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - self);
    }
    assertThat(least).isZero();
    // the order of every sum is fixed, so compiled code gives what the interpreter gave
    assertThat(Arrays.hashCode(y) ^ Arrays.hashCode(gx) ^ Arrays.hashCode(gw)).isEqualTo(interpreted);
  }

  private static void naiveMultiply(int channels, int depth, int rows, int lanes, double[] w, int w0, int wk, int wj,
      double[] x, int x0,
      double[] y, int y0, boolean add) {
    for (int c = 0; c < channels; c++) {
      for (int j = 0; j < rows; j++) {
        for (int p = 0; p < lanes; p++) {
          int o = y0 + (c * rows + j) * lanes + p;
          double s = add ? y[o] : 0;
          for (int k = 0; k < depth; k++) {
            s = Math.fma(w[w0 + k * wk + j * wj], x[x0 + (c * depth + k) * lanes + p], s);
          }
          y[o] = s;
        }
      }
    }
  }

  private static void naiveGradient(int channels, int in, int out, int lanes, double[] x, int x0, double[] gy, int gy0,
      double[] gw, int gw0) {
    int length = LaneProduct.narrow(in, out) ? DoubleVector.SPECIES_PREFERRED.length() : 0;
    int whole = length == 0 ? lanes : lanes / length * length;
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < out; j++) {
        // one sum that starts from what is there, or one from zero for each lane of a vector
        double[] sums = new double[Math.max(1, length)];
        sums[0] = length == 0 ? gw[gw0 + i * out + j] : 0;
        for (int[] part : new int[][] {{0, whole}, {whole, lanes}}) {
          for (int c = 0; c < channels; c++) {
            for (int p = part[0]; p < part[1]; p++) {
              int l = p % sums.length;
              sums[l] = Math.fma(x[x0 + (c * in + i) * lanes + p], gy[gy0 + (c * out + j) * lanes + p], sums[l]);
            }
          }
        }
        double sum = length == 0 ? 0 : gw[gw0 + i * out + j];
        for (double s : sums) {
          sum += s;
        }
        gw[gw0 + i * out + j] = sum;
      }
    }
  }

  private static double[] random(SplittableRandom r, int n) {
    return r.doubles(n, -1, 1).toArray();
  }

  private static float[] toFloat(double[] a) {
    float[] b = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      b[i] = (float) a[i];
    }
    return b;
  }

  private static double[] widen(float[] a) {
    double[] b = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      b[i] = a[i];
    }
    return b;
  }

  /** Largest difference; the elements around the result are compared too, so nothing outside it may be touched. */
  private static double distance(double[] a, double[] b) {
    double d = 0;
    for (int i = 0; i < a.length; i++) {
      d = Math.max(d, Math.abs(a[i] - b[i]));
    }
    return d;
  }
}
