package dev.ansatz.pinn.lagrangian;

import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The trained map from labels ξ to places X(t, ξ), X − ξ periodic in ξ: where labels cross, and which label is at a place.
 */
final class Characteristics {
  private static final int TIMES = 257;
  private static final int LABELS = 1024;
  /** Halvings that reduce a period to rounding. */
  private static final int MOST_ITERATIONS = 64;
  /** In the last places of the label; Newton's steps are as small as that only once it has converged. */
  private static final double ULPS = 4;

  private final LagrangianModel.Lowered map;
  private final double[] theta;
  private final Range time;
  private final Range labels;

  /** First time and place at which X_ξ ≤ 0. */
  record Crossing(double time, double place) {}

  Characteristics(LagrangianModel model, double[] theta, Range time, Range labels) {
    map = model.lower(List.of(model.place(), model.stretch()));
    this.theta = theta;
    this.time = time;
    this.labels = labels;
  }

  /** X and X_ξ, the one after the other. */
  private double[] at(Executor executor, double[] times, double[] at) {
    Evaluation evaluation = map.at(executor, new double[][] {times, at});
    double[] out = new double[evaluation.size()];
    evaluation.values(theta, out, 0);
    return out;
  }

  /**
   * Where labels cross first, on {@value #TIMES} times and {@value #LABELS} labels; between two of the times the least X_ξ is taken to
   * fall linearly.
   */
  Optional<Crossing> crossing(Executor executor) {
    double[] at = new double[LABELS];
    Arrays.setAll(at, i -> labels.lower() + labels.length() * i / LABELS);
    double before = 1;
    for (int k = 0; k < TIMES; k++) {
      double t = time.lower() + time.length() * k / (TIMES - 1);
      double[] times = new double[LABELS];
      Arrays.fill(times, t);
      double[] values = at(executor, times, at);
      int least = 0;
      for (int i = 1; i < LABELS; i++) {
        // NaN counts as least
        least = values[LABELS + i] >= values[LABELS + least] || Double.isNaN(values[LABELS + least]) ? least : i;
      }
      double stretch = values[LABELS + least];
      if (!(stretch > 0)) {
        double share = k == 0 || Double.isNaN(stretch) ? 0 : before / (before - stretch);
        double step = time.length() / (TIMES - 1);
        return Optional.of(new Crossing(k == 0 ? t : t - step + share * step, wrapped(values[least])));
      }
      before = stretch;
    }
    return Optional.empty();
  }

  private double wrapped(double x) {
    return x - labels.length() * Math.floor((x - labels.lower()) / labels.length());
  }

  /**
   * The labels at places, within one period: Newton's method, and a halving of the bracket where that leaves it.
   *
   * @param times before any crossing, since labels are not unique after
   */
  double[] labels(Executor executor, double[] times, double[] places) {
    int n = places.length;
    double period = labels.length();
    double[] low = new double[n];
    double[] high = new double[n];
    double[] target = new double[n];
    double[] label = new double[n];
    Arrays.fill(low, labels.lower());
    Arrays.fill(high, labels.upper());
    double[] start = at(executor, times, low);
    for (int i = 0; i < n; i++) {
      target[i] = places[i] + period * Math.ceil((start[i] - places[i]) / period);
      label[i] = Math.clamp(labels.lower() + target[i] - start[i], labels.lower(), labels.upper());
    }
    boolean[] done = new boolean[n];
    boolean all = false;
    for (int iteration = 0; iteration < MOST_ITERATIONS && !all; iteration++) {
      double[] values = at(executor, times, label);
      all = true;
      for (int i = 0; i < n; i++) {
        if (done[i]) {
          continue;
        }
        double excess = values[i] - target[i];
        if (excess > 0) {
          high[i] = label[i];
        } else {
          low[i] = label[i];
        }
        double next = label[i] - excess / values[n + i];
        if (!(next >= low[i] && next <= high[i])) {
          next = 0.5 * (low[i] + high[i]);
        }
        done[i] = Math.abs(next - label[i]) <= ULPS * Math.ulp(Math.max(Math.abs(next), period));
        label[i] = next;
        all &= done[i];
      }
    }
    return label;
  }
}
