package dev.ansatz.pinn;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.List;

/**
 * The architecture of a network: a {@linkplain Mlp multilayer perceptron} in the coordinates scaled to [−1, 1], those that are periodic
 * through sines and cosines.
 *
 * @param layers hidden layers, at least 1
 * @param width units of a hidden layer, at least 1
 * @param activation between the layers
 * @param harmonics sines and cosines per periodic coordinate, at least 1
 */
public record Architecture(int layers, int width, Activation activation, int harmonics) {
  /**
   * @throws IllegalArgumentException with a line for each number out of its range
   */
  public Architecture {
    new SettingLimits().atLeast("layers", layers, 1).atLeast("width", width, 1).atLeast("harmonics", harmonics, 1).orThrow();
  }

  /** The perceptron. */
  public Mlp network() {
    return new Mlp(layers, width, activation);
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    return List.of(
        new Setting("layers", "" + layers, "hidden layers of a network"),
        new Setting("width", "" + width, "units of a hidden layer"),
        new Setting("activation", SettingValues.word(activation), "tanh, sin or swish"),
        new Setting("harmonics", "" + harmonics, "sines and cosines per periodic coordinate"));
  }

  /** The architecture that such settings give; this one where they are at fault. */
  public Architecture with(SettingValues values) {
    return values.made(() -> new Architecture(values.integer("layers"), values.integer("width"),
        values.word("activation", Activation.class, activation), values.integer("harmonics")), this);
  }
}
