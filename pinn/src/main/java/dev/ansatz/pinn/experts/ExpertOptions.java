package dev.ansatz.pinn.experts;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
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
    new SettingLimits()
        .require(!cells.isEmpty() && cells.stream().allMatch(c -> c >= 1), "cells must be whole numbers of at least 1, not " + cells)
        .atLeast("features", features, 1)
        .atLeast("points", points, 1)
        .atLeast("condition-points", conditionPoints, 1)
        .positive("condition-weight", conditionWeight)
        .positive("scale", scale)
        .atLeast("harmonics", harmonics, 1)
        .positive("ridge", ridge)
        .atLeast("training", training, 0)
        .positive("learning-rate", learningRate)
        .positive("tolerance", tolerance)
        .orThrow();
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
    return new SettingValues(settings(), changes).read(values -> new ExpertOptions(
        values.parsed("cells", ExpertOptions::parseCells, cells),
        values.integer("features"),
        values.integer("points"),
        values.integer("condition-points"),
        values.number("condition-weight"),
        values.number("scale"),
        values.integer("harmonics"),
        values.number("ridge"),
        values.integer("training"),
        values.number("learning-rate"),
        values.number("tolerance")));
  }

  /** Of each cell's network. */
  Architecture architecture() {
    return new Architecture(1, features, Activation.TANH, harmonics);
  }

  private static List<Integer> parseCells(String text) {
    try {
      return Arrays.stream(text.split("x", -1)).map(Integer::valueOf).toList();
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("cells must be whole numbers joined by x, such as 2 or 4x1, not '" + text + "'");
    }
  }
}
