package dev.ansatz.reference;

import java.util.Arrays;

/** Weights of finite-difference formulas: B. Fornberg, Math. Comp. 51 (1988), doi:10.1090/S0025-5718-1988-0935077-0. */
final class FiniteDifferences {
  private FiniteDifferences() {}

  /**
   * The weights with which values at the points {@code nodes} add up to the m-th derivative at z of the polynomial through
   * them, by the recurrence over the nodes taken one after another; O(n² m).
   */
  static double[] weights(double z, double[] nodes, int m) {
    int n = nodes.length;
    double[][] c = new double[n][m + 1];
    c[0][0] = 1;
    double product = 1;
    for (int i = 1; i < n; i++) {
      double next = 1;
      int highest = Math.min(i, m);
      for (int j = 0; j < i; j++) {
        double difference = nodes[i] - nodes[j];
        next *= difference;
        if (j == i - 1) {
          for (int k = highest; k >= 0; k--) {
            c[i][k] = product / next * ((k == 0 ? 0 : k * c[j][k - 1]) - (nodes[j] - z) * c[j][k]);
          }
        }
        for (int k = highest; k >= 0; k--) {
          c[j][k] = ((nodes[i] - z) * c[j][k] - (k == 0 ? 0 : k * c[j][k - 1])) / difference;
        }
      }
      product = next;
    }
    double[] out = new double[n];
    Arrays.setAll(out, i -> c[i][m]);
    return out;
  }

  /** The weights of the central formula of even order p for the first or second derivative on points −p/2 … p/2. */
  static double[] central(int order, int derivative) {
    double[] nodes = new double[order + 1];
    Arrays.setAll(nodes, j -> j - order / 2);
    return weights(0, nodes, derivative);
  }
}
