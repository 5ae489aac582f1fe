package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.UnsupportedProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The best classical method for a problem: see {@link Reference}. Immutable. */
final class ReferenceSolver implements Solver {
  static final String NAME = "reference";
  static final List<String> METHODS = List.of("auto", "exact", "cole-hopf", "fourier-etdrk4", "fourier-dp853", "chebyshev-etdrk4",
      "chebyshev-dp853", "chebyshev-collocation");

  private static final String BASDEVANT = "Basdevant et al., Comput. Fluids 14 (1986), doi:10.1016/0045-7930(86)90036-8";
  private static final String COX = "Cox and Matthews, J. Comput. Phys. 176 (2002), doi:10.1006/jcph.2002.6995";
  private static final String KASSAM = "Kassam and Trefethen, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/S1064827502410633";
  private static final String TREFETHEN = "Trefethen, Spectral Methods in MATLAB, SIAM 2000, doi:10.1137/1.9780898719598";
  private static final String HAIRER = "Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, 2nd ed. 1993, doi:10.1007/978-3-540-78862-1";
  private static final String HOPF = "Hopf, Comm. Pure Appl. Math. 3 (1950), doi:10.1002/cpa.3160030302";
  private static final String COLE = "Cole, Quart. Appl. Math. 9 (1951), doi:10.1090/qam/42889";

  private final Settings settings;

  ReferenceSolver(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<String>();
    return method(problem, reasons) == null ? Support.unless(reasons) : Support.yes();
  }

  /** The method to use, or null with the reasons why there is none. */
  private String method(Problem problem, List<String> reasons) {
    for (String method : candidates(problem)) {
      // what no method handles would be left out without a word
      var refusals = method.equals("exact") ? List.<String>of() : Feature.refusals(problem);
      var obstacles = refusals.isEmpty() ? obstacles(method, problem) : refusals;
      if (obstacles.isEmpty()) {
        return method;
      }
      boolean relevant = !settings.method().equals("auto") || !method.equals("exact") && !method.equals("cole-hopf");
      if (relevant) {
        obstacles.stream().filter(o -> !reasons.contains(o)).forEach(reasons::add);
      }
    }
    return null;
  }

  private List<String> candidates(Problem problem) {
    if (!settings.method().equals("auto")) {
      return List.of(settings.method());
    }
    if (problem.domain().time().isEmpty()) {
      return List.of("exact", "chebyshev-collocation");
    }
    return List.of("exact", "cole-hopf", methodOfLines(problem));
  }

  private static String methodOfLines(Problem problem) {
    if (!Feature.refusals(problem).isEmpty() || !EvolutionProblem.obstacles(problem).isEmpty()) {
      return "fourier-etdrk4";
    }
    var evolution = EvolutionProblem.of(problem);
    var system = evolution.system();
    String space = evolution.periodic() ? "fourier" : "chebyshev";
    return space + (system.linearOrder() >= system.remainderOrder() ? "-etdrk4" : "-dp853");
  }

  private static List<String> obstacles(String method, Problem problem) {
    return switch (method) {
      case "exact" -> ExactSolution.of(problem).isPresent() ? List.of() : List.of("the catalogue has no exact solution of it");
      case "cole-hopf" -> ColeHopfProblem.obstacles(problem);
      case "chebyshev-collocation" -> ChebyshevCollocation.obstacles(problem);
      default -> {
        var obstacles = EvolutionProblem.obstacles(problem);
        if (obstacles.isEmpty() && EvolutionProblem.of(problem).periodic() != method.startsWith("fourier")) {
          yield List.of(method.startsWith("fourier") ? "it is not periodic" : "it is periodic");
        }
        yield obstacles;
      }
    };
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    var reasons = new ArrayList<String>();
    String method = method(problem, reasons);
    if (method == null) {
      throw new UnsupportedProblemException(NAME, problem, new Support.No(reasons));
    }
    var watch = new Watch(run);
    Answer answer = switch (method) {
      case "exact" -> exact(problem);
      case "cole-hopf" -> ColeHopfProblem.solve(problem, settings, watch);
      case "chebyshev-collocation" -> new ChebyshevCollocation(problem, settings, watch).solve();
      default -> new MethodOfLines(EvolutionProblem.of(problem), lines(method), settings, watch).solve();
    };
    var configuration = new LinkedHashMap<>(answer.figures());
    configuration.put("tolerance", String.valueOf(settings.tolerance()));
    var versions = Provenance.platform();
    return new Solution(problem, answer.fields(), answer.termination(), watch.steps(), answer.size(), watch.elapsed(),
        Double.isFinite(answer.errorEstimate()) ? OptionalDouble.of(answer.errorEstimate()) : OptionalDouble.empty(), OptionalDouble.empty(),
        new Provenance(NAME, configuration, run.seed(), 1, Run.Precision.F64, versions, citations(method)));
  }

  private static MethodOfLines.Method lines(String word) {
    for (var method : MethodOfLines.Method.values()) {
      if (method.word.equals(word)) {
        return method;
      }
    }
    throw new AssertionError(word);
  }

  private static Answer exact(Problem problem) {
    Map<Field, Expr> exact = ExactSolution.of(problem).orElseThrow();
    // a few roundings of an elementary function
    return new Answer(ExactSolution.evaluator(problem, exact), new Termination.Converged("exact solution"), 0, 1e-15,
        new LinkedHashMap<>(Map.of("method", "exact")));
  }

  private static List<String> citations(String method) {
    return switch (method) {
      case "exact" -> List.of();
      case "cole-hopf" -> List.of(HOPF, COLE, BASDEVANT);
      case "fourier-etdrk4", "chebyshev-etdrk4" -> List.of(COX, KASSAM, TREFETHEN);
      case "fourier-dp853", "chebyshev-dp853" -> List.of(TREFETHEN, HAIRER);
      default -> List.of(TREFETHEN);
    };
  }
}
