package dev.ansatz.engine.program;

import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A pointwise kernel over the features of its operands; output k is channel k of the result. */
final class KernelOp implements Op {
  private final int number;
  private final Kernel kernel;
  private final List<Argument> arguments;
  private final Value y;
  private final CompiledKernel compiled;
  private final List<Slot> forwardSlots;
  // null and empty where nothing depends on the parameters, so that there is no reverse pass
  private CompiledKernel backward;
  private CompiledKernel jacobian;
  private List<Slot> backwardSlots = List.of();
  private List<Slot> jacobianSlots = List.of();

  /** Where an argument lies. */
  private sealed interface Slot {
    record ValueRow(int row) implements Slot {}

    record CotangentRow(int row) implements Slot {}

    record TangentRow(int row) implements Slot {}

    record Theta(int offset) implements Slot {}

    record Gradient(int offset) implements Slot {}

    record Direction(int offset) implements Slot {}

    record JacobianColumn(int column) implements Slot {}

    record ConstantAt(int number) implements Slot {}

    record Zero() implements Slot {}
  }

  /** The arguments of one workspace's calls, kept so that a call allocates nothing. */
  static final class Binding {
    final Call forward;
    final Call backward;
    final Call jacobian;
    // compiled when first wanted: most programs are never differentiated forward
    private CompiledKernel jvpKernel;
    private Call jvp;

    Binding(KernelOp op) {
      forward = new Call(op.forwardSlots);
      backward = new Call(op.backwardSlots);
      jacobian = new Call(op.jacobianSlots);
    }
  }

  private static final class Call {
    private static final double[] ZERO = new double[1];
    final List<Slot> slots;
    final double[][] arrays;
    final int[] offsets;
    final int[] strides;

    Call(List<Slot> slots) {
      this.slots = slots;
      arrays = new double[slots.size()][];
      offsets = new int[slots.size()];
      strides = new int[slots.size()];
    }

    void run(CompiledKernel kernel, Value y, Workspace space) {
      int samples = space.samples;
      int lanes = y.lanes() * samples;
      for (int a = 0; a < arrays.length; a++) {
        switch (slots.get(a)) {
          case Slot.ValueRow(int row) -> set(a, space.values, row * samples, lanes);
          case Slot.CotangentRow(int row) -> set(a, space.cotangents, row * samples, lanes);
          case Slot.TangentRow(int row) -> set(a, space.tangents, row * samples, lanes);
          case Slot.Theta(int offset) -> set(a, space.theta, offset, 1);
          case Slot.Gradient(int offset) -> set(a, space.gradient, offset, 1);
          case Slot.Direction(int offset) -> set(a, space.direction, offset, 1);
          case Slot.JacobianColumn(int column) ->
              set(a, space.jacobian, column * space.jacobianStride + space.jacobianOffset, space.jacobianStride);
          case Slot.ConstantAt(int constant) -> set(a, space.constants, constant, 0);
          case Slot.Zero() -> set(a, ZERO, 0, 0);
        }
      }
      kernel.run(y.features(), lanes, arrays, offsets, strides);
    }

    private void set(int argument, double[] array, int offset, int stride) {
      arrays[argument] = array;
      offsets[argument] = offset;
      strides[argument] = stride;
    }
  }

  KernelOp(int number, Kernel kernel, List<Argument> arguments, Value y) {
    this.number = number;
    this.kernel = kernel;
    this.arguments = List.copyOf(arguments);
    this.y = y;
    compiled = Kernels.compile(kernel);
    var slots = new ArrayList<Slot>();
    for (Argument argument : arguments) {
      slots.add(valueSlot(argument));
    }
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.ValueRow(y.row(k, 0)));
    }
    forwardSlots = List.copyOf(slots);
  }

  private static Slot valueSlot(Argument argument) {
    return switch (argument) {
      case Argument.Lanes(Value value, int channel, int feature) -> new Slot.ValueRow(value.row(channel, feature));
      case Argument.Trainable(ParameterBlock block) -> new Slot.Theta(block.offset());
      case Argument.Constant(int constant) -> new Slot.ConstantAt(constant);
    };
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    var wanted = new BitSet();
    var added = new BitSet();
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> {
          int row = value.row(channel, feature);
          if (plan.active.get(row)) {
            wanted.set(i);
            added.set(i, plan.claimRows(row, y.features() * y.lanes()));
          }
        }
        case Argument.Trainable(ParameterBlock block) -> {
          wanted.set(i);
          added.set(i, plan.claimParameters(block));
        }
        case Argument.Constant _ -> { }
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Kernel vjp = kernel.vjp(wanted::get, _ -> true);
    backward = Kernels.compile(adding(vjp, wanted, added, false));
    jacobian = Kernels.compile(adding(vjp, wanted, added, true));
    backwardSlots = reverseSlots(wanted, added, false);
    jacobianSlots = reverseSlots(wanted, added, true);
  }

  /**
   * The reverse kernel with, as further LANE inputs, the cotangents already there where they must be added to. Lane by
   * lane, the parameters' cotangents are LANE outputs too.
   */
  private Kernel adding(Kernel vjp, BitSet wanted, BitSet added, boolean laneByLane) {
    var builder = Kernel.builder();
    var inputs = new ArrayList<Scalar>();
    for (var input : vjp.inputs()) {
      inputs.add(builder.input(input.name(), input.extent()));
    }
    List<Scalar> results = builder.inline(vjp, inputs);
    int result = 0;
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      var output = vjp.outputs().get(result);
      Scalar value = results.get(result++);
      boolean stored = laneByLane || output.extent() == Kernel.Extent.LANE;
      if (stored) {
        builder.store(output.name(), added.get(i) ? value.plus(builder.input("sum_" + output.name(), Kernel.Extent.LANE)) : value);
      } else {
        builder.sum(output.name(), value, output.extent());
      }
    }
    return builder.build();
  }

  private List<Slot> reverseSlots(BitSet wanted, BitSet added, boolean laneByLane) {
    var slots = new ArrayList<>(forwardSlots);
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.CotangentRow(y.row(k, 0)));
    }
    var outputs = new ArrayList<Slot>();
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      Slot slot = switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> new Slot.CotangentRow(value.row(channel, feature));
        case Argument.Trainable(ParameterBlock block) ->
            laneByLane ? new Slot.JacobianColumn(block.offset()) : new Slot.Gradient(block.offset());
        case Argument.Constant _ -> throw new AssertionError("constants are not differentiated");
      };
      boolean stored = laneByLane || arguments.get(i) instanceof Argument.Lanes;
      if (stored && added.get(i)) {
        slots.add(slot);
      }
      outputs.add(slot);
    }
    slots.addAll(outputs);
    return List.copyOf(slots);
  }

  private Binding binding(Workspace space) {
    Binding binding = space.bindings[number];
    if (binding == null) {
      binding = new Binding(this);
      space.bindings[number] = binding;
    }
    return binding;
  }

  @Override
  public void forward(Workspace space) {
    binding(space).forward.run(compiled, y, space);
  }

  @Override
  public void jvp(Workspace space) {
    if (backward == null) {
      forward(space);
      return;
    }
    Binding binding = binding(space);
    if (binding.jvp == null) {
      binding.jvpKernel = Kernels.compile(kernel.jvp());
      binding.jvp = new Call(tangentSlots());
    }
    binding.jvp.run(binding.jvpKernel, y, space);
  }

  private List<Slot> tangentSlots() {
    int inputs = arguments.size();
    var slots = new ArrayList<>(forwardSlots.subList(0, inputs));
    for (Argument argument : arguments) {
      slots.add(switch (argument) {
        case Argument.Lanes(Value value, int channel, int feature) -> new Slot.TangentRow(value.row(channel, feature));
        case Argument.Trainable(ParameterBlock block) -> new Slot.Direction(block.offset());
        case Argument.Constant _ -> new Slot.Zero();
      });
    }
    slots.addAll(forwardSlots.subList(inputs, forwardSlots.size()));
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.TangentRow(y.row(k, 0)));
    }
    return List.copyOf(slots);
  }

  @Override
  public void backward(Workspace space) {
    if (backward != null) {
      binding(space).backward.run(backward, y, space);
    }
  }

  @Override
  public void jacobian(Workspace space) {
    if (jacobian != null) {
      binding(space).jacobian.run(jacobian, y, space);
    }
  }
}
