package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The sinusoidal network with a trainable frequency per hidden layer: h ← sin(ω (Wᵀh + b)), ω = exp(s), then a linear layer.
 *
 * <p>At first the entries of W are uniform in ±1/(fan in) in the first layer and in ±√(6/(fan in)) in the others, the biases of
 * the first layer uniform in ±1, the others zero; ω is {@code frequency} in the first layer and 1 in the others.
 *
 * <p>Source: V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell, G. Wetzstein, Implicit neural representations with periodic
 * activation functions, NeurIPS 2020, arXiv:2006.09661, where ω is 30, fixed, and divides the hidden layers' weights; trainable
 * frequencies after M. Webb, J. Jerad, C. Cartis, arXiv:2607.02194, where all are 1 at first.
 *
 * @param hiddenLayers at least 1
 * @param width of every hidden layer, at least 1
 * @param frequency ω of the first layer at first, positive
 */
public record Siren(int hiddenLayers, int width, double frequency) implements Network {
  public Siren {
    LayerBuilder.checkSize("hidden layer", hiddenLayers, width);
    if (!(frequency > 0) || Double.isInfinite(frequency)) {
      throw new IllegalArgumentException("the first frequency must be positive, not " + frequency);
    }
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Value h = features;
    for (int l = 0; l < hiddenLayers; l++) {
      var layer = new LayerBuilder(program, jets, width);
      List<Scalar> z = layer.affine(name + "." + l, h, new Glorot());
      Scalar omega = layer.uniform(name + "." + l + ".s").apply(Scalar.Function.EXP);
      h = layer.build(layer.apply(Activation.SIN, layer.times(omega, z)));
    }
    return program.linear(name + "." + hiddenLayers, h, outputs, true);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    for (ParameterBlock w : Initial.blocks(program, name, ".W")) {
      boolean first = w.name().equals(name + ".0.W");
      Initial.uniform(w, first ? 1.0 / w.rows() : Math.sqrt(6.0 / w.rows()), theta, random);
    }
    Initial.uniform(program.block(name + ".0.b"), 1, theta, random);
    theta[program.block(name + ".0.s").offset()] = Math.log(frequency);
  }
}
