package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnergyNaturalGradientTest {

  /** One equation for two unknowns, x + y = 2: from (3, 1) the nearest solution is (2, 0). */
  @Test
  void dependentColumnsGiveTheShortestStep() {
    var problem = new TestProblem(2, 1, (x, r, j) -> {
      r[0] = x[0] + x[1] - 2;
      Arrays.fill(j, 1);
    });
    try (var executor = new Executor(1)) {
      double[] theta = {3, 1};
      new EnergyNaturalGradient(executor, 1e-7).step(problem, theta);
      // the damping shortens by cutoff²
      assertThat(theta[0]).isCloseTo(2, within(1e-13));
      assertThat(theta[1]).isCloseTo(0, within(1e-13));
    }
  }

  /** Where the undamped step is eight times too long, the best of the grid is the eighth, and no other. */
  @Test
  void gridSearchTakesTheBest() {
    var problem = new TestProblem(1, 1, (x, r, j) -> {
      r[0] = x[0];
      // a slope eight times too small
      j[0] = 0.125;
    });
    try (var executor = new Executor(1)) {
      double[] theta = {1};
      assertThat(new EnergyNaturalGradient(executor, 0).step(problem, theta)).isLessThan(1e-30);
      assertThat(theta[0]).isCloseTo(0, within(1e-15));
    }
  }

  @Test
  void staysWhereNothingIsLower() {
    var problem = new TestProblem(1, 1, (x, r, j) -> {
      r[0] = 1 + x[0] * x[0];
      j[0] = -1;
    });
    try (var executor = new Executor(1)) {
      double[] theta = {0};
      assertThat(new EnergyNaturalGradient(executor, 0).step(problem, theta)).isEqualTo(1);
      assertThat(theta[0]).isEqualTo(0);
    }
  }
}
