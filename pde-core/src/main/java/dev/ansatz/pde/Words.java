package dev.ansatz.pde;

import dev.ansatz.pde.expr.Elementary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The words of the text form that name nothing else. */
final class Words {
  /** What a sentence may begin with. */
  static final List<String> SENTENCES = List.of("problem", "param", "vector", "complex", "unknown", "input", "table", "initial",
      "boundary", "periodic", "interface", "gauge", "observe");
  /** Functions beside the elementary ones. */
  static final List<String> OPERATORS =
      List.of("d", "dt", "dn", "grad", "div", "lap", "bilap", "curl", "rot", "advect", "dot", "integral", "mean", "jump", "above",
          "below", "re", "im", "conj", "piecewise");
  private static final List<String> OTHERS = List.of("on", "in", "time", "space", "pi", "e", "if", "then", "else", "and");

  private Words() {}

  static boolean isReserved(String name) {
    return SENTENCES.contains(name) || OPERATORS.contains(name) || OTHERS.contains(name) || elementary(name).isPresent();
  }

  static Optional<Elementary> elementary(String name) {
    return Arrays.stream(Elementary.values()).filter(f -> f.text().equals(name)).findFirst();
  }

  static TreeSet<String> functions() {
    var all = new TreeSet<>(OPERATORS);
    Stream.of(Elementary.values()).map(Elementary::text).forEach(all::add);
    return all;
  }
}
