package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The multilayer perceptron with an adaptive slope per hidden layer: h ← σ(n a (Wᵀh + b)), a trainable and 1/n at first. A larger
 * n makes the slopes learn faster.
 *
 * <p>Source: A. D. Jagtap, K. Kawaguchi, G. E. Karniadakis, Locally adaptive activation functions with slope recovery for deep and
 * physics-informed neural networks, Proc. R. Soc. A 476 (2020), doi:10.1098/rspa.2020.0334 (layer-wise; without the term that
 * rewards large slopes in the loss). Failure mode: above some n, which depends on the problem, training is unstable.
 *
 * @param hiddenLayers at least 1
 * @param width of every hidden layer, at least 1
 * @param activation σ, a function of a node with constants but no other nodes in it
 * @param scale n, at least 1
 * @param weights of all layers
 */
public record AdaptiveMlp(int hiddenLayers, int width, UnaryOperator<Scalar> activation, double scale, Weights weights)
    implements Network {
  public AdaptiveMlp {
    LayerBuilder.checkSize("hidden layer", hiddenLayers, width);
    if (!(scale >= 1) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("the scale of the slopes must be at least 1, not " + scale);
    }
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Value h = features;
    for (int l = 0; l < hiddenLayers; l++) {
      var layer = new LayerBuilder(program, jets, width);
      List<Scalar> z = layer.affine(name + "." + l, h, weights);
      Scalar slope = layer.uniform(name + "." + l + ".a").times(scale);
      h = layer.build(layer.apply(activation, layer.times(slope, z)));
    }
    return LayerBuilder.linear(program, jets, name + "." + hiddenLayers, h, outputs, weights);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    weights.initialise(program, name, theta, random);
    for (ParameterBlock a : Initial.blocks(program, name, ".a")) {
      theta[a.offset()] = 1 / scale;
    }
  }
}
