package dev.ansatz.engine.kernel;

import java.util.function.IntUnaryOperator;

/**
 * One line of an instruction list: operands a, b, c are numbers of earlier lines, -1 where there is none; value is the
 * constant, the shift or the limit of the operations that have one.
 */
record Instruction(Op op, int a, int b, int c, double value) {
  static Instruction input(int number) {
    return new Instruction(Op.INPUT, number, -1, -1, 0);
  }

  static Instruction constant(double value) {
    return new Instruction(Op.CONSTANT, -1, -1, -1, value);
  }

  static Instruction of(Op op, int a, int b, int c) {
    return new Instruction(op, a, b, c, 0);
  }

  /** How many of a, b, c are numbers of earlier lines. */
  int operands() {
    return op.arity;
  }

  /** The same on other operands. */
  Instruction with(IntUnaryOperator number) {
    int n = operands();
    return n == 0 ? this : new Instruction(op, number.applyAsInt(a), n > 1 ? number.applyAsInt(b) : -1,
        n > 2 ? number.applyAsInt(c) : -1, value);
  }

  int operand(int k) {
    return k == 0 ? a : k == 1 ? b : c;
  }
}
