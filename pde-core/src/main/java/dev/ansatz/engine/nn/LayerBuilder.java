package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.FaaDiBruno;
import dev.ansatz.engine.jet.JetProduct;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Builds what lies between two matrix products: one kernel over the units of a layer, so that nothing between the products goes
 * through memory. A jet is the list of its channels, in the order of the jet set.
 */
final class LayerBuilder {
  private final ProgramBuilder program;
  private final JetSet jets;
  private final int units;
  private final FaaDiBruno composition;
  private final KernelBuilder kernel = Kernel.builder();
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Scalar> composed = new ArrayList<>();

  LayerBuilder(ProgramBuilder program, JetSet jets, int units) {
    this.program = program;
    this.jets = jets;
    this.units = units;
    composition = new FaaDiBruno(jets);
  }

  /** Throws if a network is smaller than it can be; {@code what} says what is counted. */
  static void checkSize(String what, int count, int width) {
    if (count < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a network needs at least 1 " + what + " and a width of at least 1, not " + count + " and " + width);
    }
  }

  /** The linear layer {@code Wᵀx + b} alone. */
  static Value linear(ProgramBuilder program, JetSet jets, String name, Value x, int units, Weights weights) {
    if (weights instanceof Glorot) {
      return program.linear(name, x, units, true);
    }
    var layer = new LayerBuilder(program, jets, units);
    return layer.build(layer.affine(name, x, weights));
  }

  /** {@code Wᵀx + b}, with blocks W, b and, if the weights are factorised, g. */
  List<Scalar> affine(String name, Value x, Weights weights) {
    List<Scalar> z = read(program.linear(name, x, units, false));
    if (weights instanceof WeightFactorisation) {
      z = times(row(name + ".g"), z);
    }
    return plus(z, row(name + ".b"));
  }

  /** A value of this layer's units. */
  List<Scalar> read(Value value) {
    return IntStream.range(0, jets.size()).mapToObj(c -> input(jets.get(c), Argument.lanes(value, c))).toList();
  }

  /** One feature of a value, the same for all units. */
  List<Scalar> broadcast(Value value, int feature) {
    return IntStream.range(0, jets.size()).mapToObj(c -> input(jets.get(c), new Argument.Broadcast(value, c, feature))).toList();
  }

  private Scalar input(Object name, Argument argument) {
    arguments.add(argument);
    return kernel.input("z" + name, Kernel.Extent.LANE);
  }

  /** A trainable number per unit. */
  Scalar row(String name) {
    arguments.add(new Argument.Trainable(program.parameters(name, 1, units)));
    return kernel.input(name, Kernel.Extent.ROW);
  }

  /** A trainable number. */
  Scalar uniform(String name) {
    arguments.add(new Argument.Trainable(program.parameters(name, 1, 1)));
    return kernel.input(name, Kernel.Extent.UNIFORM);
  }

  /** A fixed number per unit. */
  Scalar fixed(String name, List<Double> entries) {
    arguments.add(new Argument.Fixed(entries));
    return kernel.input(name, Kernel.Extent.ROW);
  }

  List<Scalar> apply(UnaryOperator<Scalar> function, List<Scalar> z) {
    List<Scalar> y = composition.compose(kernel, function, z);
    composed.add(y.getFirst());
    return y;
  }

  List<Scalar> product(List<Scalar> a, List<Scalar> b) {
    return JetProduct.of(jets, a, b);
  }

  /** The jet of (1 − z) v + z u. */
  List<Scalar> blend(List<Scalar> z, List<Scalar> u, List<Scalar> v) {
    return plus(v, product(z, minus(u, v)));
  }

  List<Scalar> plus(List<Scalar> a, List<Scalar> b) {
    return IntStream.range(0, a.size()).mapToObj(c -> a.get(c).plus(b.get(c))).toList();
  }

  List<Scalar> minus(List<Scalar> a, List<Scalar> b) {
    return IntStream.range(0, a.size()).mapToObj(c -> a.get(c).minus(b.get(c))).toList();
  }

  /** A jet plus what does not depend on the coordinates. */
  List<Scalar> plus(List<Scalar> z, Scalar constant) {
    var sum = new ArrayList<>(z);
    sum.set(0, z.getFirst().plus(constant));
    return List.copyOf(sum);
  }

  /** A jet times what does not depend on the coordinates. */
  List<Scalar> times(Scalar constant, List<Scalar> z) {
    return z.stream().map(constant::times).toList();
  }

  /**
   * Adds the kernel. The value of a function that is not among the channels is stored after them, for the reverse kernel to read in
   * place of computing it again: that of a gated tanh layer with four channels then has half the instructions.
   */
  Value build(List<Scalar> channels) {
    for (int c = 0; c < jets.size(); c++) {
      kernel.store("y" + jets.get(c), channels.get(c));
    }
    composed.removeAll(channels);
    composed.forEach(value -> kernel.store("f", value));
    Value stored = program.kernel(kernel.build(), units, arguments);
    return new Value(stored.row(), jets.size(), units, stored.lanes());
  }
}
