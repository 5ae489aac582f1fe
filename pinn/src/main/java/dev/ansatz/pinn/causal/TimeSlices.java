package dev.ansatz.pinn.causal;

import dev.ansatz.pde.expr.Range;

/**
 * A time range cut into intervals of equal length, in the order of time.
 *
 * @param count how many, at least 1
 */
public record TimeSlices(Range time, int count) {
  public TimeSlices {
    if (count < 1) {
      throw new IllegalArgumentException("there must be at least 1 time slice, not " + count);
    }
  }

  /** The slice, from 0, that holds the time. */
  public int of(double t) {
    int slice = (int) Math.floor((t - time.lower()) / time.length() * count);
    return Math.clamp(slice, 0, count - 1);
  }

  /**
   * The mean of a quantity over the points of each slice, 0 where a slice has no points.
   *
   * @param times of the points
   * @param values at the points
   */
  public double[] means(double[] times, double[] values) {
    double[] means = new double[count];
    int[] points = new int[count];
    for (int p = 0; p < times.length; p++) {
      int slice = of(times[p]);
      means[slice] += values[p];
      points[slice]++;
    }
    for (int i = 0; i < count; i++) {
      means[i] /= Math.max(points[i], 1);
    }
    return means;
  }
}
