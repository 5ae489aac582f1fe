package dev.ansatz.engine.array;

import dev.ansatz.engine.kernel.CompiledKernel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Single precision; {@link DoubleArithmetic} is its twin. */
final class FloatArithmetic implements Arithmetic<float[]> {
  static final FloatArithmetic F32 = new FloatArithmetic();
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private FloatArithmetic() {}

  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public float[] allocate(int length) {
    return new float[length];
  }

  @Override
  public float[] allocateOnLines(int length) {
    return new float[CacheLines.length(length, Float.BYTES)];
  }

  @Override
  public int firstOnLine() {
    return CacheLines.first(Float.BYTES);
  }

  @Override
  public float[][] references(int length) {
    return new float[length][];
  }

  @Override
  public double get(float[] a, int at) {
    return a[at];
  }

  @Override
  public void set(float[] a, int at, double value) {
    a[at] = (float) value;
  }

  @Override
  public void fill(float[] a, int from, int to, double value) {
    Arrays.fill(a, from, to, (float) value);
  }

  @Override
  public float[] same(double[] array) {
    return null;
  }

  @Override
  public float[] rounded(double[] array, float[] rounded) {
    float[] to = rounded == null || rounded.length < array.length ? new float[array.length] : rounded;
    load(array, 0, to, 0, array.length);
    return to;
  }

  @Override
  public void load(double[] from, int f, float[] to, int t, int n) {
    for (int p = 0; p < n; p++) {
      to[t + p] = (float) from[f + p];
    }
  }

  @Override
  public void store(float[] from, int f, double[] to, int t, int n) {
    for (int p = 0; p < n; p++) {
      to[t + p] = from[f + p];
    }
  }

  @Override
  public void accumulate(float[] from, double[] to) {
    for (int q = 0; q < from.length; q++) {
      to[q] += from[q];
    }
  }

  @Override
  public void add(float[] to, int t, double factor, float[] from, int f, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, from, f + p)
          .fma(FloatVector.broadcast(SPECIES, (float) factor), FloatVector.fromArray(SPECIES, to, t + p)).intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      to[t + p] = Math.fma(from[f + p], (float) factor, to[t + p]);
    }
  }

  @Override
  public void shift(float[] a, int at, double shift, int n) {
    for (int p = at; p < at + n; p++) {
      a[p] += (float) shift;
    }
  }

  @Override
  public void products(float[] to, int t, boolean add, double factor, int terms, float[] x, int i, int iStep, float[] y, int j,
      int jStep, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      var sum = add ? FloatVector.fromArray(SPECIES, to, t + p) : FloatVector.zero(SPECIES);
      for (int c = 0; c < terms; c++) {
        sum = FloatVector.fromArray(SPECIES, x, i + c * iStep + p).mul((float) factor)
            .fma(FloatVector.fromArray(SPECIES, y, j + c * jStep + p), sum);
      }
      sum.intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      float sum = add ? to[t + p] : 0;
      for (int c = 0; c < terms; c++) {
        sum = Math.fma((float) factor * x[i + c * iStep + p], y[j + c * jStep + p], sum);
      }
      to[t + p] = sum;
    }
  }

  @Override
  public double sum(float[] a, int at, int n) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int body = at + n - n % 4;
    for (int p = at; p < body; p += 4) {
      s0 += a[p];
      s1 += a[p + 1];
      s2 += a[p + 2];
      s3 += a[p + 3];
    }
    float sum = s0 + s1 + (s2 + s3);
    for (int p = body; p < at + n; p++) {
      sum += a[p];
    }
    return sum;
  }

  @Override
  public void forward(int channels, int in, int out, int lanes, float[] w, int wOffset, float[] x, int xOffset, float[] y,
      int yOffset, boolean add) {
    LaneProduct.forward(channels, in, out, lanes, w, wOffset, x, xOffset, y, yOffset, add);
  }

  @Override
  public void backward(int channels, int in, int out, int lanes, float[] w, int wOffset, float[] gy, int gyOffset, float[] gx,
      int gxOffset, boolean add) {
    LaneProduct.backward(channels, in, out, lanes, w, wOffset, gy, gyOffset, gx, gxOffset, add);
  }

  @Override
  public void gradient(int channels, int in, int out, int lanes, float[] x, int xOffset, float[] gy, int gyOffset, float[] gw,
      int gwOffset) {
    LaneProduct.gradient(channels, in, out, lanes, x, xOffset, gy, gyOffset, gw, gwOffset);
  }

  @Override
  public void run(CompiledKernel kernel, int rows, int lanes, float[][] arrays, int[] offsets, int[] strides) {
    kernel.run(rows, lanes, arrays, offsets, strides);
  }
}
