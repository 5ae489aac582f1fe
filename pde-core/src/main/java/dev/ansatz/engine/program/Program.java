package dev.ansatz.engine.program;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A batched computation y = f(x; θ), the same on every lane: built once, run many times without allocation.
 *
 * <p>Inputs and outputs are rows of lanes; the parameters θ are one vector shared by all lanes, cut into named
 * {@linkplain ParameterBlock blocks}. Every operation has a forward pass, a reverse pass that sums the parameters'
 * cotangents over the lanes, and a reverse pass that keeps them lane by lane (a row of the Jacobian per lane), which is
 * what Gauss–Newton methods need. Run it through {@link Evaluation}.
 */
public final class Program {
  private final int inputs;
  private final int rows;
  private final int parameters;
  private final int constants;
  private final int kernelOps;
  private final List<Op> ops;
  private final List<ParameterBlock> blocks;
  private final Value output;
  private final int[] unread;

  Program(int inputs, int rows, int parameters, int constants, int kernelOps, List<Op> ops, List<ParameterBlock> blocks, Value output,
      BitSet active) {
    this.inputs = inputs;
    this.rows = rows;
    this.parameters = parameters;
    this.constants = constants;
    this.kernelOps = kernelOps;
    this.ops = ops;
    this.blocks = blocks;
    this.output = output;
    var plan = new Op.ReversePlan();
    plan.active.or(active);
    plan.claimRows(output.row(), output.rows());
    for (Op op : ops.reversed()) {
      op.planReverse(plan);
    }
    unread = plan.unread.stream().toArray();
  }

  /** Starts a program of so many input rows. */
  public static ProgramBuilder builder(int inputs) {
    return new ProgramBuilder(inputs);
  }

  /** Input rows per lane. */
  public int inputs() {
    return inputs;
  }

  /** Output rows per lane. */
  public int outputs() {
    return output.rows();
  }

  public Value output() {
    return output;
  }

  /** The length of θ. */
  public int parameters() {
    return parameters;
  }

  /** The pieces of θ, in order. */
  public List<ParameterBlock> blocks() {
    return blocks;
  }

  /** The piece of θ of a name. */
  public ParameterBlock block(String name) {
    return blocks.stream().filter(b -> b.name().equals(name)).findFirst()
        .orElseThrow(() -> new NoSuchElementException("no parameters '" + name + "'; there are " + blocks.stream().map(ParameterBlock::name).toList()));
  }

  int rows() {
    return rows;
  }

  int constants() {
    return constants;
  }

  int kernelOps() {
    return kernelOps;
  }

  void forward(Workspace space) {
    for (int i = 0; i < ops.size(); i++) {
      ops.get(i).forward(space);
    }
  }

  void backward(Workspace space) {
    clearUnread(space);
    for (int i = ops.size() - 1; i >= 0; i--) {
      ops.get(i).backward(space);
    }
  }

  void jacobian(Workspace space) {
    clearUnread(space);
    for (int i = ops.size() - 1; i >= 0; i--) {
      ops.get(i).jacobian(space);
    }
  }

  private void clearUnread(Workspace space) {
    for (int row : unread) {
      Arrays.fill(space.cotangents, row * space.lanes, (row + 1) * space.lanes, 0);
    }
  }
}
