package dev.ansatz.engine.program;

/** The one operand of an operation and its result: where they and their cotangents lie. */
final class Operand {
  Value x;
  Value y;
  /** Where the cotangents lie; null where there are none. */
  Value xBar;
  Value yBar;
  /** Whether the operand has a cotangent, and whether it is added to. */
  boolean wanted;
  boolean adds;

  Operand(Value x, Value y) {
    this.x = x;
    this.y = y;
  }

  void planReverse(Op.ReversePlan plan) {
    plan.reach(y);
    wanted = plan.active.get(x.row());
    adds = wanted && plan.claim(x);
  }

  /** Where {@code hasCotangent}, the result has a cotangent whether the operand has one or not. */
  void bind(Storage values, Storage cotangents, boolean hasCotangent) {
    if (wanted) {
      xBar = cotangents.place(x);
    }
    if (wanted || hasCotangent) {
      yBar = cotangents.place(y);
    }
    x = values.place(x);
    y = values.place(y);
  }
}
