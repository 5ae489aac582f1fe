package dev.ansatz.pinn.experts;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What configures a {@link MixtureOfExperts}.
 *
 * @param cells along each coordinate, time first; a single number holds for every coordinate that is not periodic; empty for as many as
 *     {@link MixtureOfExperts} finds necessary
 * @param features of each cell's network, at least 1
 * @param activation of the features
 * @param points in the interior of each cell, at least 1
 * @param conditionPoints on each part with a condition and on each interface, at least 1
 * @param conditionWeight of a condition's and an interface's rows against the residual's, rows being of like norm; positive
 * @param scale hidden weights are uniform in ±scale over half the width of a cell, half as large for the sines and cosines of a periodic
 *     coordinate; positive
 * @param harmonics sines and cosines per periodic coordinate, at least 1
 * @param ridge ρ relative to the longest column, positive
 * @param iterations of Gauss–Newton at most for each interval of time, at least 1; a linear problem needs one
 * @param training steps of Adam on the hidden weights, 0 to keep them random
 * @param learningRate of Adam, positive
 * @param tolerance root mean square of the held-out residual, relative to that of the trial functions alone, below which it has converged
 */
public record ExpertOptions(List<Integer> cells, int features, Activation activation, int points, int conditionPoints,
    double conditionWeight, double scale, int harmonics, double ridge, int iterations, int training, double learningRate,
    double tolerance) {

  private static final String AUTOMATIC = "automatic";

  /** The named configurations, the default one first. */
  public static final List<String> PRESETS = List.of("accurate", "fast", "trained");

  public ExpertOptions {
    cells = List.copyOf(cells);
    new SettingLimits()
        .require(cells.stream().allMatch(c -> c >= 1), "cells must be whole numbers of at least 1, not " + cells)
        .atLeast("features", features, 1)
        .atLeast("points", points, 1)
        .atLeast("condition-points", conditionPoints, 1)
        .positive("condition-weight", conditionWeight)
        .positive("scale", scale)
        .atLeast("harmonics", harmonics, 1)
        .positive("ridge", ridge)
        .atLeast("iterations", iterations, 1)
        .atLeast("training", training, 0)
        .positive("learning-rate", learningRate)
        .positive("tolerance", tolerance)
        .orThrow();
  }

  /**
   * A named configuration: {@code accurate} (cells and features as the problem needs them), {@code fast} (fewer features, an error within
   * their reach), {@code trained} (one cell with few features, whose hidden weights are trained through the least squares).
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ExpertOptions preset(String name) {
    return switch (name) {
      case "accurate" -> new ExpertOptions(List.of(), 160, Activation.SIN, 480, 60, 1, 3, 1, 1e-14, 20, 0, 1e-3, 1e-7);
      case "fast" -> new ExpertOptions(List.of(), 100, Activation.SIN, 300, 40, 1, 3, 1, 1e-14, 20, 0, 1e-3, 1e-4);
      case "trained" -> new ExpertOptions(List.of(1), 40, Activation.TANH, 300, 60, 1, 2, 1, 1e-14, 20, 300, 5e-3, 1e-4);
      default -> throw SolverProvider.noPreset(name, PRESETS);
    };
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("cells", cells.isEmpty() ? AUTOMATIC : cells.stream().map(String::valueOf).collect(Collectors.joining("x")),
            "along each coordinate, such as 2 or 4x1, time first; automatic: by the waves of the data, then more"),
        new Setting("features", "" + features, "of each cell's network"),
        new Setting("activation", SettingValues.word(activation), "tanh, sin or swish"),
        new Setting("points", "" + points, "in the interior of each cell"),
        new Setting("condition-points", "" + conditionPoints, "on each part with a condition and on each interface"),
        new Setting("condition-weight", "" + conditionWeight, "of conditions and interfaces against the residual"),
        new Setting("scale", "" + scale, "of the hidden weights, over half the width of a cell"),
        new Setting("harmonics", "" + harmonics, "sines and cosines per periodic coordinate"),
        new Setting("ridge", "" + ridge, "of the least squares, relative to the longest column"),
        new Setting("iterations", "" + iterations, "of Gauss–Newton at most for each interval of time, if the problem is not linear"),
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
        values.word("activation", Activation.class, activation),
        values.integer("points"),
        values.integer("condition-points"),
        values.number("condition-weight"),
        values.number("scale"),
        values.integer("harmonics"),
        values.number("ridge"),
        values.integer("iterations"),
        values.integer("training"),
        values.number("learning-rate"),
        values.number("tolerance")));
  }

  /** Of each cell's network. */
  Architecture architecture() {
    return new Architecture(1, features, activation, harmonics);
  }

  private static List<Integer> parseCells(String text) {
    if (text.equals(AUTOMATIC)) {
      return List.of();
    }
    try {
      return Arrays.stream(text.split("x", -1)).map(Integer::valueOf).toList();
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException("cells must be automatic, or whole numbers joined by x such as 2 or 4x1, not '" + text + "'");
    }
  }
}
