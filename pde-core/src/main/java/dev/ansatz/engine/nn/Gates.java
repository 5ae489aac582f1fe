package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** Two encodings U and V of the features, between which the units of later layers choose. */
final class Gates {
  private final ProgramBuilder program;
  private final JetSet jets;
  private final int width;
  private final UnaryOperator<Scalar> activation;
  private final Weights weights;
  private final Value u;
  private final Value v;

  /** Adds U = σ(W_Uᵀx + b_U) and V = σ(W_Vᵀx + b_V). */
  Gates(ProgramBuilder program, String name, Value features, JetSet jets, int width, UnaryOperator<Scalar> activation,
      Weights weights) {
    this.program = program;
    this.jets = jets;
    this.width = width;
    this.activation = activation;
    this.weights = weights;
    u = encoding(name + ".U", features);
    v = encoding(name + ".V", features);
  }

  private Value encoding(String name, Value features) {
    var layer = new LayerBuilder(program, jets, width);
    return layer.build(layer.apply(activation, layer.affine(name, features, weights)));
  }

  /** Adds z ∘ U + (1 − z) ∘ V with z = σ(Wᵀh + b). */
  Value layer(String name, Value h) {
    var layer = new LayerBuilder(program, jets, width);
    List<Scalar> z = layer.apply(activation, layer.affine(name, h, weights));
    return layer.build(layer.blend(z, layer.read(u), layer.read(v)));
  }
}
