package dev.ansatz.engine.program;

/**
 * What one thread needs to run a program over one chunk of lanes: the rows of all values, of their cotangents, and the
 * arguments of the operations. Row r of a chunk of {@code lanes} lanes begins at {@code r * lanes}.
 */
final class Workspace {
  final double[] values;
  final double[] cotangents;
  final double[] constants;
  final KernelOp.Binding[] bindings;
  int lanes;
  double[] theta;

  /** Target of {@link Op#backward}. */
  double[] gradient;

  /** Target of {@link Op#jacobian}: column q, lane p at {@code q * jacobianStride + jacobianOffset + p}. */
  double[] jacobian;
  int jacobianStride;
  int jacobianOffset;

  Workspace(Program program, int maximalLanes, double[] constants) {
    values = new double[program.rows() * maximalLanes];
    cotangents = new double[program.rows() * maximalLanes];
    this.constants = constants;
    bindings = new KernelOp.Binding[program.kernelOps()];
  }
}
