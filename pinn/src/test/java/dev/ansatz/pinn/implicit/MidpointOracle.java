package dev.ansatz.pinn.implicit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.UnsupportedProblemException;

/** What the implicit midpoint rule makes of linear equations, for the solvers that step by it. */
public final class MidpointOracle {
  private MidpointOracle() {}

  /** The factor by which a step takes what decays at a rate. */
  public static double decay(double rate, double dt) {
    return (1 - rate * dt / 2) / (1 + rate * dt / 2);
  }

  /** The angle by which a step turns what turns by one a unit of time. */
  public static double angle(double dt) {
    return 2 * Math.atan(dt / 2);
  }

  /** Decays at the rate π². */
  public static Problem heatBetweenColdEnds() {
    return Pde.parse("""
        problem heat-cold-ends
        u(t, x) on x in [0, 1], t in [0, 0.2]
        u_t = u_xx
        initial u = sin(pi*x)
        boundary u = 0
        """);
  }

  /** Second order in time, and none. */
  public static void assertRefusesWhatIsNoEvolutionOfFirstOrder(Solver solver, Run run) {
    assertThatThrownBy(() -> solver.solve(Catalog.get("wave").problem(), run)).isInstanceOf(UnsupportedProblemException.class)
        .hasMessageContaining("state it as a system of first order");
    assertThatThrownBy(() -> solver.solve(Catalog.get("poisson-square").problem(), run)).isInstanceOf(UnsupportedProblemException.class)
        .hasMessageContaining("no time");
  }
}
