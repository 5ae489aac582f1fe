package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;
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
  private final CompiledKernel compiled;
  private final BitSet wanted = new BitSet();
  private final BitSet added = new BitSet();
  private Value y;
  private List<Slot> forwardSlots = List.of();
  private List<Slot> tangentSlots = List.of();
  // null and empty where nothing depends on the parameters, so that there is no reverse pass
  private CompiledKernel backward;
  private CompiledKernel jacobian;
  private Layout backwardLayout = new Layout(List.of(), List.of());
  private Layout jacobianLayout = new Layout(List.of(), List.of());

  /** Where an argument lies; {@code step} is 1 if it moves on with the rows, 0 if all rows share it. */
  private sealed interface Slot {
    record ValueRow(int row, int step) implements Slot {}

    record CotangentRow(int row, int step) implements Slot {}

    record TangentRow(int row, int step) implements Slot {}

    record Theta(int offset, int step) implements Slot {}

    record Gradient(int offset, int step) implements Slot {}

    record Direction(int offset, int step) implements Slot {}

    record JacobianColumn(int column, int step) implements Slot {}

    record ConstantAt(int number) implements Slot {}

    record Fixed(double[] entries) implements Slot {}

    record Zero() implements Slot {}
  }

  /**
   * The slots of a call.
   *
   * @param sums those of them that the rows add to, one after the other
   */
  private record Layout(List<Slot> slots, List<Sum> sums) {}

  private record Sum(int argument, boolean fromZero) {}

  /** The arguments of one workspace's calls, kept so that a call allocates nothing. */
  static final class Binding<A> {
    final Call<A> forward;
    final Call<A> backward;
    final Call<A> jacobian;
    // compiled when first wanted: most programs are never differentiated forward
    private CompiledKernel jvpKernel;
    private Call<A> jvp;

    Binding(KernelOp op, Arithmetic<A> arithmetic) {
      forward = new Call<>(new Layout(op.forwardSlots, List.of()), arithmetic);
      backward = new Call<>(op.backwardLayout, arithmetic);
      jacobian = new Call<>(op.jacobianLayout, arithmetic);
    }
  }

  private static final class Call<A> {
    final Arithmetic<A> arithmetic;
    final List<Slot> slots;
    final List<Sum> sums;
    /** Entries that are part of the program, in this precision; null for other slots. */
    final A[] fixed;
    final A[] arrays;
    final int[] offsets;
    final int[] strides;

    Call(Layout layout, Arithmetic<A> arithmetic) {
      this.arithmetic = arithmetic;
      slots = layout.slots();
      sums = layout.sums();
      fixed = arithmetic.references(slots.size());
      for (int a = 0; a < fixed.length; a++) {
        fixed[a] = switch (slots.get(a)) {
          case Slot.Fixed(double[] entries) -> arithmetic.rounded(entries, null);
          case Slot.Zero() -> arithmetic.allocate(1);
          default -> null;
        };
      }
      arrays = arithmetic.references(slots.size());
      offsets = new int[slots.size()];
      strides = new int[slots.size()];
    }

    void run(CompiledKernel kernel, Value y, Workspace<A> space) {
      int n = y.lanes() * space.samples;
      for (int a = 0; a < arrays.length; a++) {
        switch (slots.get(a)) {
          case Slot.ValueRow(int row, int step) -> set(a, space.values, space.at(row), step * n);
          case Slot.CotangentRow(int row, int step) -> set(a, space.cotangents, space.at(row), step * n);
          case Slot.TangentRow(int row, int step) -> set(a, space.tangents, space.at(row), step * n);
          case Slot.Theta(int offset, int step) -> set(a, space.theta, offset, step);
          case Slot.Gradient(int offset, int step) -> set(a, space.gradient, offset, step);
          case Slot.Direction(int offset, int step) -> set(a, space.direction, offset, step);
          case Slot.JacobianColumn(int column, int step) ->
              set(a, space.jacobian, column * space.jacobianStride + space.jacobianOffset, step * space.jacobianStride);
          case Slot.ConstantAt(int constant) -> set(a, space.constants, constant, 0);
          case Slot.Fixed _ -> set(a, fixed[a], 0, 1);
          case Slot.Zero() -> set(a, fixed[a], 0, 0);
        }
      }
      int rows = y.features();
      if (sums.isEmpty()) {
        arithmetic.run(kernel, rows, n, arrays, offsets, strides);
        return;
      }
      for (int s = 0; s < sums.size(); s++) {
        if (sums.get(s).fromZero()) {
          int a = sums.get(s).argument();
          arithmetic.fill(arrays[a], offsets[a], offsets[a] + n, 0);
        }
      }
      // a row must see the sum that the row before has stored, and a kernel promises no order of its rows
      for (int row = 0; row < rows; row++) {
        arithmetic.run(kernel, 1, n, arrays, offsets, strides);
        for (int a = 0; a < arrays.length; a++) {
          offsets[a] += strides[a];
        }
      }
    }

    private void set(int argument, A array, int offset, int stride) {
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
  }

  @Override
  public Value result() {
    return y;
  }

  @Override
  public List<Value> operands() {
    var values = new ArrayList<Value>();
    for (Argument argument : arguments) {
      if (argument instanceof Argument.Lanes(Value value, int _, int _)) {
        values.add(value);
      } else if (argument instanceof Argument.Broadcast(Value value, int _, int _)) {
        values.add(value);
      }
    }
    return values;
  }

  private Slot valueSlot(int i, Storage values) {
    return switch (arguments.get(i)) {
      case Argument.Lanes(Value value, int channel, int feature) -> new Slot.ValueRow(values.place(value.row(channel, feature)), 1);
      case Argument.Broadcast(Value value, int channel, int feature) -> new Slot.ValueRow(values.place(value.row(channel, feature)), 0);
      case Argument.Trainable(ParameterBlock block) -> new Slot.Theta(block.offset(), step(i));
      case Argument.Constant(int constant) -> new Slot.ConstantAt(constant);
      case Argument.Fixed(List<Double> entries) -> new Slot.Fixed(entries.stream().mapToDouble(Double::doubleValue).toArray());
    };
  }

  /** 0 if all rows share an argument. */
  private int step(int i) {
    return arguments.get(i) instanceof Argument.Broadcast || kernel.inputs().get(i).extent() == Kernel.Extent.UNIFORM ? 0 : 1;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> {
          int row = value.row(channel, feature);
          if (plan.active.get(row)) {
            wanted.set(i);
            added.set(i, plan.claimRows(row, y.features() * y.lanes()));
          }
        }
        case Argument.Broadcast(Value value, int channel, int feature) -> {
          int row = value.row(channel, feature);
          if (plan.active.get(row)) {
            wanted.set(i);
            added.set(i, plan.claimRows(row, y.lanes()));
          }
        }
        case Argument.Trainable(ParameterBlock block) -> {
          wanted.set(i);
          added.set(i, plan.claimParameters(block));
        }
        case Argument.Constant _, Argument.Fixed _ -> { }
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Kernel vjp = kernel.vjp(wanted::get, _ -> true);
    backward = Kernels.compile(adding(vjp, false));
    jacobian = Kernels.compile(adding(vjp, true));
  }

  @Override
  public void bind(Storage values, Storage cotangents) {
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < arguments.size(); i++) {
      slots.add(valueSlot(i, values));
    }
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.ValueRow(values.place(y.row(k, 0)), 1));
    }
    forwardSlots = List.copyOf(slots);
    tangentSlots = tangentSlots(values);
    if (backward != null) {
      backwardLayout = reverseLayout(cotangents, false);
      jacobianLayout = reverseLayout(cotangents, true);
    }
    y = values.place(y);
  }

  /** True if the cotangent of an argument has lanes and is the sum of those of the rows. */
  private boolean summed(int i, boolean laneByLane) {
    return y.features() > 1 && step(i) == 0 && (laneByLane || arguments.get(i) instanceof Argument.Broadcast);
  }

  /**
   * The reverse kernel with, as further LANE inputs, the cotangents already there where they must be added to. Lane by
   * lane, the parameters' cotangents are LANE outputs too.
   */
  private Kernel adding(Kernel vjp, boolean laneByLane) {
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
        boolean adds = added.get(i) || summed(i, laneByLane);
        builder.store(output.name(), adds ? value.plus(builder.input("sum_" + output.name(), Kernel.Extent.LANE)) : value);
      } else {
        builder.sum(output.name(), value, output.extent());
      }
    }
    return builder.build();
  }

  private Layout reverseLayout(Storage cotangents, boolean laneByLane) {
    var slots = new ArrayList<>(forwardSlots);
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.CotangentRow(cotangents.place(y.row(k, 0)), 1));
    }
    var outputs = new ArrayList<Slot>();
    var sums = new ArrayList<Sum>();
    for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
      Slot slot = switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) ->
            new Slot.CotangentRow(cotangents.place(value.row(channel, feature)), 1);
        case Argument.Broadcast(Value value, int channel, int feature) ->
            new Slot.CotangentRow(cotangents.place(value.row(channel, feature)), 0);
        case Argument.Trainable(ParameterBlock block) ->
            laneByLane ? new Slot.JacobianColumn(block.offset(), step(i)) : new Slot.Gradient(block.offset(), step(i));
        case Argument.Constant _, Argument.Fixed _ -> throw new AssertionError("constants are not differentiated");
      };
      boolean stored = laneByLane || !(arguments.get(i) instanceof Argument.Trainable);
      if (summed(i, laneByLane)) {
        sums.add(new Sum(slots.size(), !added.get(i)));
      }
      if (stored && (added.get(i) || summed(i, laneByLane))) {
        slots.add(slot);
      }
      outputs.add(slot);
    }
    slots.addAll(outputs);
    return new Layout(List.copyOf(slots), List.copyOf(sums));
  }

  private <A> Binding<A> binding(Workspace<A> space) {
    Binding<A> binding = space.bindings[number];
    if (binding == null) {
      binding = new Binding<>(this, space.arithmetic);
      space.bindings[number] = binding;
    }
    return binding;
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    binding(space).forward.run(compiled, y, space);
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    if (backward == null) {
      forward(space);
      return;
    }
    Binding<A> binding = binding(space);
    if (binding.jvp == null) {
      binding.jvpKernel = Kernels.compile(kernel.jvp());
      binding.jvp = new Call<>(new Layout(tangentSlots, List.of()), space.arithmetic);
    }
    binding.jvp.run(binding.jvpKernel, y, space);
  }

  private List<Slot> tangentSlots(Storage values) {
    int inputs = arguments.size();
    var slots = new ArrayList<>(forwardSlots.subList(0, inputs));
    for (int i = 0; i < inputs; i++) {
      slots.add(switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> new Slot.TangentRow(values.place(value.row(channel, feature)), 1);
        case Argument.Broadcast(Value value, int channel, int feature) -> new Slot.TangentRow(values.place(value.row(channel, feature)), 0);
        case Argument.Trainable(ParameterBlock block) -> new Slot.Direction(block.offset(), step(i));
        case Argument.Constant _, Argument.Fixed _ -> new Slot.Zero();
      });
    }
    slots.addAll(forwardSlots.subList(inputs, forwardSlots.size()));
    for (int k = 0; k < y.channels(); k++) {
      slots.add(new Slot.TangentRow(values.place(y.row(k, 0)), 1));
    }
    return List.copyOf(slots);
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    if (backward != null) {
      binding(space).backward.run(backward, y, space);
    }
  }

  @Override
  public <A> void jacobian(Workspace<A> space) {
    if (jacobian != null) {
      binding(space).jacobian.run(jacobian, y, space);
    }
  }
}
