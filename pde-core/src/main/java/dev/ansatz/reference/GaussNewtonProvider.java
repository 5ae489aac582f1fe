package dev.ansatz.reference;

import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.ArrayList;
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
  public List<String> presets() {
    return List.of("default");
  }

  @Override
  public List<Setting> settings(String preset) {
    return List.of(
        new Setting("method", "auto", "of the direct problem: one of " + String.join(", ", ReferenceSolver.METHODS)),
        new Setting("n", "0", "points of the direct problem in each direction, then kept; 0 to choose and refine"),
        new Setting("tolerance", "1.0E-10", "relative L2 error of the direct problem down to which it is refined where the data ask for it"),
        new Setting("degree", "0", "of the polynomials that coefficients are sought among; 0 for 16, 8 or 4 in one, two or three coordinates"),
        new Setting("iterations", "100", "of Gauss and Newton on one discretisation at most"));
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    var values = new SettingValues(settings(preset), settings);
    String method = values.parsed("method", word -> {
      if (!ReferenceSolver.METHODS.contains(word) || word.equals("exact")) {
        throw new IllegalArgumentException("no method '" + word + "' for direct problems: there are " + String.join(", ", ReferenceSolver.METHODS));
      }
      return word;
    }, "auto");
    int n = values.integer("n");
    double tolerance = values.number("tolerance");
    int degree = values.integer("degree");
    int iterations = values.integer("iterations");
    var faults = new ArrayList<String>();
    if (!presets().contains(preset)) {
      faults.add("no preset '" + preset + "': there is only " + presets());
    }
    try {
      values.orThrow();
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
    }
    if (n < 0 || n > 8192 || n > 0 && (n < 8 || n % 2 != 0)) {
      faults.add("n must be 0 or an even number from 8 to 8192, not " + n);
    }
    if (!(tolerance >= 1e-14 && tolerance < 1)) {
      faults.add("tolerance must be from 1e-14 to 1, not " + tolerance);
    }
    if (degree < 0 || degree > 24) {
      faults.add("degree must be from 0 to 24, not " + degree);
    }
    if (iterations < 1) {
      faults.add("iterations must be at least 1, not " + iterations);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    return new GaussNewton(method, n, tolerance, degree, iterations);
  }
}
