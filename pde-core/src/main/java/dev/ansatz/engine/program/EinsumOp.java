package dev.ansatz.engine.program;

/**
 * A sum of products of the features of two values, lane by lane: term t adds the product of features {@code left[t]} of a and
 * {@code right[t]} of b to feature {@code result[t]}.
 */
final class EinsumOp implements Op {
  private final Value a;
  private final Value b;
  private final Value y;
  private final int[] left;
  private final int[] right;
  private final int[] result;
  private boolean wantsA;
  private boolean wantsB;
  private boolean addsA;
  private boolean addsB;

  EinsumOp(Einsum einsum, Value a, Value b, Value y) {
    this.a = a;
    this.b = b;
    this.y = y;
    left = einsum.left();
    right = einsum.right();
    result = einsum.result();
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsA = plan.active.get(a.row());
    wantsB = plan.active.get(b.row());
    addsA = wantsA && plan.claim(a);
    addsB = wantsB && plan.claim(b);
  }

  @Override
  public void forward(Workspace space) {
    space.clear(space.values, y);
    addProducts(space.values, y, result, space.values, a, left, space.values, b, right, space);
  }

  @Override
  public void jvp(Workspace space) {
    forward(space);
    space.clear(space.tangents, y);
    if (wantsA) {
      addProducts(space.tangents, y, result, space.tangents, a, left, space.values, b, right, space);
    }
    if (wantsB) {
      addProducts(space.tangents, y, result, space.values, a, left, space.tangents, b, right, space);
    }
  }

  @Override
  public void backward(Workspace space) {
    if (wantsA) {
      if (!addsA) {
        space.clear(space.cotangents, a);
      }
      addProducts(space.cotangents, a, left, space.cotangents, y, result, space.values, b, right, space);
    }
    if (wantsB) {
      if (!addsB) {
        space.clear(space.cotangents, b);
      }
      addProducts(space.cotangents, b, right, space.cotangents, y, result, space.values, a, left, space);
    }
  }

  private static void addProducts(double[] to, Value target, int[] t, double[] from, Value u, int[] i, double[] with, Value v, int[] j,
      Workspace space) {
    int n = u.lanes() * space.samples;
    for (int term = 0; term < t.length; term++) {
      Rows.addProduct(to, target.row(0, t[term]) * space.samples, from, u.row(0, i[term]) * space.samples, with,
          v.row(0, j[term]) * space.samples, n);
    }
  }
}
