package dev.ansatz.engine.kernel;

import java.util.function.IntFunction;

/** The local derivatives of the operations; a zero by structure is null. */
final class Differentiation {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private Differentiation() {}

  /** The tangent of one instruction, given its value, its operands' values and tangents. */
  static Scalar tangent(KernelBuilder builder, Instruction i, Scalar y, IntFunction<Scalar> value, Scalar[] tangents) {
    Scalar sum = null;
    switch (i.op()) {
      case INPUT, CONSTANT, LESS -> {}
      case SELECT -> {
        Scalar b = tangents[i.b()];
        Scalar c = tangents[i.c()];
        if (b != null || c != null) {
          Scalar zero = builder.constant(0);
          Instruction mask = builder.instruction(value.apply(i.a()).id);
          sum = builder.selectLess(builder.node(mask.a()), builder.node(mask.b()), b == null ? zero : b, c == null ? zero : c);
        }
      }
      case MIN, MAX -> {
        Scalar a = tangents[i.a()];
        Scalar b = tangents[i.b()];
        if (a != null || b != null) {
          Scalar zero = builder.constant(0);
          boolean min = i.op() == Op.MIN;
          sum = builder.selectLess(value.apply(min ? i.b() : i.a()), value.apply(min ? i.a() : i.b()),
              b == null ? zero : b, a == null ? zero : a);
        }
      }
      default -> {
        for (int k = 0; k < i.operands(); k++) {
          Scalar t = tangents[i.operand(k)];
          if (t != null) {
            sum = add(sum, times(builder, i, k, y, value, t));
          }
        }
      }
    }
    return sum;
  }

  /** Adds the share of each operand in the adjoint of an instruction to the operands' adjoints. */
  static void adjoint(KernelBuilder builder, Instruction i, Scalar y, IntFunction<Scalar> value, Scalar adjoint,
      boolean[] active, Scalar[] adjoints) {
    for (int k = 0; k < i.operands(); k++) {
      int operand = i.operand(k);
      if (!active[operand]) {
        continue;
      }
      Scalar share = switch (i.op()) {
        case LESS -> null;
        case SELECT -> {
          Scalar zero = builder.constant(0);
          Instruction mask = builder.instruction(value.apply(i.a()).id);
          Scalar a = builder.node(mask.a());
          Scalar b = builder.node(mask.b());
          yield k == 0 ? null : builder.selectLess(a, b, k == 1 ? adjoint : zero, k == 1 ? zero : adjoint);
        }
        case MIN, MAX -> {
          Scalar zero = builder.constant(0);
          boolean min = i.op() == Op.MIN;
          yield builder.selectLess(value.apply(min ? i.b() : i.a()), value.apply(min ? i.a() : i.b()),
              k == 1 ? adjoint : zero, k == 1 ? zero : adjoint);
        }
        default -> times(builder, i, k, y, value, adjoint);
      };
      if (share != null) {
        adjoints[operand] = add(adjoints[operand], share);
      }
    }
  }

  private static Scalar add(Scalar sum, Scalar term) {
    return sum == null ? term : sum.plus(term);
  }

  /** ∂y/∂(operand k) times t; null where the derivative is zero everywhere. */
  private static Scalar times(KernelBuilder builder, Instruction i, int k, Scalar y, IntFunction<Scalar> value, Scalar t) {
    Scalar a = value.apply(i.a());
    return switch (i.op()) {
      case ADD -> t;
      case SUB -> k == 0 ? t : t.negate();
      case MUL -> t.times(value.apply(k == 0 ? i.b() : i.a()));
      case DIV -> {
        Scalar quotient = t.over(value.apply(i.b()));
        yield k == 0 ? quotient : quotient.times(y).negate();
      }
      case NEG -> t.negate();
      case POW -> {
        Scalar b = value.apply(i.b());
        yield k == 0 ? t.times(b.times(a.pow(b.minus(1)))) : t.times(y.times(a.apply(Scalar.Function.LOG)));
      }
      case ATAN2 -> {
        Scalar b = value.apply(i.b());
        Scalar square = a.times(a).plus(b.times(b));
        yield k == 0 ? t.times(b.over(square)) : t.times(a.over(square)).negate();
      }
      case SIN -> t.times(a.apply(Scalar.Function.COS));
      case COS -> t.times(a.apply(Scalar.Function.SIN)).negate();
      case TAN -> t.times(y.times(y).plus(1));
      case ASIN -> t.over(oneMinusSquare(builder, a).apply(Scalar.Function.SQRT));
      case ACOS -> t.over(oneMinusSquare(builder, a).apply(Scalar.Function.SQRT)).negate();
      case ATAN -> t.over(a.times(a).plus(1));
      case SINH -> t.times(a.apply(Scalar.Function.COSH));
      case COSH -> t.times(a.apply(Scalar.Function.SINH));
      case TANH -> t.times(oneMinusSquare(builder, y));
      case EXP -> t.times(y);
      case LOG -> t.over(a);
      case SQRT -> t.times(builder.constant(0.5).over(y));
      case ABS -> t.times(a.apply(Scalar.Function.SIGN));
      case SIGN -> null;
      case ERF -> t.times(a.times(a).negate().apply(Scalar.Function.EXP).times(TWO_OVER_ROOT_PI));
      default -> throw new IllegalStateException(i.toString());
    };
  }

  private static Scalar oneMinusSquare(KernelBuilder builder, Scalar x) {
    return builder.constant(1).minus(x.times(x));
  }
}
