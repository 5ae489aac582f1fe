package dev.ansatz.pinn.ansatz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Expr;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthRateTest {
  @ParameterizedTest
  @CsvSource({"0.1, 4.85", "0.9, -7.15"})
  void isTheDerivativeOfTheReaction(double value, double rate) {
    Problem problem = Catalog.get("allen-cahn").problem();
    Expr found = GrowthRate.of(problem).orElseThrow();
    // 5 (1 − 3u²)
    assertThat(found.substitute(Map.of(problem.fields().getFirst(), new Const(value))).evaluate(Map.of())).isCloseTo(rate,
        within(1e-14));
  }

  /** Without a reaction, carried along, of the second order in time, of two fields, stationary, and with a reaction that varies. */
  @ParameterizedTest
  @ValueSource(strings = {"heat-1d", "burgers", "wave", "gray-scott", "poisson-square", "heat-2d-long-time"})
  void theseHaveNone(String name) {
    assertThat(GrowthRate.of(Catalog.get(name).problem())).isEmpty();
  }

  @Test
  void decayIsNoGrowth() {
    assertThat(GrowthRate.of(Pde.parse("""
        problem decay
        u(t, x) on x in [0, 1], t in [0, 1]
        u_t = u_xx - 3*u
        initial u = sin(pi*x)
        boundary u = 0
        """))).isEmpty();
  }
}
