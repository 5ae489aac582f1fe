package dev.ansatz.pinn.implicit;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures an {@link ImplicitNeuralSpatial} but the {@link dev.ansatz.solve.Run}.
 *
 * @param layers hidden layers, at least 1
 * @param width units of a hidden layer, at least 1
 * @param activation between the layers
 * @param harmonics sines and cosines per periodic coordinate, at least 1
 * @param points of space on which the scheme's residual is made small, drawn anew for every step; at least 16
 * @param conditionPoints points on each part of the boundary whose condition is a loss, at least 1
 * @param conditionWeight weight of each such loss, positive
 * @param steps equal steps over the time range, at least 1
 * @param initialIterations of Levenberg–Marquardt at most for the initial condition, at least 1
 * @param iterations of Levenberg–Marquardt at most for each step, at least 1
 * @param tolerance root mean square of the scheme's residual at which a step is done, not negative
 */
public record ImplicitNeuralSpatialOptions(
    int layers,
    int width,
    Activation activation,
    int harmonics,
    int points,
    int conditionPoints,
    double conditionWeight,
    int steps,
    int initialIterations,
    int iterations,
    double tolerance) {

  public ImplicitNeuralSpatialOptions {
    var faults = new ArrayList<String>();
    atLeast(faults, "layers", layers, 1);
    atLeast(faults, "width", width, 1);
    atLeast(faults, "harmonics", harmonics, 1);
    atLeast(faults, "points", points, 16);
    atLeast(faults, "condition-points", conditionPoints, 1);
    if (!(conditionWeight > 0) || Double.isInfinite(conditionWeight)) {
      faults.add("condition-weight must be positive, not " + conditionWeight);
    }
    atLeast(faults, "steps", steps, 1);
    atLeast(faults, "initial-iterations", initialIterations, 1);
    atLeast(faults, "iterations", iterations, 1);
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

  /** Two layers of 16 units, 100 steps. */
  public static ImplicitNeuralSpatialOptions defaults() {
    return new ImplicitNeuralSpatialOptions(2, 16, Activation.TANH, 4, 600, 100, 1, 100, 300, 20, 1e-9);
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("layers", "" + layers, "hidden layers of the network"),
        new Setting("width", "" + width, "units of a hidden layer"),
        new Setting("activation", SettingValues.word(activation), "tanh, sin or swish"),
        new Setting("harmonics", "" + harmonics, "sines and cosines per periodic coordinate"),
        new Setting("points", "" + points, "points of space in each step"),
        new Setting("condition-points", "" + conditionPoints, "points on each part whose condition is a loss"),
        new Setting("condition-weight", "" + conditionWeight, "weight of such a loss against the scheme's residual"),
        new Setting("steps", "" + steps, "equal steps over the time range"),
        new Setting("initial-iterations", "" + initialIterations, "of Levenberg–Marquardt at most for the initial condition"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most for each step"),
        new Setting("tolerance", "" + tolerance, "root mean square of the scheme's residual at which a step is done"));
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public ImplicitNeuralSpatialOptions with(Map<String, String> changes) {
    var reader = new SettingValues(settings(), changes);
    int newLayers = reader.integer("layers");
    int newWidth = reader.integer("width");
    Activation newActivation = reader.word("activation", Activation.class, activation);
    int newHarmonics = reader.integer("harmonics");
    int newPoints = reader.integer("points");
    int newConditionPoints = reader.integer("condition-points");
    double newConditionWeight = reader.number("condition-weight");
    int newSteps = reader.integer("steps");
    int newInitialIterations = reader.integer("initial-iterations");
    int newIterations = reader.integer("iterations");
    double newTolerance = reader.number("tolerance");
    reader.orThrow();
    return new ImplicitNeuralSpatialOptions(newLayers, newWidth, newActivation, newHarmonics, newPoints, newConditionPoints,
        newConditionWeight, newSteps, newInitialIterations, newIterations, newTolerance);
  }
}
