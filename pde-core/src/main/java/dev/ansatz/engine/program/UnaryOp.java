package dev.ansatz.engine.program;

import java.util.List;

/** An operation on one operand. Those with parameters claim them in {@link #planReverse}, and are bound with a cotangent of the result. */
sealed interface UnaryOp extends Op permits FixedOp, LayerNormOp, LinearOp, ModeMixing, SegmentSoftmaxOp {
  Operand operand();

  @Override
  default Value result() {
    return operand().y;
  }

  @Override
  default List<Value> operands() {
    return List.of(operand().x);
  }

  @Override
  default void planReverse(ReversePlan plan) {
    operand().planReverse(plan);
  }

  @Override
  default void bind(Storage values, Storage cotangents) {
    operand().bind(values, cotangents, false);
  }
}
