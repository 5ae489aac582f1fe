package dev.ansatz.pinn.implicit;

import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.train.Checkpoints;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Solves u_t = F(t, x, u, u_x, …) by a network in space alone, u(t_n, x) = u(x; θ_n), stepped by the implicit midpoint rule: θ_{n+1}
 * minimises the mean over points of
 *
 * <pre>
 * |u_{n+1} − u_n − Δt F(t_n + Δt/2, x, (u_n + u_{n+1})/2)|²
 * </pre>
 *
 * by Levenberg–Marquardt from θ_n. The error is of order Δt², beside what the network cannot represent; the rule adds no dissipation.
 * θ_0 is fitted to the initial condition. Periodic coordinates enter through the network's features, Dirichlet data are built into the
 * trial functions where they fit, other conditions become losses. Between two levels the answer is the cubic Hermite interpolant with
 * slopes F; its derivatives in space are those of the networks.
 *
 * <p>A solve that is stopped answers up to the time it reached, which its provenance tells as {@code time reached}; later values are
 * NaN. The held-out residual is the largest over the steps of the root mean square of the residual above, over Δt, on points that
 * were not used.
 *
 * <p>Source: H. Chen, R. Wu, E. Grinspun, C. Zheng, P. Y. Chen, Implicit neural spatial representations for time-dependent PDEs, ICML
 * 2023, arXiv:2210.00124. Deviations: Levenberg–Marquardt on a small network instead of Adam, conditions built in.
 */
public final class ImplicitNeuralSpatial implements Solver {
  static final String NAME = "implicit-neural-spatial";
  private final ImplicitNeuralSpatialOptions options;

  public ImplicitNeuralSpatial(ImplicitNeuralSpatialOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean writesCheckpoints() {
    return true;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<String>();
    if (problem.domain().space().isEmpty()) {
      reasons.add("it has no space coordinate");
    }
    reasons.addAll(MidpointRule.refusals(problem));
    return Support.unless(reasons);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).and(Support.inDoublePrecision(run)).orThrow(this, problem);
    long begun = System.nanoTime();
    var scheme = new MidpointScheme(problem, options);
    MidpointStepping.Result result;
    try (var stepping = new MidpointStepping(scheme, options, run, Checkpoints.of(run, NAME, problem, options.settings(), Set.of()))) {
      result = stepping.run();
    }
    var levels = result.levels();
    return new Solution(problem, new LevelInterpolant(scheme, levels), result.termination(), result.iterations(),
        (long) levels.size() * levels.getFirst().length,
        Duration.ofNanos(System.nanoTime() - begun + result.earlier()), OptionalDouble.empty(),
        Solution.figure(result.heldOutResidual()),
        Provenance.of(this, options.settings(), run, List.of("H. Chen, R. Wu, E. Grinspun, C. Zheng, P. Y. Chen, Implicit neural spatial "
            + "representations for time-dependent PDEs, ICML 2023, arXiv:2210.00124"))
                .with("time reached", "" + scheme.time(levels.size() - 1)));
  }
}
