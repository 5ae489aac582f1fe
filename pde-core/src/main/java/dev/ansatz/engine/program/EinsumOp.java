package dev.ansatz.engine.program;

import java.util.List;

/**
 * A sum of products of the features of two values, lane by lane: term t adds the product of features {@code left[t]} of a and
 * {@code right[t]} of b to feature {@code result[t]}.
 */
final class EinsumOp implements Op {
  private final Operand a;
  private final Operand b;
  private final int[] left;
  private final int[] right;
  private final int[] result;

  EinsumOp(Einsum einsum, Value a, Value b, Value y) {
    this.a = new Operand(a, y);
    this.b = new Operand(b, y);
    left = einsum.left();
    right = einsum.right();
    result = einsum.result();
  }

  @Override
  public Value result() {
    return a.y;
  }

  @Override
  public List<Value> operands() {
    return List.of(a.x, b.x);
  }

  @Override
  public void planReverse(ReversePlan plan) {
    a.planReverse(plan);
    b.planReverse(plan);
  }

  @Override
  public void bind(Storage values, Storage cotangents) {
    a.bind(values, cotangents, false);
    b.bind(values, cotangents, false);
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    space.clear(space.values, a.y);
    addProducts(space.values, a.y, result, space.values, a.x, left, space.values, b.x, right, space);
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    space.clear(space.tangents, a.y);
    if (a.wanted) {
      addProducts(space.tangents, a.y, result, space.tangents, a.x, left, space.values, b.x, right, space);
    }
    if (b.wanted) {
      addProducts(space.tangents, a.y, result, space.values, a.x, left, space.tangents, b.x, right, space);
    }
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    backward(space, a, left, b, right);
    backward(space, b, right, a, left);
  }

  private <A> void backward(Workspace<A> space, Operand one, int[] i, Operand other, int[] j) {
    if (one.wanted) {
      if (!one.adds) {
        space.clear(space.cotangents, one.xBar);
      }
      addProducts(space.cotangents, one.xBar, i, space.cotangents, one.yBar, result, space.values, other.x, j, space);
    }
  }

  private static <A> void addProducts(A to, Value target, int[] t, A from, Value u, int[] i, A with, Value v, int[] j, Workspace<A> space) {
    int n = u.lanes() * space.samples;
    for (int term = 0; term < t.length; term++) {
      space.arithmetic.addProduct(to, space.at(target.row(0, t[term])), 1, from, space.at(u.row(0, i[term])), with,
          space.at(v.row(0, j[term])), n);
    }
  }
}
