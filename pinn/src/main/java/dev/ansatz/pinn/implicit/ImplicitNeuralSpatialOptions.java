package dev.ansatz.pinn.implicit;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures an {@link ImplicitNeuralSpatial} but the {@link dev.ansatz.solve.Run}.
 *
 * @param architecture of the network
 * @param points of space on which the scheme's residual is made small, drawn anew for every step; at least 16
 * @param conditionPoints points on each part of the boundary whose condition is a loss, at least 1
 * @param conditionWeight weight of each such loss, positive
 * @param steps equal steps over the time range, at least 1
 * @param initialIterations of Levenberg–Marquardt at most for the initial condition, at least 1
 * @param iterations of Levenberg–Marquardt at most for each step, at least 1
 * @param tolerance root mean square of the scheme's residual at which a step is done, not negative
 */
public record ImplicitNeuralSpatialOptions(
    Architecture architecture,
    int points,
    int conditionPoints,
    double conditionWeight,
    int steps,
    int initialIterations,
    int iterations,
    double tolerance) {

  public ImplicitNeuralSpatialOptions {
    new SettingLimits()
        .atLeast("points", points, 16)
        .atLeast("condition-points", conditionPoints, 1)
        .positive("condition-weight", conditionWeight)
        .atLeast("steps", steps, 1)
        .atLeast("initial-iterations", initialIterations, 1)
        .atLeast("iterations", iterations, 1)
        .notNegative("tolerance", tolerance)
        .orThrow();
  }

  /** Two layers of 16 units, 100 steps. */
  public static ImplicitNeuralSpatialOptions defaults() {
    return new ImplicitNeuralSpatialOptions(new Architecture(2, 16, Activation.TANH, 4), 600, 100, 1, 100, 300, 20, 1e-9);
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    var settings = new ArrayList<>(architecture.settings());
    settings.addAll(List.of(
        new Setting("points", "" + points, "points of space in each step"),
        new Setting("condition-points", "" + conditionPoints, "points on each part whose condition is a loss"),
        new Setting("condition-weight", "" + conditionWeight, "weight of such a loss against the scheme's residual"),
        new Setting("steps", "" + steps, "equal steps over the time range"),
        new Setting("initial-iterations", "" + initialIterations, "of Levenberg–Marquardt at most for the initial condition"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most for each step"),
        new Setting("tolerance", "" + tolerance, "root mean square of the scheme's residual at which a step is done")));
    return settings;
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public ImplicitNeuralSpatialOptions with(Map<String, String> changes) {
    return new SettingValues(settings(), changes).read(values -> new ImplicitNeuralSpatialOptions(
        architecture.with(values),
        values.integer("points"),
        values.integer("condition-points"),
        values.number("condition-weight"),
        values.integer("steps"),
        values.integer("initial-iterations"),
        values.integer("iterations"),
        values.number("tolerance")));
  }
}
