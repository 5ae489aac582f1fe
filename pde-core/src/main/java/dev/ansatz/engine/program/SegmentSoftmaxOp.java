package dev.ansatz.engine.program;

import java.util.Arrays;

/**
 * y_p = exp x_p / Σ exp x_q over the lanes q of a sample in the segment of p, row by row. The Jacobian of a segment,
 * diag y − y yᵀ, is symmetric: tangents and cotangents take the same way.
 */
final class SegmentSoftmaxOp implements Op {
  private final Value x;
  private final Value y;
  private final int[] segment;
  private final int segments;
  private boolean wantsOperand;
  private boolean addsOperand;

  SegmentSoftmaxOp(Value x, Value y, int[] segment) {
    this.x = x;
    this.y = y;
    this.segment = segment;
    segments = Arrays.stream(segment).max().orElseThrow() + 1;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsOperand = plan.active.get(x.row());
    addsOperand = wantsOperand && plan.claim(x);
  }

  @Override
  public void forward(Workspace space) {
    double[] s = space.scratch(2 * segments);
    double[] values = space.values;
    int lanes = segment.length;
    for (int r = 0; r < x.rows() * space.samples; r++) {
      int from = x.row() * space.samples + r * lanes;
      int to = y.row() * space.samples + r * lanes;
      Arrays.fill(s, 0, segments, Double.NEGATIVE_INFINITY);
      Arrays.fill(s, segments, 2 * segments, 0);
      for (int p = 0; p < lanes; p++) {
        s[segment[p]] = Math.max(s[segment[p]], values[from + p]);
      }
      for (int p = 0; p < lanes; p++) {
        values[to + p] = Math.exp(values[from + p] - s[segment[p]]);
        s[segments + segment[p]] += values[to + p];
      }
      for (int p = 0; p < lanes; p++) {
        values[to + p] /= s[segments + segment[p]];
      }
    }
  }

  @Override
  public void jvp(Workspace space) {
    forward(space);
    differentiate(space, space.tangents, x, y, false);
  }

  @Override
  public void backward(Workspace space) {
    if (wantsOperand) {
      differentiate(space, space.cotangents, y, x, addsOperand);
    }
  }

  private void differentiate(Workspace space, double[] rows, Value source, Value target, boolean add) {
    double[] s = space.scratch(segments);
    double[] values = space.values;
    int lanes = segment.length;
    for (int r = 0; r < x.rows() * space.samples; r++) {
      int from = source.row() * space.samples + r * lanes;
      int to = target.row() * space.samples + r * lanes;
      int soft = y.row() * space.samples + r * lanes;
      Arrays.fill(s, 0, segments, 0);
      for (int p = 0; p < lanes; p++) {
        s[segment[p]] += values[soft + p] * rows[from + p];
      }
      for (int p = 0; p < lanes; p++) {
        double share = values[soft + p] * (rows[from + p] - s[segment[p]]);
        rows[to + p] = add ? rows[to + p] + share : share;
      }
    }
  }
}
