package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pinn.implicit.MidpointRule;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Solves u_t = F(t, x, u, u_x, …) by one network in space and time whose values at all levels t_n = t₀ + n Δt satisfy the implicit midpoint
 * rule together: θ minimises the mean over points x and levels of |r|²,
 *
 * <pre>
 * r = (u(t_n, x) − u(t_n − Δt, x))/Δt − F(t_n − Δt/2, x, (u(t_n, x) + u(t_n − Δt, x))/2),
 * </pre>
 *
 * by Levenberg–Marquardt over space and time at once. Initial and Dirichlet data are built into the trial function where they fit, periodic
 * coordinates enter through the network's features, other conditions become losses at the levels. Between the levels the answer is the
 * network's.
 *
 * <p><b>Error.</b> The rule's own, of order Δt², and what r leaves. If F is linear and F + Fᵀ negative, an error that r drives obeys
 * d|e|/dt ≤ |r|, so that at time t it is at most t |r|. Where the exact flow keeps ∫|u|² (F linear and antisymmetric, as of Schrödinger's
 * equation, with fields Re h and Im h) so does the rule:
 *
 * <pre>
 * |u_n|² − |u_{n−1}|² = Δt (u_n + u_{n−1}, r),
 * </pre>
 *
 * since (m, F m) = 0 for the mean m of both levels. Over all steps the drift is at most 2 T |u| |r|: it can be of the size of rounding for
 * systems of ordinary equations, whose r vanishes at every level, and is of the size of the held-out residual where there is space.
 *
 * <p>Training ends when r, on points that are not trained on, is {@linkplain SpacetimeNetworkOptions#tolerance a fifth} of the error that
 * the rule makes in a step, over Δt. The rule with 2 Δt makes four times that error, and its residual at the levels the threefold; from it
 * the error is known. The error estimate takes the solution v with 2 Δt, of residual s, at the levels of both: the rule's error there is
 * four times that of u, so that with what training leaves
 *
 * <pre>
 * |error of u| ≤ (|u − v| + T (4 |r| + |s|))/3
 * </pre>
 *
 * up to higher order; where perturbations of the solution grow, the second term is too small by their growth.
 *
 * <p>A long time range is cut into slabs: as many networks, each of which starts exactly from the state in which the one before ends. A
 * solve that is stopped answers with what the present slab's network has come to, up to the end of that slab, which the provenance tells as
 * {@code time reached}; later values are NaN.
 *
 * <p>The work of an iteration is that of a QR factorisation, 2 m p² operations for m residuals and p parameters of a slab's network.
 * Solutions with fronts want more width; so do many oscillations within a slab, for which more slabs are cheaper. The residual of ordinary
 * equations vanishes only if a network has no fewer parameters than its slab has levels times fields: those of the default have enough for
 * any number of fields and 12 steps in a slab.
 *
 * <p>Source: J. Wang, Z. Chen, D. Luo, Z. Zhao, V. M. Hur, B. K. Clark, Spacetime neural network for high dimensional quantum dynamics,
 * arXiv:2108.02200. Deviations: any u_t = F in place of Schrödinger's equation on configurations, points spread evenly in place of samples
 * of |ψ|², a perceptron in place of an autoregressive network, Levenberg–Marquardt by orthogonal factorisation, slabs, the error estimate.
 */
public final class SpacetimeNetwork implements Solver {
  static final String NAME = "spacetime-network";
  private final SpacetimeNetworkOptions options;

  public SpacetimeNetwork(SpacetimeNetworkOptions options) {
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
    return Support.unless(MidpointRule.refusals(problem));
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).and(Support.inDoublePrecision(run)).orThrow(this, problem);
    long begun = System.nanoTime();
    try (var executor = new Executor(run.threads())) {
      var solve = new SlabBySlab(problem, options, run, executor);
      Termination termination = solve.run();
      OptionalDouble heldOut = problem.domain().space().isEmpty() ? OptionalDouble.empty() : Solution.figure(solve.residual());
      return new Solution(problem, solve.answer(), termination, solve.iterations(), solve.parameters(),
          Duration.ofNanos(System.nanoTime() - begun).plus(solve.earlier()), solve.errorEstimate(), heldOut,
          Provenance.of(this, options.settings(), run, List.of("J. Wang, Z. Chen, D. Luo, Z. Zhao, V. M. Hur, B. K. Clark, Spacetime "
              + "neural network for high dimensional quantum dynamics, arXiv:2108.02200"))
                  .with("time reached", "" + solve.timeReached()));
    }
  }
}
