package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointGaugeTest {
  private static Problem flow(String gauge) {
    return Pde.parse("""
        problem flow
        u(t, x), p(t, x)  on  x in [0, 1], t in [0, 1]
        u_t + p_x = 0
        u_x = 0
        initial   u = 0
        boundary  u = t
        %s
        """.formatted(gauge));
  }

  @Test
  void thePressureOfTheCavityIsZeroInItsCornerAndItsSlopesStay() {
    Problem cavity = Catalog.get("lid-driven-cavity-parabolic").problem();
    var gauge = PointGauge.of(cavity).getFirst();
    Solution.Evaluator affine = (_, index, points, out) -> {
      for (int p = 0; p < out.length; p++) {
        out[p] = index.degree() == 0 ? 5 + 2 * points[0][p] + 3 * points[1][p] : index.order(0) == 1 ? 2 : 3;
      }
    };
    double[][] points = {{0, 0.25}, {0, 0.5}};
    double[] values = new double[2];
    affine.evaluate(2, MultiIndex.zero(2), points, values);
    gauge.shift(affine, MultiIndex.zero(2), points, values);
    assertThat(values).containsExactly(0, 2);
    affine.evaluate(2, new MultiIndex(1, 0), points, values);
    gauge.shift(affine, new MultiIndex(1, 0), points, values);
    assertThat(values).containsExactly(2, 2);
  }

  /** p = 7 t x + cos t becomes 7 t (x − 1) + t², and its derivative by time 7 (x − 1) + 2 t. */
  @Test
  void aGaugeAtEveryTimeShiftsTheDerivativeByTimeToo() {
    var gauge = PointGauge.of(flow("gauge  p(t, 1) = t^2")).getFirst();
    Solution.Evaluator p = (_, index, points, out) -> {
      for (int k = 0; k < out.length; k++) {
        double t = points[0][k];
        out[k] = index.order(0) == 0 ? 7 * t * points[1][k] + Math.cos(t) : 7 * points[1][k] - Math.sin(t);
      }
    };
    double[][] points = {{0.3, 0.8}, {0.5, 1}};
    double[] values = new double[2];
    for (int order = 0; order <= 1; order++) {
      var index = new MultiIndex(order, 0);
      p.evaluate(1, index, points, values);
      gauge.shift(p, index, points, values);
      for (int k = 0; k < 2; k++) {
        double t = points[0][k];
        double x = points[1][k];
        assertThat(values[k]).isCloseTo(order == 0 ? 7 * t * (x - 1) + t * t : 7 * (x - 1) + 2 * t, within(1e-15 * 16));
      }
    }
  }

  @Test
  void refusesWhatAShiftCannotMeet() {
    assertThat(PointGauge.refusals(flow("gauge  p(t, 1) = t^2"))).isEmpty();
    assertThat(PointGauge.refusals(flow("gauge  u(t, 0.5) = 0"))).singleElement().asString().contains("whose value other conditions fix");
    assertThat(PointGauge.refusals(flow("gauge  mean(p) = 0"))).singleElement().asString().contains("as p(0, 0) = 0 does");
  }

  /** 2 × 8 units on 400 points, as elsewhere; ten times the worst that seeds 0, 1 and 2 gave, 1.0e-3. */
  @Test
  void aPressureIsFoundUpToItsGauge() {
    Problem stokes = Catalog.get("stokes").problem();
    var options = PinnOptions.preset("accurate").with(Map.of("layers", "2", "width", "8", "points", "400", "condition-points", "60",
        "adam-steps", "200", "redraw", "100", "iterations", "600"));
    Solution solution = new Pinn(options).solve(stokes, Run.defaults().withThreads(2).withBudget(Duration.ofMinutes(2)));
    assertThat(solution.compare(Reference.solve(stokes)).fields().get(2).relativeL2()).isLessThan(1e-2);
  }
}
