package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.reference.fem.FiniteElementMarch;
import dev.ansatz.reference.fem.FiniteElements;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.solve.UnsupportedProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The best classical method for a problem, or for the direct problem behind an inverse one: see {@link Reference}. Immutable. */
final class ReferenceSolver implements Solver {
  static final String NAME = "reference";
  static final List<String> METHODS = Stream.of(Stream.of("auto", "exact", "cole-hopf", "chebyshev-collocation", "fem-p2", "fem-p1",
      DomainSplitting.WORD, Weno5.WORD),
      Arrays.stream(BoxStationary.Word.values()).map(w -> w.word),
          Method.all().stream().map(Method::word)).flatMap(words -> words).toList();

  private static final String BASDEVANT = "Basdevant et al., Comput. Fluids 14 (1986), doi:10.1016/0045-7930(86)90036-8";
  private static final String COX = "Cox and Matthews, J. Comput. Phys. 176 (2002), doi:10.1006/jcph.2002.6995";
  private static final String KASSAM = "Kassam and Trefethen, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/S1064827502410633";
  private static final String TREFETHEN = "Trefethen, Spectral Methods in MATLAB, SIAM 2000, doi:10.1137/1.9780898719598";
  private static final String HAIRER =
      "Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, 2nd ed. 1993, doi:10.1007/978-3-540-78862-1";
  private static final String CIARLET = "Ciarlet, The Finite Element Method for Elliptic Problems, 1978, doi:10.1137/1.9780898719208";
  private static final String KENNEDY = "Kennedy and Carpenter, Appl. Numer. Math. 44 (2003), doi:10.1016/S0168-9274(02)00138-1";
  private static final String RUPPERT = "Ruppert, J. Algorithms 18 (1995), doi:10.1006/jagm.1995.1021";
  private static final String HOOD = "Taylor and Hood, Comput. Fluids 1 (1973), doi:10.1016/0045-7930(73)90027-3";
  private static final String LABELLE = "Labelle and Shewchuk, SIGGRAPH 2007, doi:10.1145/1275808.1276448";
  private static final String CALVO = "Calvo, Montijano and Rández, J. Sci. Comput. 2025, doi:10.1007/s10915-025-02813-4";
  private static final String LYNCH = "Lynch, Rice and Thomas, Numer. Math. 6 (1964), doi:10.1007/BF01386067";
  private static final String BORGES = "Borges, Carmona, Costa and Don, J. Comput. Phys. 227 (2008), doi:10.1016/j.jcp.2007.11.038";
  private static final String TROTTI = "Trotti, A domain splitting strategy for solving PDEs, arXiv:2303.01163 (2023)";
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
    if (method(problem, reasons) != null) {
      return Support.yes();
    }
    return KnownTruth.of(problem).map(truth -> supports(truth.direct())).orElseGet(() -> Support.unless(reasons));
  }

  /** The method to use, or null with the reasons why there is none. */
  private String method(Problem problem, List<String> reasons) {
    for (String method : candidates(problem)) {
      // what no method handles would be left out without a word
      var refusals = switch (method) {
        case "exact" -> List.<String>of();
        case "fem-p1", "fem-p2" -> Feature.refusals(problem, Feature.GAUGE, Feature.INTEGRAL_IN_EQUATION, Feature.INTEGRAL_IN_CONDITION,
            Feature.INTERFACE, Feature.FRONT);
        default -> Feature.refusals(problem);
      };
      var obstacles = refusals.isEmpty() ? obstacles(method, problem) : refusals;
      if (obstacles.isEmpty()) {
        return method;
      }
      // left to itself the solver need not say why it is none of the special cases
      boolean relevant = !settings.method().equals("auto") || !List.of("exact", "cole-hopf", "chebyshev-collocation").contains(method);
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
      // no polynomial across a jump
      return jumps(problem) ? List.of("exact", "fem-p2", "chebyshev-collocation", "spectral")
          : List.of("exact", "chebyshev-collocation", "spectral", "fem-p2");
    }
    boolean shocks = ConservationLaw.obstacles(problem).isEmpty() && ConservationLaw.of(problem).formsShocks();
    // what the methods on boxes do not handle, such as an interface
    boolean special = !Feature.refusals(problem).isEmpty();
    boolean shaped = problem.domain().space().map(g -> g.coordinates().size() == 2 && special || !(g instanceof Box)).orElse(false);
    return List.of("exact", "cole-hopf", shocks ? Weno5.WORD : shaped ? "fem-p2" : methodOfLines(problem));
  }

  private static boolean jumps(Problem problem) {
    return problem.equations().stream().anyMatch(e -> isPiecewise(e.left()) || isPiecewise(e.right()));
  }

  private static boolean isPiecewise(Expr e) {
    return e instanceof Piecewise || e.operands().stream().anyMatch(ReferenceSolver::isPiecewise);
  }

  private static String methodOfLines(Problem problem) {
    if (!Feature.refusals(problem).isEmpty() || !EvolutionProblem.obstacles(problem).isEmpty()) {
      return "fourier-etdrk4";
    }
    var evolution = EvolutionProblem.of(problem);
    var system = evolution.system();
    boolean stiff = evolution.dimension() > 0 && system.linearOrder() >= system.remainderOrder();
    return new Method(Method.spectral(evolution), stiff ? Method.Time.ETDRK4 : Method.Time.DP853).word();
  }

  private static List<String> obstacles(String method, Problem problem) {
    return switch (method) {
      case "exact" -> ExactSolution.of(problem).isPresent() ? List.of() : List.of("the catalogue has no exact solution of it");
      case "cole-hopf" -> ColeHopfProblem.obstacles(problem);
      case "chebyshev-collocation" -> ChebyshevCollocation.obstacles(problem);
      case "fd2", "fd4", "fd6", "spectral" -> BoxStationary.obstacles(problem);
      case Weno5.WORD -> ConservationLaw.obstacles(problem);
      case DomainSplitting.WORD -> DomainSplitting.obstacles(problem);
      case "fem-p1", "fem-p2" -> problem.domain().time().isPresent() ? FiniteElementMarch.obstacles(problem, degree(method))
          : FiniteElements.obstacles(problem, degree(method));
      default -> {
        var obstacles = EvolutionProblem.obstacles(problem);
        yield obstacles.isEmpty() ? Method.of(method).orElseThrow().obstacles(EvolutionProblem.of(problem)) : obstacles;
      }
    };
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    var reasons = new ArrayList<String>();
    String method = method(problem, reasons);
    Optional<KnownTruth> truth = KnownTruth.of(problem);
    if (method == null && truth.isPresent()) {
      return truth.get().answer(solve(truth.get().direct(), run));
    }
    if (method == null) {
      throw new UnsupportedProblemException(NAME, problem, new Support.No(reasons));
    }
    var watch = new Watch(run);
    Answer answer = answer(method, problem, watch);
    var configuration = new LinkedHashMap<>(answer.figures());
    configuration.put("tolerance", String.valueOf(settings.tolerance()));
    var versions = Provenance.platform();
    return new Solution(problem, answer.fields(), answer.termination(), watch.steps(), answer.size(), watch.elapsed(),
        Solution.figure(answer.errorEstimate()), OptionalDouble.empty(),
        new Provenance(NAME, configuration, run.seed(), 1, Run.Precision.F64, versions, citations(method)),
        truth.map(KnownTruth::unknowns).orElse(Unknowns.NONE), answer.unbounded());
  }

  /** What the method for a problem that is {@linkplain #supports supported} as it stands finds. */
  Answer answer(Problem problem, Watch watch) {
    return answer(method(problem, new ArrayList<>()), problem, watch);
  }

  /** What to cite for that method. */
  List<String> citations(Problem problem) {
    return citations(method(problem, new ArrayList<>()));
  }

  private Answer answer(String method, Problem problem, Watch watch) {
    return switch (method) {
      case "exact" -> exact(problem);
      case "cole-hopf" -> ColeHopfProblem.solve(problem, settings, watch);
      case "chebyshev-collocation" -> new ChebyshevCollocation(problem, settings, watch).solve();
      case "fem-p1", "fem-p2" -> problem.domain().time().isPresent()
          ? new FiniteElementEvolution(problem, degree(method), settings, watch).solve()
          : new FiniteElementReference(problem, degree(method), settings, watch).solve();
      case "fd2", "fd4", "fd6", "spectral" ->
          new BoxStationary(problem, BoxStationary.Word.of(method).orElseThrow(), settings, watch).solve();
      case DomainSplitting.WORD -> new DomainSplitting(problem, settings, watch).solve();
      case Weno5.WORD -> new Weno5(ConservationLaw.of(problem), settings, watch).solve();
      default -> new MethodOfLines(EvolutionProblem.of(problem), Method.of(method).orElseThrow(), settings, watch).solve();
    };
  }

  private static int degree(String method) {
    return method.equals("fem-p1") ? 1 : 2;
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
      case "fd2", "fd4", "fd6" -> List.of(LYNCH);
      case "spectral" -> List.of(TREFETHEN, LYNCH);
      case "fem-p1", "fem-p2" -> List.of(CIARLET, RUPPERT, LABELLE, HOOD, KENNEDY);
      case Weno5.WORD -> List.of(BORGES);
      case DomainSplitting.WORD -> List.of(TROTTI);
      default -> Method.of(method).map(m -> switch (m.time()) {
        case ETDRK4 -> List.of(COX, KASSAM, TREFETHEN);
        case TASE2, TASE3 -> List.of(CALVO, TREFETHEN);
        case DP853, GBS -> List.of(TREFETHEN, HAIRER);
      }).orElse(List.of(TREFETHEN));
    };
  }
}
