package dev.ansatz.engine.program;

/** A linear map without parameters: its tangents and cotangents go through the map itself and its transpose. */
final class FixedOp implements Op {
  private final FixedMap map;
  private final Value x;
  private final Value y;
  private boolean wantsOperand;
  private boolean addsOperand;

  FixedOp(FixedMap map, Value x, Value y) {
    this.map = map;
    this.x = x;
    this.y = y;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsOperand = plan.active.get(x.row());
    addsOperand = wantsOperand && plan.claim(x);
  }

  @Override
  public void forward(Workspace space) {
    map.apply(space.values, x, y, false, space);
  }

  @Override
  public void jvp(Workspace space) {
    forward(space);
    // without a tangent of x there may still be one of y, which a concatenation shares
    map.apply(space.tangents, x, y, false, space);
  }

  @Override
  public void backward(Workspace space) {
    if (wantsOperand) {
      map.applyTransposed(space.cotangents, y, x, addsOperand, space);
    }
  }
}
