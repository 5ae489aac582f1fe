package dev.ansatz.engine.program;

import dev.ansatz.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds a {@link Program}, operation after operation, each on values that are already there. */
public final class ProgramBuilder {
  private final List<Op> ops = new ArrayList<>();
  private final List<ParameterBlock> blocks = new ArrayList<>();
  private final Map<String, ParameterBlock> byName = new HashMap<>();
  private final int inputs;
  private int rows;
  private int parameters;
  private int constants;
  private int kernelOps;
  private final BitSet active = new BitSet();

  ProgramBuilder(int inputs) {
    this.inputs = inputs;
    rows = inputs;
  }

  /** The program's input: one channel, one feature per input row. */
  public Value input() {
    return new Value(0, 1, inputs);
  }

  /** The parameter block of a name: a new one, or the one that has this name and shape already (shared weights). */
  public ParameterBlock parameters(String name, int rowCount, int columns) {
    ParameterBlock known = byName.get(name);
    if (known != null) {
      if (known.rows() != rowCount || known.columns() != columns) {
        throw new IllegalArgumentException("parameters '" + name + "' are " + known.rows() + " × " + known.columns()
            + " already, not " + rowCount + " × " + columns);
      }
      return known;
    }
    var block = new ParameterBlock(name, parameters, rowCount, columns);
    parameters += block.size();
    blocks.add(block);
    byName.put(name, block);
    return block;
  }

  /** A new fixed scalar, to be set through {@link Evaluation#constant}; returns its argument. */
  public Argument.Constant constant() {
    return new Argument.Constant(constants++);
  }

  /** {@code Wᵀx + b} with W of {@code x.features() × out} in block {@code name + ".W"} and b, if wanted, in {@code name + ".b"}. */
  public Value linear(String name, Value x, int out, boolean bias) {
    var y = allocate(x.channels(), out);
    var weights = parameters(name + ".W", x.features(), out);
    ops.add(new LinearOp(x, y, weights, bias ? parameters(name + ".b", 1, out) : null));
    active.set(y.row(), y.row() + y.rows());
    return y;
  }

  /**
   * A kernel over {@code features} rows. Its outputs, all LANE, become the channels of the result.
   *
   * @throws IllegalArgumentException if the arguments do not fit the kernel's inputs, listing every misfit
   */
  public Value kernel(Kernel kernel, int features, List<? extends Argument> arguments) {
    check(kernel, features, arguments);
    var y = allocate(kernel.outputs().size(), features);
    boolean depends = false;
    for (Argument argument : arguments) {
      depends |= switch (argument) {
        case Argument.Lanes(Value value, int channel, int feature) -> active.get(value.row(channel, feature));
        case Argument.Broadcast(Value value, int channel, int feature) -> active.get(value.row(channel, feature));
        case Argument.Trainable _ -> true;
        case Argument.Constant _, Argument.Fixed _ -> false;
      };
    }
    if (depends) {
      active.set(y.row(), y.row() + y.rows());
    }
    ops.add(new KernelOp(kernelOps++, kernel, List.copyOf(arguments), y));
    return y;
  }

  private void check(Kernel kernel, int features, List<? extends Argument> arguments) {
    var faults = new ArrayList<String>();
    if (arguments.size() != kernel.inputs().size()) {
      faults.add("the kernel has " + kernel.inputs().size() + " inputs, not " + arguments.size());
    }
    var read = new BitSet();
    Set<ParameterBlock> seen = new HashSet<>();
    for (int i = 0; i < Math.min(arguments.size(), kernel.inputs().size()); i++) {
      var input = kernel.inputs().get(i);
      String fault = switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> misfit(input, value, channel, feature, features, read);
        case Argument.Broadcast(Value value, int channel, int feature) -> misfit(input, value, channel, feature, 1, read);
        case Argument.Trainable(ParameterBlock block) ->
            input.extent() == Kernel.Extent.LANE || block.size() != (input.extent() == Kernel.Extent.ROW ? features : 1)
                ? "is " + input.extent() + " over " + features + " rows and cannot be parameters '" + block.name() + "' of size "
                    + block.size()
                : !seen.add(block) ? "is the same parameters as another input" : null;
        case Argument.Fixed(List<Double> entries) -> input.extent() == Kernel.Extent.ROW && entries.size() == features ? null
            : "is " + input.extent() + " over " + features + " rows but is given " + entries.size() + " fixed entries";
        case Argument.Constant _ -> input.extent() == Kernel.Extent.UNIFORM ? null : "is " + input.extent() + " but is given a constant";
      };
      if (fault != null) {
        faults.add("input '" + input.name() + "' " + fault);
      }
    }
    for (var output : kernel.outputs()) {
      if (output.extent() != Kernel.Extent.LANE) {
        faults.add("output '" + output.name() + "' is a sum; only LANE outputs have lanes");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** What is wrong with reading {@code count} features, or null; {@code read} gathers the rows whose cotangents are written. */
  private String misfit(Kernel.Input input, Value value, int channel, int feature, int count, BitSet read) {
    if (input.extent() != Kernel.Extent.LANE) {
      return "is " + input.extent() + " but is given lanes";
    }
    if (feature + count > value.features()) {
      return "reads past the last feature of its value";
    }
    for (int row = value.row(channel, feature); row < value.row(channel, feature) + count; row++) {
      if (active.get(row)) {
        if (read.get(row)) {
          return "reads a value that another input reads";
        }
        read.set(row);
      }
    }
    return null;
  }

  private Value allocate(int channels, int features) {
    var value = new Value(rows, channels, features);
    rows += value.rows();
    return value;
  }

  /** Finishes the program; {@code output} is what it returns. */
  public Program build(Value output) {
    return new Program(inputs, rows, parameters, constants, kernelOps, List.copyOf(ops), List.copyOf(blocks), output, active);
  }
}
