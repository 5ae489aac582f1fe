package dev.ansatz.pinn.precondition;

import dev.ansatz.engine.linalg.HouseholderQr;
import dev.ansatz.pinn.precondition.ConditionReport.Spectrum;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * The Jacobians of residual and conditions, each reduced to a triangle if it has more rows than columns, which keeps the singular
 * values of any stack of the two: one weight costs O(n³), however many points there are.
 */
final class StackedJacobian {
  private final int n;
  private final int residuals;
  private final int conditions;
  private final double[] top;
  private final double[] bottom;

  /** @param residual, condition by rows, n columns each */
  StackedJacobian(int n, double[] residual, double[] condition) {
    this.n = n;
    residuals = residual.length / n;
    conditions = condition.length / n;
    top = reduced(residual);
    bottom = reduced(condition);
  }

  private double[] reduced(double[] a) {
    int m = a.length / n;
    return m <= n ? a : HouseholderQr.of(m, n, a).triangle();
  }

  Spectrum spectrum(double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight must be a number that is not negative, not " + weight);
    }
    double[] stack = new double[top.length + bottom.length];
    System.arraycopy(top, 0, stack, 0, top.length);
    for (int i = 0; i < bottom.length; i++) {
      stack[top.length + i] = Math.sqrt(weight) * bottom[i];
    }
    int rows = stack.length / n;
    var svd = DecompositionFactory_DDRM.svd(rows, n, false, false, true);
    if (!svd.decompose(new DMatrixRMaj(rows, n, true, stack))) {
      throw new ArithmeticException("the singular values of the Jacobian were not found: it has entries that are not finite");
    }
    var values = new ArrayList<Double>();
    for (double s : svd.getSingularValues()) {
      values.add(s);
    }
    values.sort((a, b) -> Double.compare(b, a));
    while (values.size() < n) {
      values.add(0.0);
    }
    return new Spectrum(weight, values.subList(0, n), Math.max(residuals + conditions, n) * Math.ulp(1.0) * values.getFirst());
  }

  /** One spectrum a weight; only the first if there are no conditions to weigh. */
  ConditionReport report(String subject, List<Double> weights) {
    var seen = conditions == 0 ? weights.subList(0, Math.min(1, weights.size())) : weights;
    return new ConditionReport(subject, residuals, conditions, seen.stream().map(this::spectrum).toList());
  }
}
