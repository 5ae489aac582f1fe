package dev.ansatz.reference;

import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes the solver named {@code gauss-newton}. */
public final class GaussNewtonProvider implements SolverProvider {
  /** For {@link java.util.ServiceLoader}. */
  public GaussNewtonProvider() {}

  @Override
  public String name() {
    return GaussNewton.NAME;
  }

  @Override
  public String summary() {
    return "unknowns by least squares over a classical solver, for inverse problems";
  }

  @Override
  public List<Setting> settings(String preset) {
    return List.of(
        new Setting("method", "auto", "of the direct problem: one of " + String.join(", ", ReferenceSolver.METHODS)),
        new Setting("n", "0", "points of the direct problem in each direction, then kept; 0 to choose and refine"),
        new Setting("tolerance", String.valueOf(Reference.TOLERANCE),
            "relative L2 error of the direct problem down to which it is refined where the data ask for it"),
        new Setting("degree", "0",
            "of the polynomials that coefficients are sought among; 0 for 16, 8 or 4 in one, two or three coordinates"),
        new Setting("iterations", "100", "of Gauss and Newton on one discretisation at most"));
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new SettingValues(settings(preset), settings).read(values -> {
      values.made(() -> requirePreset(preset), preset);
      return new GaussNewton(values.parsed("method", GaussNewtonProvider::method, "auto"), values.integer("n"), values.number("tolerance"),
          values.integer("degree"), values.integer("iterations"));
    });
  }

  private static String method(String word) {
    if (!ReferenceSolver.METHODS.contains(word) || word.equals("exact")) {
      throw new IllegalArgumentException("no method '" + word + "' for direct problems: there are "
          + String.join(", ", ReferenceSolver.METHODS));
    }
    return word;
  }
}
