package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The residual network of the deep Ritz method: x = W₀ᵀ(features) + b₀, then x ← x + σ(W₂ᵀσ(W₁ᵀx + b₁) + b₂) once per block, then
 * a linear layer. Biases start at zero.
 *
 * <p>Source: W. E, B. Yu, The deep Ritz method: a deep learning-based numerical algorithm for solving variational problems, Commun.
 * Math. Stat. 6 (2018), doi:10.1007/s40304-018-0127-z.
 *
 * @param blocks at least 1
 * @param width of every layer, at least 1
 * @param activation σ, a function of a node with constants but no other nodes in it
 * @param weights of all layers
 */
public record ResidualNetwork(int blocks, int width, UnaryOperator<Scalar> activation, Weights weights) implements Network {
  public ResidualNetwork {
    LayerBuilder.checkSize("block", blocks, width);
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Value x = LayerBuilder.linear(program, jets, name + ".in", features, width, weights);
    for (int b = 0; b < blocks; b++) {
      var inner = new LayerBuilder(program, jets, width);
      Value h = inner.build(inner.apply(activation, inner.affine(name + "." + b + ".1", x, weights)));
      var outer = new LayerBuilder(program, jets, width);
      List<Scalar> change = outer.apply(activation, outer.affine(name + "." + b + ".2", h, weights));
      x = outer.build(outer.plus(outer.read(x), change));
    }
    return LayerBuilder.linear(program, jets, name + ".out", x, outputs, weights);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    weights.initialise(program, name, theta, random);
  }
}
