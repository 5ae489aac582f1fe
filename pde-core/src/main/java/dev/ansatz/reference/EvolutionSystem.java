package dev.ansatz.reference;

import java.util.List;

/**
 * m evolution equations over one space dimension: ∂u_i/∂t = Σ c ∂^p u_j/∂x^p + Σ ∂^q r_l/∂x^q, a linear part with constant
 * coefficients and a remainder whose outputs r_l are pointwise functions of t, x and the channels ∂^p u_j/∂x^p.
 *
 * @param fields m
 * @param linear the linear part
 * @param channels what the remainder reads
 * @param outputs where the remainder's outputs go; no two in a row need belong to one equation
 * @param remainder thread-confined
 */
record EvolutionSystem(int fields, List<LinearTerm> linear, List<Channel> channels, List<Output> outputs, Remainder remainder) {

  /** {@code coefficient} ∂^order u_field/∂x^order in the right-hand side of {@code equation}. */
  record LinearTerm(int equation, int field, int order, double coefficient) {}

  /** ∂^order u_field/∂x^order. */
  record Channel(int field, int order) {}

  /** The ∂^order/∂x^order of an output is added to the right-hand side of {@code equation}. */
  record Output(int equation, int order) {}

  @FunctionalInterface
  interface Remainder {
    /** Writes {@code out[output][point]} from {@code channels[channel][point]}; all rows have the length of x. */
    void evaluate(double t, double[] x, double[][] channels, double[][] out);
  }

  EvolutionSystem {
    linear = List.copyOf(linear);
    channels = List.copyOf(channels);
    outputs = List.copyOf(outputs);
  }

  /** The highest order of differentiation in the linear part; 0 if it is empty. */
  int linearOrder() {
    return linear.stream().mapToInt(LinearTerm::order).max().orElse(0);
  }

  /** The highest order of differentiation in the remainder. */
  int remainderOrder() {
    int read = channels.stream().mapToInt(Channel::order).max().orElse(0);
    return read + outputs.stream().mapToInt(Output::order).max().orElse(0);
  }
}
