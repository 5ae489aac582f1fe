package dev.ansatz.pinn.lagrangian;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures a {@link LagrangianPinn} but the {@link dev.ansatz.solve.Run}.
 *
 * @param architecture of the network of places and values; its harmonics are those of the label
 * @param points collocation points, at least 16
 * @param iterations of Levenberg–Marquardt at most, at least 1
 * @param redraw iterations between two draws of the points, at least 1
 * @param tolerance root mean square of the held-out residual, relative to that of labels at rest, at which training ends
 */
public record LagrangianOptions(Architecture architecture, int points, int iterations, int redraw, double tolerance) {
  /** The named configurations, the default one first. */
  public static final List<String> PRESETS = List.of("accurate", "fast");

  public LagrangianOptions {
    new SettingLimits().atLeast("points", points, 16).atLeast("iterations", iterations, 1).atLeast("redraw", redraw, 1)
        .notNegative("tolerance", tolerance).orThrow();
  }

  /**
   * A named configuration: {@code accurate}, or {@code fast} with smaller networks, fewer points and a tolerance within their reach.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static LagrangianOptions preset(String name) {
    return switch (name) {
      case "accurate" -> new LagrangianOptions(new Architecture(2, 16, Activation.TANH, 2), 1500, 100_000, 25, 1e-13);
      case "fast" -> new LagrangianOptions(new Architecture(1, 16, Activation.TANH, 2), 600, 100_000, 25, 1e-6);
      default -> throw SolverProvider.noPreset(name, PRESETS);
    };
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    var settings = new ArrayList<>(architecture.settings());
    settings.addAll(List.of(
        new Setting("points", "" + points, "collocation points"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most"),
        new Setting("redraw", "" + redraw, "iterations between two draws of the points"),
        new Setting("tolerance", "" + tolerance, "held-out residual, relative to that of labels at rest, at which training ends")));
    return settings;
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public LagrangianOptions with(Map<String, String> changes) {
    return new SettingValues(settings(), changes).read(values -> new LagrangianOptions(architecture.with(values), values.integer("points"),
        values.integer("iterations"), values.integer("redraw"), values.number("tolerance")));
  }
}
