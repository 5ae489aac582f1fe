package dev.ansatz.engine.array;

import dev.ansatz.engine.kernel.CompiledKernel;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Double precision; {@link FloatArithmetic} is its twin. */
final class DoubleArithmetic implements Arithmetic<double[]> {
  static final DoubleArithmetic F64 = new DoubleArithmetic();
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private DoubleArithmetic() {}

  @Override
  public int bytes() {
    return Double.BYTES;
  }

  @Override
  public double[] allocate(int length) {
    return new double[length];
  }

  @Override
  public double[] allocateOnLines(int length) {
    return new double[CacheLines.length(length, Double.BYTES)];
  }

  @Override
  public int firstOnLine() {
    return CacheLines.first(Double.BYTES);
  }

  @Override
  public double[][] references(int length) {
    return new double[length][];
  }

  @Override
  public double get(double[] a, int at) {
    return a[at];
  }

  @Override
  public void set(double[] a, int at, double value) {
    a[at] = value;
  }

  @Override
  public void fill(double[] a, int from, int to, double value) {
    Arrays.fill(a, from, to, value);
  }

  @Override
  public double[] same(double[] array) {
    return array;
  }

  @Override
  public double[] rounded(double[] array, double[] rounded) {
    return array;
  }

  @Override
  public void load(double[] from, int f, double[] to, int t, int n) {
    System.arraycopy(from, f, to, t, n);
  }

  @Override
  public void store(double[] from, int f, double[] to, int t, int n) {
    System.arraycopy(from, f, to, t, n);
  }

  @Override
  public void accumulate(double[] from, double[] to) {
    for (int q = 0; q < from.length; q++) {
      to[q] += from[q];
    }
  }

  @Override
  public void add(double[] to, int t, double factor, double[] from, int f, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, from, f + p)
          .fma(DoubleVector.broadcast(SPECIES, factor), DoubleVector.fromArray(SPECIES, to, t + p)).intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      to[t + p] = Math.fma(from[f + p], factor, to[t + p]);
    }
  }

  @Override
  public void shift(double[] a, int at, double shift, int n) {
    for (int p = at; p < at + n; p++) {
      a[p] += shift;
    }
  }

  @Override
  public void products(double[] to, int t, boolean add, double factor, int terms, double[] x, int i, int iStep, double[] y, int j,
      int jStep, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      var sum = add ? DoubleVector.fromArray(SPECIES, to, t + p) : DoubleVector.zero(SPECIES);
      for (int c = 0; c < terms; c++) {
        sum = DoubleVector.fromArray(SPECIES, x, i + c * iStep + p).mul(factor)
            .fma(DoubleVector.fromArray(SPECIES, y, j + c * jStep + p), sum);
      }
      sum.intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      double sum = add ? to[t + p] : 0;
      for (int c = 0; c < terms; c++) {
        sum = Math.fma(factor * x[i + c * iStep + p], y[j + c * jStep + p], sum);
      }
      to[t + p] = sum;
    }
  }

  @Override
  public double sum(double[] a, int at, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int body = at + n - n % 4;
    for (int p = at; p < body; p += 4) {
      s0 += a[p];
      s1 += a[p + 1];
      s2 += a[p + 2];
      s3 += a[p + 3];
    }
    double sum = s0 + s1 + (s2 + s3);
    for (int p = body; p < at + n; p++) {
      sum += a[p];
    }
    return sum;
  }

  @Override
  public void forward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] x, int xOffset, double[] y,
      int yOffset, boolean add) {
    LaneProduct.forward(channels, in, out, lanes, w, wOffset, x, xOffset, y, yOffset, add);
  }

  @Override
  public void backward(int channels, int in, int out, int lanes, double[] w, int wOffset, double[] gy, int gyOffset, double[] gx,
      int gxOffset, boolean add) {
    LaneProduct.backward(channels, in, out, lanes, w, wOffset, gy, gyOffset, gx, gxOffset, add);
  }

  @Override
  public void gradient(int channels, int in, int out, int lanes, double[] x, int xOffset, double[] gy, int gyOffset, double[] gw,
      int gwOffset) {
    LaneProduct.gradient(channels, in, out, lanes, x, xOffset, gy, gyOffset, gw, gwOffset);
  }

  @Override
  public void run(CompiledKernel kernel, int rows, int lanes, double[][] arrays, int[] offsets, int[] strides) {
    kernel.run(rows, lanes, arrays, offsets, strides);
  }
}
