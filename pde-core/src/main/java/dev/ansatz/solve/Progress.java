package dev.ansatz.solve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Listens to long work. Called from the thread that solves, seldom enough that a terminal can follow. */
@FunctionalInterface
public interface Progress {
  /**
   * One observation.
   *
   * @param stage what is being done, such as "Levenberg–Marquardt"
   * @param done the fraction of the budget spent, in [0, 1]
   * @param iteration iterations of the whole solve so far
   * @param message losses and other figures, in a few words
   * @param figures positive quantities that a report draws over the iterations, such as losses, by name in insertion order
   */
  record Event(String stage, double done, long iteration, String message, Map<String, Double> figures) {
    public Event {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** An observation with nothing to draw. */
    public Event(String stage, double done, long iteration, String message) {
      this(stage, done, iteration, message, Map.of());
    }
  }

  void on(Event event);

  Progress SILENT = event -> {};
}
