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
 * A residual network that is linear in its features at first and grows deep as it learns. With the gates U and V of
 * {@link ModifiedMlp}, each block does
 *
 * <pre>
 * f = σ(W₁ᵀx + b₁),   z₁ = f ∘ U + (1 − f) ∘ V
 * g = σ(W₂ᵀz₁ + b₂),  z₂ = g ∘ U + (1 − g) ∘ V
 * h = σ(W₃ᵀz₂ + b₃),  x ← α h + (1 − α) x
 * </pre>
 *
 * from x = features, α trainable and zero at first; then a linear layer without bias, of plain weights. Biases start at zero.
 *
 * <p>Made for many features, such as 256 {@link FourierFeatures}: x has as many entries as there are features.
 *
 * <p>Source: S. Wang, B. Li, Y. Chen, P. Perdikaris, PirateNets: Physics-informed deep learning with residual adaptive networks,
 * arXiv:2402.00326. There the width is that of the features; the output layer may be fitted to data by least squares at first, which
 * is left to the caller.
 *
 * @param blocks at least 1; the paper has 3
 * @param width of z₁, z₂ and the gates, at least 1
 * @param activation σ, a function of a node with constants but no other nodes in it
 * @param weights of all layers but the last
 */
public record PirateNet(int blocks, int width, UnaryOperator<Scalar> activation, Weights weights) implements Network {
  public PirateNet {
    LayerBuilder.checkSize("block", blocks, width);
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    var gates = new Gates(program, name, features, jets, width, activation, weights);
    Value x = features;
    for (int b = 0; b < blocks; b++) {
      String block = name + "." + b;
      Value z = gates.layer(block + ".2", gates.layer(block + ".1", x));
      var layer = new LayerBuilder(program, jets, features.features());
      List<Scalar> h = layer.apply(activation, layer.affine(block + ".3", z, weights));
      List<Scalar> identity = layer.read(x);
      Scalar alpha = layer.uniform(block + ".alpha");
      x = layer.build(layer.plus(identity, layer.times(alpha, layer.minus(h, identity))));
    }
    return program.linear(name + "." + blocks, x, outputs, false);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    weights.initialise(program, name, theta, random);
  }
}
