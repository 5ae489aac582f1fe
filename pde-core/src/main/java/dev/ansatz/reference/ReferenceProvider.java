package dev.ansatz.reference;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
  public List<String> presets() {
    return List.of("default");
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
    var faults = new ArrayList<String>();
    if (!presets().contains(preset)) {
      faults.add("no preset '" + preset + "': there is only " + presets());
    }
    var known = settings(preset).stream().map(Setting::name).toList();
    new TreeSet<>(settings.keySet()).stream().filter(s -> !known.contains(s))
        .forEach(s -> faults.add("no setting '" + s + "': there are " + String.join(", ", known)));
    String method = settings.getOrDefault("method", "auto");
    if (!ReferenceSolver.METHODS.contains(method)) {
      faults.add("no method '" + method + "': there are " + String.join(", ", ReferenceSolver.METHODS));
    }
    double n = number("n", settings.getOrDefault("n", "0"), faults);
    if (n != Math.rint(n) || n < 0 || n > 8192 || n > 0 && (n < 8 || n % 2 != 0)) {
      faults.add("n must be 0 or an even number from 8 to 8192, not " + settings.get("n"));
    }
    double dt = number("dt", settings.getOrDefault("dt", "0"), faults);
    if (!(dt >= 0)) {
      faults.add("dt must not be negative, but is " + settings.get("dt"));
    }
    double tolerance = number("tolerance", settings.getOrDefault("tolerance", String.valueOf(Reference.TOLERANCE)), faults);
    if (!(tolerance >= 1e-14 && tolerance < 1)) {
      faults.add("tolerance must be from 1e-14 to 1, not " + settings.get("tolerance"));
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    return new ReferenceSolver(new Settings(method, (int) n, dt, tolerance));
  }

  private static double number(String name, String text, List<String> faults) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      faults.add(name + " must be a number, not '" + text + "'");
      return name.equals("tolerance") ? Reference.TOLERANCE : 0;
    }
  }
}
