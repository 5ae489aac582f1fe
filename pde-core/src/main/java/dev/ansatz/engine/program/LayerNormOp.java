package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/**
 * y = (x − mean)/√(variance + ε) over the features of every lane. The Jacobian of a lane, r (I − 1 1ᵀ/F − y yᵀ/F) with r the
 * reciprocal root, is symmetric: tangents and cotangents take the same way.
 */
final class LayerNormOp implements UnaryOp {
  private final Operand operand;
  private final double epsilon;

  LayerNormOp(Value x, Value y, double epsilon) {
    operand = new Operand(x, y);
    this.epsilon = epsilon;
  }

  @Override
  public Operand operand() {
    return operand;
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    int n = x.lanes() * space.samples;
    A s = space.scratch(2 * n);
    moments(space, s, n);
    for (int i = 0; i < x.features(); i++) {
      int from = space.at(x.row(0, i));
      int to = space.at(operand.y.row(0, i));
      for (int p = 0; p < n; p++) {
        double deviation = arithmetic.get(space.values, from + p) - arithmetic.get(s, p);
        arithmetic.set(space.values, to + p, deviation * arithmetic.get(s, n + p));
      }
    }
  }

  /** Writes means to s and, n further on, reciprocal roots of the variances + ε. */
  private <A> void moments(Workspace<A> space, A s, int n) {
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    arithmetic.fill(s, 0, 2 * n, 0);
    for (int i = 0; i < x.features(); i++) {
      arithmetic.add(s, 0, 1.0 / x.features(), space.values, space.at(x.row(0, i)), n);
    }
    for (int i = 0; i < x.features(); i++) {
      int from = space.at(x.row(0, i));
      for (int p = 0; p < n; p++) {
        double deviation = arithmetic.get(space.values, from + p) - arithmetic.get(s, p);
        space.put(s, n + p, deviation * deviation, true);
      }
    }
    for (int p = 0; p < n; p++) {
      arithmetic.set(s, n + p, 1 / Math.sqrt(arithmetic.get(s, n + p) / x.features() + epsilon));
    }
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    differentiate(space, space.tangents, operand.x, operand.y, false);
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    if (operand.wanted) {
      differentiate(space, space.cotangents, operand.yBar, operand.xBar, operand.adds);
    }
  }

  private <A> void differentiate(Workspace<A> space, A rows, Value from, Value to, boolean add) {
    Arithmetic<A> arithmetic = space.arithmetic;
    int features = from.features();
    int n = from.lanes() * space.samples;
    A s = space.scratch(4 * n);
    moments(space, s, n);
    arithmetic.fill(s, 2 * n, 4 * n, 0);
    for (int i = 0; i < features; i++) {
      int at = space.at(from.row(0, i));
      arithmetic.add(s, 2 * n, 1.0 / features, rows, at, n);
      arithmetic.addProduct(s, 3 * n, 1, rows, at, space.values, space.at(operand.y.row(0, i)), n);
    }
    for (int i = 0; i < features; i++) {
      int at = space.at(from.row(0, i));
      int target = space.at(to.row(0, i));
      int normed = space.at(operand.y.row(0, i));
      for (int p = 0; p < n; p++) {
        double along = arithmetic.get(space.values, normed + p) * arithmetic.get(s, 3 * n + p) / features;
        double rest = arithmetic.get(rows, at + p) - arithmetic.get(s, 2 * n + p) - along;
        space.put(rows, target + p, arithmetic.get(s, n + p) * rest, add);
      }
    }
  }
}
