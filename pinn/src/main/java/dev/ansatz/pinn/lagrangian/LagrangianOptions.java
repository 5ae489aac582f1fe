package dev.ansatz.pinn.lagrangian;

import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures a {@link LagrangianPinn} but the {@link dev.ansatz.solve.Run}.
 *
 * @param layers hidden layers of each of the two networks, at least 1
 * @param width units of a hidden layer, at least 1
 * @param harmonics sines and cosines of the label, at least 1
 * @param points collocation points, at least 16
 * @param iterations of Levenberg–Marquardt at most, at least 1
 * @param redraw iterations between two draws of the points, at least 1
 * @param tolerance root mean square of the held-out residual, relative to that of labels at rest, at which training ends
 */
public record LagrangianOptions(int layers, int width, int harmonics, int points, int iterations, int redraw, double tolerance) {
  /** The named configurations, the default one first. */
  public static final List<String> PRESETS = List.of("accurate", "fast");

  public LagrangianOptions {
    var faults = new ArrayList<String>();
    atLeast(faults, "layers", layers, 1);
    atLeast(faults, "width", width, 1);
    atLeast(faults, "harmonics", harmonics, 1);
    atLeast(faults, "points", points, 16);
    atLeast(faults, "iterations", iterations, 1);
    atLeast(faults, "redraw", redraw, 1);
    if (!(tolerance >= 0)) {
      faults.add("tolerance must not be negative, not " + tolerance);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  private static void atLeast(List<String> faults, String name, int value, int least) {
    if (value < least) {
      faults.add(name + " must be at least " + least + ", not " + value);
    }
  }

  /**
   * A named configuration: {@code accurate}, or {@code fast} with smaller networks, fewer points and a tolerance within their reach.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static LagrangianOptions preset(String name) {
    return switch (name) {
      case "accurate" -> new LagrangianOptions(2, 16, 2, 1500, 100_000, 25, 1e-13);
      case "fast" -> new LagrangianOptions(1, 16, 2, 600, 100_000, 25, 1e-6);
      default -> throw new IllegalArgumentException("no preset '" + name + "'; the presets are " + String.join(", ", PRESETS));
    };
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("layers", "" + layers, "hidden layers of each of the two networks"),
        new Setting("width", "" + width, "units of a hidden layer"),
        new Setting("harmonics", "" + harmonics, "sines and cosines of the label"),
        new Setting("points", "" + points, "collocation points"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most"),
        new Setting("redraw", "" + redraw, "iterations between two draws of the points"),
        new Setting("tolerance", "" + tolerance, "held-out residual, relative to that of labels at rest, at which training ends"));
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public LagrangianOptions with(Map<String, String> changes) {
    var reader = new SettingValues(settings(), changes);
    int newLayers = reader.integer("layers");
    int newWidth = reader.integer("width");
    int newHarmonics = reader.integer("harmonics");
    int newPoints = reader.integer("points");
    int newIterations = reader.integer("iterations");
    int newRedraw = reader.integer("redraw");
    double newTolerance = reader.number("tolerance");
    reader.orThrow();
    return new LagrangianOptions(newLayers, newWidth, newHarmonics, newPoints, newIterations, newRedraw, newTolerance);
  }
}
