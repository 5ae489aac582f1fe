package dev.ansatz.pinn.train;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.solve.Solution;
import java.util.Arrays;
import java.util.List;

/**
 * Fields given by another evaluator in each interval of time: the k-th from {@code starts[k]} on, at an edge the later one; NaN from
 * {@code end} on, unless that is infinite.
 *
 * @param starts increasing; times before the first belong to it
 */
public record PiecewiseInTime(double[] starts, List<? extends Solution.Evaluator> pieces, double end) implements Solution.Evaluator {

  @Override
  public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
    int[] piece = Arrays.stream(points[0]).mapToInt(this::of).toArray();
    for (int k = 0; k < pieces.size(); k++) {
      int[] lanes = lanes(piece, k);
      double[][] within = new double[points.length][lanes.length];
      for (int i = 0; i < points.length; i++) {
        for (int p = 0; p < lanes.length; p++) {
          within[i][p] = points[i][lanes[p]];
        }
      }
      double[] values = new double[lanes.length];
      if (lanes.length > 0) {
        pieces.get(k).evaluate(field, index, within, values);
      }
      for (int p = 0; p < lanes.length; p++) {
        out[lanes[p]] = values[p];
      }
    }
    for (int p = 0; p < piece.length; p++) {
      if (piece[p] < 0) {
        out[p] = Double.NaN;
      }
    }
  }

  /** The piece of a time, -1 from the end on. */
  private int of(double t) {
    if (t >= end) {
      return -1;
    }
    int found = Arrays.binarySearch(starts, t);
    return Math.max(found >= 0 ? found : -found - 2, 0);
  }

  private static int[] lanes(int[] piece, int k) {
    int[] lanes = new int[piece.length];
    int count = 0;
    for (int p = 0; p < piece.length; p++) {
      if (piece[p] == k) {
        lanes[count++] = p;
      }
    }
    return Arrays.copyOf(lanes, count);
  }
}
