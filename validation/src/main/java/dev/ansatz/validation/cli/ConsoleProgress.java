package dev.ansatz.validation.cli;

import dev.ansatz.solve.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows progress and the time left on standard error: by a bar where that is a terminal, elsewhere by a line every five seconds. */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final int PARTS = 1000;
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Console console;
  private final LongSupplier nanoTime;
  private ProgressBar bar;
  private long lastLine;
  /** When the first event came, and what was done by then, which is more than nothing where an earlier run is gone on with. */
  private long begun;
  private double doneBefore = Double.NaN;

  ConsoleProgress(Console console) {
    this(console, System::nanoTime);
  }

  ConsoleProgress(Console console, LongSupplier nanoTime) {
    this.console = console;
    this.nanoTime = nanoTime;
    this.lastLine = nanoTime.getAsLong();
  }

  @Override
  public void on(Event event) {
    if (Double.isNaN(doneBefore)) {
      begun = nanoTime.getAsLong();
      doneBefore = event.done();
    }
    if (console.terminal()) {
      onBar(event);
    } else if (nanoTime.getAsLong() - lastLine >= PAUSE.toNanos()) {
      lastLine = nanoTime.getAsLong();
      console.err().println(line(event, left(event)));
    }
  }

  /** If the rest goes on as fast as the whole so far; empty before there is anything to tell from. */
  private Optional<Duration> left(Event event) {
    double gained = event.done() - doneBefore;
    return gained > 0 ? Optional.of(Duration.ofNanos((long) ((nanoTime.getAsLong() - begun) * ((1 - event.done()) / gained))))
        : Optional.empty();
  }

  static String line(Event event, Optional<Duration> left) {
    return String.format(Locale.ROOT, "%3.0f %%%s  %s  iteration %d  %s", 100 * event.done(),
        left.map(d -> String.format(Locale.ROOT, ", %d:%02d left", d.toMinutes(), d.toSecondsPart())).orElse(""), event.stage(),
        event.iteration(), event.message()).stripTrailing();
  }

  private void onBar(Event event) {
    if (bar == null) {
      bar = new ProgressBarBuilder()
          .setTaskName("solving")
          .setInitialMax(PARTS)
          .setStyle(ProgressBarStyle.ASCII)
          .setUpdateIntervalMillis(200)
          .setMaxRenderedLength(console.columns())
          .clearDisplayOnFinish()
          .setConsumer(new ConsoleProgressBarConsumer(console.err(), console.columns()))
          .build();
    }
    bar.setExtraMessage(" " + event.stage() + " " + event.iteration() + " " + event.message());
    bar.stepTo(Math.round(PARTS * Math.clamp(event.done(), 0, 1)));
  }

  /** Takes the bar off the terminal. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
