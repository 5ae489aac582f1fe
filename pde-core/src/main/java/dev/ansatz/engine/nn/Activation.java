package dev.ansatz.engine.nn;

import dev.ansatz.engine.kernel.Scalar;

/** A smooth function applied between linear layers. */
public enum Activation {
  TANH {
    @Override
    public Scalar of(Scalar z) {
      return z.apply(Scalar.Function.TANH);
    }
  },
  SIN {
    @Override
    public Scalar of(Scalar z) {
      return z.apply(Scalar.Function.SIN);
    }
  },
  /** z / (1 + e⁻ᶻ), also called SiLU; written with tanh, whose value its derivatives share. */
  SWISH {
    @Override
    public Scalar of(Scalar z) {
      return z.times(z.times(0.5).apply(Scalar.Function.TANH).plus(1).times(0.5));
    }
  };

  /** The function of a node, in that node's graph. */
  public abstract Scalar of(Scalar z);
}
