package dev.ansatz.pinn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Run.Precision;
import dev.ansatz.solve.Solution;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training in single precision: values, gradients and Jacobians in it, parameters, factorisations and held-out residuals in double. */
class SinglePrecisionTest {
  private static final Run RUN = Run.defaults().withBudget(Duration.ofMinutes(10)).withPrecision(Precision.F32);

  private static Solution solve(Run run, String... settings) {
    var changes = new HashMap<>(Map.of("layers", "2", "width", "8", "points", "400", "adam-steps", "100", "redraw", "100"));
    for (String setting : settings) {
      changes.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    return new Pinn(PinnOptions.preset("accurate").with(changes)).solve(Catalog.get("heat-1d").problem(), run);
  }

  private static double error(Solution solution) {
    return solution.compare(Reference.solve(solution.problem())).relativeL2();
  }

  /** 9.2e-7, 2.1e-5 and 0.020 were measured; bounds are ten times that. */
  @ParameterizedTest
  @CsvSource({"ssbroyden, 400, 1e-5", "levenberg-marquardt, 40, 2e-4", "none, 0, 0.2"})
  void trains(String optimiser, int iterations, double bound) {
    Solution solution = solve(RUN, "optimiser=" + optimiser, "iterations=" + iterations);
    assertThat(solution.provenance().precision()).isEqualTo(Precision.F32);
    assertThat(error(solution)).isLessThan(bound);
  }

  /** Both in turn, by the processor's time; programs of 128 units gain 1.85. */
  @Test
  void stepsFaster() {
    double[] ratios = new double[3];
    for (int k = 0; k < 3; k++) {
      ratios[k] = nanosOfStep(RUN.withPrecision(Precision.F64)) / (double) nanosOfStep(RUN);
    }
    Arrays.sort(ratios);
    assertThat(ratios[1]).as("the median of %s", Arrays.toString(ratios)).isGreaterThan(1.15);
  }

  /** The median of the last 50 steps of Adam of 200; the first ones compile, as long as the compiler is busy with what ran before. */
  private static long nanosOfStep(Run run) {
    var clock = ManagementFactory.getThreadMXBean();
    var times = new ArrayList<Long>();
    // one thread is the caller's, which asks once before each step
    solve(run.withThreads(1).withCancelled(() -> {
      times.add(clock.getCurrentThreadCpuTime());
      return false;
    }), "layers=3", "width=64", "points=1000", "adam-steps=200", "optimiser=none");
    return IntStream.range(149, 199).mapToLong(step -> times.get(step + 1) - times.get(step)).sorted().toArray()[25];
  }
}
