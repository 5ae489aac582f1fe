package dev.ansatz.pinn.experts;

import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What configures a {@link MixtureOfExperts}.
 *
 * @param cells along each coordinate, time first; a single number holds for every coordinate that is not periodic
 * @param features of each cell's network, at least 1
 * @param points in the interior of each cell, at least 1
 * @param conditionPoints on each part with a condition and on each interface, at least 1
 * @param conditionWeight of a condition's and an interface's rows against the residual's, rows being of like norm; positive
 * @param scale hidden weights are uniform in ±scale over half the width of a cell; positive
 * @param harmonics sines and cosines per periodic coordinate, at least 1
 * @param ridge ρ relative to the longest column, positive
 * @param training steps of Adam on the hidden weights, 0 to keep them random
 * @param learningRate of Adam, positive
 * @param tolerance root mean square of the held-out residual, relative to that of the trial functions alone, below which it has converged
 */
public record ExpertOptions(List<Integer> cells, int features, int points, int conditionPoints, double conditionWeight, double scale,
    int harmonics, double ridge, int training, double learningRate, double tolerance) {

  /** The named configurations, the default one first. */
  public static final List<String> PRESETS = List.of("accurate", "fast", "trained");

  public ExpertOptions {
    cells = List.copyOf(cells);
    var faults = new ArrayList<String>();
    if (cells.isEmpty() || cells.stream().anyMatch(c -> c < 1)) {
      faults.add("cells must be whole numbers of at least 1, not " + cells);
    }
    int[] counts = {features, points, conditionPoints, harmonics};
    String[] names = {"features", "points", "condition-points", "harmonics"};
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 1) {
        faults.add(names[i] + " must be at least 1, not " + counts[i]);
      }
    }
    if (training < 0) {
      faults.add("training must be at least 0, not " + training);
    }
    double[] numbers = {conditionWeight, scale, ridge, learningRate, tolerance};
    String[] called = {"condition-weight", "scale", "ridge", "learning-rate", "tolerance"};
    for (int i = 0; i < numbers.length; i++) {
      if (!(numbers[i] > 0) || Double.isInfinite(numbers[i])) {
        faults.add(called[i] + " must be positive, not " + numbers[i]);
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  /**
   * A named configuration: {@code accurate} (two cells a coordinate, random features), {@code fast} (fewer features), {@code trained} (few
   * features, whose hidden weights are trained through the least squares).
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ExpertOptions preset(String name) {
    return switch (name) {
      case "accurate" -> new ExpertOptions(List.of(2), 250, 600, 80, 1, 2, 2, 1e-14, 0, 1e-3, 1e-6);
      case "fast" -> new ExpertOptions(List.of(1), 150, 400, 60, 1, 2, 1, 1e-14, 0, 1e-3, 1e-4);
      case "trained" -> new ExpertOptions(List.of(1), 40, 300, 60, 1, 2, 1, 1e-14, 300, 5e-3, 1e-4);
      default -> throw new IllegalArgumentException("no preset '" + name + "'; the presets are " + String.join(", ", PRESETS));
    };
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("cells", cells.stream().map(String::valueOf).collect(Collectors.joining("x")),
            "cells along each coordinate, such as 2 or 4x1, time first"),
        new Setting("features", "" + features, "of each cell's network"),
        new Setting("points", "" + points, "in the interior of each cell"),
        new Setting("condition-points", "" + conditionPoints, "on each part with a condition and on each interface"),
        new Setting("condition-weight", "" + conditionWeight, "of conditions and interfaces against the residual"),
        new Setting("scale", "" + scale, "of the hidden weights, over half the width of a cell"),
        new Setting("harmonics", "" + harmonics, "sines and cosines per periodic coordinate"),
        new Setting("ridge", "" + ridge, "of the least squares, relative to the longest column"),
        new Setting("training", "" + training, "steps of Adam on the hidden weights"),
        new Setting("learning-rate", "" + learningRate, "of Adam"),
        new Setting("tolerance", "" + tolerance, "held-out residual, relative to that without features, that counts as converged"));
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public ExpertOptions with(Map<String, String> changes) {
    var reader = new SettingValues(settings(), changes);
    var changed = new Object() {
      final List<Integer> cells = reader.parsed("cells", ExpertOptions::parseCells, List.of(1));
      final int[] whole = List.of("features", "points", "condition-points", "harmonics", "training").stream().mapToInt(reader::integer).toArray();
      final double[] numbers = List.of("condition-weight", "scale", "ridge", "learning-rate", "tolerance").stream()
          .mapToDouble(reader::number).toArray();
    };
    reader.orThrow();
    return new ExpertOptions(changed.cells, changed.whole[0], changed.whole[1], changed.whole[2], changed.numbers[0], changed.numbers[1],
        changed.whole[3], changed.numbers[2], changed.whole[4], changed.numbers[3], changed.numbers[4]);
  }

  private static List<Integer> parseCells(String text) {
    try {
      return Arrays.stream(text.split("x", -1)).map(Integer::valueOf).toList();
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("cells must be whole numbers joined by x, such as 2 or 4x1, not '" + text + "'");
    }
  }
}
