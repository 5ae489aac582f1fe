package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One batched operation: forward, forward with tangents, reverse mode summed over the lanes, and reverse mode lane by lane. */
sealed interface Op permits UnaryOp, EinsumOp, KernelOp {
  Value result();

  List<Value> operands();

  /** Called once, in reverse order of the operations, to decide which cotangents are stored and which are added. */
  void planReverse(ReversePlan plan);

  /** Called once, after that: where values and cotangents lie. */
  void bind(Storage values, Storage cotangents);

  <A> void forward(Workspace<A> space);

  /** Writes the results and, where they depend on the parameters, their tangents along the workspace's direction. */
  <A> void jvp(Workspace<A> space);

  /** Turns cotangents of the results into cotangents of the operands, adding those of the parameters to the gradient. */
  <A> void backward(Workspace<A> space);

  /** Like {@link #backward}, but writes the parameters' cotangents lane by lane into the Jacobian. */
  default <A> void jacobian(Workspace<A> space) {
    backward(space);
  }

  /** Which rows and parameters have a cotangent at this point of the reverse sweep, and from when to when. */
  final class ReversePlan {
    /** Rows that depend on parameters; no other needs a cotangent. */
    final BitSet active;
    /** Parameters that have a cotangent. */
    final BitSet writtenParameters = new BitSet();
    /** For each operation the rows that are set to zero before it, since nothing, or not the first to add to them, stores them. */
    final List<BitSet> cleared = new ArrayList<>();

    private final BitSet writtenRows = new BitSet();
    private final NavigableMap<Integer, int[]> spans = new TreeMap<>();
    private int operation;

    /**
     * @param roots rows of values that are laid down as one, with their sizes
     */
    ReversePlan(BitSet active, NavigableMap<Integer, Integer> roots, int operations) {
      this.active = active;
      roots.keySet().forEach(row -> spans.put(row, new int[] {-1, -1}));
      for (int i = 0; i <= operations; i++) {
        cleared.add(new BitSet());
      }
    }

    /** The operation that is planned next; the number of operations stands for what comes before the reverse sweep. */
    void at(int number) {
      operation = number;
    }

    /** Has those rows of a result cleared that nothing has written a cotangent to by the time its operation is reached. */
    void reach(Value result) {
      if (active.get(result.row())) {
        use(result.row());
        clearUnwritten(result.row(), result.size());
      }
    }

    /** Marks the rows of a value as written; true if some were before, so that the writer must add. */
    boolean claim(Value value) {
      return claimRows(value.row(), value.size());
    }

    /** Marks rows as written; true if some were before, so that the writer must add. */
    boolean claimRows(int row, int count) {
      use(row);
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

    private void use(int row) {
      int[] span = spans.floorEntry(row).getValue();
      span[0] = Math.max(span[0], operation);
      span[1] = operation;
    }

    private void clearUnwritten(int row, int count) {
      int end = row + count;
      for (int from = writtenRows.nextClearBit(row); from < end;) {
        int next = writtenRows.nextSetBit(from);
        int to = next < 0 ? end : Math.min(next, end);
        cleared.get(operation).set(from, to);
        writtenRows.set(from, to);
        from = writtenRows.nextClearBit(to);
      }
    }

    /** Storage of the cotangents, in the order of the reverse sweep. */
    Storage storage(NavigableMap<Integer, Integer> roots) {
      var blocks = new ArrayList<Storage.Block>();
      roots.forEach((row, size) -> {
        int[] span = spans.get(row);
        if (span[0] >= 0) {
          blocks.add(new Storage.Block(row, size, -span[0], -span[1]));
        }
      });
      return Storage.of(blocks);
    }
  }
}
