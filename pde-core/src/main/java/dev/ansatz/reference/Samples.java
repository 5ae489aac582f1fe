package dev.ansatz.reference;

import dev.ansatz.pde.expr.Range;
import java.util.List;

/** Points at which discrete answers are compared. */
final class Samples {
  private Samples() {}

  /**
   * {@code [coordinate][p]}: in every range the multiples of the golden ratio modulo 1, so that no wave is sampled in step with
   * itself as it would be on a uniform grid.
   */
  static double[][] of(List<Range> ranges, int count) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double[][] x = new double[ranges.size()][count];
    for (int c = 0; c < x.length; c++) {
      for (int p = 0; p < count; p++) {
        double fraction = (p + 1) * golden;
        x[c][p] = ranges.get(c).lower() + ranges.get(c).length() * (fraction - Math.floor(fraction));
      }
    }
    return x;
  }
}
