package dev.ansatz.pinn.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Support;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MixtureOfExpertsTest {
  private static final Run RUN = Run.defaults().withThreads(1);

  private static double error(String problem, Map<String, String> settings) {
    var solution = new MixtureOfExperts(ExpertOptions.preset("accurate").with(settings)).solve(Catalog.get(problem).problem(), RUN);
    return solution.compare(Reference.solver(Reference.TOLERANCE).solve(solution.problem(), RUN)).relativeL2();
  }

  /** Faster than any power of it. */
  @Test
  void theErrorFallsWithTheNumberOfFeatures() {
    // measured at the end 4.2e-10
    double few = error("helmholtz", Map.of("cells", "1x4", "features", "40", "points", "200"));
    double more = error("helmholtz", Map.of("cells", "1x4", "features", "80", "points", "300"));
    double most = error("helmholtz", Map.of("cells", "1x4"));
    assertThat(more).isLessThan(few / 100);
    assertThat(most).isLessThan(1e-8);
  }

  @Test
  void smoothLinearProblemsAreSolvedInOneFit() {
    assertThat(error("poisson-square", Map.of())).isLessThan(1e-8);
    assertThat(error("heat-1d", Map.of())).isLessThan(1e-8);
  }

  @Test
  void intervalsOfTimeContinueOneAnother() {
    assertThat(error("advection", Map.of())).isLessThan(1e-6);
  }

  /** Fisher's travelling front. Measured 2.9e-6 and 1.2e-7. */
  @Test
  void theErrorOfANonlinearProblemFallsWithTheSizeOfTheCells() {
    double coarse = error("fisher", Map.of("cells", "1x2", "features", "60", "points", "180", "condition-points", "20"));
    double fine = error("fisher", Map.of("cells", "2x4", "features", "60", "points", "180", "condition-points", "20"));
    assertThat(coarse).isLessThan(1e-5);
    assertThat(fine).isLessThan(coarse / 10);
  }

  @Test
  void whatIsNoBoxOrTooMuchIsRefused() {
    var solver = new MixtureOfExperts(ExpertOptions.preset("accurate"));
    assertThat(solver.supports(Catalog.get("poisson-four-discs").problem())).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).anyMatch(reason -> reason.contains("its domain is no box")));
    assertThat(new MixtureOfExperts(ExpertOptions.preset("accurate").with(Map.of("cells", "60x60")))
        .supports(Catalog.get("helmholtz").problem())).isInstanceOfSatisfying(Support.No.class,
            no -> assertThat(no.reasons()).containsExactly(
                "60x60 cells of 160 features take too much memory: take fewer cells or features"));
    assertThat(new MixtureOfExperts(ExpertOptions.preset("accurate").with(Map.of("cells", "2x2")))
        .supports(Catalog.get("advection").problem())).isInstanceOfSatisfying(Support.No.class,
            no -> assertThat(no.reasons()).containsExactly("it is periodic in x, along which there can be only one cell"));
  }

  @Test
  void everyWrongSettingIsTold() {
    assertThatThrownBy(() -> ExpertOptions.preset("accurate").with(Map.of("cell", "3", "features", "x", "ridge", "y")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no setting 'cell'")
        .hasMessageContaining("features must be a whole number, not 'x'").hasMessageContaining("ridge must be a number, not 'y'");
  }
}
