package dev.ansatz.engine.program;

import java.util.Arrays;

/**
 * What one thread needs to run a program over one chunk of samples: the rows of all values, of their cotangents and tangents, and
 * the arguments of the operations. In a chunk of {@code samples} samples, what begins at row r begins at {@code r * samples}.
 */
final class Workspace {
  final double[] values;
  final double[] cotangents;
  final double[] constants;
  final KernelOp.Binding[] bindings;
  int samples;
  double[] theta;

  /** Target of {@link Op#backward}. */
  double[] gradient;

  /** Source of {@link Op#jvp}: the direction in θ; null, like the tangents, until it is wanted. */
  double[] direction;
  double[] tangents;

  /** Target of {@link Op#jacobian}: column q, lane p at {@code q * jacobianStride + jacobianOffset + p}. */
  double[] jacobian;
  int jacobianStride;
  int jacobianOffset;

  private double[] scratch = new double[0];

  Workspace(Program program, int maximalSamples, double[] constants) {
    values = new double[program.rows() * maximalSamples];
    cotangents = new double[program.rows() * maximalSamples];
    this.constants = constants;
    bindings = new KernelOp.Binding[program.kernelOps()];
  }

  /** At least so many numbers, overwritten by whoever asks next. */
  double[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new double[size];
    }
    return scratch;
  }

  /** Sets the rows of a value to zero. */
  void clear(double[] array, Value value) {
    Arrays.fill(array, value.row() * samples, (value.row() + value.size()) * samples, 0);
  }

  /** Sets pieces to zero that are given as first and past last row in turn. */
  void clear(double[] array, int[] ranges) {
    for (int i = 0; i < ranges.length; i += 2) {
      Arrays.fill(array, ranges[i] * samples, ranges[i + 1] * samples, 0);
    }
  }
}
