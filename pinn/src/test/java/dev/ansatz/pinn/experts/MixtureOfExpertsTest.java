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

  /** Features at will: errors fall faster than any power of their number. */
  @Test
  void theErrorFallsWithTheNumberOfFeatures() {
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

  /** An inner layer of width 0.02 about x = 0 wants narrow cells. */
  @Test
  void theErrorOfANonlinearProblemFallsWithTheSizeOfTheCells() {
    double coarse = error("burgers-viscous", Map.of("cells", "3x6", "features", "80", "points", "240", "condition-points", "30"));
    double fine = error("burgers-viscous", Map.of("cells", "4x12", "features", "80", "points", "240", "condition-points", "30"));
    assertThat(coarse).isLessThan(2e-2);
    assertThat(fine).isLessThan(coarse / 4);
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
