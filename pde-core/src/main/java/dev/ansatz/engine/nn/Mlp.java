package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The multilayer perceptron: h ← σ(Wᵀh + b) once per hidden layer, then a linear layer. Biases start at zero.
 *
 * @param hiddenLayers at least 1
 * @param width of every hidden layer, at least 1
 * @param activation σ, a function of a node with constants but no other nodes in it
 * @param weights of all layers
 */
public record Mlp(int hiddenLayers, int width, UnaryOperator<Scalar> activation, Weights weights) implements Network {
  public Mlp {
    LayerBuilder.checkSize("hidden layer", hiddenLayers, width);
  }

  /** With plain weights. */
  public Mlp(int hiddenLayers, int width, UnaryOperator<Scalar> activation) {
    this(hiddenLayers, width, activation, new Glorot());
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Value h = features;
    for (int l = 0; l < hiddenLayers; l++) {
      var layer = new LayerBuilder(program, jets, width);
      h = layer.build(layer.apply(activation, layer.affine(name + "." + l, h, weights)));
    }
    return LayerBuilder.linear(program, jets, name + "." + hiddenLayers, h, outputs, weights);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    weights.initialise(program, name, theta, random);
  }
}
