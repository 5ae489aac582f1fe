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

  /** Named configurations, the default one first. */
  List<String> presets();

  /** The settings and their defaults under a preset. */
  List<Setting> settings(String preset);

  /**
   * Makes a solver.
   *
   * @throws IllegalArgumentException listing everything wrong with the preset and the settings, one fault a line
   */
  Solver create(String preset, Map<String, String> settings);
}
