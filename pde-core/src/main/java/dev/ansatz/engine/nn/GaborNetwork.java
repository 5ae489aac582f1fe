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
 * The multiplicative network of Gabor filters: with G_l(e) = exp(−|e − μ_l|²/2σ_l²) ∘ cos(Ω_lᵀe + φ_l) of the features e,
 * z = G₀(e), then z ← (Wᵀz + b) ∘ G_l(e) for each further layer, then a linear layer. Everything is trainable; σ = exp(s).
 *
 * <p>At first the centres μ are uniform in [-1, 1], so that features should fill that range; 1/σ² is exponentially distributed with
 * mean 1/{@code spread}²; each entry of Ω is normal with standard deviation 1/σ, φ uniform in [-π, π], the entries of the other
 * matrices uniform in ±√(1/(fan in)), biases zero.
 *
 * <p>Source: R. Fathony, A. K. Sahu, D. Willmott, J. Z. Kolter, Multiplicative filter networks, ICLR 2021, with a shape of 1 for the
 * gamma distribution of 1/σ². One layer of many filters is the Gabor network of arXiv:2607.02194.
 *
 * @param layers at least 1
 * @param width filters per layer, at least 1
 * @param spread the size of σ at first, positive
 */
public record GaborNetwork(int layers, int width, double spread) implements Network {
  public GaborNetwork {
    LayerBuilder.checkSize("layer", layers, width);
    if (!(spread > 0) || Double.isInfinite(spread)) {
      throw new IllegalArgumentException("the spread of the filters must be positive, not " + spread);
    }
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs) {
    Value z = null;
    for (int l = 0; l < layers; l++) {
      String filter = name + ".filter." + l;
      var layer = new LayerBuilder(program, jets, width);
      List<Scalar> square = null;
      for (int i = 0; i < features.features(); i++) {
        List<Scalar> distance = layer.plus(layer.broadcast(features, i), layer.row(filter + ".mu." + i).negate());
        List<Scalar> term = layer.product(distance, distance);
        square = square == null ? term : layer.plus(square, term);
      }
      Scalar scale = layer.row(filter + ".s").times(-2).apply(Scalar.Function.EXP).times(-0.5);
      List<Scalar> envelope = layer.apply(q -> q.apply(Scalar.Function.EXP), layer.times(scale, square));
      List<Scalar> wave = layer.apply(q -> q.apply(Scalar.Function.COS), layer.affine(filter, features, new Glorot()));
      List<Scalar> gabor = layer.product(envelope, wave);
      z = layer.build(z == null ? gabor : layer.product(layer.affine(name + "." + l, z, new Glorot()), gabor));
    }
    return program.linear(name + "." + layers, z, outputs, true);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    for (int l = 0; l < layers; l++) {
      String filter = name + ".filter." + l;
      for (ParameterBlock mu : Initial.blocks(program, filter + ".mu", "")) {
        Initial.uniform(mu, 1, theta, random);
      }
      ParameterBlock s = program.block(filter + ".s");
      ParameterBlock omega = program.block(filter + ".W");
      for (int j = 0; j < width; j++) {
        double sigma = spread / Math.sqrt(random.nextExponential());
        theta[s.offset() + j] = Math.log(sigma);
        for (int i = 0; i < omega.rows(); i++) {
          theta[omega.offset() + i * width + j] = random.nextGaussian() / sigma;
        }
      }
      Initial.uniform(program.block(filter + ".b"), Math.PI, theta, random);
      ParameterBlock w = program.block(name + "." + (l + 1) + ".W");
      Initial.uniform(w, Math.sqrt(1.0 / w.rows()), theta, random);
    }
  }
}
