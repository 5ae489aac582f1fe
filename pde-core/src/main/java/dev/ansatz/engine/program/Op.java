package dev.ansatz.engine.program;

import java.util.BitSet;

/** One batched operation: forward, reverse mode summed over the lanes, and reverse mode lane by lane. */
sealed interface Op permits LinearOp, KernelOp {

  /** Called once, in reverse order of the operations, to decide which cotangents are stored and which are added. */
  void planReverse(ReversePlan plan);

  void forward(Workspace space);

  /** Turns cotangents of the results into cotangents of the operands, adding those of the parameters to the gradient. */
  void backward(Workspace space);

  /** Like {@link #backward}, but writes the parameters' cotangents lane by lane into the Jacobian. */
  void jacobian(Workspace space);

  /** Which rows and parameters have a cotangent at this point of the reverse sweep. */
  final class ReversePlan {
    /** Rows that depend on parameters; no other needs a cotangent. */
    final BitSet active = new BitSet();
    /** Rows of results that nothing reads: their cotangents are zero. */
    final BitSet unread = new BitSet();
    private final BitSet writtenRows = new BitSet();
    private final BitSet writtenParameters = new BitSet();

    /** Notes which rows of a result nothing has written a cotangent to by the time its operation is reached. */
    void reach(Value result) {
      for (int row = writtenRows.nextClearBit(result.row()); row < result.row() + result.rows(); row = writtenRows.nextClearBit(row + 1)) {
        unread.set(row);
      }
    }

    /** Marks rows as written; true if they were before, so that the writer must add. */
    boolean claimRows(int row, int count) {
      return claim(writtenRows, row, count, "rows");
    }

    /** Marks parameters as written; true if they were before, so that the writer must add. */
    boolean claimParameters(ParameterBlock block) {
      return claim(writtenParameters, block.offset(), block.size(), "parameters");
    }

    private static boolean claim(BitSet written, int from, int count, String what) {
      int before = written.get(from, from + count).cardinality();
      if (before != 0 && before != count) {
        throw new IllegalArgumentException(what + " " + from + " to " + (from + count - 1) + " are used in part by several operations");
      }
      written.set(from, from + count);
      return before != 0;
    }
  }
}
