package dev.ansatz.pde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A malformed statement and everything that is said about it. */
record Malformed(String statement, List<String> faults) {
  Malformed(String statement, String... faults) {
    this(statement, List.of(faults));
  }

  /** A good statement with one line replaced, or one more line. */
  static Malformed line(String good, int line, String text, String... faults) {
    var lines = new ArrayList<>(good.lines().toList());
    if (line <= lines.size()) {
      lines.set(line - 1, text);
    } else {
      lines.add(text);
    }
    return new Malformed(String.join("\n", lines), faults);
  }

  void assertFaults() {
    assertFaults(() -> Pde.parse(statement), faults);
  }

  /** What a statement has wrong, in this order and nothing else. */
  static void assertFaults(ThrowingCallable statement, List<String> faults) {
    var e = catchThrowableOfType(StatementException.class, statement);
    assertThat(e).as("instead of %s", faults).isNotNull();
    assertThat(e.faults()).extracting(Fault::toString).containsExactlyElementsOf(faults);
  }

  @Override
  public String toString() {
    return statement;
  }
}
