package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/**
 * What one thread needs to run a program over one chunk of samples: the rows of all values, of their cotangents and tangents, and
 * the arguments of the operations. In a chunk of {@code samples} samples, row r begins at element {@link #at}, on a cache line where the
 * samples fill whole lines.
 */
final class Workspace<A> {
  final Arithmetic<A> arithmetic;
  final A values;
  final A cotangents;
  final A constants;
  final KernelOp.Binding<A>[] bindings;
  private final int first;
  int samples;
  A theta;

  /** Target of {@link Op#backward}. */
  A gradient;

  /** Source of {@link Op#jvp}: the direction in θ; null, like the tangents, until it is wanted. */
  A direction;
  A tangents;

  /** Target of {@link Op#jacobian}: column q, lane p at {@code q * jacobianStride + jacobianOffset + p}. */
  A jacobian;
  int jacobianStride;
  int jacobianOffset;

  /** Which segment between checkpoints the shared storage holds. */
  int segment;

  private A scratch;
  private int scratchSize;
  private double[] line = new double[0];

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made otherwise
  Workspace(Arithmetic<A> arithmetic, Program program, int maximalSamples, A constants) {
    this.arithmetic = arithmetic;
    first = arithmetic.firstOnLine();
    values = arithmetic.allocateOnLines(program.rows() * maximalSamples);
    cotangents = arithmetic.allocateOnLines(program.cotangentRows() * maximalSamples);
    this.constants = constants;
    bindings = new KernelOp.Binding[program.kernelOps()];
  }

  /** Where a row of the values, the cotangents or the tangents begins. */
  int at(int row) {
    return first + row * samples;
  }

  /** At least so many elements, overwritten by whoever asks next. */
  A scratch(int size) {
    if (scratchSize < size) {
      scratch = arithmetic.allocate(size);
      scratchSize = size;
    }
    return scratch;
  }

  /** At least so many doubles, whatever the precision, overwritten by whoever asks next. */
  double[] line(int size) {
    if (line.length < size) {
      line = new double[size];
    }
    return line;
  }

  /** Sets the rows of a value to zero. */
  void clear(A array, Value value) {
    arithmetic.fill(array, at(value.row()), at(value.row() + value.size()), 0);
  }

  /** Sets pieces to zero that are given as first and past last row in turn. */
  void clear(A array, int[] ranges) {
    for (int i = 0; i < ranges.length; i += 2) {
      arithmetic.fill(array, at(ranges[i]), at(ranges[i + 1]), 0);
    }
  }

  /** Stores or adds one element. */
  void put(A array, int at, double value, boolean add) {
    arithmetic.set(array, at, add ? arithmetic.get(array, at) + value : value);
  }
}
