package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures a {@link SpacetimeNetwork} but the {@link dev.ansatz.solve.Run}.
 *
 * @param layers hidden layers, at least 1
 * @param width units of a hidden layer, at least 1
 * @param activation between the layers
 * @param harmonics sines and cosines per periodic coordinate, at least 1
 * @param steps equal steps over the time range; at least 4 in each slab and, for the estimate, an even number
 * @param slabs intervals of time, each with a network of its own that starts exactly where the one before ends, at least 1
 * @param points of space and levels together at which the rule's residual is made small, at least 16; without space it is made small at
 *     every level
 * @param conditionPoints points on each part of the boundary whose condition is a loss, at least 1
 * @param conditionWeight weight of each such loss, positive
 * @param estimate whether the error is estimated
 * @param iterations of Levenberg–Marquardt at most for each slab and step length, at least 1
 * @param redraw iterations between two draws of the points, at least 1
 * @param tolerance the rule's residual at which training ends, relative to the rule's own error, not negative
 */
public record SpacetimeNetworkOptions(
    int layers,
    int width,
    Activation activation,
    int harmonics,
    int steps,
    int slabs,
    int points,
    int conditionPoints,
    double conditionWeight,
    Estimate estimate,
    int iterations,
    int redraw,
    double tolerance) {

  /** How the error of the answer is estimated. */
  public enum Estimate {
    /** By a solution with half of the steps, which is found first and begun from. */
    HALVING,
    NONE
  }

  public SpacetimeNetworkOptions {
    var faults = new ArrayList<String>();
    atLeast(faults, "layers", layers, 1);
    atLeast(faults, "width", width, 1);
    atLeast(faults, "harmonics", harmonics, 1);
    atLeast(faults, "slabs", slabs, 1);
    if (slabs >= 1 && (steps < 4 * slabs || steps % (2 * slabs) != 0)) {
      faults.add("steps must be an even number, at least 4, for each of the " + slabs + " slabs, not " + steps + " in all");
    }
    atLeast(faults, "points", points, 16);
    atLeast(faults, "condition-points", conditionPoints, 1);
    if (!(conditionWeight > 0) || Double.isInfinite(conditionWeight)) {
      faults.add("condition-weight must be positive, not " + conditionWeight);
    }
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

  /** Two layers of 16 units, 64 steps at once. */
  public static SpacetimeNetworkOptions defaults() {
    return new SpacetimeNetworkOptions(2, 16, Activation.TANH, 2, 64, 1, 1500, 100, 1, Estimate.HALVING, 2000, 25, 1e-2);
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("layers", "" + layers, "hidden layers of the network"),
        new Setting("width", "" + width, "units of a hidden layer"),
        new Setting("activation", SettingValues.word(activation), "tanh, sin or swish"),
        new Setting("harmonics", "" + harmonics, "sines and cosines per periodic coordinate"),
        new Setting("steps", "" + steps, "equal steps over the time range"),
        new Setting("slabs", "" + slabs, "intervals of time with a network each, which starts exactly where the one before ends"),
        new Setting("points", "" + points, "points of space, shared out among the levels"),
        new Setting("condition-points", "" + conditionPoints, "points on each part whose condition is a loss"),
        new Setting("condition-weight", "" + conditionWeight, "weight of such a loss against the rule's residual"),
        new Setting("estimate", SettingValues.word(estimate), "halving: the error, from a solution with half of the steps; none"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most for each slab and step length"),
        new Setting("redraw", "" + redraw, "iterations between two draws of the points"),
        new Setting("tolerance", "" + tolerance, "the rule's residual at which training ends, relative to the rule's own error"));
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public SpacetimeNetworkOptions with(Map<String, String> changes) {
    var reader = new SettingValues(settings(), changes);
    int newLayers = reader.integer("layers");
    int newWidth = reader.integer("width");
    Activation newActivation = reader.word("activation", Activation.class, activation);
    int newHarmonics = reader.integer("harmonics");
    int newSteps = reader.integer("steps");
    int newSlabs = reader.integer("slabs");
    int newPoints = reader.integer("points");
    int newConditionPoints = reader.integer("condition-points");
    double newConditionWeight = reader.number("condition-weight");
    Estimate newEstimate = reader.word("estimate", Estimate.class, estimate);
    int newIterations = reader.integer("iterations");
    int newRedraw = reader.integer("redraw");
    double newTolerance = reader.number("tolerance");
    reader.orThrow();
    return new SpacetimeNetworkOptions(newLayers, newWidth, newActivation, newHarmonics, newSteps, newSlabs, newPoints, newConditionPoints,
        newConditionWeight, newEstimate, newIterations, newRedraw, newTolerance);
  }
}
