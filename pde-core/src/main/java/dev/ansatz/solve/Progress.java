package dev.ansatz.solve;

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
   */
  record Event(String stage, double done, long iteration, String message) {}

  void on(Event event);

  Progress SILENT = event -> {};
}
