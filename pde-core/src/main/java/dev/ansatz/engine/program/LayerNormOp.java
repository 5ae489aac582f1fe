package dev.ansatz.engine.program;

import java.util.Arrays;

/**
 * y = (x − mean)/√(variance + ε) over the features of every lane. The Jacobian of a lane, r (I − 1 1ᵀ/F − y yᵀ/F) with r the
 * reciprocal root, is symmetric: tangents and cotangents take the same way.
 */
final class LayerNormOp implements Op {
  private final Value x;
  private final Value y;
  private final double epsilon;
  private boolean wantsOperand;
  private boolean addsOperand;

  LayerNormOp(Value x, Value y, double epsilon) {
    this.x = x;
    this.y = y;
    this.epsilon = epsilon;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsOperand = plan.active.get(x.row());
    addsOperand = wantsOperand && plan.claim(x);
  }

  @Override
  public void forward(Workspace space) {
    int n = x.lanes() * space.samples;
    double[] s = space.scratch(2 * n);
    moments(space, s, n);
    for (int i = 0; i < x.features(); i++) {
      int from = x.row(0, i) * space.samples;
      int to = y.row(0, i) * space.samples;
      for (int p = 0; p < n; p++) {
        space.values[to + p] = (space.values[from + p] - s[p]) * s[n + p];
      }
    }
  }

  /** Writes means to s and, n further on, reciprocal roots of the variances + ε. */
  private void moments(Workspace space, double[] s, int n) {
    Arrays.fill(s, 0, 2 * n, 0);
    for (int i = 0; i < x.features(); i++) {
      Rows.add(s, 0, 1.0 / x.features(), space.values, x.row(0, i) * space.samples, n);
    }
    for (int i = 0; i < x.features(); i++) {
      int from = x.row(0, i) * space.samples;
      for (int p = 0; p < n; p++) {
        double deviation = space.values[from + p] - s[p];
        s[n + p] += deviation * deviation;
      }
    }
    for (int p = 0; p < n; p++) {
      s[n + p] = 1 / Math.sqrt(s[n + p] / x.features() + epsilon);
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

  private void differentiate(Workspace space, double[] rows, Value from, Value to, boolean add) {
    int n = x.lanes() * space.samples;
    double[] s = space.scratch(4 * n);
    moments(space, s, n);
    Arrays.fill(s, 2 * n, 4 * n, 0);
    for (int i = 0; i < x.features(); i++) {
      int at = from.row(0, i) * space.samples;
      Rows.add(s, 2 * n, 1.0 / x.features(), rows, at, n);
      Rows.addProduct(s, 3 * n, rows, at, space.values, y.row(0, i) * space.samples, n);
    }
    for (int i = 0; i < x.features(); i++) {
      int at = from.row(0, i) * space.samples;
      int target = to.row(0, i) * space.samples;
      int normed = y.row(0, i) * space.samples;
      for (int p = 0; p < n; p++) {
        double share = s[n + p] * (rows[at + p] - s[2 * n + p] - space.values[normed + p] * s[3 * n + p] / x.features());
        rows[target + p] = add ? rows[target + p] + share : share;
      }
    }
  }
}
