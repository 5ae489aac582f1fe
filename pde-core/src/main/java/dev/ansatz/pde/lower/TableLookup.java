package dev.ansatz.pde.lower;

import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.pde.expr.Tabulated;

/**
 * A small table as operations of a kernel: the polynomial of the cell in which the argument lies, its coefficients chosen by
 * one comparison a node. Larger ones would be slower so than by bisection, outside of the kernel.
 */
final class TableLookup {
  static final int MOST_NODES = 33;

  private TableLookup() {}

  static boolean isInKernel(Tabulated table) {
    return table.table().axes().size() == 1 && table.table().nodes(0).length <= MOST_NODES;
  }

  static Scalar lowered(Tabulated tabulated, Scalar argument, KernelBuilder builder) {
    double[] nodes = tabulated.table().nodes(0);
    double[][] polynomials = tabulated.table().polynomials();
    int order = tabulated.orders().getFirst();
    Scalar lower = builder.constant(nodes[0]);
    Scalar upper = builder.constant(nodes[nodes.length - 1]);
    Scalar x = argument.max(lower).min(upper);
    Scalar from = lower;
    var coefficients = new Scalar[polynomials[0].length - order];
    for (int k = 0; k < coefficients.length; k++) {
      coefficients[k] = builder.constant(differentiated(polynomials[0], k, order));
    }
    for (int cell = 1; cell < polynomials.length; cell++) {
      Scalar node = builder.constant(nodes[cell]);
      from = x.ifLess(node, from, node);
      for (int k = 0; k < coefficients.length; k++) {
        coefficients[k] = x.ifLess(node, coefficients[k], builder.constant(differentiated(polynomials[cell], k, order)));
      }
    }
    Scalar along = x.minus(from);
    Scalar value = coefficients[coefficients.length - 1];
    for (int k = coefficients.length - 2; k >= 0; k--) {
      value = value.times(along).plus(coefficients[k]);
    }
    if (order == 0) {
      return value;
    }
    Scalar zero = builder.constant(0);
    return argument.ifLess(lower, zero, upper.ifLess(argument, zero, value));
  }

  /** The coefficient of power {@code k} of a derivative. */
  private static double differentiated(double[] polynomial, int k, int order) {
    double c = polynomial[k + order];
    for (int i = 1; i <= order; i++) {
      c *= k + i;
    }
    return c;
  }
}
