package dev.ansatz.engine.program;

/** A linear map without parameters: its tangents and cotangents go through the map itself and its transpose. */
final class FixedOp implements UnaryOp {
  private final FixedMap map;
  private final Operand operand;

  FixedOp(FixedMap map, Value x, Value y) {
    this.map = map;
    operand = new Operand(x, y);
  }

  @Override
  public Operand operand() {
    return operand;
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    map.apply(space.values, operand.x, operand.y, false, space);
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    // without a tangent of x there may still be one of y, which a concatenation shares
    map.apply(space.tangents, operand.x, operand.y, false, space);
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    if (operand.wanted) {
      map.applyTransposed(space.cotangents, operand.yBar, operand.xBar, operand.adds, space);
    }
  }
}
