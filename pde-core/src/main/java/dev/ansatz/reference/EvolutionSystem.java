package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.List;

/**
 * m evolution equations over a box: ∂u_i/∂t = Σ c ∂^p u_j + Σ ∂^q r_l, a linear part with constant coefficients and a
 * remainder whose outputs r_l are pointwise functions of t, x and the channels ∂^p u_j; p and q count the space coordinates.
 *
 * @param fields m
 * @param dimension of space, 0 to 3
 * @param linear the linear part
 * @param channels what the remainder reads
 * @param outputs where the remainder's outputs go; no two in a row need belong to one equation
 * @param remainder thread-confined
 */
record EvolutionSystem(int fields, int dimension, List<LinearTerm> linear, List<Channel> channels, List<Output> outputs,
    Remainder remainder) {

  /** {@code coefficient} ∂^index u_field in the right-hand side of {@code equation}. */
  record LinearTerm(int equation, int field, MultiIndex index, double coefficient) {}

  /** ∂^index u_field. */
  record Channel(int field, MultiIndex index) {}

  /** The ∂^index of an output is added to the right-hand side of {@code equation}. */
  record Output(int equation, MultiIndex index) {}

  /** The pointwise part. */
  interface Remainder {
    /** Writes {@code out[output][point]} from {@code x[coordinate][point]} and {@code channels[channel][point]}. */
    void evaluate(double t, double[][] x, double[][] channels, double[][] out);

    /** For systems that are linear. */
    Remainder NONE = new Remainder() {
      @Override
      public void evaluate(double t, double[][] x, double[][] channels, double[][] out) {}

      @Override
      public void tangent(double t, double[][] x, double[][] channels, double[][] directions, double[][] out) {}
    };

    /** Writes the derivative of the outputs along {@code directions[channel][point]}. */
    void tangent(double t, double[][] x, double[][] channels, double[][] directions, double[][] out);
  }

  EvolutionSystem {
    linear = List.copyOf(linear);
    channels = List.copyOf(channels);
    outputs = List.copyOf(outputs);
  }

  /** The highest order of differentiation in the linear part; 0 if it is empty. */
  int linearOrder() {
    return linear.stream().mapToInt(term -> term.index().degree()).max().orElse(0);
  }

  /** The highest order of differentiation in the remainder. */
  int remainderOrder() {
    int read = channels.stream().mapToInt(c -> c.index().degree()).max().orElse(0);
    return read + outputs.stream().mapToInt(o -> o.index().degree()).max().orElse(0);
  }
}
