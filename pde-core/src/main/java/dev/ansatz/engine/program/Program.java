package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  private final Storage values;
  private final Storage cotangents;
  private final int parameters;
  private final int constants;
  private final int kernelOps;
  private final boolean couplesLanes;
  private final List<Op> ops;
  private final List<ParameterBlock> blocks;
  private final Value output;
  private final Value outputCotangent;
  /** Where the operations after each checkpoint begin, and where the last end. */
  private final int[] segments;
  /** Pieces of cotangents that are set to zero before each operation of the reverse sweep, or before it begins. */
  private final int[][] cleared;
  /** Pieces of each segment's tangents that are zero. */
  private final int[][] inactive;
  private final int[] unusedParameters;

  Program(Value input, NavigableMap<Integer, Integer> roots, int[] checkpoints, int parameters, int constants, int kernelOps,
      boolean couplesLanes, List<Op> ops, List<ParameterBlock> blocks, Value result, BitSet active) {
    this.input = input;
    this.parameters = parameters;
    this.constants = constants;
    this.kernelOps = kernelOps;
    this.couplesLanes = couplesLanes;
    this.ops = ops;
    this.blocks = blocks;
    segments = segments(checkpoints, ops.size());
    var plan = new Op.ReversePlan(active, roots, ops.size());
    plan.at(ops.size());
    plan.claim(result);
    for (int i = ops.size() - 1; i >= 0; i--) {
      plan.at(i);
      ops.get(i).planReverse(plan);
    }
    int[] home = homes(roots, result);
    values = storage(roots, home);
    cotangents = plan.storage(roots);
    cleared = plan.cleared.stream().map(rows -> pieces(rows, roots, cotangents)).toArray(int[][]::new);
    inactive = inactive(roots, home, active);
    output = values.place(result);
    outputCotangent = cotangents.place(result);
    ops.forEach(op -> op.bind(values, cotangents));
    var unused = new BitSet();
    unused.set(0, parameters);
    unused.andNot(plan.writtenParameters);
    unusedParameters = unused.stream().toArray();
  }

  private static int[] segments(int[] checkpoints, int operations) {
    return IntStream.concat(IntStream.concat(IntStream.of(0), Arrays.stream(checkpoints)), IntStream.of(operations)).distinct().toArray();
  }

  /**
   * For each root, in order, the segment that alone makes and reads it; -1 if it is the program's input or result, or crosses a checkpoint.
   */
  private int[] homes(NavigableMap<Integer, Integer> roots, Value result) {
    var number = new TreeMap<Integer, Integer>();
    roots.keySet().forEach(row -> number.put(row, number.size()));
    int[] home = new int[roots.size()];
    Arrays.fill(home, Integer.MIN_VALUE);
    home[number.floorEntry(input.row()).getValue()] = -1;
    home[number.floorEntry(result.row()).getValue()] = -1;
    for (int s = 0; s + 1 < segments.length; s++) {
      for (Op op : ops.subList(segments[s], segments[s + 1])) {
        for (Value value : Stream.concat(Stream.of(op.result()), op.operands().stream()).toList()) {
          int root = number.floorEntry(value.row()).getValue();
          home[root] = home[root] == Integer.MIN_VALUE || home[root] == s ? s : -1;
        }
      }
    }
    return home;
  }

  private static Storage storage(NavigableMap<Integer, Integer> roots, int[] home) {
    var blocks = new ArrayList<Storage.Block>();
    int i = 0;
    for (var root : roots.entrySet()) {
      int segment = home[i++];
      boolean kept = segment < 0;
      blocks.add(new Storage.Block(root.getKey(), root.getValue(), kept ? -1 : segment, kept ? Integer.MAX_VALUE : segment));
    }
    return Storage.of(blocks);
  }

  /** First and past last stored row of each run of set bits. */
  private static int[] pieces(BitSet rows, NavigableMap<Integer, Integer> roots, Storage storage) {
    var pieces = IntStream.builder();
    for (int from = rows.nextSetBit(0); from >= 0;) {
      var root = roots.floorEntry(from);
      int to = Math.min(rows.nextClearBit(from), root.getKey() + root.getValue());
      pieces.add(storage.place(from)).add(storage.place(from) + to - from);
      from = rows.nextSetBit(to);
    }
    return pieces.build().toArray();
  }

  private int[][] inactive(NavigableMap<Integer, Integer> roots, int[] home, BitSet active) {
    int[][] pieces = new int[segments.length - 1][];
    for (int s = 0; s < pieces.length; s++) {
      var rest = new BitSet();
      int i = 0;
      for (var root : roots.entrySet()) {
        if (home[i] == s || home[i] < 0) {
          rest.set(root.getKey(), root.getKey() + root.getValue());
        }
        i++;
      }
      rest.andNot(active);
      pieces[s] = pieces(rest, roots, values);
    }
    return pieces;
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
        .orElseThrow(() -> new NoSuchElementException("no parameters '" + name + "'; there are "
            + blocks.stream().map(ParameterBlock::name).toList()));
  }

  /** Whether lanes of a sample depend on one another: then there is no Jacobian lane by lane. */
  public boolean couplesLanes() {
    return couplesLanes;
  }

  /** Numbers per sample that values take. */
  int rows() {
    return values.rows();
  }

  /** Numbers per sample that cotangents take. */
  int cotangentRows() {
    return cotangents.rows();
  }

  Value outputCotangent() {
    return outputCotangent;
  }

  int constants() {
    return constants;
  }

  int kernelOps() {
    return kernelOps;
  }

  <A> void forward(Workspace<A> space) {
    for (int s = 0; s + 1 < segments.length; s++) {
      forward(space, s);
    }
  }

  private <A> void forward(Workspace<A> space, int segment) {
    for (int i = segments[segment]; i < segments[segment + 1]; i++) {
      ops.get(i).forward(space);
    }
    space.segment = segment;
  }

  <A> void jvp(Workspace<A> space) {
    for (int s = 0; s + 1 < segments.length; s++) {
      space.clear(space.tangents, inactive[s]);
      for (int i = segments[s]; i < segments[s + 1]; i++) {
        ops.get(i).jvp(space);
      }
      space.segment = s;
    }
  }

  /** Adds to the gradient; the workspace holds the values of a forward pass and the cotangent of the result. */
  <A> void backward(Workspace<A> space) {
    sweep(space, false);
  }

  /** Like {@link #backward}, into the Jacobian. */
  <A> void jacobian(Workspace<A> space) {
    sweep(space, true);
    int lanes = output.lanes() * space.samples;
    for (int q : unusedParameters) {
      int column = q * space.jacobianStride + space.jacobianOffset;
      space.arithmetic.fill(space.jacobian, column, column + lanes, 0);
    }
  }

  private <A> void sweep(Workspace<A> space, boolean laneByLane) {
    space.clear(space.cotangents, cleared[ops.size()]);
    for (int s = segments.length - 2; s >= 0; s--) {
      if (space.segment != s) {
        forward(space, s);
      }
      for (int i = segments[s + 1] - 1; i >= segments[s]; i--) {
        space.clear(space.cotangents, cleared[i]);
        if (laneByLane) {
          ops.get(i).jacobian(space);
        } else {
          ops.get(i).backward(space);
        }
      }
    }
  }
}
