package dev.ansatz.reference;

import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes the solver named {@code reference}. */
public final class ReferenceProvider implements SolverProvider {
  /** For {@link java.util.ServiceLoader}. */
  public ReferenceProvider() {}

  @Override
  public String name() {
    return ReferenceSolver.NAME;
  }

  @Override
  public String summary() {
    return "the best classical method, refined until its own error estimate is below a tolerance";
  }

  @Override
  public List<Setting> settings(String preset) {
    return List.of(
        new Setting("method", "auto", "one of " + String.join(", ", ReferenceSolver.METHODS)),
        new Setting("n", "0", "points, intervals, degree or edges in each direction, then kept; 0 to choose and refine"),
        new Setting("dt", "0", "time step of methods with a fixed one, then kept; 0 to choose and refine"),
        new Setting("tolerance", String.valueOf(Reference.TOLERANCE), "relative L2 error to refine to"));
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new SettingValues(settings(preset), settings).read(values -> {
      values.made(() -> requirePreset(preset), preset);
      String method = values.parsed("method", ReferenceProvider::method, "auto");
      int n = values.integer("n");
      double dt = values.number("dt");
      double tolerance = values.number("tolerance");
      new SettingLimits()
          .require(n == 0 || n >= 8 && n <= 8192 && n % 2 == 0, "n must be 0 or an even number from 8 to 8192, not " + n)
          .notNegative("dt", dt)
          .require(tolerance >= 1e-14 && tolerance < 1, "tolerance must be from 1e-14 to 1, not " + tolerance)
          .orThrow();
      return new ReferenceSolver(new Settings(method, n, dt, tolerance));
    });
  }

  private static String method(String word) {
    if (!ReferenceSolver.METHODS.contains(word)) {
      throw new IllegalArgumentException("no method '" + word + "': there are " + String.join(", ", ReferenceSolver.METHODS));
    }
    return word;
  }
}
