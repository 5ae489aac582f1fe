package dev.ansatz.engine.program;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * A batched computation y = f(x; θ), the same on every lane: built once, run many times without allocation.
 *
 * <p>Inputs and outputs are rows of lanes; the parameters θ are one vector shared by all lanes, cut into named
 * {@linkplain ParameterBlock blocks}. Every operation has a forward pass, a reverse pass that sums the parameters'
 * cotangents over the lanes, and a reverse pass that keeps them lane by lane (a row of the Jacobian per lane), which is
 * what Gauss–Newton methods need. Run it through {@link Evaluation}.
 */
public final class Program {
  private final Value input;
  private final int rows;
  private final int parameters;
  private final int constants;
  private final int kernelOps;
  private final boolean couplesLanes;
  private final List<Op> ops;
  private final List<ParameterBlock> blocks;
  private final Value output;
  private final int[] cleared;
  private final int[] inactive;
  private final int[] unusedParameters;

  Program(Value input, int rows, int parameters, int constants, int kernelOps, boolean couplesLanes, List<Op> ops,
      List<ParameterBlock> blocks, Value output, BitSet active) {
    this.input = input;
    this.rows = rows;
    this.parameters = parameters;
    this.constants = constants;
    this.kernelOps = kernelOps;
    this.couplesLanes = couplesLanes;
    this.ops = ops;
    this.blocks = blocks;
    this.output = output;
    var plan = new Op.ReversePlan();
    plan.active.or(active);
    plan.claim(output);
    for (Op op : ops.reversed()) {
      op.planReverse(plan);
    }
    cleared = ranges(plan.cleared);
    var rest = new BitSet();
    rest.set(0, rows);
    rest.andNot(active);
    inactive = ranges(rest);
    var unused = new BitSet();
    unused.set(0, parameters);
    unused.andNot(plan.writtenParameters);
    unusedParameters = unused.stream().toArray();
  }

  /** First and past last of each run of set bits. */
  private static int[] ranges(BitSet bits) {
    var ranges = IntStream.builder();
    for (int from = bits.nextSetBit(0); from >= 0;) {
      int to = bits.nextClearBit(from);
      ranges.add(from).add(to);
      from = bits.nextSetBit(to);
    }
    return ranges.build().toArray();
  }

  /** Starts a program of so many input rows, each lane a sample of its own. */
  public static ProgramBuilder builder(int inputs) {
    return new ProgramBuilder(inputs, 1);
  }

  /** Starts a program of so many input rows on samples of so many lanes, which operations may couple. */
  public static ProgramBuilder builder(int inputs, int lanes) {
    return new ProgramBuilder(inputs, lanes);
  }

  /** Input rows per lane. */
  public int inputs() {
    return input.features();
  }

  /** Lanes per sample of the input. */
  public int lanes() {
    return input.lanes();
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

  /** Whether lanes of a sample depend on one another: then there is no Jacobian lane by lane. */
  public boolean couplesLanes() {
    return couplesLanes;
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

  void jvp(Workspace space) {
    space.clear(space.tangents, inactive);
    for (int i = 0; i < ops.size(); i++) {
      ops.get(i).jvp(space);
    }
  }

  void backward(Workspace space) {
    space.clear(space.cotangents, cleared);
    for (int i = ops.size() - 1; i >= 0; i--) {
      ops.get(i).backward(space);
    }
  }

  void jacobian(Workspace space) {
    space.clear(space.cotangents, cleared);
    for (int i = ops.size() - 1; i >= 0; i--) {
      ops.get(i).jacobian(space);
    }
    int lanes = output.lanes() * space.samples;
    for (int q : unusedParameters) {
      int column = q * space.jacobianStride + space.jacobianOffset;
      Arrays.fill(space.jacobian, column, column + lanes, 0);
    }
  }
}
