package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.pinn.Architecture;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that configures a {@link SpacetimeNetwork} but the {@link dev.ansatz.solve.Run}.
 *
 * @param architecture of each slab's network
 * @param steps equal steps over the time range: an even number in each slab, at least 4
 * @param slabs intervals of time, each with a network of its own that starts exactly where the one before ends, at least 1
 * @param points of space and levels together at which each slab's residual is made small, at least 16; without space that is done at every
 *     level
 * @param conditionPoints points on each part of the boundary whose condition is a loss, at least 1
 * @param conditionWeight weight of each such loss, positive
 * @param estimate how the error is estimated
 * @param iterations of Levenberg–Marquardt at most for each slab and step length, at least 1
 * @param redraw iterations between two draws of the points, at least 1
 * @param tolerance the rule's residual at which training ends, relative to the rule's own error, not negative
 */
public record SpacetimeNetworkOptions(
    Architecture architecture,
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
    /** From a solution with half of the steps, which is found first and begun from. */
    HALVING,
    NONE
  }

  public SpacetimeNetworkOptions {
    new SettingLimits()
        .atLeast("slabs", slabs, 1)
        .require(slabs < 1 || steps >= 4L * slabs && steps % (2L * slabs) == 0,
            "steps must be an even number, at least 4, in each of %d slabs, and %d is not".formatted(slabs, steps))
        .atLeast("points", points, 16)
        .atLeast("condition-points", conditionPoints, 1)
        .positive("condition-weight", conditionWeight)
        .atLeast("iterations", iterations, 1)
        .atLeast("redraw", redraw, 1)
        .notNegative("tolerance", tolerance)
        .orThrow();
  }

  /** Two layers of 12 units, 32 steps in 4 slabs. */
  public static SpacetimeNetworkOptions defaults() {
    return new SpacetimeNetworkOptions(new Architecture(2, 12, Activation.TANH, 2), 32, 4, 600, 100, 1, Estimate.HALVING, 400, 25, 0.2);
  }

  int stepsPerSlab() {
    return steps / slabs;
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    var settings = new ArrayList<>(architecture.settings());
    settings.addAll(List.of(
        new Setting("steps", "" + steps, "equal steps over the time range"),
        new Setting("slabs", "" + slabs, "intervals of time with a network each, which starts exactly where the one before ends"),
        new Setting("points", "" + points, "points of space in a slab, shared out among its levels"),
        new Setting("condition-points", "" + conditionPoints, "points on each part whose condition is a loss"),
        new Setting("condition-weight", "" + conditionWeight, "weight of such a loss against the rule's residual"),
        new Setting("estimate", SettingValues.word(estimate), "of the error: halving, from a solution with half of the steps; none"),
        new Setting("iterations", "" + iterations, "of Levenberg–Marquardt at most for each slab and step length"),
        new Setting("redraw", "" + redraw, "iterations between two draws of the points"),
        new Setting("tolerance", "" + tolerance, "the rule's residual at which training ends, relative to the rule's own error")));
    return settings;
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public SpacetimeNetworkOptions with(Map<String, String> changes) {
    return new SettingValues(settings(), changes).read(values -> new SpacetimeNetworkOptions(
        architecture.with(values),
        values.integer("steps"),
        values.integer("slabs"),
        values.integer("points"),
        values.integer("condition-points"),
        values.number("condition-weight"),
        values.word("estimate", Estimate.class, estimate),
        values.integer("iterations"),
        values.integer("redraw"),
        values.number("tolerance")));
  }
}
