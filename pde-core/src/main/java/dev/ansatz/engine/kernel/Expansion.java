package dev.ansatz.engine.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites a kernel for the vector lowering of one precision: products with one use are fused into the sum that uses them,
 * and elementary functions become IEEE operations and operations on bit patterns, so that every lane of every size, before
 * and after just-in-time compilation and on every machine gets the same bits. (The library behind {@code
 * VectorOperators.TANH} and its kin is called only by compiled code; until then another one answers.)
 */
final class Expansion {
  private final Kernel kernel;
  private final KernelBuilder builder = Kernel.builder();
  private final Elementary elementary;
  private final Scalar[] values;
  private final int[] uses;

  private Expansion(Kernel kernel, boolean single) {
    this.kernel = kernel;
    this.elementary = new Elementary(builder, single);
    this.values = new Scalar[kernel.code().size()];
    this.uses = new int[values.length];
  }

  static Kernel of(Kernel kernel, boolean single) {
    return new Expansion(kernel, single).expand();
  }

  private Kernel expand() {
    var arguments = new ArrayList<Scalar>();
    for (Kernel.Input input : kernel.inputs()) {
      arguments.add(builder.input(input.name(), input.extent()));
    }
    List<Instruction> code = kernel.code();
    for (Instruction i : code) {
      for (int o = 0; o < i.operands(); o++) {
        uses[i.operand(o)]++;
      }
    }
    int[] results = kernel.results();
    for (int result : results) {
      uses[result]++;
    }
    for (int k = 0; k < values.length; k++) {
      Instruction i = code.get(k);
      values[k] = switch (i.op()) {
        case INPUT -> arguments.get(i.a());
        case ADD, SUB -> sum(i);
        default -> {
          Scalar expanded = i.operands() == 1 ? elementary.expand(i.op(), values[i.a()]) : null;
          yield expanded == null ? builder.rebuild(i, o -> values[o]) : expanded;
        }
      };
    }
    for (int o = 0; o < results.length; o++) {
      builder.output(kernel.outputs().get(o), values[results[o]]);
    }
    return builder.build();
  }

  private Scalar sum(Instruction i) {
    boolean minus = i.op() == Op.SUB;
    Instruction right = kernel.code().get(i.b());
    if (right.op() == Op.MUL && uses[i.b()] == 1) {
      Scalar x = values[right.a()];
      Scalar y = values[right.b()];
      if (minus && builder.instruction(y.id).op() == Op.CONSTANT) {
        y = y.negate();
      } else if (minus) {
        x = x.negate();
      }
      return builder.raw(Op.FMA, 0, x, y, values[i.a()]);
    }
    Instruction left = kernel.code().get(i.a());
    if (left.op() == Op.MUL && uses[i.a()] == 1) {
      Scalar rest = values[i.b()];
      return builder.raw(Op.FMA, 0, values[left.a()], values[left.b()], minus ? rest.negate() : rest);
    }
    return builder.rebuild(i, o -> values[o]);
  }
}
