package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The multilayer perceptron with gates: U = σ(W_Uᵀx + b_U) and V = σ(W_Vᵀx + b_V) of the features x; z = σ(Wᵀh + b) and
 * h ← z ∘ U + (1 − z) ∘ V once per hidden layer, from h = x; then a linear layer. Biases start at zero.
 *
 * <p>Source: S. Wang, Y. Teng, P. Perdikaris, Understanding and mitigating gradient flow pathologies in physics-informed neural
 * networks, SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043.
 *
 * @param hiddenLayers at least 1
 * @param width of every hidden layer and of the gates, at least 1
 * @param activation σ, a function of a node with constants but no other nodes in it
 * @param weights of all layers
 */
public record ModifiedMlp(int hiddenLayers, int width, UnaryOperator<Scalar> activation, Weights weights) implements Network {
  public ModifiedMlp {
    LayerBuilder.checkSize("hidden layer", hiddenLayers, width);
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    var gates = new Gates(program, name, features, jets, width, activation, weights);
    Value h = features;
    for (int l = 0; l < hiddenLayers; l++) {
      h = gates.layer(name + "." + l, h);
    }
    return LayerBuilder.linear(program, jets, name + "." + hiddenLayers, h, outputs, weights);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    weights.initialise(program, name, theta, random);
  }
}
