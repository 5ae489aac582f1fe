package dev.ansatz.engine.kernel;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Instruction lists as text. */
final class Listing {
  private Listing() {}

  static String of(Instruction i) {
    return switch (i.op()) {
      case INPUT -> "input " + i.a();
      case CONSTANT -> Double.toString(i.value());
      default -> {
        var line = new StringJoiner(" ");
        line.add(i.op().name().toLowerCase(Locale.ROOT));
        for (int k = 0; k < i.operands(); k++) {
          line.add("%" + i.operand(k));
        }
        if (i.value() != 0) {
          line.add(Double.toString(i.value()));
        }
        yield line.toString();
      }
    };
  }

  static String of(List<Kernel.Input> inputs, List<Kernel.Output> outputs, List<Instruction> code, int[] results) {
    var text = new StringBuilder("kernel");
    for (Kernel.Input input : inputs) {
      text.append("\n  in  ").append(input.name()).append(": ").append(lower(input.extent()));
    }
    for (int k = 0; k < code.size(); k++) {
      Instruction i = code.get(k);
      text.append("\n  %").append(k).append(" = ");
      text.append(i.op() == Op.INPUT ? inputs.get(i.a()).name() : of(i));
    }
    for (int k = 0; k < results.length; k++) {
      Kernel.Output output = outputs.get(k);
      text.append("\n  out ").append(output.name()).append(": ").append(lower(output.extent()));
      text.append(output.extent() == Kernel.Extent.LANE ? " = %" : " += sum %").append(results[k]);
    }
    return text.append('\n').toString();
  }

  private static String lower(Kernel.Extent extent) {
    return extent.name().toLowerCase(Locale.ROOT);
  }
}
