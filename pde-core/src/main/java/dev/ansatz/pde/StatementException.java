package dev.ansatz.pde;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that is no well-stated problem. It carries every fault that could be found; its message shows them all, with
 * the line and a caret for those that have a place in a text.
 */
public final class StatementException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private static final int WIDEST = 100;

  private final transient List<Fault> faults;

  StatementException(String title, List<Fault> faults) {
    this(title, faults, List.of());
  }

  StatementException(String title, List<Fault> faults, List<String> source) {
    super(title + faults.stream().map(f -> "\n" + shown(f, source)).collect(Collectors.joining()));
    this.faults = List.copyOf(faults);
  }

  /** In the order of the text, or of the checks. */
  public List<Fault> faults() {
    return faults;
  }

  private static String shown(Fault fault, List<String> source) {
    if (fault.line() == 0 || fault.line() > source.size()) {
      return "- " + fault;
    }
    String line = source.get(fault.line() - 1);
    int before = Math.min(fault.column() - 1, line.length());
    // of a very long line, what surrounds the fault
    int from = before > WIDEST ? before - WIDEST / 2 : 0;
    line = line.substring(from, Math.min(line.length(), from + WIDEST + WIDEST / 2));
    before -= from;
    // tabs stay tabs, so that the caret stands below its character at any tab width
    String margin = line.substring(0, before).replaceAll("[^\t]", " ");
    return fault + "\n    " + line + "\n    " + margin + "^";
  }
}
