package dev.ansatz.validation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.solve.Progress.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    return new Console(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), terminal, 80,
        () -> false);
  }

  @Test
  void elsewhereThanOnATerminalThereIsALineEveryFiveSecondsWithTheTimeLeft() {
    var seconds = new AtomicLong(100);
    try (var progress = new ConsoleProgress(console(false), () -> seconds.get() * 1_000_000_000)) {
      for (int second = 1; second <= 12; second++) {
        seconds.incrementAndGet();
        progress.on(new Event("Adam", second / 20.0, 10 * second, "loss 1e-3"));
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(" 25 %, 0:15 left  Adam  iteration 50  loss 1e-3\n 50 %, 0:10 left  Adam  iteration 100  loss 1e-3\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void onATerminalThereIsABarOnStandardError() {
    try (var progress = new ConsoleProgress(console(true))) {
      progress.on(new Event("Adam", 0.5, 50, "loss 1e-3"));
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("\r", "solving");
    assertThat(out.size()).isZero();
  }
}
