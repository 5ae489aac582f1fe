package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;
import java.util.function.UnaryOperator;

/**
 * The common smooth functions between linear layers. Networks take any other function of a node as well, such as
 * {@code z -> z.times(z).negate().apply(Scalar.Function.EXP)}.
 */
public enum Activation implements UnaryOperator<Scalar> {
  TANH {
    @Override
    public Scalar apply(Scalar z) {
      return z.apply(Scalar.Function.TANH);
    }
  },
  SIN {
    @Override
    public Scalar apply(Scalar z) {
      return z.apply(Scalar.Function.SIN);
    }
  },
  /** z / (1 + e⁻ᶻ), also called SiLU; written with tanh, whose value its derivatives share. */
  SWISH {
    @Override
    public Scalar apply(Scalar z) {
      return z.times(z.times(0.5).apply(Scalar.Function.TANH).plus(1).times(0.5));
    }
  }
}
