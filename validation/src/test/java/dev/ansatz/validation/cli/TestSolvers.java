package dev.ansatz.validation.cli;

import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.validation.Heat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Solvers that behave as a test asks: {@code scaled} is off by its option {@code error}, and ends as its preset says. */
final class TestSolvers {
  private TestSolvers() {}

  static final class Scaled implements SolverProvider {
    @Override
    public String name() {
      return "scaled";
    }

    @Override
    public String summary() {
      return "the exact solution, made worse";
    }

    @Override
    public List<String> presets() {
      return List.of("good", "estimating", "diverging", "failing", "endless");
    }

    @Override
    public List<Setting> settings(String preset) {
      return List.of(new Setting("error", "0.001", "relative error"), new Setting("width", "16", "of nothing"));
    }

    @Override
    public Solver create(String preset, Map<String, String> settings) {
      var faults = new ArrayList<String>();
      double error = 0.001;
      try {
        error = Double.parseDouble(settings.getOrDefault("error", "0.001"));
      } catch (NumberFormatException e) {
        faults.add("error takes a number, not " + settings.get("error"));
      }
      if (settings.getOrDefault("width", "16").startsWith("-")) {
        faults.add("width must be positive, not " + settings.get("width"));
      }
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", faults));
      }
      return new ScaledSolver(preset, error);
    }
  }

  private record ScaledSolver(String preset, double error) implements Solver {
    @Override
    public String name() {
      return "scaled";
    }

    @Override
    public Support supports(Problem problem) {
      return problem.fields().size() == 1 ? Support.yes() : Support.no("it has more than one field", "and this is a test");
    }

    @Override
    public Solution solve(Problem problem, Run run) {
      run.progress().on(new Progress.Event("Scaling", 0.1, 10, "loss 1e-1", Map.of("loss", 0.1)));
      run.progress().on(new Progress.Event("Scaling", 0.9, 90, "loss 1e-3", Map.of("loss", 0.001)));
      return switch (preset) {
        case "diverging" -> Heat.answer(problem, name(), run, Double.NaN,
            new Termination.Diverged("the loss 'equation' is NaN at iteration 7", "lower the learning rate"), OptionalDouble.empty());
        case "failing" -> throw new IllegalStateException("an invariant is broken");
        case "endless" -> {
          while (!run.cancelled().getAsBoolean()) {
            Thread.onSpinWait();
          }
          yield Heat.answer(problem, name(), run, 1 + error, new Termination.Cancelled(), OptionalDouble.empty());
        }
        case "estimating" -> Heat.answer(problem, name(), run, 1 + error, new Termination.Converged("as asked"),
            OptionalDouble.of(2 * error));
        default -> Heat.answer(problem, name(), run, 1 + error, new Termination.Converged("as asked"), OptionalDouble.empty());
      };
    }
  }

  /** The exact solution, with an error estimate of 1e-9. */
  record Exact() implements Solver {
    @Override
    public String name() {
      return "reference";
    }

    @Override
    public Support supports(Problem problem) {
      return Support.yes();
    }

    @Override
    public Solution solve(Problem problem, Run run) {
      return Heat.answer(problem, name(), run, 1, new Termination.Converged("exact"), OptionalDouble.of(1e-9));
    }
  }
}
