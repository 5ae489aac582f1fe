package dev.ansatz.engine.program;

import java.util.BitSet;

/** One batched operation: forward, forward with tangents, reverse mode summed over the lanes, and reverse mode lane by lane. */
sealed interface Op permits LinearOp, KernelOp, FixedOp, EinsumOp, LayerNormOp, SegmentSoftmaxOp, ModeMixing {

  /** Called once, in reverse order of the operations, to decide which cotangents are stored and which are added. */
  void planReverse(ReversePlan plan);

  void forward(Workspace space);

  /** Writes the results and, where they depend on the parameters, their tangents along the workspace's direction. */
  void jvp(Workspace space);

  /** Turns cotangents of the results into cotangents of the operands, adding those of the parameters to the gradient. */
  void backward(Workspace space);

  /** Like {@link #backward}, but writes the parameters' cotangents lane by lane into the Jacobian. */
  default void jacobian(Workspace space) {
    backward(space);
  }

  /** Which rows and parameters have a cotangent at this point of the reverse sweep. */
  final class ReversePlan {
    /** Rows that depend on parameters; no other needs a cotangent. */
    final BitSet active = new BitSet();
    /** Rows whose cotangents start from zero, since nothing, or not the first to add to them, stores them. */
    final BitSet cleared = new BitSet();
    /** Parameters that have a cotangent. */
    final BitSet writtenParameters = new BitSet();
    private final BitSet writtenRows = new BitSet();

    /** Has those rows of a result cleared that nothing has written a cotangent to by the time its operation is reached. */
    void reach(Value result) {
      clearUnwritten(result.row(), result.size());
    }

    /** Marks the rows of a value as written; true if some were before, so that the writer must add. */
    boolean claim(Value value) {
      return claimRows(value.row(), value.size());
    }

    /** Marks rows as written; true if some were before, so that the writer must add. */
    boolean claimRows(int row, int count) {
      boolean add = !writtenRows.get(row, row + count).isEmpty();
      if (add) {
        clearUnwritten(row, count);
      }
      writtenRows.set(row, row + count);
      return add;
    }

    /** Marks parameters as written; true if they were before, so that the writer must add. */
    boolean claimParameters(ParameterBlock block) {
      boolean add = writtenParameters.get(block.offset());
      writtenParameters.set(block.offset(), block.offset() + block.size());
      return add;
    }

    private void clearUnwritten(int row, int count) {
      int end = row + count;
      for (int from = writtenRows.nextClearBit(row); from < end;) {
        int next = writtenRows.nextSetBit(from);
        int to = next < 0 ? end : Math.min(next, end);
        cleared.set(from, to);
        from = writtenRows.nextClearBit(to);
      }
    }
  }
}
