package dev.ansatz.io;

import java.io.IOException;
import java.io.Serial;
import java.util.List;

/** A file is not what it should be; the message tells every fault found, a line each. */
public final class MalformedFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;
  private static final int MOST_TOLD = 20;

  MalformedFileException(String fault) {
    super(fault);
  }

  /** At least one fault; of very many the first ones are told. */
  MalformedFileException(List<String> faults) {
    this(String.join("\n", faults.subList(0, Math.min(faults.size(), MOST_TOLD)))
        + (faults.size() > MOST_TOLD ? "\nand " + (faults.size() - MOST_TOLD) + " more faults" : ""));
  }
}
