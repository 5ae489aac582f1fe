package dev.ansatz.io;

import java.util.List;

/**
 * Numbers of one type with a shape, the last index varying fastest. The empty shape is that of a single number. Arrays are neither
 * copied nor changed; two tensors are equal only if they hold the same array.
 */
public sealed interface Tensor {
  /** The length along each index. */
  List<Integer> shape();

  /** How many numbers: the product of the shape. */
  int size();

  /** Double precision. */
  record F64(List<Integer> shape, double[] values) implements Tensor {
    public F64 {
      shape = checked(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** Single precision. */
  record F32(List<Integer> shape, float[] values) implements Tensor {
    public F32 {
      shape = checked(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** Whole numbers of 64 bits. */
  record I64(List<Integer> shape, long[] values) implements Tensor {
    public I64 {
      shape = checked(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** An array as a tensor of one index. */
  static Tensor of(double[] values) {
    return new F64(List.of(values.length), values);
  }

  /** Rows of equal length as a tensor of two indices; copied. */
  static Tensor of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return new F64(List.of(rows.length, columns), values);
  }

  /** A single number. */
  static Tensor of(double value) {
    return new F64(List.of(), new double[] {value});
  }

  /** A single whole number. */
  static Tensor of(long value) {
    return new I64(List.of(), new long[] {value});
  }

  private static List<Integer> checked(List<Integer> shape, int length) {
    if (shape.stream().anyMatch(n -> n < 0) || elements(shape) != length) {
      throw new IllegalArgumentException("the shape " + shape + " does not hold " + length + " numbers");
    }
    return List.copyOf(shape);
  }

  /** The product of a shape without negative lengths; {@link Long#MAX_VALUE} if it is more than that. */
  static long elements(List<Integer> shape) {
    if (shape.contains(0)) {
      return 0;
    }
    long product = 1;
    for (int n : shape) {
      if (product > Long.MAX_VALUE / n) {
        return Long.MAX_VALUE;
      }
      product *= n;
    }
    return product;
  }
}
