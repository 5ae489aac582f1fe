package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.FaaDiBruno;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The multilayer perceptron: linear layers of equal width with an activation after each but the last.
 *
 * <p>Weights start normal with standard deviation √(2/(fan in + fan out)), biases at zero (X. Glorot, Y. Bengio, Understanding the
 * difficulty of training deep feedforward neural networks, AISTATS 2010).
 *
 * @param hiddenLayers at least 1
 * @param width of every hidden layer, at least 1
 * @param activation between the layers
 */
public record Mlp(int hiddenLayers, int width, Activation activation) implements Network {
  public Mlp {
    if (hiddenLayers < 1 || width < 1) {
      throw new IllegalArgumentException("a network needs at least one hidden layer and a width of at least 1, not " + hiddenLayers
          + " × " + width);
    }
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Kernel activated = activation(jets);
    Value h = features;
    for (int layer = 0; layer < hiddenLayers; layer++) {
      String block = name + "." + layer;
      Value z = program.linear(block, h, width, false);
      var arguments = new ArrayList<Argument>();
      for (int c = 0; c < jets.size(); c++) {
        arguments.add(Argument.lanes(z, c));
      }
      arguments.add(new Argument.Trainable(program.parameters(block + ".b", 1, width)));
      h = program.kernel(activated, width, arguments);
    }
    return program.linear(name + "." + hiddenLayers, h, outputs, true);
  }

  /** The activation of z + b with all its channels: inputs are the channels of z, then the ROW bias. */
  private Kernel activation(JetSet jets) {
    var builder = Kernel.builder();
    var z = new ArrayList<Scalar>();
    for (int c = 0; c < jets.size(); c++) {
      z.add(builder.input("z" + jets.get(c), Kernel.Extent.LANE));
    }
    Scalar bias = builder.input("b", Kernel.Extent.ROW);
    List<Scalar> channels = new FaaDiBruno(jets).compose(builder, activation::of, z, bias);
    for (int c = 0; c < jets.size(); c++) {
      builder.store("y" + jets.get(c), channels.get(c));
    }
    return builder.build();
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    for (ParameterBlock block : program.blocks()) {
      if (block.name().startsWith(name + ".") && block.name().endsWith(".W")) {
        double deviation = Math.sqrt(2.0 / (block.rows() + block.columns()));
        for (int q = block.offset(); q < block.offset() + block.size(); q++) {
          theta[q] = deviation * random.nextGaussian();
        }
      }
    }
  }
}
