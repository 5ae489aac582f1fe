package dev.ansatz.validation.cli;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The values of {@code --set}, each given to those whom its name concerns. */
final class Settings {
  /** A solver to be made, under one of its presets. */
  record Choice(SolverProvider provider, String preset) {
    List<String> settings() {
      return provider.settings(preset).stream().map(Setting::name).toList();
    }
  }

  private final Problem problem;
  private final Map<String, String> forSolvers;

  private Settings(Problem problem, Map<String, String> forSolvers) {
    this.problem = problem;
    this.forSolvers = forSolvers;
  }

  /**
   * Sorts the settings.
   *
   * @throws BadUse listing every name that neither the problem nor a solver has, or that both have, and every value that a
   *     parameter cannot take
   */
  static Settings of(Problem stated, List<Choice> choices, Map<String, String> set) {
    var parameters = stated.parameters().stream().map(Parameter::name).toList();
    var options = new LinkedHashSet<String>();
    choices.forEach(choice -> options.addAll(choice.settings()));
    var faults = new ArrayList<String>();
    var forSolvers = new LinkedHashMap<String, String>();
    Problem problem = stated;
    for (var entry : set.entrySet()) {
      String name = entry.getKey();
      boolean parameter = parameters.contains(new Parameter(name, 0).name()); // ν is nu
      if (parameter && options.contains(name)) {
        faults.add("--set " + name + " could be the parameter of the problem or the option of a solver: rename the parameter");
      } else if (parameter) {
        try {
          problem = problem.with(name, Pde.expression(entry.getValue()).evaluate(Map.of()));
        } catch (IllegalArgumentException e) {
          faults.add("--set " + name + "=" + entry.getValue() + ": the parameter takes a number, such as 0.5 or 0.01/pi:\n"
              + e.getMessage());
        }
      } else if (options.contains(name)) {
        forSolvers.put(name, entry.getValue());
      } else {
        var names = new LinkedHashSet<>(parameters);
        names.addAll(options);
        faults.add("--set " + name + ": " + BadUse.unknown("parameter or option", name, names));
      }
    }
    if (!faults.isEmpty()) {
      throw new BadUse(String.join("\n", faults));
    }
    return new Settings(problem, forSolvers);
  }

  /** The problem with its parameters set. */
  Problem problem() {
    return problem;
  }

  /** The settings that a solver has. */
  Map<String, String> of(Choice choice) {
    var own = new LinkedHashMap<>(forSolvers);
    own.keySet().retainAll(choice.settings());
    return own;
  }
}
