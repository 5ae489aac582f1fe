package dev.ansatz.solve;

import java.util.List;
import java.util.Map;

/** Makes solvers from names and settings, for tools; found by {@link java.util.ServiceLoader}. */
public interface SolverProvider {
  /** One setting that {@link #create} takes. */
  record Setting(String name, String defaultValue, String meaning) {}

  /** The solver's name in kebab case. */
  String name();

  /** One line. */
  String summary();

  /** Named configurations, the default one first; {@code default} alone where there is nothing to choose. */
  default List<String> presets() {
    return List.of("default");
  }

  /** The settings and their defaults under a preset. */
  List<Setting> settings(String preset);

  /**
   * Makes a solver.
   *
   * @throws IllegalArgumentException listing everything wrong with the preset and the settings, one fault a line
   */
  Solver create(String preset, Map<String, String> settings);

  /**
   * The name of a preset, checked.
   *
   * @throws IllegalArgumentException if it is none of the {@link #presets}
   */
  default String requirePreset(String preset) {
    if (!presets().contains(preset)) {
      throw noPreset(preset, presets());
    }
    return preset;
  }

  /** What is wrong with the name of a preset that is none of those there are. */
  static IllegalArgumentException noPreset(String preset, List<String> presets) {
    return new IllegalArgumentException("no preset '" + preset + "'; "
        + (presets.size() == 1 ? "there is only " : "the presets are ") + String.join(", ", presets));
  }
}
